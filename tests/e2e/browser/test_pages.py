"""Login, address book, click-to-call, journal and the page as a whole."""

import re
import time
from typing import Any

from playwright.sync_api import Route, expect

from tests.e2e.browser.desk import Desk, written
from tests.e2e.world import World

TEXT = (
    "При выполнении запроса к Простым звонкам произошла ошибка: {}.\n"
    "Пожалуйста, обратитесь в поддержку Простых звонков."
)

A_MODULE = re.compile(r"/(calls|chunk-\w+)\.js$")  # that app.js imports, as it is written and as it is built


def open_contact(desk: Desk, name: str) -> None:
    """Find a contact in the address book and open it."""
    desk.open("Контакты")
    desk.page.locator("cc-contact-list input").fill(name)
    desk.page.locator(".contact-row").filter(has_text=name).click()
    expect(desk.page.locator("cc-contact .pane-who h2")).to_have_text(name)


def test_a_wrong_password_is_told_in_words(stranger: Desk, stack: dict[str, Any]) -> None:
    stranger.log_in(stack["operators"][0]["login"], "Wrong-password-1")
    expect(stranger.page.get_by_role("alert")).to_have_text("Неверный логин или пароль.")


def test_a_login_survives_a_reload_and_ends_with_the_logout(stranger: Desk, stack: dict[str, Any]) -> None:
    operator = stack["operators"][0]
    stranger.log_in(operator["login"], operator["password"])
    expect(stranger.page.get_by_text("На связи")).to_be_visible()
    stranger.page.reload()
    stranger.page.get_by_role("button", name="Меню оператора").click()
    stranger.page.get_by_role("button", name="Выйти").click()
    expect(stranger.page.get_by_role("button", name="Войти")).to_be_visible()
    stranger.page.reload()
    expect(stranger.page.get_by_role("button", name="Войти")).to_be_visible()


def test_a_click_in_the_address_book_starts_a_call(world: World, olga: Desk) -> None:
    before = len(world.makecalls())
    open_contact(olga, "Ирина Соколова")
    olga.page.get_by_role("button", name="Позвонить").click()
    olga.toast("Снимите трубку на телефоне 100")
    asked = world.makecalls()[before:]
    assert [(each["user"], each["phone"][-10:]) for each in asked] == [("100", "9991234567")]


def test_a_failed_call_shows_the_specifications_two_lines_exactly(world: World, olga: Desk) -> None:
    world.switch(makecall="400")
    open_contact(olga, "Ирина Соколова")
    olga.page.get_by_role("button", name="Позвонить").click()
    dialog = olga.page.get_by_role("dialog", name="Звонок не начат")
    expect(dialog).to_contain_text(written("+7 999 123-45-67"))
    assert dialog.locator(".exact").text_content() == TEXT.format("Неверно указан номер телефона")
    expect(dialog.get_by_role("button", name="Закрыть")).to_be_focused()
    dialog.get_by_role("button", name="Скопировать текст").click()
    assert olga.page.evaluate("navigator.clipboard.readText()") == TEXT.format("Неверно указан номер телефона")
    dialog.get_by_role("button", name="Закрыть").click()
    expect(dialog).to_have_count(0)


def test_a_call_started_here_brings_its_card(world: World, olga: Desk) -> None:
    world.switch(follow=True)
    open_contact(olga, "Ирина Соколова")
    olga.page.get_by_role("button", name="Позвонить").click()
    told = olga.wait_for(lambda frame: frame["type"] == "call" and frame["call"]["direction"] == "out")["call"]
    expect(olga.card(told["call_id"].split("#")[0])).to_contain_text("Ирина Соколова")
    olga.hears(told["call_id"].split("#")[0], "ended")


def test_a_contact_is_created_changed_and_deleted(world: World, olga: Desk) -> None:
    name = f"Проверка {time.time_ns()}"
    olga.open("Контакты").page.get_by_role("button", name="Создать").click()
    olga.page.locator("#create-menu").get_by_role("button", name="Партнёр").click()
    expect(olga.page.locator(".kinds").get_by_role("button", name="Партнёр")).to_have_attribute("aria-pressed", "true")
    olga.page.get_by_label("Имя или название").fill(name)
    olga.page.get_by_label("Номер телефона").fill("8 (906) 555-07-12")
    olga.page.get_by_role("button", name="Сохранить").click()
    expect(olga.page.locator("cc-contact")).to_contain_text(written("+7 906 555-07-12"))
    olga.page.get_by_role("button", name="Изменить").click()
    olga.page.get_by_label("Компания", exact=True).fill("ООО «Проверка»")
    olga.page.get_by_role("button", name="Сохранить").click()
    expect(olga.page.locator("cc-contact")).to_contain_text("ООО «Проверка»")
    olga.page.get_by_role("button", name="Удалить").click()
    olga.page.get_by_role("dialog").get_by_role("button", name="Удалить").click()
    olga.toast("Контакт удалён")
    assert world.olga.must("GET", "/contacts", params={"query": name})["contacts"] == []


def test_two_editors_at_once_lose_nothing_and_retype_nothing(world: World, olga: Desk) -> None:
    body = {"kind": "person", "name": f"Двое {time.time_ns()}", "phones": ["89065550713"]}
    contact = world.olga.must("POST", "/contacts", body)
    path = f"/contacts/{contact['contact_id']}"
    open_contact(olga, contact["name"])
    olga.page.get_by_role("button", name="Изменить").click()
    theirs = body | {"note": "первым", "company": "ООО «Полюс»", "phones": ["89065550713", "89065550714"]}
    world.denis.must("PUT", path, theirs | {"version": contact["version"]})
    olga.page.get_by_label("Заметка").fill("вторым")
    olga.page.get_by_label("Имя или название").fill(f"{contact['name']} и я")
    olga.page.get_by_role("button", name="Сохранить").click()
    told = olga.page.get_by_role("alert")
    expect(told).to_contain_text("Уже подставлено выше: Компания, Номера.")
    expect(olga.page.get_by_label("Заметка", exact=True)).to_have_value("вторым")
    told.get_by_label("первым").check()
    expect(olga.page.get_by_label("Заметка", exact=True)).to_have_value("первым")
    told.get_by_label("вторым").check()
    olga.page.get_by_role("button", name="Сохранить").click()
    expect(olga.page.locator("cc-contact .pane-who h2")).to_have_text(f"{contact['name']} и я")
    kept = world.olga.must("GET", path)
    assert (kept["name"], kept["company"], kept["note"]) == (f"{contact['name']} и я", "ООО «Полюс»", "вторым")
    assert kept["phones"] == ["79065550713", "79065550714"]
    world.olga.must("DELETE", path)


def test_an_extension_is_shown_beside_its_number_and_can_be_taken_off(world: World, olga: Desk) -> None:
    phones = ["8 (423) 202-25-11, доб. 100 / 8 (423) 202-25-12"]
    body = {"kind": "counterparty", "name": f"Два номера {time.time_ns()}", "phones": phones}
    contact = world.olga.must("POST", "/contacts", body)
    open_contact(olga, contact["name"])
    rows = olga.page.locator(".number-row")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(written("+7 423 202-25-11"))
    expect(rows.first.locator("small")).to_have_text("доб. 100")
    olga.page.get_by_role("button", name="Изменить").click()
    expect(olga.page.get_by_label("Номер телефона").first).to_have_value("+7 423 202-25-11 доб. 100")
    olga.page.get_by_label("Номер телефона").first.fill("+7 423 202-25-11")
    olga.page.get_by_role("button", name="Сохранить").click()
    expect(rows.first).to_have_text(written("+7 423 202-25-11"))
    path = f"/contacts/{contact['contact_id']}"
    kept = world.olga.must("GET", path)
    assert (kept["phones"], kept["dial_after"]) == (["74232022511", "74232022512"], {})
    world.olga.must("DELETE", path)


def test_a_pinned_number_says_so_in_its_contact_and_can_be_unpinned(world: World, olga: Desk) -> None:
    body = {"kind": "person", "name": f"Закреплённый {time.time_ns()}", "phones": ["89065550715"]}
    contact = world.olga.must("POST", "/contacts", body)
    world.olga.must("PUT", "/numbers/79065550715/pin", {"contact_id": contact["contact_id"]})
    open_contact(olga, contact["name"])
    row = olga.page.locator(".number-row")
    expect(row.locator(".pinned")).to_have_text("закреплён")
    row.get_by_role("button", name="Открепить").click()
    expect(row.locator(".pinned")).to_have_count(0)
    path = f"/contacts/{contact['contact_id']}"
    assert world.olga.must("GET", path)["pinned"] == []
    world.olga.must("DELETE", path)


def test_a_long_list_comes_page_by_page_and_the_keys_lead_through_it(world: World, olga: Desk) -> None:
    asked: list[str] = []
    olga.page.on("request", lambda request: asked.append(request.url) if "/contacts?" in request.url else None)
    names = [f"Страница {index:03}" for index in range(120)]
    page = {"contacts": [row(name) for name in names[:60]], "cursor": "more"}
    rest = {"contacts": [row(name) for name in names[58:]], "cursor": None}  # two moved while we read
    olga.page.route("**/api/contacts", lambda route: route.fulfill(json=page))
    olga.page.route("**/api/contacts?*", lambda route: route.fulfill(json=rest))
    olga.open("Контакты")
    rows = olga.page.locator(".contact-row")
    expect(rows).to_have_count(60)
    rows.last.scroll_into_view_if_needed()
    expect(rows).to_have_count(120)
    assert len(asked) == 1
    olga.page.locator("cc-contact-list input").press("ArrowDown")
    olga.page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    olga.page.unroute_all()


def row(name: str) -> dict[str, Any]:
    """A contact of a list."""
    about: dict[str, Any] = {
        "kind": "person",
        "company": "",
        "phones": [],
        "displays": [],
        "responsible": None,
        "note": "",
    }
    return {"contact_id": name, "name": name, "version": 1} | about


def test_an_ended_call_appears_in_the_journal_by_itself(world: World, olga: Desk) -> None:
    now, call, phone = int(time.time()), world.new_call(), "89990011777"
    olga.open("Журнал")
    common = f"src_type=1&call_id={call}&line=3333333&dst_num=100&src_num={phone}"
    times = f"call_start_timestamp={now - 24}&timestamp={now}&status=NOANSWER&call_record_link="
    world.play(f"event=2&{times}&{common}")
    row = olga.page.locator(".journal-row").filter(has_text=written("+7 999 001-17-77")).first
    expect(row).to_contain_text("Пропущен")
    row.click()
    expect(olga.page.locator(".journal-details").get_by_role("button", name="Перезвонить")).to_be_visible()


def test_the_page_speaks_english_when_asked(olga: Desk) -> None:
    olga.page.get_by_role("button", name="Меню оператора").click()
    olga.page.get_by_role("button", name="English").click()
    expect(olga.page.get_by_role("heading", level=1)).to_have_text("Desk")
    olga.page.get_by_role("button", name="Русский").click()
    expect(olga.page.get_by_role("heading", level=1)).to_have_text("Рабочий стол")


def test_an_operator_has_no_way_into_the_settings(olga: Desk) -> None:
    expect(olga.page.get_by_role("link", name="Настройки")).to_have_count(0)
    olga.page.goto(f"{olga.web_url}/#/settings")
    expect(olga.page.get_by_text("Раздел только для администраторов")).to_be_visible()


def test_a_module_that_does_not_arrive_is_asked_for_again(stranger: Desk) -> None:
    lost: list[str] = []

    def lose_once(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.abort()

    stranger.page.route(A_MODULE, lose_once)
    stranger.page.goto(stranger.web_url)
    expect(stranger.page.get_by_role("button", name="Войти")).to_be_visible()
    assert len(lost) == 1
