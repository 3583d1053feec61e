"""Invented people and one Thursday morning of theirs, as the server would tell of them."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

MOSCOW = timezone(timedelta(hours=3))
NOW = datetime(2026, 11, 19, 11, 45, 10, tzinfo=MOSCOW)  # a Thursday
OLGA, DENIS, AIGUL, PAVEL = (f"operator-{extension}" for extension in ("100", "101", "102", "105"))
TEAM = {OLGA: "Ольга Миронова", DENIS: "Денис Карпов", AIGUL: "Айгуль Сафина", PAVEL: "Павел Литвин"}
LINES = {"84950004040": "Сайт", "84950004141": "Сервис", "84950004242": "Яндекс Карты"}
SITE, SERVICE, MAPS = ({"number": number, "name": name} for number, name in LINES.items())
FIGURES = ("incoming", "outgoing", "answered", "missed", "reached", "talk", "waiting")
LONG_NAME = "Общество с ограниченной ответственностью «Северо-Западные Сети»"  # sixty letters and more

type Json = dict[str, Any]

# contact_id, kind, name, company, canonical digits, responsible, note
BOOK: list[tuple[str, str, str, str, list[str], str | None, str]] = [
    ("c01", "person", "Анна Белова", "", ["79000001277"], DENIS, ""),
    ("c02", "partner", "АО «Северный ветер»", "АО «Северный ветер»", ["78120004015"], OLGA, "Договор № 14"),
    ("c03", "contact_person", "Алексей Чернов", "Школа № 18", ["79000009941"], OLGA, ""),
    ("c04", "contact_person", "Евгений Власов", "ООО «Меридиан»", ["79000002836"], AIGUL, ""),
    ("c05", "contact_person", "Игорь Лапшин", "ТСЖ «Берёзовая, 14»", ["79000008602"], OLGA, ""),
    (
        "c06",
        "contact_person",
        "Ирина Соколова",
        "ООО «Вектор Плюс»",
        ["79991234567", "74950001234"],
        OLGA,
        "Закупки, до 17:00",
    ),
    ("c07", "contact_person", "Лев Абрамов", "Кафе «Юность»", ["79000005531"], None, ""),
    ("c08", "person", "Марина Ким", "", ["79000002064"], PAVEL, ""),
    ("c09", "counterparty", "ООО «Стройсервис»", "ООО «Стройсервис»", ["74950001840"], OLGA, ""),
    ("c10", "contact_person", "Олег Дёмин", "ООО «Гранит»", ["79000006490"], PAVEL, ""),
    ("c11", "person", "Роман Дьячков", "", ["79000003115"], AIGUL, ""),
    ("c12", "contact_person", "Светлана Орлова", "ООО «Вектор Плюс»", ["79991234500"], DENIS, ""),
    ("c13", "counterparty", "Тимур Галеев", "ИП Галеев", ["79000004108"], OLGA, ""),
    ("c14", "person", "Фарид Ахметов", "", ["79000000247"], OLGA, ""),
]
# when, direction, contact, whole seconds, talk, operator, line, note, recording
type PastCall = tuple[str, str, str | None, int, int | None, str, Json | None, str, bool]
CALLS: list[PastCall] = [
    ("11:36", "in", "c13", 278, 252, OLGA, SITE, "", True),
    ("11:34", "out", "c01", 81, 65, DENIS, None, "", True),
    ("11:29", "in", "c04", 227, 220, AIGUL, MAPS, "", True),
    ("11:21", "in", None, 24, None, OLGA, SERVICE, "", False),
    ("11:14", "in", "c09", 160, 153, OLGA, SITE, "Спросить про доставку в Химки, перезвонить до конца дня.", True),
    ("11:02", "out", "c07", 31, None, OLGA, None, "", False),
    ("10:58", "in", "c08", 475, 468, PAVEL, SERVICE, "", True),
    ("10:47", "out", "c05", 52, 39, OLGA, None, "", True),
    ("10:31", "in", "c12", 123, 116, DENIS, SITE, "", True),
    ("10:22", "in", "c11", 58, 52, AIGUL, MAPS, "", True),
    ("10:09", "in", "c10", 35, None, PAVEL, SITE, "", False),
    ("09:57", "out", "c02", 221, 207, OLGA, None, "", True),
    ("09:44", "in", "c03", 316, 310, OLGA, SERVICE, "", True),
    ("09:38", "in", "c14", 19, None, OLGA, SERVICE, "", False),
    ("09:12", "in", "c06", 402, 390, OLGA, SITE, "Просит счёт на две позиции", True),
]
# number, contact, minutes it has waited, attempts, who took it
WAITING: list[tuple[str, str | None, int, int, str | None]] = [
    ("79000000247", "c14", 127, 1, None),
    ("79000006490", "c10", 96, 3, DENIS),
    ("79000007319", None, 24, 2, None),
    ("79000005531", "c07", 18, 1, OLGA),
    ("78120004015", "c02", 6, 1, None),
]


def iso(at: datetime) -> str:
    """Write a moment as the server does."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def at(clock: str, days: int = 0) -> datetime:
    """Give the moment of a time of day, so many days ago."""
    hour, minute = map(int, clock.split(":"))
    return NOW.replace(hour=hour, minute=minute, second=5) - timedelta(days=days)


def ago(**spent: float) -> str:
    """Give the moment that is so long past, as the server writes it."""
    return iso(NOW - timedelta(**spent))


def display(digits: str) -> str:
    """Write canonical Russian digits for people."""
    return f"+{digits[0]} {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"


def person(operator: str | None) -> Json | None:
    """Give an operator as rows name one."""
    return {"operator_id": operator, "name": TEAM[operator]} if operator else None


def contacts() -> list[Json]:
    """Give the address book."""
    return [
        {"contact_id": key, "kind": kind, "name": name, "company": company, "phones": phones}
        | {"displays": [display(each) for each in phones], "dial_after": {}, "pinned": [], "responsible": responsible}
        | {"note": note, "external_id": "", "version": 1}
        for key, kind, name, company, phones, responsible, note in BOOK
    ]


def brief(contact: str | None) -> Json | None:
    """Give a contact as a call's row names it."""
    found = next((each for each in contacts() if each["contact_id"] == contact), None)
    return {name: found[name] for name in ("contact_id", "name", "kind", "company")} if found else None


def calls() -> list[Json]:
    """Give the journal: this morning's calls, and yesterday's, which are the same two hours earlier."""
    return [row(index, days, call) for days in (0, 1) for index, call in enumerate(CALLS)]


def row(index: int, days: int, call: PastCall) -> Json:
    """Give one row of the journal."""
    clock, direction, contact, seconds, talk, operator, line, note, recorded = call
    start, who = at(clock, days), next((each for each in contacts() if each["contact_id"] == contact), None)
    phone = who["phones"][0] if who else "79000007319"
    return {
        "call_id": f"{days}{index:02}#{operator[-3:]}#0",
        "started_at": iso(start),
        "ended_at": iso(start + timedelta(seconds=seconds)),
        "duration": seconds,
        "talk": talk,
        "missed": talk is None,
        "link": "https://records.example.com/recording.mp3" if recorded else None,
        "direction": direction,
        "phone": phone,
        "display": display(phone),
        "status": "success" if talk else "missed",
        "operator": person(operator),
        "extension": operator[-3:],
        "contact": brief(contact),
        "line": line,
        "note": note,
        "rating": None,
        "times_inferred": False,
        "version": 1,
    }


def callbacks() -> list[Json]:
    """Give the clients who wait to be called back."""
    return [waiting(*each) for each in WAITING]


def waiting(phone: str, contact: str | None, minutes: int, count: int, taken_by: str | None) -> Json:
    """Give one client who waits."""
    every = minutes / count
    attempts = [
        {"call_id": f"w{phone[-4:]}{turn}#100#0", "at": ago(minutes=minutes - turn * every), "line": SERVICE}
        | {"rang": 24 + turn, "extensions": ["100", "102"]}
        for turn in range(count)
    ]
    return {
        "phone": phone,
        "display": display(phone),
        "contact": brief(contact),
        "state": "open",
        "since": ago(minutes=minutes),
        "last_at": attempts[-1]["at"],
        "count": count,
        "line": SERVICE,
        "attempts": attempts,
        "taken_by": person(taken_by),
        "taken_at": ago(minutes=3) if taken_by else None,
        "closed": None,
        "version": 1,
    }


def closed() -> list[Json]:
    """Give the clients who have been called back, each in another way."""
    ways = [("79000004108", "c13", "got_through", OLGA, ""), ("79000002064", "c08", "reached", DENIS, "")]
    ways.append(("79000003115", "c11", "done", PAVEL, "ошиблись номером"))
    return [
        waiting(phone, contact, 60 + 20 * index, 1, None)
        | {
            "state": "closed",
            "closed": {"how": how, "by": person(by), "at": ago(minutes=9 + index * 30), "reason": reason},
        }
        for index, (phone, contact, how, by, reason) in enumerate(ways)
    ]


def figures(incoming: int, outgoing: int) -> Json:
    """Give the figures of a row of the statistics; nothing has no averages."""
    answered, reached = incoming - incoming // 7, outgoing - outgoing // 5
    talk, wait = answered * 141 + reached * 96, incoming * 11
    counts = (incoming, outgoing, answered, incoming - answered, reached, talk, wait)
    spoken = answered + reached
    return dict(zip(FIGURES, counts, strict=True)) | {
        "average_talk": round(talk / spoken) if spoken else None,
        "average_wait": 9 if answered else None,
        "service": round(0.8 + answered % 13 / 100, 2) if incoming else None,
    }


def statistics(busy: int = 1) -> Json:
    """Give two weeks of statistics; `busy` 0 is a time without a call."""
    hourly = [0] * 8 + [4, 17, 26, 31, 22, 12, 19, 24, 28, 21, 9, 2, 0, 0, 0, 0]
    days = [(NOW - timedelta(days=back)).date() for back in range(13, -1, -1)]
    share = {OLGA: 61, DENIS: 54, AIGUL: 47, PAVEL: 33}
    return {
        "days": [
            {"day": day.isoformat()}
            | figures(busy * (9 if day.weekday() > 4 else 41 + day.day % 9), busy * (14 + day.day % 5))
            for day in days
        ],
        "hours": [{"hour": hour} | figures(busy * count, busy * count // 3) for hour, count in enumerate(hourly)],
        "operators": [person(one) | figures(busy * count, busy * count // 2) for one, count in share.items()],  # type: ignore[operator]  # a dict of either kind
        "totals": figures(busy * 535, busy * 190),
    }


def wallboard(busy: int = 1) -> Json:
    """Give the wall's picture of this minute; `busy` 0 is an early morning."""
    states = [("talking", 4), ("ringing", 0.2), ("free", 11), ("offline", 190)] if busy else [("offline", 190)] * 4
    people = [
        {"operator_id": one, "name": name, "extension": one[-3:], "state": state, "since": ago(minutes=minutes)}
        | {"calls": busy * (23 - 4 * index)}
        for index, ((one, name), (state, minutes)) in enumerate(zip(TEAM.items(), states, strict=True))
    ]
    hours = [
        {"hour": each["hour"], "answered": each["answered"], "missed": each["missed"]}
        for each in statistics(busy)["hours"]
    ]
    past = [each if each["hour"] <= NOW.hour else each | {"answered": 0, "missed": 0} for each in hours]
    return {
        "now": iso(NOW),
        "operators": people,
        "ringing": busy,
        "ringing_since": ago(seconds=12) if busy else None,
        "talking": busy,
        "free": busy,
        "waiting": busy * len(WAITING),
        "longest_since": ago(minutes=127) if busy else None,
        "today": figures(busy * 78, busy * 26) | {"average_callback": 420 if busy else None, "hours": past},
    }
