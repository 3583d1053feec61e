"""The two tokens: the PBX's word to us, and ours to the PBX."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callcard.adapters.secrets import CrmTokens, SecretStore
from callcard.errors import TokenError
from callcard.wiring import shared
from tests.integration.conftest import TOKEN, Account, in_seconds


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


def tokens(clock: Clock) -> CrmTokens:
    """Make what a function that has just started knows."""
    return CrmTokens(SecretStore(shared.secrets_manager(), "crm-token"), 300, 3600, clock)


def test_the_crm_token_is_shown_and_rotated_into_another(account: Account) -> None:
    assert account.admin("GET", "/tokens/crm") == (200, {"token": TOKEN, "previous_valid_until": None})
    status, rotated = account.admin("POST", "/tokens/crm")
    assert (status, set(rotated), rotated["token"] != TOKEN) == (200, {"token", "previous_valid_until"}, True)
    assert in_seconds(86390) < datetime.fromisoformat(rotated["previous_valid_until"]) < in_seconds(86410)
    assert account.admin("GET", "/tokens/crm") == (200, rotated)
    assert account.admin("POST", "/tokens/crm")[1]["token"] not in (TOKEN, rotated["token"])


def test_the_previous_token_is_good_during_the_overlap_and_refused_after_it(account: Account) -> None:
    clock = Clock()
    new = tokens(clock).rotate(timedelta(hours=24)).current
    warm = tokens(clock)
    clock.moment += timedelta(hours=23, minutes=59)
    for crm in (warm, tokens(clock)):
        crm.check(new)
        crm.check(TOKEN)
    clock.moment += timedelta(minutes=1)
    for crm in (warm, tokens(clock)):
        crm.check(new)
        with pytest.raises(TokenError):
            crm.check(TOKEN)


def test_the_previous_token_can_be_ended_before_its_time_and_the_current_one_stays(account: Account) -> None:
    new = account.admin("POST", "/tokens/crm")[1]["token"]
    for _ in range(2):
        assert account.admin("DELETE", "/tokens/crm/previous") == (200, {"token": new, "previous_valid_until": None})
    assert account.admin("GET", "/tokens/crm") == (200, {"token": new, "previous_valid_until": None})
    fresh = tokens(Clock())
    fresh.check(new)
    with pytest.raises(TokenError):
        fresh.check(TOKEN)
    assert account.admin("GET", "/settings/history")[1]["changes"][0]["field"] == "token.crm.previous"
    assert account.admin("POST", "/tokens/crm")[1]["previous_valid_until"]
    tokens(Clock()).check(new)


def test_without_a_rotation_there_is_no_previous_token_to_end(account: Account) -> None:
    assert account.admin("DELETE", "/tokens/crm/previous")[1]["token"] == TOKEN
    tokens(Clock()).check(TOKEN)


def test_a_second_rotation_ends_the_token_before_the_previous_one(account: Account) -> None:
    clock = Clock()
    crm = tokens(clock)
    second = crm.rotate(timedelta(hours=24)).current
    third = crm.rotate(timedelta(hours=24)).current
    fresh = tokens(clock)
    for good in (second, third):
        fresh.check(good)
    with pytest.raises(TokenError):
        fresh.check(TOKEN)


def test_a_rotation_without_overlap_ends_the_old_token_at_once(account: Account) -> None:
    clock = Clock()
    new = tokens(clock).rotate(timedelta(0)).current
    tokens(clock).check(new)
    with pytest.raises(TokenError):
        tokens(clock).check(TOKEN)


def test_unknown_tokens_do_not_make_the_secret_be_read_again_and_again(account: Account) -> None:
    crm = tokens(Clock())
    account.requests.clear()
    for number in range(20):
        with pytest.raises(TokenError):
            crm.check(f"guess-{number}")
    assert account.requests == ["secrets-manager.GetSecretValue"]


def test_the_pbxs_token_is_stored_and_never_shown(account: Account) -> None:
    shared.secrets_manager().put_secret_value(SecretId="pbx-token", SecretString="{}")
    assert account.admin("GET", "/tokens/pbx") == (200, {"stored": False})
    assert account.admin("PUT", "/tokens/pbx", {"token": " new-pbx-token "}) == (204, None)
    assert SecretStore(shared.secrets_manager(), "pbx-token").read() == {"token": "new-pbx-token"}
    assert account.admin("GET", "/tokens/pbx") == (200, {"stored": True})


@pytest.mark.parametrize("token", ["", "   ", None, 7, "два слова", "a b", "line\nbreak", "x" * 1025], ids=repr)
def test_a_token_that_cannot_be_one_answers_400_and_is_not_repeated(account: Account, token: Any) -> None:
    status, refused = account.admin("PUT", "/tokens/pbx", {"token": token})
    assert (status, "token" in refused["message"]) == (400, True)
    assert len(str(token).strip()) < 3 or str(token) not in refused["message"]
    assert SecretStore(shared.secrets_manager(), "pbx-token").read() == {"token": "pbx-token-for-tests"}
