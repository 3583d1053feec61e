"""What the pretended server tells administrators: settings, operators, who saw which number, erasures, imports."""

from typing import Any

from tests.views.scenery import LINES, OLGA, TEAM, Json, ago

ADVICE = [1, 0.98, 0.61, 0.3, 0.12, 0.031, 0.0012, 0.0003, 0.0001, *[0] * 11]
SETTINGS = {"incoming_card": "ring", "outgoing_card": "start", "incoming_record": "end", "outgoing_record": "end"} | {
    "show_record": "both",
    "suffix_digits": 5,
    "auto_transfer": True,
    "toast": True,
    "calls_kept_days": 365,
}


def facts(empty: bool) -> Json:
    """Give what administrators' pages ask for once: the settings and their history, the lines, the tokens."""
    lines = [{"number": number, "name": name} for number, name in LINES.items()]
    return {
        "/settings": SETTINGS,
        "/settings/advice": advice(empty),
        "/settings/retention": {"days": 365, "state": "done", "done_rows": 48_210, "message": None}
        | {"started_at": ago(days=3), "ended_at": ago(days=3)},
        "/settings/history": {"changes": [] if empty else changes()},
        "/administrators": {"logins": ["olga"]},
        "/lines": {"lines": [] if empty else lines},
        "/tokens/crm": {"token": "q2x893q6a6SWLhXVoOWdr7ymYSUaSk1pRMwCeYFK", "previous_valid_until": ago(hours=-3)},
        "/tokens/pbx": {"stored": not empty},
    }


def advice(empty: bool) -> Json:
    """Give the advisor's word about the number of digits."""
    sentence = "Сейчас чужая карточка в 12 случаях из 100, с 7 цифрами в 1 случае из 833."
    told = {"recommended": 7, "sentence": sentence, "numbers": 12_480}
    if empty:
        told = {"recommended": None, "sentence": "", "numbers": 0}
    risks = [] if empty else [{"digits": digits, "share": share} for digits, share in enumerate(ADVICE, 1)]
    return told | {"computed_at": ago(hours=2), "computing": False, "risks": risks}


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


def imports() -> list[Json]:
    """Give the imports there have been."""
    return [imported("done"), imported("failed")]


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
