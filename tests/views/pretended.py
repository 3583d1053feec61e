"""The pretended server: what it answers to the page's requests in each scene, and the calls that ring meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.views import administration, scenery
from tests.views.scenery import LONG_NAME, NOW, OLGA, TEAM, Json, ago, display, iso

SHELL = ("/me", "/tickets")  # what is there whatever else fails: without it there is no page to fail


class Scene(StrEnum):
    """How the server is today."""

    FULL = "full"
    EMPTY = "empty"
    LONG = "long"  # every name has sixty letters
    ERROR = "error"
    LOADING = "loading"  # it never answers


def answer(scene: Scene, method: str, url: str) -> tuple[int, Json] | None:
    """Answer one request, status and body; None when nothing ever comes."""
    parts = urlsplit(url)
    path, asked = parts.path.removeprefix("/api"), {name: values[0] for name, values in parse_qs(parts.query).items()}
    if path not in SHELL and scene is Scene.LOADING:
        return None
    if path not in SHELL and scene is Scene.ERROR:
        return 500, {"message": "Сервер не отвечает"}
    if method == "POST" and path == "/makecall":
        return 502, {"message": MAKECALL_FAILED}
    found = lists(scene, path, asked) or single(path, empty=scene is Scene.EMPTY)
    if found is None:
        return 404, {"message": "Не найдено"}
    return 200, lengthened(found) if scene is Scene.LONG else found


MAKECALL_FAILED = (
    "При выполнении запроса к Простым звонкам произошла ошибка: Неверно указан номер телефона.\n"
    "Пожалуйста, обратитесь в поддержку Простых звонков."
)
LISTS: dict[str, Callable[[], list[Json]]] = {
    "/calls": scenery.calls,
    "/contacts": scenery.contacts,
    "/callbacks": scenery.callbacks,
    "/operators": administration.operators,
    "/reveals": administration.reveals,
    "/imports": administration.imports,
    "/check/calls": lambda: checked_calls(),
}


def lists(scene: Scene, path: str, asked: dict[str, str]) -> Json | None:
    """Answer with a list, its cursor and what else goes with it."""
    if path not in LISTS:
        return None
    rows = scenery.closed() if asked.get("state") == "closed" else LISTS[path]()
    rows = [] if scene is Scene.EMPTY else [each for each in rows if fits(each, asked)]
    more = {"waiting": 0 if scene is Scene.EMPTY else len(scenery.WAITING)} if path == "/callbacks" else {}
    return {path.split("/")[-1]: rows, "cursor": None} | more


def fits(each: Json, asked: dict[str, str]) -> bool:
    """Tell whether a row is one of those asked for."""
    wanted: dict[str, Callable[[str], bool]] = {
        "operator": lambda value: (each.get("operator") or {}).get("operator_id") in value.split(","),
        "contact": lambda value: (each.get("contact") or {}).get("contact_id") == value,
        "missed": lambda value: str(each.get("missed")).lower() == value,
        "direction": lambda value: each.get("direction") == value,
        "from": lambda value: value[:19] <= (each.get("started_at") or "9"),
        "query": lambda value: value.lower() in f"{each.get('name', '')} {each.get('phone', '')}".lower(),
    }
    return all(name not in wanted or wanted[name](value) for name, value in asked.items())


def single(path: str, *, empty: bool) -> Json | None:
    """Answer with one thing."""
    if path.startswith("/contacts/"):
        return next((each for each in scenery.contacts() if path == f"/contacts/{each['contact_id']}"), None)
    if path.startswith("/erasures/"):
        return administration.erasure(path.removeprefix("/erasures/"))
    if path.startswith("/imports/"):
        return administration.imported(path.removeprefix("/imports/"))
    if path.startswith("/calls/") and path.endswith("/trace"):
        return trace(unquote(path.split("/")[2]))
    return facts(empty).get(path)


def facts(empty: bool) -> Json:
    """Give what is there once: the reader, the figures, the self-check, what is administered."""
    busy = 0 if empty else 1
    team = [{"operator_id": one, "name": name, "extension": one[-3:]} for one, name in TEAM.items()]
    return {
        "/me": {"operator_id": OLGA, "name": TEAM[OLGA], "extension": "100", "admin": True, "colleagues": team},
        "/tickets": {"ticket": "ticket", "expires_in": 30},
        "/statistics": scenery.statistics(busy),
        "/wallboard": scenery.wallboard(busy),
        "/check": check(empty),
    } | administration.facts(empty)


def check(empty: bool) -> Json:
    """Give the server's side of the self-check."""
    return {"server_time": iso(NOW), "last_event_at": None if empty else ago(minutes=9), "tabs": 1} | {
        "calls_last_hour": 0 if empty else 11,
        "operator": {"operator_id": OLGA, "name": TEAM[OLGA]},
        "extension": "100",
        "settings": {name: administration.SETTINGS[name] for name in ("incoming_card", "outgoing_card", "toast")},
    }


def checked_calls() -> list[Json]:
    """Give the calls of which one may ask why there was no card."""
    kept = ("call_id", "direction", "missed", "phone", "display", "extension", "operator", "contact")
    rows = [{name: call[name] for name in kept} | {"at": call["started_at"]} for call in scenery.calls()]
    words = [
        ("shown", "показана"),
        ("no_tab", "не было открытых вкладок"),
        ("shown", "показана"),
        ("never", "не показывать"),
    ]
    return [
        call
        | {"state": "ended", "internal": False, "recorded": True, "test": False, "shown": reason == "shown"}
        | {"shown_at": call["at"] if reason == "shown" else None, "reason": reason, "short": short}
        for call, (reason, short) in zip(rows, words * 8, strict=False)
    ]


def trace(call_id: str) -> Json | None:
    """Give why a call has no card, or that it was shown."""
    call = next((each for each in checked_calls() if each["call_id"] == call_id), None)
    if call is None:
        return None
    names = ("event", "operator", "setting", "person", "tab", "push", "browser")
    texts = ["АТС: входящий на добавочный 100", "Добавочный 100: Ольга Миронова", "Карточка при звонке", "Тимур Галеев"]
    texts += ["Открытых вкладок не было", "Отправка в браузер", "Показ в браузере"]
    fault = 7 if call["shown"] else 4
    steps = [
        {"step": name, "state": "ok" if index < fault else "fault" if index == fault else "unknown", "text": text}
        | {"at": call["at"] if index <= fault else None}
        for index, (name, text) in enumerate(zip(names, texts, strict=True))
    ]
    shown = [{"at": call["at"], "version": 1, "tab": "t1"}] if call["shown"] else []
    sentence = (
        "Карточка показана при звонке."
        if call["shown"]
        else "Карточка не показана: у добавочного 100 не было открытых вкладок."
    )
    remedy = None if call["shown"] else {"code": "open_tab", "text": "Открыть рабочий стол", "page": "desk"}
    return call | {"sentence": sentence, "remedy": remedy, "steps": steps, "trace": {"hitches": [], "shown": shown}}


def lengthened(told: Any) -> Any:
    """Give the same with names of sixty letters and more."""
    if isinstance(told, list):
        return [lengthened(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {
        name: LONG_NAME if name in ("name", "company") and value else lengthened(value) for name, value in told.items()
    }


def ringing(contacts: int = 1, phone: str = "79991234567", **changes: Any) -> Json:
    """Give the frame of a call at extension 100, with so many contacts who may be calling."""
    reasons = [("full", 11), ("suffix", 7), ("suffix", 5)]
    book = [each for each in scenery.contacts() if each["contact_id"] in ("c06", "c12", "c01", "c09")]
    ordered = sorted(book, key=lambda each: str(each["contact_id"] != "c06"))
    found = [candidate(each, phone, *why) for each, why in zip(ordered[:contacts], reasons, strict=False)]
    start = NOW - timedelta(seconds=9)
    told = {"call_id": "200#100#0", "version": 1, "state": "ringing", "direction": "in", "extension": "100"} | {
        "phone": phone,
        "display": display(phone) if phone else "",
        "line": scenery.SITE,
        "contacts": found,
        "card": True,
        "toast": False,
        "missed": False,
        "answered_by": None,
        "record": None,
        "note": "",
        "started_at": iso(start),
        "answered_at": None,
        "ended_at": None,
        "duration": None,
        "talk": None,
        "server_time": iso(NOW),
        "click": None,
        "relinked": False,
    }
    return told | changes


def candidate(contact: Json, phone: str, reason: str, matched: int) -> Json:
    """Give a contact as a frame names one who may be calling; its number ends as the caller's does."""
    own = contact["phones"][0][:-matched] + phone[-matched:]
    kept = ("contact_id", "name", "kind", "company", "responsible")
    return {name: contact[name] for name in kept} | {
        "phone": own,
        "display": display(own),
        "reason": reason,
        "matched": matched,
    }
