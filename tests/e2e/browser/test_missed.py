"""The missed-call desk: who waits is seen by everybody at once, taken by one, and closes by itself."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.e2e.browser.desk import Desk
from tests.e2e.test_missed_desk import CALLS_BACK, PICKS_UP, fresh_number, miss
from tests.e2e.world import World


@pytest.fixture(autouse=True)
def no_cards(world: World) -> None:
    """Let no card cover the rows."""
    world.settings(incoming_card="never")


def test_a_missed_client_appears_at_both_desks_is_taken_and_taken_over(world: World, olga: Desk, denis: Desk) -> None:
    for desk in (olga, denis):
        desk.refresh()  # whom another test had erased still counts in a tab that was open
    open_missed(olga, denis)
    phone = missed(world)
    for desk in (olga, denis):
        expect(row(desk, phone)).to_contain_text("Никто не взял")
        expect(badge(desk)).to_have_text(waiting(world))
    row(denis, phone).get_by_role("button", name="Беру").click()
    expect(row(denis, phone)).to_contain_text("Взяли вы")
    theirs = row(olga, phone)
    expect(theirs).to_contain_text("Денис Карпов")
    expect(theirs.get_by_role("button", name="Перезвонить")).to_be_disabled()
    theirs.get_by_role("button", name="Перехватить").click()
    expect(theirs).to_contain_text("Взяли вы")
    expect(row(denis, phone).get_by_role("button", name="Перехватить")).to_be_visible()


def test_who_takes_over_too_late_is_shown_who_has_the_client_now(world: World, olga: Desk, denis: Desk) -> None:
    open_missed(olga)
    phone = missed(world)
    expect(row(olga, phone)).to_contain_text("Никто не взял")
    olga.page.route("**/callbacks/*/taken", lambda route: route.fulfill(status=409, json=quicker(world, phone)))
    row(olga, phone).get_by_role("button", name="Перезвонить").click()
    olga.toast("Уже взял другой: Денис Карпов")
    expect(row(olga, phone).get_by_role("button", name="Перехватить")).to_be_visible()
    assert not [call for call in world.makecalls() if call["phone"].endswith(phone[1:])], (
        "nobody dials a colleague's client"
    )
    olga.page.unroute("**/callbacks/*/taken")


def test_calling_back_takes_the_client_and_dials(world: World, olga: Desk, denis: Desk) -> None:
    open_missed(olga, denis)
    phone = missed(world)
    row(olga, phone).get_by_role("button", name="Перезвонить").click()
    expect(row(denis, phone)).to_contain_text("Ольга Миронова")
    olga.toast("Снимите трубку на телефоне 100")
    assert [call for call in world.makecalls() if call["phone"].endswith(phone[1:])]


def test_a_client_who_was_reached_closes_in_place_and_says_how(world: World, olga: Desk) -> None:
    open_missed(olga)
    phone = missed(world)
    expect(row(olga, phone)).to_contain_text("1 раз")
    row(olga, phone).hover()  # under the hand nothing leaves
    call = world.new_call()
    for query in (CALLS_BACK, PICKS_UP):
        world.play(query.format(phone=phone), call)
    expect(row(olga, phone)).to_contain_text("Перезвонили через меньше минуты: Денис Карпов")
    expect(closed(olga, phone)).to_contain_text("Денис Карпов")
    olga.page.mouse.move(5, 5)
    expect(row(olga, phone)).to_have_count(0)
    closed(olga, phone).get_by_role("button", name="Вернуть").click()
    expect(row(olga, phone)).to_contain_text("Никто не взял")


def test_done_with_a_reason_is_taken_back_from_the_toast(world: World, olga: Desk) -> None:
    open_missed(olga)
    phone = missed(world)
    row(olga, phone).get_by_role("button", name="Беру").click()
    row(olga, phone).get_by_role("button", name="Готово с причиной").click()
    olga.page.get_by_role("button", name="Ошиблись номером").click()
    expect(row(olga, phone)).to_contain_text("Отмечено «Готово»: Ольга Миронова, Ошиблись номером")
    toast(olga, "Отмечено «Готово»").get_by_role("button", name="Вернуть").click()
    expect(row(olga, phone)).to_contain_text("Никто не взял")


def test_all_are_marked_at_once_and_all_come_back(world: World, olga: Desk, denis: Desk) -> None:
    open_missed(olga, denis)
    phones = [missed(world), missed(world)]
    for phone in phones:
        expect(row(olga, phone)).to_be_visible()
    olga.page.get_by_role("button", name="Отметить все готовыми").click()
    toast(olga, "Отмечен").hover()  # it stays under the pointer
    expect(badge(olga)).to_have_count(0)
    expect(badge(denis)).to_have_count(0)
    for phone in phones:
        expect(closed(olga, phone)).to_contain_text("Отмечено «Готово»: Ольга Миронова")
        expect(row(denis, phone)).to_have_count(0)
    toast(olga, "Отмечен").get_by_role("button", name="Вернуть").click()
    for phone in phones:
        expect(row(denis, phone)).to_contain_text("Никто не взял")
    expect(badge(denis)).to_have_text(waiting(world))


def test_several_calls_are_one_row_that_unfolds(world: World, olga: Desk) -> None:
    open_missed(olga)
    phone = missed(world)
    miss(world, phone)
    row(olga, phone).get_by_role("button", name="2 раза").click()
    attempts = olga.page.locator(f'[data-phone="{canonical(phone)}"] + .missed-attempts li')
    expect(attempts).to_have_count(2)
    expect(attempts.first).to_contain_text("звонил 0:20")
    expect(attempts.first).to_contain_text("телефон 100")


def test_the_administrator_looks_on_and_has_nothing_to_press(world: World, admin: Desk) -> None:
    phone = missed(world)
    admin.open("Пропущенные")
    expect(row(admin, phone)).to_be_visible()
    expect(row(admin, phone).get_by_role("button")).to_have_count(0)
    expect(admin.page.get_by_role("button", name="Отметить все готовыми")).to_have_count(0)


def test_actions_that_a_card_covers_are_there_once_more_in_the_opened_row(world: World, olga: Desk) -> None:
    world.settings()
    open_missed(olga)
    phone = missed(world)
    expect(olga.page.locator(".card-missed")).to_be_visible()
    row(olga, phone).locator(".m-wait").click()
    olga.page.locator(".m-uncovered").get_by_role("button", name="Беру").click()
    expect(row(olga, phone)).to_contain_text("Взяли вы")


def open_missed(*desks: Desk) -> None:
    """Go to the missed-call desk."""
    for desk in desks:
        desk.open("Пропущенные")
        expect(desk.page.get_by_role("heading", name="Пропущенные")).to_be_visible()


def missed(world: World) -> str:
    """A client whom nobody knows has called in vain."""
    phone = fresh_number()
    miss(world, phone)
    wanted = canonical(phone)
    deadline = time.monotonic() + 20
    while not [one for one in listed(world) if one["phone"] == wanted]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return phone


def listed(world: World) -> list[dict[str, Any]]:
    """Who waits, as the server says."""
    rows: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = world.denis.must("GET", "/callbacks", params={"cursor": cursor} if cursor else {})
        rows, cursor = [*rows, *page["callbacks"]], page["cursor"]
    return rows


def waiting(world: World) -> str:
    """How many wait, as the badge says it."""
    return f"Ждут перезвона: {len(listed(world))}"


def quicker(world: World, phone: str) -> dict[str, Any]:
    """The answer to who is late: Denis has just taken the client."""
    return {"message": "late", "callback": world.denis.must("PUT", f"/callbacks/{canonical(phone)}/taken")}


def canonical(phone: str) -> str:
    """The number as the server names it."""
    return f"7{phone[1:]}"


def row(desk: Desk, phone: str) -> Locator:
    """A client's row among those who wait."""
    return desk.page.locator(f'.missed-row[data-phone="{canonical(phone)}"]')


def closed(desk: Desk, phone: str) -> Locator:
    """A client's row among those who were closed today."""
    return desk.page.locator(f'[data-closed="{canonical(phone)}"]')


def badge(desk: Desk) -> Locator:
    """How many wait, in the navigation."""
    return desk.page.locator(".nav-missed .count-badge")


def toast(desk: Desk, text: str) -> Locator:
    """The newest toast with a text."""
    return desk.page.locator(".toast").filter(has_text=text).last


def test_a_recording_on_the_desk_leads_to_its_call_in_the_journal(world: World, olga: Desk) -> None:
    olga.page.route("**/calls?*", recorded)
    olga.refresh()
    olga.page.get_by_role("link", name="Слушать запись в журнале").first.click()
    expect(olga.page).to_have_url(re.compile(r"#/journal\?period=all&query=7999"))
    olga.page.unroute("**/calls?*")


def recorded(route: Route) -> None:
    """Give every call of an answer a recording."""
    answer = route.fetch()
    found = answer.json()
    for call in found["calls"]:
        call["link"] = "https://records.invalid/1.mp3"
    route.fulfill(response=answer, json=found)
