"""Invented people, companies and calls for the demo; no number here belongs to anyone we know."""

from dataclasses import dataclass
from typing import Any

PASSWORD = "Callcard-demo-1"
ADMIN = {"login": "admin", "password": PASSWORD}
OPERATORS = {
    "operator-100": {"name": "Ольга Миронова", "extension": "100", "login": "olga", "pbx_login": "100"},
    "operator-101": {"name": "Денис Карпов", "extension": "101", "login": "denis", "pbx_login": "101"},
}
LINES = [{"number": "3333333", "name": "Сайт"}, {"number": "4444444", "name": "Сервис"}]
SETTINGS = {
    "incoming_card": "ring",
    "outgoing_card": "start",
    "incoming_record": "end",
    "outgoing_record": "end",
    "show_record": "both",
    "suffix_digits": 5,
    "auto_transfer": True,
    "toast": True,
    "calls_kept_days": None,
}
OLGA, DENIS = "operator-100", "operator-101"

# kind, name, company, phones, responsible, note
PEOPLE: list[tuple[str, str, str, list[str], str | None, str]] = [
    (
        "contact_person",
        "Ирина Соколова",
        "ООО «Вектор Плюс»",
        ["89991234567"],
        OLGA,
        "Закупки, до 17:00",
    ),
    ("partner", "ООО «Вектор Плюс»", "ООО «Вектор Плюс»", ["88005550101"], OLGA, "Договор поставки № 14"),
    ("contact_person", "Артём Лебедев", "ООО «Вектор Плюс»", ["89990010234"], OLGA, ""),
    ("partner", "АО «Северный ветер»", "АО «Северный ветер»", ["88125550111", "89990010311"], DENIS, ""),
    ("contact_person", "Марина Ежова", "АО «Северный ветер»", ["89990010322"], DENIS, "Бухгалтерия"),
    ("contact_person", "Павел Гущин", "АО «Северный ветер»", ["89990010333"], DENIS, ""),
    ("counterparty", "ИП Кузнецова Н. А.", "ИП Кузнецова Н. А.", ["89990010444"], OLGA, ""),
    ("counterparty", "ООО «Мастер-Свет»", "ООО «Мастер-Свет»", ["84955550122"], DENIS, "Работают без НДС"),
    ("counterparty", "ООО «Полюс»", "ООО «Полюс»", ["84955550133"], None, ""),
    ("counterparty", "ИП Орлов Д. С.", "ИП Орлов Д. С.", ["89990010555"], OLGA, ""),
    ("person", "Анна Белова", "", ["89990011666"], OLGA, ""),
    ("person", "Сергей Белов", "", ["89160011666"], DENIS, "Те же последние цифры, что у Анны Беловой"),
    ("person", "Тимур Галиев", "", ["89270011666"], None, "Те же последние цифры, что у Анны Беловой"),
    ("person", "Наталья Крылова", "", ["89990010777"], OLGA, ""),
    ("person", "Игорь Фомин", "", ["89990010888", "84955550144"], OLGA, "Домашний и мобильный"),
    ("person", "Виктория Зайцева", "", ["89990010999"], DENIS, ""),
    ("contact_person", "Роман Титов", "ООО «Мастер-Свет»", ["89990012010"], DENIS, ""),
    ("contact_person", "Елена Судакова", "ООО «Полюс»", ["89990012121"], OLGA, "Директор"),
    ("contact_person", "Глеб Носов", "ООО «Полюс»", ["89990012232"], None, ""),
    ("partner", "ООО «Тёплый дом»", "ООО «Тёплый дом»", ["83835550155"], OLGA, "Дилер в Новосибирске"),
    ("contact_person", "Жанна Щукина", "ООО «Тёплый дом»", ["89990012343"], OLGA, ""),
    ("partner", "ООО «Альфа-Трейд»", "ООО «Альфа-Трейд»", ["83435550166"], DENIS, ""),
    ("contact_person", "Олег Власов", "ООО «Альфа-Трейд»", ["89990012454"], DENIS, ""),
    (
        "contact_person",
        "Лев Ильин",
        "ООО «Альфа-Трейд»",
        ["89130012454"],
        OLGA,
        "Номер похож на номер Власова",
    ),
    ("counterparty", "ООО «Ремстрой»", "ООО «Ремстрой»", ["88435550177"], DENIS, ""),
    ("counterparty", "ИП Ахметова Г. Р.", "ИП Ахметова Г. Р.", ["89990012565"], OLGA, ""),
    ("person", "Юрий Панин", "", ["89990012676"], DENIS, "Просит не звонить по выходным"),
    ("person", "Дарья Мельник", "", ["89990012787"], OLGA, ""),
    ("person", "Константин Ершов", "", ["89990012898"], None, ""),
    ("contact_person", "Вера Тихонова", "ООО «Ремстрой»", ["89990012909"], DENIS, ""),
]


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call of the demo's journal, told in minutes before now."""

    minutes_ago: int
    direction: str
    extension: str
    phone: str
    seconds: int
    answered: bool
    line: str = "3333333"


PAST_CALLS = [
    PastCall(12, "in", "100", "89991234567", 214, answered=True),
    PastCall(27, "in", "101", "89990010322", 95, answered=True, line="4444444"),
    PastCall(41, "out", "100", "89990010444", 63, answered=True),
    PastCall(58, "in", "100", "89035550188", 24, answered=False),
    PastCall(96, "out", "101", "89990012454", 187, answered=True),
    PastCall(133, "in", "100", "89990012121", 320, answered=True, line="4444444"),
    PastCall(178, "in", "101", "89990012676", 31, answered=False),
    PastCall(1460, "out", "100", "88005550101", 45, answered=False),
    PastCall(1522, "in", "100", "89991234567", 402, answered=True),
    PastCall(2985, "in", "101", "84955550122", 158, answered=True),
]


def contacts() -> list[dict[str, Any]]:
    """The address book as `POST /contacts` takes it."""
    names = ("kind", "name", "company", "phones", "responsible", "note")
    return [dict(zip(names, person, strict=True)) for person in PEOPLE]
