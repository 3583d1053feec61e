"""The administrator's door: settings, lines, and who may open it."""

from typing import Any

import pytest

from callcard.domain.cards import Settings
from callcard.wiring import shared
from tests.integration.conftest import Account

DEFAULTS = {
    "incoming_card": "never",
    "outgoing_card": "never",
    "incoming_record": "never",
    "outgoing_record": "never",
    "show_record": "never",
    "suffix_digits": 5,
    "auto_transfer": False,
    "toast": False,
    "calls_kept_days": None,
}
ALLOWED: dict[str, list[Any]] = {
    "incoming_card": ["never", "ring", "answer", "end"],
    "outgoing_card": ["never", "start", "answer", "end"],
    "incoming_record": ["never", "end"],
    "outgoing_record": ["never", "end"],
    "show_record": ["never", "incoming", "outgoing", "both"],
    "suffix_digits": list(range(1, 21)),
    "auto_transfer": [False, True],
    "toast": [False, True],
    "calls_kept_days": [None, 30, 365, 3650],
}
REFUSED: dict[str, list[Any]] = {
    "incoming_card": ["start", "NEVER", "", None, 1, True, ["ring"]],
    "outgoing_card": ["ring", "talk", None],
    "incoming_record": ["ring", True, None],
    "outgoing_record": ["start", "both", None],
    "show_record": ["all", "in", None],
    "suffix_digits": [0, 21, -1, 5.5, "5", True, None, 10**30],
    "auto_transfer": ["on", 1, 0, "true", None],
    "toast": ["off", 1, None],
    "calls_kept_days": [0, 29, 3651, -365, "365", 365.5, True, 10**30],
}
OPERATOR = {"name": "Вера", "extension": "105", "login": "vera", "pbx_login": None, "active": True}
ROUTES: list[tuple[str, str, Any]] = [
    ("GET", "/settings", None),
    ("PUT", "/settings", DEFAULTS | {"toast": True}),
    ("GET", "/operators", None),
    ("PUT", "/operators/operator-105", OPERATOR),
    ("DELETE", "/operators/operator-100", None),
    ("GET", "/lines", None),
    ("PUT", "/lines", {"lines": [{"number": "3333333", "name": "Сайт"}]}),
    ("GET", "/tokens/crm", None),
    ("POST", "/tokens/crm", None),
    ("GET", "/tokens/pbx", None),
    ("PUT", "/tokens/pbx", {"token": "stolen"}),
    ("GET", "/settings/advice", None),
    ("GET", "/settings/retention", None),
    ("GET", "/imports", None),
    ("POST", "/imports", {"file_name": "a.csv", "size": 5}),
    ("GET", "/imports/unknown", None),
    ("PUT", "/imports/unknown", {"mapping": {"0": "name"}, "dry_run": True}),
    ("DELETE", "/imports/unknown", None),
    ("POST", "/imports/unknown/check", None),
    ("POST", "/exports", {"format": "csv"}),
    ("GET", "/exports/unknown", None),
    ("GET", "/erasures", None),
    ("POST", "/erasures", {"contact_id": "c-irina", "name": "Ирина Соколова"}),
    ("GET", "/erasures/unknown", None),
]


def stored(account: Account) -> Any:
    """Read all that an administrator can change."""
    secrets = [
        shared.secrets_manager().get_secret_value(SecretId=name)["SecretString"] for name in ("crm-token", "pbx-token")
    ]
    return account.scan("StateTable"), account.scan("OperatorsTable"), account.scan("JobsTable"), secrets


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_only_administrators_may_do_anything_here(account: Account, method: str, path: str, body: Any) -> None:
    before = stored(account)
    for groups in ("", "operators", "[operators]", "admin", "admins-of-others", "notadmins"):
        refused = account.admin(method, path, body, groups=groups)
        assert refused == (403, {"message": "Это могут только администраторы."}), groups
    assert stored(account) == before
    for groups in ("admins", "[operators admins]", "operators,admins"):
        assert account.admin(method, path, body, groups=groups)[0] in (200, 201, 202, 204, 404), groups


def test_the_settings_begin_with_the_specifications_first_values(account: Account) -> None:
    account.choose(**{name: getattr(Settings(), name) for name in DEFAULTS})
    assert account.admin("GET", "/settings") == (200, DEFAULTS)
    shared.dynamodb().delete_item(TableName="StateTable", Key={"pk": {"S": "settings"}})
    assert account.admin("GET", "/settings") == (200, DEFAULTS)


@pytest.mark.parametrize("name", ALLOWED)
def test_every_value_the_specification_names_is_taken_and_kept(account: Account, name: str) -> None:
    for value in ALLOWED[name]:
        wanted = DEFAULTS | {name: value}
        assert account.admin("PUT", "/settings", wanted) == (200, wanted)
        assert account.admin("GET", "/settings") == (200, wanted)


@pytest.mark.parametrize("name", REFUSED)
def test_any_other_value_answers_400_with_the_field_and_changes_nothing(account: Account, name: str) -> None:
    before = stored(account)
    for value in REFUSED[name]:
        status, refused = account.admin("PUT", "/settings", DEFAULTS | {name: value})
        assert (status, list(refused), name in refused["message"]) == (400, ["message"], True), value
    status, refused = account.admin("PUT", "/settings", {key: DEFAULTS[key] for key in DEFAULTS if key != name})
    assert (status, name in refused["message"]) == (400, True)
    assert stored(account) == before


def test_a_setting_nobody_knows_answers_400(account: Account) -> None:
    status, refused = account.admin("PUT", "/settings", DEFAULTS | {"colour": "secret-red"})
    assert (status, "colour" in refused["message"], "secret-red" in refused["message"]) == (400, True, False)


def test_lines_are_kept_under_their_canonical_numbers(account: Account) -> None:
    assert account.admin("GET", "/lines") == (200, {"lines": []})
    lines = [{"number": "3333333", "name": "Сайт"}, {"number": "8 (495) 555-01-33", "name": "Офис"}]
    kept = [{"number": "3333333", "name": "Сайт"}, {"number": "74955550133", "name": "Офис"}]
    status, saved = account.admin("PUT", "/lines", {"lines": lines})
    assert (status, sorted(saved["lines"], key=str)) == (200, sorted(kept, key=str))
    assert account.admin("PUT", "/lines", {"lines": []}) == (200, {"lines": []})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lines": None},
        {"lines": [{"number": "1"}]},
        {"lines": [{"number": "", "name": "x"}]},
        {"lines": [{"number": "no digits", "name": "x"}]},
        {"lines": [{"number": "1", "name": "x", "colour": "red"}]},
        {"lines": [{"number": "1", "name": "x" * 201}]},
    ],
    ids=str,
)
def test_bad_lines_answer_400_and_change_nothing(account: Account, body: Any) -> None:
    before = stored(account)
    status, refused = account.admin("PUT", "/lines", body)
    assert (status, "lines" in refused["message"]) == (400, True)
    assert stored(account) == before
