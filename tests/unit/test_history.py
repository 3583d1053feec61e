"""Who changed what: the comparison field by field, and how the list grows."""

from dataclasses import fields, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.cards import Moment, Settings, Shown
from callcard.domain.history import KEPT, Edit, History, line_edits, operator_edits, settings_edits
from callcard.domain.setup import Operator
from tests.unit.making import at

OLGA = Operator("operator-100", "Ольга", "100", "olga", None)
SETTINGS = st.builds(
    Settings,
    incoming_card=st.sampled_from([Moment.NEVER, Moment.RING]),
    show_record=st.sampled_from(Shown),
    suffix_digits=st.integers(1, 20),
    toast=st.booleans(),
)
LINES = st.dictionaries(st.sampled_from("123"), st.sampled_from(["Сайт", "Склад", ""]))


@given(SETTINGS, SETTINGS)
def test_the_edits_of_settings_lead_from_the_one_to_the_other(before: Settings, after: Settings) -> None:
    edits = settings_edits(before, after)
    changed: dict[str, Any] = {edit.field: edit.after for edit in edits}
    assert replace(before, **changed) == after
    assert all(edit.before == getattr(before, edit.field) != edit.after for edit in edits)


@given(LINES, LINES)
def test_the_edits_of_lines_lead_from_the_one_to_the_other(before: dict[str, str], after: dict[str, str]) -> None:
    lines: dict[str, Any] = dict(before)
    for edit in line_edits(before, after):
        assert edit.field == "line"
        assert lines.get(edit.of) == edit.before != edit.after
        lines[edit.of] = edit.after
    assert {number: name for number, name in lines.items() if name is not None} == after


def test_an_operator_is_compared_field_by_field() -> None:
    assert operator_edits(OLGA, replace(OLGA, extension="105", active=False)) == [
        Edit("operator.extension", "100", "105", "Ольга"),
        Edit("operator.active", before=True, after=False, of="Ольга"),
    ]
    assert operator_edits(OLGA, OLGA) == []


def test_an_operator_who_comes_or_goes_is_one_edit() -> None:
    assert operator_edits(None, OLGA) == [Edit("operator", None, "Ольга", "Ольга")]
    assert operator_edits(OLGA, None) == [Edit("operator", "Ольга", None, "Ольга")]
    assert operator_edits(None, None) == []


def test_every_field_of_an_operator_but_the_id_and_the_secret_is_told() -> None:
    other = Operator("operator-100", "Вера", "101", "vera", "v", active=False, numbers="masked", seal="secret")
    told = {edit.field for edit in operator_edits(OLGA, other)}
    assert told == {f"operator.{field.name}" for field in fields(Operator)} - {"operator.operator_id", "operator.seal"}


@given(st.lists(st.integers(0, 60), max_size=4))
def test_the_history_keeps_the_newest_fifty_newest_first(sizes: list[int]) -> None:
    history, made = History(), list[Edit]()
    for number, size in enumerate(sizes):
        edits = [Edit("toast", None, f"{number}.{one}") for one in range(size)]
        history, made = history.grown(edits, "olga", at(number)), edits + made
    assert [change.edit for change in history.changes] == made[:KEPT]
    assert history.version == len(sizes)
