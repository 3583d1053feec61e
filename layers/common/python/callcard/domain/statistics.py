"""What the journal adds up to: calls, answers, talk and waiting by day, by hour and by operator."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from callcard.domain.calls import Call
from callcard.domain.events import Direction
from callcard.domain.whole import WholeCall, counts, seconds, whole_calls

IN_TIME = 20  # seconds; the trade's measure of service is the share of calls answered within them


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call came to; `talk` and `waited` (for an answer, or in vain) in seconds, None where nobody knows."""

    at: datetime
    direction: Direction
    answered: bool
    talk: int | None
    waited: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Calls counted: `answered` and `missed` are incoming ones, `reached` outgoing; `talk` and `waiting` in seconds.

    `waiting` is what all callers spent listening to it ring; `average_wait` is what those spent who were answered.
    Averages and `service` (the share of incoming calls answered within 20 s, of those whose waiting is known) are None
    where there is nothing to share.
    """

    incoming: int
    outgoing: int
    answered: int
    missed: int
    reached: int
    talk: int
    waiting: int
    average_talk: int | None
    average_wait: int | None
    service: float | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """A period's tallies: of each day, of each hour of the day, of each operator, of all."""

    days: dict[date, Tally]
    hours: tuple[Tally, ...]
    operators: dict[str, Tally]
    totals: Tally


def statistics(legs: Iterable[Call], days: Sequence[date], zone: tzinfo) -> Statistics:
    """Add up the journal of some days, as `zone` sees days and hours.

    A call to a ring group counts once, for each of its operators as well.
    """
    known = [leg for leg in legs if counts(leg)]
    calls = [outcome(call) for call in whole_calls(known)]
    own: dict[str, list[Outcome]] = defaultdict(list)
    for leg in known:
        if leg.operator_id:
            own[leg.operator_id].append(outcome(WholeCall((leg,))))
    by_day = _apart(calls, lambda call: call.at.astimezone(zone).date())
    by_hour = _apart(calls, lambda call: call.at.astimezone(zone).hour)
    return Statistics(
        days={day: tally(by_day.get(day, ())) for day in days},
        hours=tuple(tally(by_hour.get(hour, ())) for hour in range(24)),
        operators={operator_id: tally(outcomes) for operator_id, outcomes in own.items()},
        totals=tally(calls),
    )


def outcome(call: WholeCall) -> Outcome:
    """Say what a call came to; its place in the journal is its time."""
    talks = [leg.talk for leg in call.legs if leg.talk is not None]
    return Outcome(
        at=min(leg.started_at for leg in call.legs),
        direction=call.direction,
        answered=call.answered,
        talk=sum(talks) if talks else None,
        waited=_waited(call),
    )


def tally(calls: Sequence[Outcome]) -> Tally:
    """Count some calls."""
    incoming = [call for call in calls if call.direction is Direction.IN]
    answered = [call for call in incoming if call.answered]
    outgoing = [call for call in calls if call.direction is Direction.OUT]
    talks = [call.talk for call in calls if call.talk is not None]
    waits = [call.waited for call in answered if call.waited is not None]
    return Tally(
        incoming=len(incoming),
        outgoing=len(outgoing),
        answered=len(answered),
        missed=len(incoming) - len(answered),
        reached=sum(call.answered for call in outgoing),
        talk=sum(talks),
        waiting=sum(call.waited or 0 for call in incoming),
        average_talk=round(sum(talks) / len(talks)) if talks else None,
        average_wait=round(sum(waits) / len(waits)) if waits else None,
        service=_service(waits, len(incoming) - len(answered)),
    )


def _service(waits: Sequence[int], missed: int) -> float | None:
    known = len(waits) + missed
    return round(sum(wait <= IN_TIME for wait in waits) / known, 4) if known else None


def _waited(call: WholeCall) -> int | None:
    if not call.answered:
        return call.rang
    rang, answered = min(leg.rung_at for leg in call.legs), call.talker.answered_at if call.talker else None
    # the answer itself, or the ringing before it, may never have been told
    return seconds(rang, answered) if answered and answered > rang else None


def _apart[K](calls: Iterable[Outcome], key: Callable[[Outcome], K]) -> dict[K, list[Outcome]]:
    apart: dict[K, list[Outcome]] = defaultdict(list)
    for call in calls:
        apart[key(call)].append(call)
    return apart
