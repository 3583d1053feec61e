"""Whose call is it, when more contacts fit than are read at first?"""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from callcard.domain.cards import Settings
from callcard.domain.matching import NEIGHBOURS, WIDE, Candidate, match
from callcard.domain.setup import Operator, Setup
from callcard.responsible import SmartTransfer
from tests.unit.making import candidate

CALLER = "79991234567"
OPERATORS = (Operator("x", "Икс", "200"), Operator("y", "Игрек", "201"))


@dataclass
class Index:
    """The phone index, its own order and no more than it may give."""

    book: list[Candidate]
    asked: list[int] = field(default_factory=list)

    def near(self, number: str, k: int = NEIGHBOURS) -> list[Candidate]:
        """List k numbers on either side."""
        self.asked.append(k)
        ordered = sorted(self.book, key=lambda one: (one.number[::-1], not one.pinned, one.contact_id))
        above = [one for one in ordered if one.number[::-1] >= number[::-1]]
        below = [one for one in ordered if one.number[::-1] < number[::-1]]
        return above[:k] + below[::-1][:k]


def ask(index: Index, number: str = CALLER, n: int = 5) -> str:
    """Ask smart transfer."""
    setup = Setup(Settings(auto_transfer=True, suffix_digits=n), OPERATORS, {})
    return SmartTransfer(lambda: setup, index).answer(lambda: number)["responsible"]


def owners(count: int, number: str = CALLER, responsible: str = "x", start: int = 0) -> list[Candidate]:
    """Make several contacts of one number."""
    return [candidate(number, f"c-{start + each:03}", responsible=responsible) for each in range(count)]


def test_an_owner_beyond_the_first_five_is_asked_too() -> None:
    agreeing = Index(owners(7))
    assert (ask(agreeing), agreeing.asked) == ("200", [NEIGHBOURS, WIDE])
    odd = Index(owners(6) + owners(1, responsible="y", start=6))
    assert (ask(odd), odd.asked) == ("", [NEIGHBOURS, WIDE])


def test_a_second_look_is_taken_only_when_it_could_change_the_answer() -> None:
    for book, answer in (
        (owners(4), "200"),
        (owners(4) + owners(9, "74951234567", "y", 4), "200"),
        (owners(5, responsible="x")[:4] + owners(9, responsible="y", start=4), ""),
        (owners(9, responsible="nobody"), ""),
        ([candidate(CALLER, "p", responsible="y", pinned=True), *owners(9)], "201"),
        ([], ""),
    ):
        index = Index(book)
        assert ask(index) == answer
        assert index.asked in ([NEIGHBOURS], [NEIGHBOURS, WIDE] if answer == "" and len(book) == 9 else [NEIGHBOURS])


def test_one_contact_with_many_numbers_hides_no_other() -> None:
    many = [candidate(f"7{number:02}01234567", "many", responsible="x") for number in range(1, 7)]
    index = Index([*many, candidate("70001234567", "odd", responsible="y")])
    assert (ask(index, n=7), index.asked) == ("", [NEIGHBOURS, WIDE])


def test_more_than_fifty_owners_are_nobodys() -> None:
    assert ask(Index(owners(WIDE - 1))) == "200"
    assert ask(Index(owners(WIDE))) == ""
    assert ask(Index(owners(80, "74951234567"), []), n=7) == ""


NUMBERS = st.sampled_from([CALLER, "74951234567", "78121234567", "79990004567", "1234567", "4567", "91234567", "100"])
ROWS = st.tuples(NUMBERS, st.sampled_from("abcdefgh"), st.sampled_from("xxxxy"), st.booleans())


@settings(max_examples=300)
@given(st.lists(ROWS, max_size=45), NUMBERS, st.integers(1, 12), st.booleans())
def test_smart_transfer_knows_all_who_fit_best(
    rows: list[tuple[str, str, str, bool]], number: str, n: int, agree: bool
) -> None:
    """Fewer than fifty numbers: the answer is that of the whole book."""
    responsible = {contact: "x" if agree else who for _, contact, who, _ in rows}
    held = {(one, contact): pinned for one, contact, _, pinned in rows}
    pins = {one: contact for (one, contact), pinned in held.items() if pinned}
    book = [candidate(one, contact, responsible=responsible[contact]) for one, contact in held]
    book += [candidate(one, who, responsible=responsible[who], pinned=True) for one, who in pins.items()]
    matches = match(number, book, n)
    best = [each for each in matches if (each.reason, each.digits) == (matches[0].reason, matches[0].digits)]
    agreed = {str(each.candidate.responsible) for each in best}
    assert ask(Index(book), number, n) == ({"x": "200", "y": "201"}[agreed.pop()] if len(agreed) == 1 else "")
