"""The journal: filters in the address, pages without end, recordings, notes, and what is filtered as a file."""

import re
import time

from playwright.sync_api import expect

from tests.e2e.browser.desk import Desk
from tests.e2e.browser.journal import RECORD, ROWS, MadeUp, address, noted, opened, row, told
from tests.e2e.world import World


def test_filters_stand_in_the_address_and_survive_a_reload_and_the_way_back(world: World, journal: Desk) -> None:
    name = f"7999{time.time_ns() % 10**7:07}"
    missed = told(world, 60, phone=name, status="missed", duration=0)
    told(world, 120, phone=name)
    told(world, 180, phone=name, user="101", ext="101", status="missed", duration=0)
    rows = opened(journal, f"?query={name}")
    expect(rows).to_have_count(3)
    expect(journal.page.locator(".toolbar-end")).to_have_text("3 звонка")
    journal.page.get_by_role("button", name="Пропущенные", exact=True).click()
    expect(rows).to_have_count(2)
    journal.page.get_by_role("button", name="Операторы").click()
    journal.page.get_by_role("checkbox", name="Ольга Миронова").check()
    expect(rows).to_have_count(1)
    journal.page.keyboard.press("Escape")
    assert address(journal) == {"query": [name], "missed": ["1"], "operators": ["operator-100"]}
    journal.page.reload()
    expect(rows).to_have_count(1)
    expect(journal.page.get_by_role("button", name="Операторы: 1")).to_be_visible()
    expect(journal.page.get_by_role("searchbox", name="Имя, компания или номер")).to_have_value(name)
    noted(world, missed, "перезвонить")
    journal.page.go_back()
    expect(rows).to_have_count(2)
    journal.page.go_back()
    expect(rows).to_have_count(3)
    journal.page.go_forward()
    expect(rows).to_have_count(2)
    journal.page.get_by_role("button", name="Сбросить").click()
    expect(journal.page.get_by_role("searchbox", name="Имя, компания или номер")).to_have_value("")
    assert address(journal) == {}


def test_a_search_is_one_step_and_own_dates_are_kept(world: World, journal: Desk) -> None:
    note = f"заметка{time.time_ns()}"
    noted(world, told(world, 60), note)
    opened(journal)
    journal.page.get_by_role("searchbox", name="Имя, компания или номер").press_sequentially(note, delay=20)
    rows = journal.page.locator(ROWS)
    expect(rows).to_have_count(1)
    steps = journal.page.evaluate("history.length")
    today = journal.page.evaluate("new Date().toLocaleDateString('sv')")
    journal.page.get_by_role("button", name="Период: 7 дней").click()
    journal.page.get_by_label("С", exact=True).fill(today)
    journal.page.get_by_label("По", exact=True).fill(today)
    journal.page.get_by_role("button", name="Показать", exact=True).click()
    expect(journal.page.get_by_role("button", name=re.compile(r"Период: \d\d\.\d\d\.\d{4}$"))).to_be_visible()
    assert address(journal) == {"query": [note], "from": [today], "to": [today]}
    assert journal.page.evaluate("history.length") == steps + 1
    expect(rows).to_have_count(1)
    opened(journal, "?period=eternity&from=2026-02-30&direction=up&operators=%20&missed=no")
    expect(journal.page.get_by_role("button", name="Период: 7 дней")).to_be_visible()
    expect(journal.page.get_by_role("button", name="Сбросить")).to_have_count(0)


def test_a_journal_is_read_to_its_end_over_short_and_empty_pages(journal: Desk) -> None:
    pages = [[row(i) for i in range(30)], [], [row(i) for i in range(30, 32)], [row(i) for i in range(32, 70)]]
    made_up = MadeUp(journal.page, pages)
    rows = opened(journal, "?period=all")
    rows.last.scroll_into_view_if_needed()
    expect(rows).to_have_count(70)
    expect(journal.page.locator("cc-more")).to_have_count(0)
    expect(journal.page.locator(".toolbar-end")).to_have_text("70 звонков")
    # the page before may have asked for the next of its own, and news of a call has the first one read again
    asked = [each for each in made_up.asked if each.isdecimal()]
    assert asked[0] == "0"
    assert [each for each in asked if each != "0"] == ["1", "2", "3"]
    heads = journal.page.locator(".day")
    assert heads.count() > 1
    expect(heads.first).to_contain_text("Сегодня")
    assert heads.evaluate_all("all => all.every((head) => getComputedStyle(head).position === 'sticky')")


def test_when_the_next_page_does_not_come_it_is_said_and_asked_for_again(journal: Desk) -> None:
    made_up = MadeUp(journal.page, [[row(i) for i in range(50)], [row(i) for i in range(50, 55)]])
    rows = opened(journal, "?period=all")
    made_up.failing = True
    rows.last.scroll_into_view_if_needed()
    expect(journal.page.get_by_text("Следующие звонки не загрузились.")).to_be_visible()
    expect(rows).to_have_count(50)
    made_up.failing = False
    journal.page.get_by_role("button", name="Повторить").click()
    expect(rows).to_have_count(55)


def test_nothing_found_nothing_there_and_no_answer_are_told_apart(journal: Desk) -> None:
    made_up = MadeUp(journal.page, [[]])
    journal.page.evaluate("window.location.hash = '#/journal?missed=1'")
    expect(journal.page.get_by_text("Таких звонков нет")).to_be_visible()
    journal.page.evaluate("window.location.hash = '#/journal'")
    expect(journal.page.get_by_text("Звонков пока нет")).to_be_visible()
    made_up.failing = True
    journal.page.evaluate("window.location.hash = '#/journal?period=today'")
    expect(journal.page.get_by_role("alert")).to_contain_text("Данные недоступны")
    made_up.failing = False
    made_up.pages = [[row(0)]]
    journal.page.get_by_role("button", name="Повторить").click()
    expect(journal.page.locator(ROWS)).to_have_count(1)


def test_new_calls_come_without_moving_what_is_read(journal: Desk) -> None:
    made_up = MadeUp(journal.page, [[row(i) for i in range(50)], [row(i) for i in range(50, 60)]])
    rows = opened(journal, "?period=all")
    read = rows.filter(has_text="Клиент 030")
    read.scroll_into_view_if_needed()
    journal.page.mouse.move(700, 500)
    before = read.bounding_box()
    made_up.pages[0] = [row(0, call_id=f"new-{i}#100#0", contact=None) for i in range(3)] + made_up.pages[0][:47]
    tick(journal)
    newer = journal.page.get_by_role("button", name="3 новых звонка")
    expect(newer).to_be_visible()
    assert read.bounding_box() == before
    newer.click()
    expect(rows.first).to_contain_text("Нет в контактах")
    expect(rows.first).to_be_in_viewport()
    expect(newer).to_have_count(0)


def tick(desk: Desk) -> None:
    """Let the page hear that a call ended."""
    desk.page.evaluate(
        """() => { const { store } = document.querySelector("cc-app").services;
        store.set({ journalTick: store.get().journalTick + 1 }); }"""
    )


def test_a_call_that_goes_on_stands_first_and_becomes_a_row(world: World, journal: Desk) -> None:
    rows = opened(journal)
    call = world.new_call()
    common = "src_type=1&line=3333333&dst_num=100&src_num=89991234567"
    world.play(f"event=1&call_id={call}&{common}")
    live = journal.page.locator(".row-live")
    expect(live).to_contain_text("Ирина Соколова")
    expect(live).to_contain_text("звонит")
    assert live.evaluate("row => row.closest('[role=rowgroup]') === document.querySelector('.journal [role=rowgroup]')")
    now = int(time.time())
    times = f"call_start_timestamp={now - 9}&timestamp={now}&status=NOANSWER&call_record_link="
    world.play(f"event=2&call_id={call}&{times}&{common}")
    expect(live).to_have_count(0)
    expect(rows.first).to_contain_text("Ирина Соколова")
    expect(rows.first).to_contain_text("Пропущен")


def test_a_row_opens_to_its_note_its_contact_and_the_reason_of_its_card(world: World, journal: Desk) -> None:
    callid, word = told(world, 30, phone="79991234567", link=f"{RECORD}/1.wav"), f"первая{time.time_ns()}"
    noted(world, callid, word)
    rows = opened(journal, f"?query={word}")
    rows.first.locator(".row-button").focus()
    journal.page.keyboard.press("Enter")
    details = journal.page.locator("cc-journal-details")
    text = f"Просила счёт {word}"  # news of a call takes rows that do not fit the search any more
    details.get_by_label("Заметка к звонку").fill(text)
    expect(details.get_by_text("Сохранено")).to_be_visible()
    found = world.olga.must("GET", "/calls", params={"query": text})["calls"]
    assert [call["call_id"] for call in found] == [f"{callid}#100#0"]
    expect(details.get_by_text("звонок уже закончился")).to_be_visible()
    why = details.get_by_role("link", name="Почему не показана карточка?")
    assert (why.get_attribute("href") or "").startswith(f"#/check/{callid}")
    details.get_by_role("button", name="Скопировать номер").click()
    assert journal.page.evaluate("navigator.clipboard.readText()") == "+79991234567"
    details.get_by_role("link", name="Все звонки").click()
    expect(journal.page.get_by_role("button", name="Ирина Соколова Показать звонки всех")).to_be_visible()
    assert address(journal)["period"] == ["all"]
    journal.page.locator(ROWS).first.locator(".row-button").click()
    details.get_by_role("link", name="Открыть контакт").click()
    expect(journal.page.locator("cc-contact .pane-who h2")).to_have_text("Ирина Соколова")


def test_the_keys_lead_through_the_rows(journal: Desk) -> None:
    MadeUp(journal.page, [[row(i) for i in range(10)]])
    rows = opened(journal, "?period=all")
    buttons = journal.page.locator(f"{ROWS} .row-button")
    buttons.first.focus()
    journal.page.keyboard.press("ArrowDown")
    expect(buttons.nth(1)).to_be_focused()
    journal.page.keyboard.press("Space")
    expect(
        journal.page.get_by_role("group", name="Запись разговора").get_by_role("button", name="Остановить")
    ).to_be_visible()
    expect(buttons.nth(1)).to_be_focused()
    expect(buttons.nth(1)).to_have_attribute("aria-expanded", "true")
    journal.page.keyboard.press("ArrowUp")
    journal.page.keyboard.press("Enter")
    expect(rows.first.locator("cc-journal-details")).to_be_visible()
    expect(journal.page.locator("cc-journal-details")).to_have_count(1)
