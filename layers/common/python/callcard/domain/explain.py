"""Why a call has no card on its operator's screen: one reason, what to do about it, and how far the card came."""

from collections.abc import Callable, Mapping
from datetime import datetime

from callcard.domain.calls import Call, CallState, settled
from callcard.domain.cards import Moment
from callcard.domain.trace import Trouble
from callcard.domain.why import Explanation, Known, Passed, Remedy, Stage, Step, Why

PENDING = {Why.NOT_YET, Why.UNRECORDED, Why.UNCONFIRMED}  # no fault is known
TROUBLES = {
    Trouble.OVERDUE: Why.CAME_LATE,
    Trouble.UNREAD: Why.TABS_UNREAD,
    Trouble.NO_TAB: Why.NO_TAB,
    Trouble.GONE: Why.PUSH_GONE,
    Trouble.FAILED: Why.PUSH_FAILED,
    Trouble.LATE: Why.PUSH_LATE,
}
REMEDIES = {
    Why.NO_OPERATOR: Remedy.ASSIGN_OPERATOR,
    Why.OPERATOR_INACTIVE: Remedy.ACTIVATE_OPERATOR,
    Why.NEVER: Remedy.CHANGE_SETTING,
    Why.OVER_BEFORE: Remedy.CHANGE_SETTING,
    Why.NOT_ANSWERED: Remedy.CHANGE_SETTING,
    Why.ANSWER_UNSEEN: Remedy.CHANGE_SETTING,
    Why.NO_TAB: Remedy.OPEN_TAB,
    Why.PUSH_GONE: Remedy.OPEN_TAB,
    Why.PUSH_FAILED: Remedy.TEST_CALL,
    Why.PUSH_LATE: Remedy.TEST_CALL,
    Why.TABS_UNREAD: Remedy.TEST_CALL,
    Why.UNCONFIRMED: Remedy.RELOAD,
}


def explain(known: Known) -> Explanation:
    """Say why a call has no card, or that it was shown: exactly when it was due and a browser confirmed it."""
    faults = {stage: why for stage, check in CHECKS.items() if (why := check(known))}
    seen = known.trace.first_shown if known.call.carded else None
    why = _how_shown(known) if seen else next(iter(faults.values()))
    return Explanation(
        why=why,
        remedy=_remedy(why, known.tabs),
        steps=_steps(faults, known, seen=seen is not None),
        moment=moment_of(known.call),
        shown_at=seen.at if seen else None,
    )


def moment_of(call: Call) -> Moment | None:
    """Say when the settings wanted the card: as its last state before the end found them, or the end itself."""
    if not call.moments:
        return None
    last = Moment(call.moments[-1][1])
    alive = [Moment(moment) for state, moment in call.moments if state is not CallState.ENDED]
    return last if not alive or Moment.END in (last, alive[-1]) else alive[-1]


def _event(known: Known) -> Why | None:
    if known.call.internal:
        return Why.INTERNAL
    if known.call.repeated:
        return Why.REPEATED
    return _troubled(known, Trouble.OVERDUE)


def _operator(known: Known) -> Why | None:
    extension = known.call.extension
    if known.call.operator_id:
        return None
    if not extension:
        return Why.NO_EXTENSION
    if known.setup.at(extension):
        return Why.NO_OPERATOR_THEN
    idle = any(one.extension == extension for one in known.setup.operators)
    return Why.OPERATOR_INACTIVE if idle else Why.NO_OPERATOR


def _setting(known: Known) -> Why | None:
    call = known.call
    if call.carded:
        return None
    match moment_of(call):
        case None:
            return Why.UNRECORDED
        case Moment.NEVER:
            return Why.NEVER
        case _ if call.answered_elsewhere:
            return Why.ANSWERED_BEFORE
        case _ if not settled(call, known.now):
            return Why.NOT_YET
        case Moment.ANSWER:
            return Why.ANSWER_UNSEEN if call.answered else Why.NOT_ANSWERED
        case Moment.END:
            return Why.NO_END
        case _:
            return Why.OVER_BEFORE


def _tab(known: Known) -> Why | None:
    return _troubled(known, Trouble.UNREAD, Trouble.NO_TAB)


def _push(known: Known) -> Why | None:
    return _troubled(known, Trouble.GONE, Trouble.FAILED, Trouble.LATE)


def _browser(known: Known) -> Why | None:
    return None if known.trace.shown else Why.UNCONFIRMED


def _nothing(_: Known) -> Why | None:
    return None  # a caller nobody knows has a window too


CHECKS: Mapping[Stage, Callable[[Known], Why | None]] = {
    Stage.EVENT: _event,
    Stage.OPERATOR: _operator,
    Stage.SETTING: _setting,
    Stage.PERSON: _nothing,
    Stage.TAB: _tab,
    Stage.PUSH: _push,
    Stage.BROWSER: _browser,
}


def _troubled(known: Known, *troubles: Trouble) -> Why | None:
    hitch = known.trace.first_hitch
    return TROUBLES[hitch.trouble] if hitch and hitch.trouble in troubles else None


def _how_shown(known: Known) -> Why:
    return Why.SHOWN_LATER if known.trace.first_hitch else Why.SHOWN


def _remedy(why: Why, tabs: int) -> Remedy | None:
    remedy = REMEDIES.get(why)
    return Remedy.TEST_CALL if remedy is Remedy.OPEN_TAB and tabs else remedy


def _steps(faults: Mapping[Stage, Why], known: Known, *, seen: bool) -> tuple[Step, ...]:
    steps, reached = [], True
    for stage in Stage:
        why = faults.get(stage) if reached else None
        passed = _passed(why) if reached else Passed.UNKNOWN
        steps.append(Step(stage, passed, why, _time(stage, why, known) if reached else None))
        reached = reached and (seen or why is None)
    return tuple(steps)


def _passed(why: Why | None) -> Passed:
    if why is None:
        return Passed.OK
    return Passed.UNKNOWN if why in PENDING else Passed.FAULT


def _time(stage: Stage, why: Why | None, known: Known) -> datetime | None:
    call, trace = known.call, known.trace
    match stage:
        case Stage.EVENT | Stage.OPERATOR:
            return call.rung_at
        case Stage.SETTING | Stage.PERSON:
            return _decided_at(call)
        case Stage.BROWSER:
            return trace.first_shown.at if trace.first_shown and why is None else None
        case _:
            return trace.first_hitch.at if trace.first_hitch and why else None


def _decided_at(call: Call) -> datetime | None:
    """Tell when the settings were asked last: a card that came needs no later word."""
    reached = {CallState.RINGING: call.rung_at, CallState.TALKING: call.answered_at, CallState.ENDED: call.closed_at}
    return reached[call.moments[-1][0]] if call.moments else None
