"""The arithmetic of costs: units as DynamoDB counts them, prices by tiers, growth and quotas."""

from collections import Counter
from typing import Any

import pytest

from local.cost import report
from local.cost.__main__ import DOCUMENT
from local.cost.bill import PARTS, bill, colds_per_call, followed, month, of_calls, traces
from local.cost.quotas import busiest, calls_at, loads, met
from local.cost.stated import EVENTS, SECONDS, Measured, Price, assumed, measured, prices, seconds, stated
from local.cost.units import Meter, Metered, read_units, size_of, write_units
from local.storm.schema import Keys
from local.storm.tables import RefusedError, Tables

KEYS = {"Calls": Keys(("callid", "leg"), {"Open": ("extension", "started_at")})}
WHO = Measured(
    "x",
    0.3,
    2.0,
    writes=10,
    reads=4,
    posts=6,
    stored_bytes=5000,
    backed_up_bytes=1000,
    hottest={"CallsTable.TimeIndex": 3},
)


def item(**values: str) -> dict[str, Any]:
    return {name: {"S": value} for name, value in values.items()}


@pytest.fixture
def tables() -> Metered:
    return Metered(Tables(KEYS), Meter(KEYS))


def put(tables: Metered, **values: str) -> None:
    tables.answer("PutItem", {"TableName": "Calls", "Item": item(callid="1", leg="a", **values)})


def test_an_item_is_as_large_as_its_names_and_values() -> None:
    assert size_of({"ab": {"S": "ж"}}) == 4  # 2 + 2 bytes of UTF-8
    assert size_of({"n": {"N": "12345"}}) == 1 + 4
    assert size_of({"m": {"M": {"a": {"BOOL": True}}}}) == 1 + 3 + 1 + 1 + 1
    assert size_of({"l": {"L": [{"S": "ab"}, {"NULL": True}]}}) == 1 + 3 + 3 + 2


@pytest.mark.parametrize(("size", "units"), [(1, 1), (1024, 1), (1025, 2), (4096, 4)])
def test_a_write_takes_a_unit_for_each_kilobyte(size: int, units: int) -> None:
    assert write_units(size) == units


@pytest.mark.parametrize(("size", "consistent", "units"), [(0, False, 0.5), (4097, False, 1), (4097, True, 2)])
def test_a_read_takes_half_a_unit_for_each_four(size: int, consistent: bool, units: float) -> None:
    assert read_units(size, consistent=consistent) == units


def test_an_index_is_written_when_an_item_comes_changes_moves_and_goes(tables: Metered) -> None:
    index: list[int] = []

    def written() -> int:
        total = sum(units for (place, _), units in tables.meter.writes.items() if place == "Calls.Open")
        index.append(total)
        return total - sum(index[-2:-1])

    put(tables, name="no key of the index")
    assert written() == 0
    put(tables, extension="100", started_at="1")
    assert written() == 1
    put(tables, extension="100", started_at="1", name="changed")
    assert written() == 1
    put(tables, extension="100", started_at="1", name="changed")
    assert written() == 0  # nothing new to copy
    put(tables, extension="101", started_at="1")
    assert written() == 2  # out of one place, into another
    tables.answer("DeleteItem", {"TableName": "Calls", "Key": item(callid="1", leg="a")})
    assert written() == 1
    assert tables.meter.writes["Calls", "1"] == 6
    assert tables.meter.writes["Calls.Open", "100"] == 3


def test_a_transaction_takes_twice_also_when_it_is_refused(tables: Metered) -> None:
    new = {"TableName": "Calls", "Item": item(callid="1", leg="a")}
    new |= {"ConditionExpression": "attribute_not_exists(callid)"}
    tables.answer("TransactWriteItems", {"TransactItems": [{"Put": new}]})
    assert sum(tables.meter.writes.values()) == 2
    with pytest.raises(RefusedError):
        tables.answer("TransactWriteItems", {"TransactItems": [{"Put": new}], "ClientRequestToken": "another"})
    assert sum(tables.meter.writes.values()) == 4


def test_a_query_is_rounded_once_and_pays_for_what_it_leaves_out(tables: Metered) -> None:
    for leg in "abc":
        tables.answer("PutItem", {"TableName": "Calls", "Item": item(callid="1", leg=leg, note="x" * 2000)})
    ask = {"TableName": "Calls", "KeyConditionExpression": "callid = :id", "FilterExpression": "leg = :id"}
    tables.answer("Query", ask | {"ExpressionAttributeValues": {":id": {"S": "1"}}})
    assert tables.meter.reads["Calls", "1"] == 1  # 6 KB, half a unit for each 4


def test_prices_go_by_tiers_after_what_is_free() -> None:
    price = Price("x", 10, ((100, 2.0), (None, 1.0)), "")
    assert [price.of(quantity) for quantity in (0, 10, 11, 110, 111, 210)] == [0, 0, 2, 200, 201, 300]


def test_seconds_are_the_benchs_as_long_as_a_part_of_a_processor_takes() -> None:
    values = {"warm.contact": 0.1, "cold.init.shipped": 2, "cold.first.shipped": 0.5}
    values |= {f"{what}.{kind}": value for kind in EVENTS for what, value in (("wall", 0.04), ("warm", 0.01))}
    assert set(values) == set(SECONDS)
    warm, cold = seconds(values)
    assert warm == pytest.approx(3 * (0.03 + 0.01 * 1769 / 1024))
    assert cold == pytest.approx(2 + (0.5 - 0.1) * 1769 / 1024)


def test_every_part_of_a_bill_has_a_price_and_every_price_a_part() -> None:
    assert {name for names in PARTS.values() for name in names} == set(prices())
    assert set(month(1000, WHO, ours=True)) == set(prices()) - {"secret_requests"}


def test_a_bill_adds_up_what_is_taken() -> None:
    found = bill(Counter({"rest_requests": 3_000_000, "waf_acls": 1, "waf_requests": 3_000_000}))
    assert found["API Gateway, REST"] == pytest.approx(3 * 3.70)
    assert found["WAF"] == pytest.approx(5 + 3 * 0.60)
    assert sum(found.values()) == pytest.approx(found["WAF"] + found["API Gateway, REST"])


def test_calls_take_what_was_measured_of_one() -> None:
    plain, ours = of_calls(1e6, WHO, ours=False), of_calls(1e6, WHO, ours=True)
    assert plain["rest_requests"] == plain["lambda_requests"] == 3e6
    assert plain["socket_messages"] == 6e6
    assert plain["dynamodb_writes"] == 10e6
    months = assumed()["journal_months"]
    assert (plain["dynamodb_gb"], plain["dynamodb_backup_gb"]) == (5 * months, 1 * months)
    assert plain["lambda_gb_seconds"] == pytest.approx(1e6 * (0.3 + 2.0 * colds_per_call(1e6)))
    assert ours["lambda_requests"] - plain["lambda_requests"] == followed(1e6)["lambda_requests"] == 4e6


def test_a_quiet_company_meets_a_cold_function_with_every_call_and_a_large_one_never() -> None:
    assert colds_per_call(100) > 0.9
    assert colds_per_call(1e6) < 0.001


def test_every_event_of_a_quiet_company_is_traced_and_a_twentieth_of_a_large_one() -> None:
    assert traces(100) == pytest.approx(100, rel=0.01)
    assert traces(1e9) == pytest.approx(1e9 * 0.05, rel=0.02)


def test_a_month_costs_more_with_more_calls_and_a_call_much_less() -> None:
    totals = [sum(bill(month(10**power, WHO, ours=True)).values()) for power in range(3, 9)]
    each = [total / 10**power for power, total in enumerate(totals, 3)]
    assert totals == sorted(totals)
    assert each[0] > 20 * each[-1]


def test_the_busiest_seconds_follow_from_the_month() -> None:
    say = assumed()
    assert busiest(22 * 3600 / say["busy_hour_share"] / say["burst"]) == pytest.approx(22 / say["work_days"])


def test_a_quota_is_met_where_its_load_says() -> None:
    for quota in stated()["quotas"]:
        calls = calls_at(quota, WHO)
        if calls != float("inf"):
            assert loads(calls, WHO)[quota["measure"]] == pytest.approx(quota["limit"], rel=0.01)


def test_quotas_are_listed_in_the_order_they_are_met() -> None:
    calls = [each.calls for each in met(WHO)]
    assert len(calls) == len(stated()["quotas"])
    assert calls == sorted(calls)


def test_the_document_says_what_the_calculation_gives() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, table in report.tables(measured()).items():
        assert f"<!-- {name} -->\n{table}\n<!-- /{name} -->" in text, f"make cost: {name}"
