"""The pretended server: what it answers to the page's requests in each scene, and the calls that ring meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.views import scenery
from tests.views.scenery import LONG_NAME, NOW, OLGA, TEAM, Json, ago, display, iso

SHELL = ("/me", "/tickets")  # what is there whatever else fails: without it there is no page to fail
ADVICE = [1, 0.98, 0.61, 0.3, 0.12, 0.031, 0.0012, 0.0003, 0.0001, *[0] * 11]


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
    "/operators": lambda: operators(),
    "/reveals": lambda: reveals(),
    "/imports": lambda: [imported("done"), imported("failed")],
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
        return erasure(path.removeprefix("/erasures/"))
    if path.startswith("/imports/"):
        return imported(path.removeprefix("/imports/"))
    if path.startswith("/calls/") and path.endswith("/trace"):
        return trace(unquote(path.split("/")[2]))
    return facts(empty).get(path)


def facts(empty: bool) -> Json:
    """Give what is there once: the reader, the settings, the figures."""
    busy = 0 if empty else 1
    team = [{"operator_id": one, "name": name, "extension": one[-3:]} for one, name in TEAM.items()]
    lines = [{"number": number, "name": name} for number, name in scenery.LINES.items()]
    return {
        "/me": {"operator_id": OLGA, "name": TEAM[OLGA], "extension": "100", "admin": True, "colleagues": team},
        "/tickets": {"ticket": "ticket", "expires_in": 30},
        "/statistics": scenery.statistics(busy),
        "/wallboard": scenery.wallboard(busy),
        "/settings": SETTINGS,
        "/settings/advice": advice(empty),
        "/settings/retention": {"days": 365, "state": "done", "done_rows": 48_210, "message": None}
        | {"started_at": ago(days=3), "ended_at": ago(days=3)},
        "/settings/history": {"changes": [] if empty else changes()},
        "/administrators": {"logins": ["olga"]},
        "/lines": {"lines": [] if empty else lines},
        "/tokens/crm": {"token": "q2x893q6a6SWLhXVoOWdr7ymYSUaSk1pRMwCeYFK", "previous_valid_until": ago(hours=-3)},
        "/tokens/pbx": {"stored": not empty},
        "/check": check(empty),
    }


SETTINGS = {"incoming_card": "ring", "outgoing_card": "start", "incoming_record": "end", "outgoing_record": "end"} | {
    "show_record": "both",
    "suffix_digits": 5,
    "auto_transfer": True,
    "toast": True,
    "calls_kept_days": 365,
}


def advice(empty: bool) -> Json:
    """Give the advisor's word about the number of digits."""
    sentence = "Сейчас чужая карточка в 12 случаях из 100, с 7 цифрами в 1 случае из 833."
    told = {"recommended": 7, "sentence": sentence, "numbers": 12_480}
    if empty:
        told = {"recommended": None, "sentence": "", "numbers": 0}
    risks = [] if empty else [{"digits": digits, "share": share} for digits, share in enumerate(ADVICE, 1)]
    return told | {"computed_at": ago(hours=2), "computing": False, "risks": risks}


def erasure(state: str) -> Json:
    """Give the report of an erasure."""
    kinds = {"contacts": 1, "numbers": 2, "pins": 1, "search_terms": 58, "calls": 42, "notes": 7, "recordings": 31}
    left = ["Резервные копии таблиц: они хранятся 35 дней и читаются только при восстановлении."]
    left += ["Файлы, которые уже скачали, и записи разговоров в самой АТС."]
    told = [
        {
            "what": "others_calls",
            "count": 2,
            "text": "Звонки с того же номера, в которых журнал называет другой контакт.",
        }
    ]
    return {
        "erasure_id": state,
        "state": state,
        "by": "olga",
        "created_at": ago(minutes=3),
        "started_at": ago(minutes=3),
        "ended_at": None if state == "running" else ago(minutes=1),
        "share": 0.6 if state == "running" else 1.0,
        "message": None,
        "erased": kinds | {"callbacks": 1, "clicks": 0, "files": 3},
        "left": told + [{"what": "x", "count": None, "text": text} for text in left],
    }


def changes() -> list[Json]:
    """Give the history of settings."""
    told: list[tuple[str, str | None, Any, Any]] = [
        ("incoming_card", None, "answer", "ring"),
        ("line", "84950004242", None, "Яндекс Карты"),
    ]
    told += [("operator", "Павел Литвин", None, "Павел Литвин"), ("token.crm", None, None, None)]
    told += [("operator.extension", "Айгуль Сафина", "104", "102"), ("suffix_digits", None, 7, 5)]
    return [
        {"at": ago(hours=7 * index + 1), "by": TEAM[OLGA], "field": name, "of": of, "from": before, "to": after}
        for index, (name, of, before, after) in enumerate(told)
    ]


def operators() -> list[Json]:
    """Give the operators as administrators see them."""
    logins = ("olga", "denis", "aigul", "pavel")
    return [
        {"operator_id": one, "name": name, "extension": one[-3:], "login": login, "pbx_login": one[-3:]}
        | {"active": login != "pavel", "numbers": "on_request" if login == "aigul" else "whole"}
        for (one, name), login in zip(TEAM.items(), logins, strict=True)
    ]


def reveals() -> list[Json]:
    """Give who was shown whose number."""
    [aigul] = [one for one in operators() if one["login"] == "aigul"]
    by = {"operator_id": aigul["operator_id"], "name": aigul["name"]}
    return [
        {"at": ago(hours=1), "by": by, "call_id": "101#100#0", "contact_id": None},
        {"at": ago(hours=4), "by": by, "call_id": None, "contact_id": "c06"},
    ]


def check(empty: bool) -> Json:
    """Give the server's side of the self-check."""
    return {"server_time": iso(NOW), "last_event_at": None if empty else ago(minutes=9), "tabs": 1} | {
        "calls_last_hour": 0 if empty else 11,
        "operator": {"operator_id": OLGA, "name": TEAM[OLGA]},
        "extension": "100",
        "settings": {name: SETTINGS[name] for name in ("incoming_card", "outgoing_card", "toast")},
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


def imported(state: str) -> Json:
    """Give an import that is in this state; its state is its id."""
    titles = {"Наименование": "name", "Телефон": "phones", "Комментарий": "note", "Скидка": None}
    guess = {"format": "xlsx", "encoding": None, "delimiter": None, "heading": "", "kind": None} | {
        "columns": [
            {"index": index, "title": title, "samples": ["Ирина Соколова", "+7 999 123-45-67"], "field": field}
            for index, (title, field) in enumerate(titles.items())
        ]
    }
    begun = state in ("running", "done")
    counts = {"created": 1150, "updated": 34, "unchanged": 0, "duplicate": 12, "bad": 4, "skipped": 0}
    problem = {"line": 17, "field": "phones", "reason": "no_digits", "message": "В номере нет цифр"}
    return {
        "import_id": state,
        "file_name": "clients.xlsx",
        "size": 183_204,
        "by": "admin",
        "state": state,
        "created_at": ago(minutes=4),
        "started_at": ago(minutes=3) if begun else None,
        "ended_at": ago(minutes=1) if state == "done" else None,
        "guess": None if state in ("running", "failed") else guess,
        "mapping": {"0": "name", "1": "phones", "2": "note"} if begun else None,
        "kind": None,
        "dry_run": False if begun else None,
        "on_duplicate": "skip" if begun else None,
        "done_rows": 1200 if begun else 0,
        "total_rows": 3000 if state == "running" else 1200,
        "share": 0.4 if state == "running" else 1,
        "counts": counts if begun else dict.fromkeys(counts, 0),
        "problems": [problem] if begun else [],
        "problem_count": 4 if begun else 0,
        "report_url": "https://files.example.com/report.csv" if state == "done" else None,
        "message": "Файл прочитать не удалось." if state == "failed" else None,
    }


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
