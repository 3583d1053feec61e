"""Lists to import: everything that real ones have, invented, the same for the same seed."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

SURNAMES = ("Иванов", "Петрова", "Ёлкин", "Соколова", "Ким", "Белкина", "Орлов", "Зайцев", "Лебедева", "Абрамов")
NAMES = ("Анна", "Пётр", "Мария", "Илья", "Ольга", "Денис", "Вера", "Глеб")
COMPANIES = ("", "", "", "ООО «Вектор»", "АО «Альфа»", "ИП Зайцев")
TITLES = "Код;Наименование;Компания;Телефон;Мобильный телефон;Ответственный;Комментарий"
# of a thousand rows, so many are: without a code · with a number of a row above · with the code of a row above · of the
# book before · without a name · with a quote never closed · with a number Excel shortened · with an unknown operator
SHARES = {
    "uncoded": 400,
    "double": 40,
    "repeat": 10,
    "known": 30,
    "nameless": 10,
    "open": 5,
    "spoiled": 5,
    "stranger": 10,
}


def write_list(path: Path, rows: int, seed: int, known: int = 0) -> Path:
    """Write a list whose codes begin where the first `known` of the book before end."""
    chance = Random(seed)
    lines = (_line(number, chance, known) for number in range(known, known + rows))
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(TITLES + "\n")
        file.writelines(lines)
    return path


def _line(number: int, chance: Random, known: int) -> str:
    kinds = {kind for kind, share in SHARES.items() if chance.randrange(1000) < share}
    code, phone = f"К-{number:07}", f"8 (900) {number:07}"
    if "known" in kinds and known:
        code = f"К-{chance.randrange(known):07}"
    elif "repeat" in kinds:
        code = f"К-{chance.randrange(known, number + 1):07}"
    elif kinds & {"uncoded", "double"}:
        code = ""
    if "double" in kinds:
        phone = f"+7 900 {chance.randrange(number + 1):07}"
    if "spoiled" in kinds:
        phone = "7,9E+10"
    name = "" if "nameless" in kinds else f"{chance.choice(SURNAMES)} {chance.choice(NAMES)} {number}"
    mobile = f"8901{number:07}" if chance.random() < 0.2 else ""
    responsible = "Никто" if "stranger" in kinds else chance.choice(("", "Ольга Миронова", "101"))
    cells = [code, f'"{name}' if "open" in kinds else name, *_rest(chance, phone, mobile, responsible)]
    return ";".join(cells) + "\n"


def _rest(chance: Random, phone: str, mobile: str, responsible: str) -> Iterator[str]:
    yield chance.choice(COMPANIES)
    yield phone
    yield mobile
    yield responsible
    yield chance.choice(("", "", "звонить после 10"))
