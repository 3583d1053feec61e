"""Late linking: what a change of the address book does to past calls and open cards."""

import json
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest

from callcard.errors import UnavailableError
from callcard.wiring import relink, shared
from tests.integration.conftest import Account
from tests.integration.faults import BROKEN, meeting
from tests.integration.relinking import STRANGER, Stream, add, after_calls, change, kept, names, record
from tests.integration.test_inbound import RING
from tests.integration.test_journal import journal, told


@pytest.fixture
def stream(account: Account) -> Stream:
    """Give the stream after some calls."""
    return after_calls(account)


def test_a_new_contact_gets_the_past_calls_of_its_number_and_no_others(account: Account, stream: Stream) -> None:
    made = add(account)
    assert names(account) == [None, "Ирина Соколова", None]
    stream.flow()
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]
    assert journal(account, contact=made["contact_id"]) == ["call-3", "call-1"]
    assert journal(account, query="белова") == ["call-3", "call-1"]


def test_a_number_that_is_removed_takes_its_calls_with_it(account: Account, stream: Stream) -> None:
    made = add(account, phones=[STRANGER, "89160001122"])
    stream.flow()
    change(account, made, phones=["89160001122"])
    stream.flow()
    assert names(account) == [None, "Ирина Соколова", None]
    assert journal(account, contact=made["contact_id"]) == journal(account, query="белова") == []


def test_a_contact_that_is_removed_is_named_no_more(account: Account, stream: Stream) -> None:
    made = add(account)
    stream.flow()
    account.desk("DELETE", f"/contacts/{made['contact_id']}")
    stream.flow()
    assert names(account) == [None, "Ирина Соколова", None]


def test_past_calls_follow_a_new_name(account: Account, stream: Stream) -> None:
    made = add(account)
    stream.flow()
    change(account, made, name="Анна Чернова", company="")
    stream.flow()
    assert names(account) == ["Анна Чернова", "Ирина Соколова", "Анна Чернова"]
    assert journal(account, query="белова") == journal(account, query="полюс") == []


def test_a_number_that_moves_takes_its_calls_to_the_other_contact(account: Account, stream: Stream) -> None:
    anna, boris = add(account), add(account, name="Борис", phones=[])
    change(account, anna, phones=[])
    change(account, boris, phones=[STRANGER])
    stream.flow()
    assert names(account) == ["Борис", "Ирина Соколова", "Борис"]


def test_two_who_fit_equally_well_get_no_call_and_the_one_who_stays_gets_it(account: Account, stream: Stream) -> None:
    add(account)
    rival = add(account, name="Борис")
    stream.flow()
    assert names(account) == [None, "Ирина Соколова", None]
    account.desk("DELETE", f"/contacts/{rival['contact_id']}")
    stream.flow()
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]


def test_a_pin_gives_past_calls_and_the_open_card_to_one_of_several(account: Account, stream: Stream) -> None:
    anna = add(account)
    add(account, name="Борис")
    stream.flow()
    account.socket("$connect", "tab", "100")
    account.post(RING | {"phone": STRANGER})
    pin = f"/numbers/{anna['phones'][0]}/pin"
    assert account.desk("PUT", pin, {"contact_id": anna["contact_id"]})[0] == 200
    stream.flow()
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]
    assert account.desk("DELETE", pin)[0] == 204
    stream.flow()
    assert names(account) == [None, "Ирина Соколова", None]
    shown = [[contact["reason"] for contact in call["contacts"]] for call in account.browser.calls("tab")]
    assert shown == [["full", "full"], ["pinned"], ["full", "full"]]


def test_a_whole_number_beats_the_last_digits_that_were_the_best_so_far(account: Account, stream: Stream) -> None:
    add(account, name="Похожий", phones=["89160000000"])
    stream.flow()
    assert names(account) == ["Похожий", "Ирина Соколова", "Похожий"]
    add(account)
    stream.flow()
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]


@pytest.mark.parametrize(("digits", "links"), [(7, True), (8, False), (20, False)])
def test_last_digits_link_as_the_setting_says(account: Account, stream: Stream, digits: int, links: bool) -> None:
    account.choose(suffix_digits=digits)
    add(account, phones=["89160000000"])  # seven digits in common with the stranger's
    stream.flow()
    assert names(account)[0] == ("Анна Белова" if links else None)


def test_few_last_digits_link_no_past_call_but_a_new_name_and_a_removal_reach_all(account: Account) -> None:
    account.choose(suffix_digits=3)
    stream = Stream(account)
    told(account, 1, phone="84957777123")
    made = add(account, phones=["89160000123"])
    stream.flow()
    assert names(account) == [None]
    told(account, 2, phone="84958888123")
    made = change(account, made, name="Анна Чернова")
    stream.flow()
    assert names(account) == ["Анна Чернова", None]
    account.desk("DELETE", f"/contacts/{made['contact_id']}")
    stream.flow()
    assert names(account) == [None, None]


def test_a_short_number_is_only_its_own(account: Account) -> None:
    told(account, 1, phone="112")
    told(account, 2, phone="84957777112")
    stream = Stream(account)
    add(account, phones=["112"])
    stream.flow()
    assert names(account) == [None, "Анна Белова"]


def test_repeated_records_write_nothing_more(account: Account, stream: Stream) -> None:
    add(account)
    records = stream.read()
    account.relink(*records)
    account.requests.clear()
    account.relink(*records, *records)
    assert "dynamodb.PutItem" not in account.requests


def test_a_withheld_number_and_an_internal_call_are_in_no_phone_index(account: Account) -> None:
    account.post(RING | {"phone": "anonymous"})
    account.post(RING | {"phone": "101", "callid": "2"})
    account.post(RING | {"callid": "3"})
    assert [leg["phone_key"]["S"][:12] for leg in account.legs() if "phone_key" in leg] == ["76543219997#"]


# ---- open cards


def test_a_batch_looks_each_ending_up_once_and_matches_each_number_once(account: Account, stream: Stream) -> None:
    for number in range(40):
        add(account, name=f"Клиент {number}", phones=[f"8916{number:02}00000"])
    records = stream.read()
    assert len(records) == 40
    account.requests.clear()
    account.relink(*records, *records)
    setup = ["dynamodb.GetItem", "dynamodb.GetItem", "dynamodb.Scan"]
    # one ending; one number of the journal's that ends so, asked on either side; its two calls
    assert sorted(account.requests) == sorted([*setup, *["dynamodb.Query"] * 3, *["dynamodb.PutItem"] * 2])


def test_the_phone_index_is_read_as_it_is_now(account: Account, stream: Stream) -> None:
    asked: list[dict[str, Any]] = []

    def note(request: AWSPreparedRequest, **_: Any) -> None:
        asked.append(json.loads(str(request.body, "utf-8") if isinstance(request.body, bytes) else str(request.body)))

    shared.dynamodb().meta.events.register("before-send.dynamodb.Query", note)
    add(account)
    stream.flow()
    assert {ask["ConsistentRead"] for ask in asked if ask["TableName"] == "NumbersTable"} == {True}


def test_when_dynamodb_fails_the_second_look_does_it(account: Account, stream: Stream) -> None:
    add(account)
    records = stream.read()
    with meeting(BROKEN, shared.dynamodb()):
        account.relink(*records)
        messages = kept()
        assert account.relink(*messages) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert names(account) == [None, "Ирина Соколова", None]
    assert account.relink(*messages) == {"batchItemFailures": []}
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]


def test_when_nothing_keeps_the_changes_the_stream_has_to_bring_them_again(account: Account, stream: Stream) -> None:
    add(account)
    records = stream.read()
    with meeting(BROKEN, vars(relink.use_case().later)["_client"]), pytest.raises(UnavailableError):
        account.relink(*records)
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]
    assert kept() == []


def test_changes_are_kept_a_hundred_to_a_message(account: Account) -> None:
    account.relink(*(record(f"{number:011}#c-{number}") for number in range(230)))
    bodies = [json.loads(message["body"]) for message in kept()]
    assert [len(body) for body in bodies] == [100, 100, 30]
    assert [number for body in bodies for number, _ in body] == [f"{number:011}"[::-1] for number in range(230)]


def test_no_number_and_no_name_is_logged(
    account: Account, stream: Stream, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    add(account)
    records = stream.read()
    with meeting(BROKEN, shared.dynamodb()):
        account.relink(*records)
        account.relink(*kept())
    account.relink(*records)
    logged = "".join([*capsys.readouterr(), *(str(vars(line)) for line in caplog.records)])
    assert "Not relinked at once" in logged
    assert not [word for word in ("4950000000", "0000005948", "Анна", "Белова") if word in logged]
