"""Why a card was shown or not: the reasons, the stages of its way, and the answer to who asks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from callcard.domain.calls import Call
from callcard.domain.cards import Moment
from callcard.domain.setup import Setup
from callcard.domain.trace import Trace


class Stage(StrEnum):
    """Where a card passes, in the order an event travels."""

    EVENT = "event"
    OPERATOR = "operator"
    SETTING = "setting"
    PERSON = "person"
    TAB = "tab"
    PUSH = "push"
    BROWSER = "browser"


class Passed(StrEnum):
    """Whether a card passed a stage."""

    OK = "ok"
    FAULT = "fault"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """The reasons; each has a sentence in every language."""

    SHOWN = "shown"
    SHOWN_LATER = "shown_later"  # the push reached nobody, `sync` repaired it
    INTERNAL = "internal"
    REPEATED = "repeated"
    CAME_LATE = "came_late"
    NO_EXTENSION = "no_extension"
    NO_OPERATOR = "no_operator"
    NO_OPERATOR_THEN = "no_operator_then"  # by now the extension has one
    OPERATOR_INACTIVE = "operator_inactive"
    NEVER = "never"
    NOT_YET = "not_yet"
    ANSWERED_BEFORE = "answered_before"
    OVER_BEFORE = "over_before"
    NOT_ANSWERED = "not_answered"
    ANSWER_UNSEEN = "answer_unseen"  # the history says answered, but the PBX never told of the answer itself
    NO_END = "no_end"
    UNRECORDED = "unrecorded"
    TABS_UNREAD = "tabs_unread"
    NO_TAB = "no_tab"
    PUSH_GONE = "push_gone"
    PUSH_FAILED = "push_failed"
    PUSH_LATE = "push_late"
    UNCONFIRMED = "unconfirmed"


class Remedy(StrEnum):
    """What to do, so that the next card comes."""

    ASSIGN_OPERATOR = "assign_operator"
    ACTIVATE_OPERATOR = "activate_operator"
    CHANGE_SETTING = "change_setting"
    OPEN_TAB = "open_tab"
    RELOAD = "reload"
    TEST_CALL = "test_call"


@dataclass(frozen=True, slots=True)
class Known:
    """What a question about a call is answered from; `tabs` are open now, `people` is how many the number fits now."""

    call: Call
    trace: Trace
    setup: Setup
    tabs: int
    people: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """How a card passed one stage; `why` is set where it did not, `at` where the time is known."""

    stage: Stage
    passed: Passed
    why: Why | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer; `moment` is when the settings wanted the card (None: not recorded)."""

    why: Why
    remedy: Remedy | None
    steps: tuple[Step, ...]
    moment: Moment | None
    shown_at: datetime | None

    @property
    def shown(self) -> bool:
        """Say whether the card was on the screen."""
        return self.why in (Why.SHOWN, Why.SHOWN_LATER)
