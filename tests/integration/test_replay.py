"""A recorded day, sent again by whoever got hold of it."""

import pytest

from tests.integration.conftest import Account
from tests.integration.test_inbound import ANSWER, END, RING

DAY = "172800"
CALLS = 40


def day(account: Account) -> None:
    """Send a day of calls: rung, answered or not, over."""
    for number in range(CALLS):
        leg = {"callid": f"day-{number}", "ext": str(100 + number % 2), "user": str(100 + number % 2)}
        answered = [ANSWER | leg] if number % 3 else []
        for message in (RING | leg, *answered, END | leg | {"status": "success" if answered else "missed"}):
            assert account.post(message)[0] == 200


def test_a_day_sent_again_shows_no_card_and_writes_nothing(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPEAT_WINDOW", DAY)
    for tab, extension in (("olga", "100"), ("denis", "101")):
        account.socket("$connect", tab, extension)
    day(account)
    cards = sum(len(account.browser.calls(tab)) for tab in ("olga", "denis"))
    before = account.scan("CallsTable")
    assert cards >= 2 * CALLS
    day(account)
    assert sum(len(account.browser.calls(tab)) for tab in ("olga", "denis")) == cards
    assert account.scan("CallsTable") == before


def test_a_day_sent_again_with_a_token_that_was_rotated_is_refused(account: Account) -> None:
    account.socket("$connect", "olga")
    account.admin("POST", "/tokens/crm")
    account.admin("DELETE", "/tokens/crm/previous")
    assert account.post(RING)[0] == 401
    assert (account.browser.calls("olga"), account.legs()) == ([], [])
