"""The bench's own arithmetic, and what its stub believes."""

from collections import Counter

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.bench.figures import Figures, Spread, percentile
from local.bench.report import fraction
from local.bench.stub.account import Account, asked
from local.bench.stub.signatures import TOKEN, UnsignedError, secret_of, signer
from local.bench.stub.waves import waves
from local.bench.variables import ADDRESSES, variables
from local.bench.work import SHARES, Day
from local.bench.world import TABS, owners, world
from local.places import REGION
from local.storm.expressions import Scope, UnreadableError, condition, update
from local.storm.schema import Keys
from local.storm.tables import RefusedError, Tables
from local.template import read_template

KEY, HOST, BODY = "AKIABENCH", "127.0.0.1:4430", b'{"TableName": "StateTable"}'


def signed(secret: str = secret_of(KEY), target: str = "/", region: str = REGION) -> dict[str, str]:
    """Give a POST's headers as botocore signs them."""
    request = AWSRequest("POST", f"https://{HOST}{target}", {"X-Amz-Target": "DynamoDB_20120810.GetItem"}, BODY)
    SigV4Auth(Credentials(KEY, secret, TOKEN), "dynamodb", region).add_auth(request)
    return {name.lower(): value for name, value in request.headers.items()} | {"host": HOST}


def tables() -> Tables:
    return Tables({"T": Keys(("id",))}, {"T": [{"id": {"S": "1"}, "n": {"N": "9"}}]})


def put(**more: object) -> dict[str, object]:
    return {"TableName": "T", "Item": {"id": {"S": "1"}, "n": {"N": "10"}}} | more


def test_requests_of_one_wave_were_sent_before_any_of_its_answers() -> None:
    assert waves([(0, 5), (1, 6), (4.9, 9)]) == [3]
    assert waves([(0, 5), (5.1, 9), (5.2, 10)]) == [1, 2]


def test_what_follows_the_first_answer_is_a_wave_of_its_own_even_while_others_run() -> None:
    assert waves([(0, 20), (1, 5), (6, 9)]) == [2, 1]
    assert waves([]) == []


def test_a_signature_of_botocores_own_is_believed() -> None:
    assert signer(signed(), "POST", "/", BODY, "dynamodb") == KEY
    awkward = "/live/@connections/L0%2FSM9%3D"
    assert signer(signed(target=awkward), "POST", awkward, BODY, "dynamodb") == KEY


@pytest.mark.parametrize(
    ("headers", "body", "target"),
    [
        (signed(secret="another"), BODY, "/"),
        (signed(), BODY + b" ", "/"),
        (signed(), BODY, "/else"),
        (signed(region="us-east-1"), BODY, "/"),
        (signed() | {"x-amz-target": "DynamoDB_20120810.DeleteItem"}, BODY, "/"),
        (signed() | {"x-amz-security-token": "stolen"}, BODY, "/"),
        (signed() | {"x-amz-date": "20200101T000000Z"}, BODY, "/"),
        ({"host": HOST}, BODY, "/"),
    ],
)
def test_whatever_differs_from_what_was_signed_is_refused(headers: dict[str, str], body: bytes, target: str) -> None:
    with pytest.raises(UnsignedError):
        signer(headers, "POST", target, body, "dynamodb")


def test_a_signature_for_one_service_does_not_open_another() -> None:
    with pytest.raises(UnsignedError, match="signed for dynamodb"):
        signer(signed(), "POST", "/", BODY, "secretsmanager")


def test_a_conditional_write_happens_once() -> None:
    kept = tables()
    with pytest.raises(RefusedError, match="ConditionalCheckFailed"):
        kept.answer("PutItem", put(ConditionExpression="attribute_not_exists(id)"))
    assert kept.all("T")[0]["n"] == {"N": "9"}
    held = {"ConditionExpression": "#n < :m AND NOT (id = :x)", "ExpressionAttributeNames": {"#n": "n"}}
    kept.answer("PutItem", put(**held, ExpressionAttributeValues={":m": {"N": "10"}, ":x": {"S": "2"}}))
    assert kept.all("T")[0]["n"] == {"N": "10"}


def test_a_refused_write_shows_the_item_when_it_is_asked_to() -> None:
    told = {"ConditionExpression": "attribute_not_exists(id)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    with pytest.raises(RefusedError) as refused:
        tables().answer("PutItem", put(**told))
    assert refused.value.body["Item"] == {"id": {"S": "1"}, "n": {"N": "9"}}


def test_an_update_sets_adds_removes_and_appends() -> None:
    kept = tables()
    asked_for = {
        "TableName": "T",
        "Key": {"id": {"S": "1"}},
        "UpdateExpression": "SET a = if_not_exists(a, :a), l = list_append(if_not_exists(l, :none), :l) ADD n :one",
        "ExpressionAttributeValues": {
            ":a": {"S": "x"},
            ":none": {"L": []},
            ":l": {"L": [{"S": "y"}]},
            ":one": {"N": "1"},
        },
        "ReturnValues": "ALL_NEW",
    }
    after = {"id": {"S": "1"}, "n": {"N": "10"}, "a": {"S": "x"}, "l": {"L": [{"S": "y"}]}}
    assert kept.answer("UpdateItem", asked_for) == {"Attributes": after}


def test_numbers_compare_as_numbers_and_never_with_texts() -> None:
    scope: Scope = ({"n": {"N": "9"}}, {}, {":ten": {"N": "10"}, ":text": {"S": "10"}})
    assert condition("n < :ten")(scope)
    assert not condition("n < :text")(scope)
    assert not condition("missing = :ten")(scope)


@pytest.mark.parametrize("text", ["a.b = :c", "a = :c AND", "(a = :c", "nonsense(a)", "a == :c"])
def test_an_expression_that_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        condition(text)


def test_an_update_has_to_say_what_it_does() -> None:
    with pytest.raises(UnreadableError):
        update("SET a :b")


def test_a_query_finds_what_begins_alike_in_its_partition_alone() -> None:
    kept = Account().tables
    number = next(iter(owners()))
    values = {":d": {"S": number[-1]}, ":n": {"S": number[::-1][:7]}}
    asked_for = {
        "TableName": "NumbersTable",
        "KeyConditionExpression": "last_digit = :d AND begins_with(number_key, :n)",
    }
    found = kept.answer("Query", asked_for | {"ExpressionAttributeValues": values})["Items"]
    assert [item["contact_id"]["S"] for item in found] == [contact["contact_id"] for contact in owners()[number]]


def test_services_are_told_by_target_and_path() -> None:
    assert asked("/", {"x-amz-target": "secretsmanager.GetSecretValue"}) == ("secretsmanager", "GetSecretValue")
    assert asked("/live/@connections/L0SM9%3D", {}) == ("execute-api", "L0SM9=")
    assert asked("/", {}) == ("", "")


def test_the_work_has_the_shares_that_it_says_and_follows_the_calls() -> None:
    jobs = list(Day(3).jobs(4000))
    counts, whole = Counter(job.kind for job in jobs), sum(SHARES.values())
    for kind, share in SHARES.items():
        assert counts[kind] / 4000 == pytest.approx(share / whole, abs=0.03)
    rung: set[str] = set()
    for job in jobs:
        rung |= {job.message["callid"]} if job.kind == "INCOMING" else set()
        assert "callid" not in job.message or job.message["callid"] in rung
        assert len(job.cards) in (0, TABS)


def test_the_same_seed_gives_the_same_work_and_another_gives_other_calls() -> None:
    assert list(Day(3).jobs(50)) == list(Day(3).jobs(50))
    one, other = ({job.message.get("callid") for job in Day(seed).jobs(200)} - {None} for seed in (3, 4))
    assert not one & other


def test_no_two_people_share_seven_digits_unless_they_share_the_number() -> None:
    assert len({number[-7:] for number in owners()}) == len(owners())
    assert len(world()["NumbersTable"]) == sum(map(len, owners().values()))


def test_ratios_compare_medians_and_their_ends_are_the_rounds() -> None:
    figures = Figures()
    figures.add("ours", "warm", 1.0, 2.0, 6.0)
    figures.add("a", "warm", 4.0, 4.0, 8.0)
    assert figures.ratio("ours", "a", "warm") == Spread(2 / 4, 1 / 4, 6 / 8)
    assert figures.of("a", "warm") == Spread(4, 4, 8)


def test_a_percentile_is_never_outside_what_was_measured() -> None:
    values = [float(value) for value in range(1, 101)]
    assert percentile(values, 50) == 50.5
    assert 99 <= percentile(values, 99) <= 100
    assert percentile([3.0], 99) == 3


def test_a_share_is_written_as_one_over_something() -> None:
    assert (fraction(0.25), fraction(1.444)) == ("1/4.00", "1.44")


def test_a_sandbox_has_every_variable_of_the_template_and_parameters_at_their_defaults() -> None:
    template = read_template()
    function = template["Resources"]["InboundFunction"]["Properties"]["Environment"]["Variables"]
    told = template["Globals"]["Function"]["Environment"]["Variables"] | function
    given = variables()
    assert set(told) <= given.keys() | ADDRESSES
    assert given["SETTINGS_TTL"] == str(template["Parameters"]["SettingsTtl"]["Default"])
    assert (given["POWERTOOLS_SERVICE_NAME"], given["CALLS_TABLE"]) == ("inbound", "CallsTable")
