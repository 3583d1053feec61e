"""The answer to «Почему не показана карточка?» as people read it."""

from dataclasses import dataclass
from typing import Any

from callcard.domain.explain import explain
from callcard.domain.setup import Operator
from callcard.domain.trace import Trace
from callcard.domain.why import Explanation, Known, Passed, Remedy, Stage, Step
from callcard.frames import iso
from callcard.texts_check import say

# where a remedy is, as the page names its views; who is no administrator cannot go to the first ones
ADMINS_PAGES = {
    Remedy.ASSIGN_OPERATOR: "settings/operators",
    Remedy.ACTIVATE_OPERATOR: "settings/operators",
    Remedy.CHANGE_SETTING: "settings/calls",
}
PAGES = {Remedy.OPEN_TAB: "desk", Remedy.TEST_CALL: "check"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: the operator behind the login, if there is one, and the language of the browser."""

    operator: Operator | None
    admin: bool
    accept: str

    def may_see(self, extension: str) -> bool:
        """Say whether calls of an extension are this reader's to ask about."""
        return self.admin or (self.operator is not None and self.operator.extension == extension)


def answer(known: Known, reader: Reader) -> dict[str, Any]:
    """Write the whole answer."""
    found = explain(known)
    values = _values(known, found, reader.accept)
    return summary(found, reader.accept) | {
        "sentence": say(f"why_{found.why}", reader.accept, **values),
        "remedy": _remedy(found, reader, values),
        "steps": [_step(step, known, reader.accept, values) for step in found.steps],
        "trace": _facts(known.trace),
    }


def summary(found: Explanation, accept: str) -> dict[str, Any]:
    """Write the answer in a few words, for a list."""
    return {
        "shown": found.shown,
        "shown_at": iso(found.shown_at),
        "reason": found.why.value,
        "short": say(f"short_{found.why}", accept),
    }


def _facts(trace: Trace) -> dict[str, Any]:
    """Give what was kept, as it was kept: who asks further sees each tab's push."""
    return {
        "hitches": [
            {"at": iso(one.at), "version": one.version, "trouble": one.trouble.value, "pushes": dict(one.pushes)}
            for one in trace.hitches
        ],
        "shown": [{"at": iso(one.at), "version": one.version, "tab": one.tab} for one in trace.shown],
    }


def _values(known: Known, found: Explanation, accept: str) -> dict[str, str]:
    call, setup = known.call, known.setup
    taker = setup.at(call.answered_by)
    operator = next((one for one in setup.operators if one.operator_id == call.operator_id), None)
    return {
        "extension": call.extension or "—",
        "operator": operator.name if operator else call.operator_id or "—",
        "taker": f"{taker.name}, {call.answered_by}" if taker else call.answered_by,
        "direction": say(f"direction_{call.direction}", accept),
        "moment": say(f"moment_{found.moment}", accept) if found.moment else "",
        "people": str(known.people),
    }


def _remedy(found: Explanation, reader: Reader, values: dict[str, str]) -> dict[str, Any] | None:
    if found.remedy is None:
        return None
    written = say(f"remedy_{found.remedy}", reader.accept, **values)
    if found.remedy in ADMINS_PAGES and not reader.admin:
        written = say("ask_admin", reader.accept, remedy=written[0].lower() + written[1:])
        return {"code": "ask_admin", "text": written, "page": None}
    return {"code": found.remedy.value, "text": written, "page": (ADMINS_PAGES | PAGES).get(found.remedy)}


def _step(step: Step, known: Known, accept: str, values: dict[str, str]) -> dict[str, Any]:
    if step.why:
        written = say(f"short_{step.why}", accept)
        written = written[0].upper() + written[1:]
    else:
        written = say(_passed(step, known), accept, **values)
    return {"step": step.stage.value, "state": step.passed.value, "text": written, "at": iso(step.at)}


def _passed(step: Step, known: Known) -> str:
    if step.passed is Passed.UNKNOWN or (step.stage is Stage.SETTING and not known.call.moments):
        return f"stage_{step.stage}"  # a card older than the noting of moments has none
    if step.stage is Stage.EVENT:
        return f"step_event_{known.call.direction}"
    if step.stage is Stage.PERSON:
        return f"step_person_{_who(known)}"
    return f"step_{step.stage}"


def _who(known: Known) -> str:
    if not known.call.phone:
        return "hidden"
    return "known" if known.people else "unknown"
