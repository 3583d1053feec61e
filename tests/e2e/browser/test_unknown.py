"""The window of a number nobody knows: four actions, four kinds of contacts, and the withheld number."""

import time

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.desk import Desk, written
from tests.e2e.world import World

RING = "event=1&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num={}"
DIAL = "event=1&src_type=2&call_id=32323&src_num=100&dst_num={}"
MISSED = (
    "event=2&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num={}&status=NOANSWER&"
    "call_record_link=&call_start_timestamp=1794000000&call_answer_timestamp=&timestamp=1794000020"
)
KINDS = ["Контактное лицо", "Контрагент", "Партнёр", "Физическое лицо"]


def stranger() -> str:
    """A number nobody has called from: 8 905 and seven digits that no other contact ends with."""
    return f"8905{time.time_ns() // 1_000_000 % 10_000_000:07}"


def window(world: World, desk: Desk, query: str) -> Locator:
    """The window of an unknown caller."""
    callid = world.play(query, world.new_call())["sent"]["callid"]
    desk.hears(callid, "ringing")
    return desk.card(callid)


@pytest.mark.parametrize(("query", "title"), [(RING, "Входящий звонок"), (DIAL, "Исходящий звонок")])
def test_an_unknown_number_has_its_window(world: World, olga: Desk, denis: Desk, query: str, title: str) -> None:
    phone = stranger()
    card = window(world, olga, query.format(phone))
    expect(card.locator(".card-state-word")).to_have_text(title)
    expect(card.locator(".card-name")).to_have_text(written(f"+7 905 {phone[4:7]}-{phone[7:9]}-{phone[9:]}"))
    expect(card).to_contain_text("Нет в контактах")
    for action in ("Скопировать номер", "Перезвонить", *KINDS):
        expect(card.get_by_role("button", name=action)).to_be_visible()
    expect(card.get_by_role("link", name="Найти в Яндексе")).to_be_visible()
    assert denis.page.locator("cc-card").count() == 0


def test_the_number_is_copied(world: World, olga: Desk) -> None:
    phone = stranger()
    window(world, olga, RING.format(phone)).get_by_role("button", name="Скопировать номер").click()
    olga.toast("Номер скопирован")
    assert olga.page.evaluate("navigator.clipboard.readText()") == f"+7{phone[1:]}"


def test_one_click_calls_back_once(world: World, olga: Desk) -> None:
    phone, before = stranger(), len(world.makecalls())
    window(world, olga, RING.format(phone)).get_by_role("button", name="Перезвонить").dblclick()
    olga.toast("Снимите трубку на телефоне 100")
    asked = world.makecalls()[before:]
    assert [(each["user"], each["phone"][-10:]) for each in asked] == [("100", phone[1:])]


def test_yandex_opens_in_a_new_tab_that_knows_nothing_of_us(world: World, olga: Desk) -> None:
    phone = stranger()
    link = window(world, olga, RING.format(phone)).get_by_role("link", name="Найти в Яндексе")
    olga.page.context.route("https://yandex.ru/**", lambda route: route.fulfill(body="<title>found</title>"))
    with olga.page.context.expect_page() as opened:
        link.click()
    found = opened.value
    found.wait_for_load_state()
    assert found.url == f"https://yandex.ru/search/?text=%2B7{phone[1:]}"
    assert (found.evaluate("document.referrer"), found.evaluate("window.opener")) == ("", None)
    found.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_contact_is_created_with_the_number_and_the_card_knows_it(world: World, olga: Desk, kind: str) -> None:
    phone, name = stranger(), f"Новый {kind} {time.time_ns()}"
    card = window(world, olga, RING.format(phone))
    card.get_by_role("button", name=kind).click()
    expect(card.get_by_label("Номер телефона")).to_have_value(f"+7 905 {phone[4:7]}-{phone[7:9]}-{phone[9:]}")
    card.get_by_label("Имя или название").fill(name)
    card.get_by_role("button", name="Сохранить").click()
    expect(card.locator(".card-name")).to_have_text(name)
    expect(card.locator(".tag")).to_contain_text(kind)
    [contact] = world.olga.must("GET", "/contacts", params={"query": name})["contacts"]
    assert (contact["phones"], contact["responsible"]) == ([f"7{phone[1:]}"], "operator-100")
    world.olga.must("DELETE", f"/contacts/{contact['contact_id']}")


def test_a_colleagues_new_contact_comes_into_the_open_card_with_the_calls_of_the_past(world: World, olga: Desk) -> None:
    phone, name = stranger(), f"Записал коллега {time.time_ns()}"
    for _ in range(2):
        world.play(MISSED.format(phone), world.new_call())
    card = window(world, olga, RING.format(phone))
    expect(card).to_contain_text("Нет в контактах")
    contact = world.denis.must("POST", "/contacts", {"kind": "person", "name": name, "phones": [phone]})
    expect(card.locator(".card-name")).to_have_text(name)
    expect(card.locator(".last-calls li")).to_have_count(2)
    assert len(olga.notifications()) == 1  # the ringing's; another contact is no news
    world.denis.must("DELETE", f"/contacts/{contact['contact_id']}")
    expect(card).to_contain_text("Нет в контактах")


def test_the_number_is_added_to_a_contact_there_is(world: World, olga: Desk) -> None:
    phone, name = stranger(), f"Прежний {time.time_ns()}"
    contact = world.olga.must("POST", "/contacts", {"kind": "person", "name": name, "phones": []})
    card = window(world, olga, RING.format(phone))
    card.get_by_role("button", name="Добавить к существующему").click()
    card.get_by_label("Кому добавить номер").fill(name)
    found = card.get_by_role("button", name=name)
    expect(found).to_be_visible()
    change = {"kind": "person", "name": name, "note": "правят тем временем", "version": contact["version"]}
    world.denis.must("PUT", f"/contacts/{contact['contact_id']}", change)
    found.click()
    expect(card.locator(".card-name")).to_have_text(name)
    kept = world.olga.must("GET", f"/contacts/{contact['contact_id']}")
    assert (kept["phones"], kept["note"]) == ([f"7{phone[1:]}"], "правят тем временем")
    world.olga.must("DELETE", f"/contacts/{contact['contact_id']}")


def test_a_number_that_a_colleague_links_meanwhile_makes_the_same_card_known(world: World, olga: Desk) -> None:
    phone, name = stranger(), f"Связанный {time.time_ns()}"
    card = window(world, olga, RING.format(phone))
    expect(card).to_contain_text("Нет в контактах")
    card.evaluate("(card) => { card.seenBefore = true; }")
    contact = world.denis.must("POST", "/contacts", {"kind": "partner", "name": name, "phones": [phone]})
    expect(card.locator(".card-name")).to_have_text(name)
    assert card.evaluate("(card) => card.seenBefore") is True
    world.denis.must("DELETE", f"/contacts/{contact['contact_id']}")
    expect(card).to_contain_text("Нет в контактах")


def test_a_form_begun_is_kept_whatever_the_book_learns_and_when_the_card_is_folded(world: World, olga: Desk) -> None:
    phone, name = stranger(), f"Связанный {time.time_ns()}"
    card = window(world, olga, RING.format(phone))
    card.get_by_role("button", name="Партнёр").click()
    card.get_by_label("Имя или название").fill("Начатое имя")
    contact = world.denis.must("POST", "/contacts", {"kind": "partner", "name": name, "phones": [phone]})
    expect(card.get_by_role("status").filter(has_text=f"Номер уже в контактах: {name}")).to_be_visible()
    card.get_by_role("button", name="Свернуть").click()
    card.get_by_role("button", name="Показать", exact=True).click()
    expect(card.get_by_label("Имя или название")).to_have_value("Начатое имя")
    card.get_by_role("button", name="Показать", exact=True).click()
    expect(card.locator(".card-name")).to_have_text(name)
    world.denis.must("DELETE", f"/contacts/{contact['contact_id']}")


def test_a_withheld_number_has_none_of_a_numbers_actions(world: World, olga: Desk) -> None:
    callid = world.new_call()
    body = {"cmd": "event", "type": "INCOMING", "direction": "in", "user": "100", "ext": "100", "phone": "anonymous"}
    assert world.post(body | {"diversion": "", "callid": callid, "crm_token": world.crm_token}).ok
    olga.hears(callid, "ringing")
    card = olga.card(callid)
    expect(card.locator(".card-name")).to_have_text("Номер скрыт")
    expect(card.get_by_role("button", name="Перезвонить")).to_have_count(0)
    expect(card.get_by_role("link")).to_have_count(0)
