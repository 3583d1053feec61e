"""An address book as a company in Russia has one: mobile and city numbers, short ones, shared ones, pretty endings."""

from dataclasses import dataclass, field

import numpy as np

from callcard.domain.contacts import Contact, Kind

MOBILE = [900, 902, 903, 904, 905, 906, 908, 909, 910, 912, 913, 914, 915, 916, 917, 918, 919, 920, 921, 922, 923, 924]
MOBILE += [925, 926, 927, 929, 930, 937, 950, 951, 952, 953, 960, 961, 962, 963, 964, 965, 977, 980, 981, 982, 983, 984]
MOBILE += [985, 987, 988, 989, 991, 995, 996, 999]
CITY = ["495", "499", "498", "812", "423", "4232", "343", "383", "831", "846", "863", "861", "3412", "3452", "4012"]
CITY += ["4722", "4852", "47354", "34567", "84722"]
ABROAD = [("375", 9), ("380", 9), ("998", 9), ("77", 9), ("1", 10), ("49", 10), ("86", 11)]
ENDINGS = ["7777777", "0000000", "1111", "5555", "7777", "0000", "1234", "4321", "777", "000", "100", "007", "77", "00"]
SURNAMES = ["Иванов", "Ёлкин", "Петрова", "Ким", "Абдуллаев", "Щукина", "Zimmer", "ООО «Вектор»", "Белов", "Юсупова"]
# kinds of numbers, and how many of a hundred are of each
SHARES = {"mobile": 62, "city": 24, "free": 3, "local": 6, "internal": 2, "abroad": 3}
PRETTY, IN_A_BLOCK, SHARED, PINNED = 0.08, 0.10, 0.03, 0.01
PER_CONTACT = 1.25


@dataclass(frozen=True, slots=True)
class Book:
    """Numbers, and whose each is: row i is an item of the phone index. A pin says whose a number is alone."""

    numbers: list[str]
    owners: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    pins: dict[str, int] = field(default_factory=dict)

    def contact(self, owner: int, number: str) -> Contact:
        """Give the contact as far as the index needs it for one of its numbers."""
        pinned = (number,) if self.pins.get(number) == owner else ()
        return Contact(contact_id(owner), Kind.PERSON, name(owner), phones=(number,), pinned=pinned)


def contact_id(owner: int) -> str:
    """Name the owner of a row as the table does."""
    return f"c-{owner:08d}"


def name(owner: int) -> str:
    """Give every contact a name of its own, in another order than the ids."""
    return f"{SURNAMES[owner * 7 % len(SURNAMES)]} {owner:08d}"


def make_book(size: int, seed: int) -> Book:
    """Make a book of `size` numbers; the same one for the same seed."""
    chance = np.random.default_rng(seed)
    some_more = size + size // 100 + 10
    kinds = chance.choice(list(SHARES), some_more, p=np.array(list(SHARES.values())) / 100)
    made = [_number(str(kind), chance) for kind in kinds]
    _cluster(made, chance)
    owners = chance.integers(0, max(1, round(size / PER_CONTACT)), some_more)
    # one contact has a number once
    rows = list(dict.fromkeys(zip(made, owners.tolist(), strict=True)))[:size]
    pins = dict(row for row, what in zip(rows, chance.random(size), strict=True) if what < PINNED)
    return Book([number for number, _ in rows], np.array([owner for _, owner in rows]), pins)


def _number(kind: str, chance: np.random.Generator) -> str:
    match kind:
        case "mobile":
            return f"7{chance.choice(MOBILE)}{_digits(7, chance)}"
        case "city":
            code = str(chance.choice(CITY))
            return f"7{code}{_digits(10 - len(code), chance)}"
        case "free":
            return f"7800{_digits(7, chance)}"
        case "local":
            return f"{chance.integers(2, 8)}{_digits(int(chance.integers(4, 7)), chance)}"
        case "internal":
            return _digits(int(chance.integers(1, 5)), chance)
        case _:
            code, length = ABROAD[int(chance.integers(len(ABROAD)))]
            return code + _digits(length, chance)


def _digits(count: int, chance: np.random.Generator) -> str:
    return f"{chance.integers(10**count):0{count}d}"


def _cluster(numbers: list[str], chance: np.random.Generator) -> None:
    """Give some numbers the endings people pay for, some their neighbour's but one digit, some another's whole."""
    for at, what in enumerate(chance.random(len(numbers))):
        if at == 0:
            continue
        if what < PRETTY:
            ending = str(chance.choice(ENDINGS))
            numbers[at] = numbers[at][: -len(ending)] + ending if len(numbers[at]) > len(ending) else ending
        elif what < PRETTY + IN_A_BLOCK and len(numbers[at - 1]) > 2:
            numbers[at] = f"{numbers[at - 1][:-2]}{chance.integers(100):02d}"  # lines of one office
        elif what < PRETTY + IN_A_BLOCK + SHARED:
            numbers[at] = numbers[int(chance.integers(at))]  # one switchboard, many people
