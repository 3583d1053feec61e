"""`make clicks`: a thousand clicks under faults of the PBX, of DynamoDB and of ourselves; each dials at most once."""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from callcard.adapters.clicks_table import ClicksTable
from callcard.adapters.dials_table import DialsTable
from callcard.adapters.pbx_client import PbxClient
from callcard.domain.setup import Operator, Setup
from callcard.errors import CallcardError, PbxError
from callcard.makecall import MakeCall, Tolls
from local.clicks_pbx import ANSWERS, FaultyPbx
from local.clicks_store import dynamodb

CLICKS = 1_000
AT_ONCE = 8  # clicks; each of them comes from several places
STALLS = 0.02  # share of clicks to which the PBX gives no answer in 8 s
DIAL_SECONDS = 8.5  # whatever the PBX does
ANSWER_SECONDS = 15  # with DynamoDB failing as well: the Lambda's timeout
SETUP = Setup(operators=(Operator("operator-100", "Ольга", "100", "olga"),))
TOLLS = Tolls("RU", frozenset({"RU"}), limit=10**6)
INSTANT = (*ANSWERS, "reset", "reset-in-answer", "redirect-302", "redirect-307")
STALLING = ("silent", "drip-body", "drip-header")


class DiedError(BaseException):
    """The Lambda is gone; nothing of ours catches it."""


@dataclass
class Figures:
    """What came of all clicks."""

    clicks: int = 0
    attempts: int = 0
    dials: Counter[int] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    contradictions: int = 0
    dialling: list[float] = field(default_factory=list)
    answering: list[float] = field(default_factory=list)

    @property
    def twice(self) -> int:
        """Count the clicks that the PBX saw more than once."""
        return sum(count for dials, count in self.dials.items() if dials > 1)

    def table(self) -> str:
        """Write them for people."""
        rows = [
            ("clicks", self.clicks),
            ("attempts (double clicks, two tabs, retries)", self.attempts),
            ("  told: accepted", self.told["accepted"]),
            ("  told: the two lines", self.told["pbx_failed"]),
            ("  told: already starting (409)", self.told["busy_call"]),
            ("  told: unavailable (503)", self.told["unavailable"]),
            ("  Lambda died", self.told["died"]),
            ("clicks the PBX saw once", self.dials[1]),
            ("clicks the PBX never saw", self.dials[0]),
            ("clicks the PBX saw twice or more", self.twice),
            ("clicks whose attempts were told both yes and no", self.contradictions),
            ("longest dial, s", f"{max(self.dialling):.2f}"),
            ("longest answer (with DynamoDB's faults), s", f"{max(self.answering):.2f}"),
        ]
        return "\n".join(f"{name:<50}{value:>8}" for name, value in rows)


class Storm:
    """Clicks as people and networks make them, with faults drawn from one seed."""

    def __init__(self, pbx: FaultyPbx, client: Any, table: str, seed: int) -> None:
        self._pbx, self._clicks, self._random = pbx, ClicksTable(client, table), random.Random(seed)
        self._dials = DialsTable(client, table)
        client.meta.events.register_first("before-send.dynamodb.*", self._throttle)
        client.meta.events.register_first("needs-retry.dynamodb.*", self._lose)
        self.figures, self._lock = Figures(), Lock()

    def run(self, clicks: int, *, stalls: float = STALLS, progress: Callable[[int], None] = lambda _: None) -> Figures:
        """Make all clicks, several at once."""
        with ThreadPoolExecutor(AT_ONCE) as people:
            for done, _ in enumerate(people.map(lambda number: self._click(number, stalls), range(clicks)), 1):
                progress(done)
        return self.figures

    def _click(self, number: int, stalls: float) -> None:
        fault = self._random.choice(STALLING if self._random.random() < stalls else INSTANT)
        phone, attempts = f"7900{number:07}", self._random.choice([1, 2, 2, 3])
        with ThreadPoolExecutor(attempts) as places:
            told = list(places.map(lambda _: self._attempt(phone, fault), range(attempts)))
        if self._random.random() < 0.5:  # the network lost the answers, the browser asks again
            told.append(self._attempt(phone, fault))
        self._count(phone, told)

    def _attempt(self, phone: str, fault: str) -> str:
        began = time.monotonic()
        try:
            self._use_case(fault).dial("olga", phone, f"click-{phone}")
        except DiedError:
            return "died"
        except PbxError as error:
            return f"{error.code}:{error.values['detail']}"
        except CallcardError as error:
            return error.code
        else:
            return "accepted:"
        finally:
            self.figures.answering.append(time.monotonic() - began)

    def _use_case(self, fault: str) -> MakeCall:
        clicks: Any = self._clicks
        if self._random.random() < 0.2:
            clicks = Dying(self._clicks, self._random.choice(["expect", "settle"]))
        made = MakeCall(
            clicks,
            self._dials,
            Timed(PbxClient(self._pbx.url(fault)), self.figures),
            TOLLS,
            lambda: "token",
            lambda: SETUP,
            _now,
        )
        return replace(made, rest=lambda seconds: time.sleep(seconds / 5)) if fault in INSTANT else made

    def _count(self, phone: str, told: list[str]) -> None:
        with self._lock:
            figures = self.figures
            figures.clicks += 1
            figures.attempts += len(told)
            figures.dials[self._pbx.dials[phone]] += 1
            figures.told.update(each.split(":")[0] for each in told)
            figures.contradictions += len({each for each in told if ":" in each}) > 1

    def _throttle(self, request: Any, **_: Any) -> AWSResponse | None:
        """Refuse a tenth of DynamoDB's requests, below botocore's retries."""
        if self._random.random() > 0.1:
            return None
        return AWSResponse(request.url, 500, HTTPHeaders.from_dict({}), Nothing())

    def _lose(self, attempts: int, **_: Any) -> float | None:
        """Lose a tenth of DynamoDB's answers: botocore asks again for what is done already."""
        return 0 if attempts == 1 and self._random.random() < 0.1 else None


class Nothing:
    """An answer without a body."""

    def stream(self) -> Iterator[bytes]:
        """Give nothing."""
        return iter([b"{}"])


class Timed:
    """Dials, and keeps how long the longest dial took."""

    def __init__(self, client: PbxClient, figures: Figures) -> None:
        self._client, self._figures = client, figures

    def make_call(self, token: str, extension: str, phone: str) -> None:
        """Dial."""
        began = time.monotonic()
        try:
            self._client.make_call(token, extension, phone)
        finally:
            self._figures.dialling.append(time.monotonic() - began)


class Dying:
    """Clicks whose Lambda dies when it comes to one of them: before the dial (`expect`) or after it (`settle`)."""

    def __init__(self, clicks: ClicksTable, where: str) -> None:
        self._clicks, self._where = clicks, where

    def __getattr__(self, name: str) -> Any:
        if name == self._where:
            raise DiedError
        return getattr(self._clicks, name)


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> int:
    """Make 1,000 clicks (or as many as asked for) and print what came of them."""
    clicks = int(sys.argv[1]) if len(sys.argv) > 1 else CLICKS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 1_000_000
    print(f"{clicks} clicks, seed {seed}")
    with dynamodb() as client, FaultyPbx() as pbx:
        figures = Storm(pbx, client, "State", seed).run(
            clicks, progress=lambda done: print(f"\r{done}/{clicks}", end="", flush=True)
        )
    print("\r" + figures.table())
    return int(
        bool(
            figures.twice
            or figures.contradictions
            or max(figures.dialling) > DIAL_SECONDS
            or max(figures.answering) > ANSWER_SECONDS
        )
    )


if __name__ == "__main__":
    sys.exit(main())
