"""The address book as several people use it at once: the roles suffice, and DynamoDB's own conditions hold."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.e2e.world import World

ANNA = {"kind": "person", "name": "Анна Закрепова", "company": "ООО «Проба поиска»", "phones": ["+7 495 765-43-21"]}
NUMBER = "74957654321"


@pytest.fixture
def two(world: World) -> Iterator[list[dict[str, Any]]]:
    """Give two contacts who share a number, for one test."""
    made = [world.olga.must("POST", "/contacts", ANNA | {"name": name}) for name in (ANNA["name"], "Борис Закрепов")]
    yield made
    for contact in made:
        world.olga.call("DELETE", f"/contacts/{contact['contact_id']}")


def found(world: World, query: str) -> set[str]:
    """Search the address book, page after page; the names."""
    page = world.olga.must("GET", "/contacts", params={"query": query})
    names = {contact["name"] for contact in page["contacts"]}
    while page["cursor"]:
        page = world.olga.must("GET", "/contacts", params={"query": query, "cursor": page["cursor"]})
        names |= {contact["name"] for contact in page["contacts"]}
    return names


def test_a_contact_is_found_by_any_part_and_under_its_new_name_alone(world: World, two: list[dict[str, Any]]) -> None:
    names = {contact["name"] for contact in two}
    for query in ("закреп", "ПРОБА поиск", "ба ан креп", "765-43-21", "8 495 765", "43"):
        assert found(world, query) >= (names if query != "ба ан креп" else {ANNA["name"]}), query
    path = f"/contacts/{two[0]['contact_id']}"
    renamed = world.olga.must("PUT", path, ANNA | {"name": "Ада Новикова", "version": 1})
    assert (found(world, "закреп"), found(world, "новиков") >= {"Ада Новикова"}) == ({"Борис Закрепов"}, True)
    assert world.olga.call("DELETE", path).status_code == 204
    assert renamed["name"] not in found(world, "новиков")


def test_a_pinned_number_names_its_contact_on_the_card(world: World, two: list[dict[str, Any]]) -> None:
    ring = {"cmd": "event", "type": "INCOMING", "direction": "in", "ext": "100", "phone": NUMBER}
    with world.screen(world.olga) as olga:
        shown = []
        for contact in (None, two[1], two[0]):
            if contact:
                pinned = world.denis.must("PUT", f"/numbers/{NUMBER}/pin", {"contact_id": contact["contact_id"]})
                assert pinned["pinned"] == [NUMBER]
            call = world.new_call()
            assert world.post(ring | {"callid": call, "crm_token": world.crm_token}).status_code == 200
            shown.append([(each["name"], each["reason"]) for each in olga.next(call)["contacts"]])
    names = sorted(contact["name"] for contact in two)
    assert shown == [[(name, "full") for name in names], [(names[1], "pinned")], [(names[0], "pinned")]]
    assert world.olga.call("DELETE", f"/numbers/{NUMBER}/pin").status_code == 204
    assert world.olga.must("GET", f"/contacts/{two[0]['contact_id']}")["pinned"] == []


def test_of_editors_at_once_one_wins_and_the_others_see_what_won(world: World, two: list[dict[str, Any]]) -> None:
    path = f"/contacts/{two[0]['contact_id']}"
    changes = [ANNA | {"note": f"Правка {number}", "version": 1} for number in range(3)]
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda change: world.olga.call("PUT", path, change), changes))
    [won] = [answer.json() for answer in answers if answer.status_code == 200]
    assert [answer.status_code for answer in answers].count(409) == 2
    assert all(answer.json()["contact"] == won for answer in answers if answer.status_code == 409)
    assert world.olga.must("GET", path) == won


def test_of_pins_at_once_one_stays_and_both_contacts_say_so(world: World, two: list[dict[str, Any]]) -> None:
    bodies = [{"contact_id": contact["contact_id"]} for contact in two]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda body: world.olga.call("PUT", f"/numbers/{NUMBER}/pin", body), bodies))
    assert {answer.status_code for answer in answers} <= {200, 409}
    held = [world.olga.must("GET", f"/contacts/{contact['contact_id']}")["pinned"] for contact in two]
    assert sorted(held) == [[], [NUMBER]]
