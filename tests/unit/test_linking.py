"""Whom a call is linked to, and which calls a change of the address book concerns."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcard.call_items import call_item, phone_range
from callcard.domain.calls import Call, CallContact
from callcard.domain.linking import Ending, ending_of, linked, on_screen, relinked
from callcard.domain.matching import match
from tests.unit.making import after, answered, at, candidate, ended, started

PHONE = "79991234567"
NUMBERS = st.text("12", min_size=1, max_size=12)
# two numbers that end alike, in as many digits as one likes
PAIRS = st.builds(lambda *parts: (parts[0] + parts[2], parts[1] + parts[2]), *[st.text("12", max_size=6)] * 2, NUMBERS)
ANNA = candidate(PHONE, "anna", name="Анна", company="Полюс")


def who(*candidates: Any, n: int = 5) -> CallContact | None:
    """Say whom the journal names for a call of PHONE."""
    return linked(match(PHONE, candidates, n))


def test_the_best_match_is_named_when_it_alone_is_the_best() -> None:
    anna = CallContact("anna", "Анна", "person", "Полюс")
    assert who(ANNA) == who(ANNA, candidate("74951234567", "boris")) == anna
    assert who(ANNA, candidate(PHONE, "boris")) is None
    assert who(candidate("74951234567", "anna"), candidate("78121234567", "boris")) is None
    assert who() is None


@settings(max_examples=500)
@given(pair=PAIRS, n=st.integers(5, 8) | st.integers(5, 20))
def test_every_call_a_changed_number_may_fit_is_looked_at(pair: tuple[str, str], n: int) -> None:
    changed, phone = pair
    if match(phone, [candidate(changed)], n):
        assert found_by(phone, ending_of(changed, n))


@settings(max_examples=500)
@given(pair=PAIRS, n=st.integers(1, 8) | st.integers(1, 20))
def test_no_call_that_cannot_fit_or_shares_too_little_is_looked_at(pair: tuple[str, str], n: int) -> None:
    changed, phone = pair
    if phone != changed and found_by(phone, ending_of(changed, n)):
        assert len(changed) >= n
        assert phone.endswith(changed[-max(n, 5) :])


def found_by(phone: str, ending: Ending) -> bool:
    """Say whether the phone index finds a leg of a number by an ending."""
    item = call_item(replace(after(started()), phone=phone))
    end, begin = phone_range(ending)
    return item["phone_end"]["S"] == end and bool(item["phone_key"]["S"].startswith(begin))


RINGING = after(started())
TALKING = after(started(), answered())
ENDED = replace(after(started(), answered(), ended()), carded=True)  # at second 2
MISSED = replace(after(started(), ended(success=False)), carded=True)  # at second 1
HOUR = 3600


@pytest.mark.parametrize(
    ("call", "second", "may_be"),
    [
        (RINGING, 119, True),
        (RINGING, 121, False),
        (TALKING, 5 * HOUR, True),
        (ENDED, 32, True),
        (ENDED, 33, False),
        (replace(ENDED, carded=False), 3, False),
        (MISSED, 12 * HOUR, True),
        (MISSED, 12 * HOUR + 2, False),
        (replace(MISSED, carded=False), 2, False),
        (replace(MISSED, answered_by="101"), 40, False),
    ],
)
def test_how_long_a_call_may_be_on_a_screen(call: Call, second: int, may_be: bool) -> None:
    assert on_screen(call, at(second)) is may_be


def test_a_record_gets_another_contact_and_only_then_a_new_version() -> None:
    matches = match(PHONE, [ANNA], 5)
    past = replace(ENDED, recorded=True)
    named = relinked(past, matches, at(HOUR))
    assert (named.contact, named.version) == (linked(matches), past.version + 1)
    assert relinked(named, matches, at(HOUR)) is named
    assert relinked(named, (), at(HOUR)) == replace(past, version=past.version + 2)
    assert relinked(past, (), at(HOUR)) is past


def test_what_is_no_record_gets_no_contact_but_a_new_version_while_it_is_on_a_screen() -> None:
    matches = match(PHONE, [ANNA], 5)
    assert relinked(TALKING, matches, at(5)) == replace(TALKING, version=TALKING.version + 1)
    assert relinked(ENDED, matches, at(HOUR)) is ENDED
