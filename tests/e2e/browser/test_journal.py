"""The journal: filters in the address, pages without end, recordings, notes, and what is filtered as a file."""

import csv
import io
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.browser.desk import Desk
from tests.e2e.world import World

RECORD = "https://records.example"
ROWS = "cc-journal-row"
SECONDS_OF_SOUND = 30
PER_PAGE = 50
CALLS = re.compile(r"/api/calls(\?|$)")


@pytest.fixture
def journal(olga: Desk) -> Iterator[Desk]:
    """Give the operator's desk with the records' host: `/gone` is not there, all else is half a minute of silence."""
    olga.page.route(f"{RECORD}/**", answer_sound)
    yield olga
    olga.page.unroute_all()
    olga.page.set_viewport_size({"width": 1440, "height": 900})


def answer_sound(route: Route) -> None:
    """Answer as a PBX's file server: parts of the file when asked for them."""
    if "gone" in route.request.url:
        return route.fulfill(status=404)
    whole, asked = silence(), route.request.headers.get("range", "bytes=0-")
    begin = int(re.findall(r"\d+", asked)[0])
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {begin}-{len(whole) - 1}/{len(whole)}"}
    return route.fulfill(status=206, body=whole[begin:], content_type="audio/wav", headers=headers)


def silence() -> bytes:
    """A WAV file without a sound."""
    rate = 8_000
    data = bytes([128]) * rate * SECONDS_OF_SOUND
    head = b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    form = b"\1\0\1\0" + rate.to_bytes(4, "little") * 2 + b"\1\0\x08\0"
    return head + form + b"data" + len(data).to_bytes(4, "little") + data


def told(world: World, ago: int, **changes: Any) -> str:
    """A call that ended `ago` seconds ago, as the PBX tells it; its callid."""
    callid = world.new_call()
    ended = datetime.now(UTC) - timedelta(seconds=ago)
    at = {"start": f"{ended - timedelta(seconds=40):%Y%m%dT%H%M%SZ}", "end": f"{ended:%Y%m%dT%H%M%SZ}", "duration": 30}
    body = {"cmd": "history", "type": "in", "user": "100", "ext": "100", "status": "success", "phone": "79990014321"}
    body |= {"callid": callid, "crm_token": world.crm_token, "diversion": "3333333", "link": ""}
    assert world.post(body | at | changes).ok
    return callid


def noted(world: World, callid: str, text: str, extension: str = "100") -> None:
    """Write a note to a call."""
    world.olga.must("PUT", f"/calls/{callid}%23{extension}%230/note", {"note": text})


def row(index: int, **changes: Any) -> dict[str, Any]:
    """A call of a made-up journal, `index` times 20 minutes ago."""
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=20 * index)
    about = {"direction": "in", "missed": False, "duration": 160, "talk": 153, "status": "", "rating": None}
    about |= {"phone": f"7900000{index:04}", "display": f"+7 900 000-{index:04}", "extension": "100", "version": 1}
    about |= {
        "operator": {"operator_id": "operator-100", "name": "Ольга Миронова"},
        "note": "",
        "times_inferred": False,
    }
    about |= {"line": {"number": "3333333", "name": "Сайт"}, "link": f"{RECORD}/{index}.wav" if index % 2 else None}
    contact = {"contact_id": f"c{index}", "name": f"Клиент {index:03}", "kind": "person", "company": ""}
    times = {"started_at": start.isoformat(), "ended_at": (start + timedelta(seconds=160)).isoformat()}
    return {"call_id": f"made-{index}#100#0", "contact": contact} | about | times | changes


class MadeUp:
    """A journal that answers the page instead of the server."""

    def __init__(self, page: Page, pages: list[list[dict[str, Any]]]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.failing = False
        page.route(CALLS, self.answer)

    def answer(self, route: Route) -> None:
        """Answer the page at the cursor."""
        cursor = parse_qs(urlsplit(route.request.url).query).get("cursor", ["0"])[0]
        self.asked.append(cursor)
        if self.failing or not cursor.isdigit():
            return route.abort()
        after = int(cursor) + 1
        return route.fulfill(
            json={"calls": self.pages[after - 1], "cursor": str(after) if after < len(self.pages) else None}
        )


def opened(desk: Desk, query: str = "") -> Locator:
    """The rows of the journal at an address."""
    desk.page.evaluate("query => { window.location.hash = '#/journal' + query }", query)
    rows = desk.page.locator(ROWS)
    expect(rows.first).to_be_visible()
    return rows


def address(desk: Desk) -> dict[str, list[str]]:
    """What the page keeps in its address."""
    return parse_qs(urlsplit(desk.page.url).fragment.partition("?")[2])


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
    # the page before may have asked for the next of its own
    assert [each for each in made_up.asked if each.isdecimal()] == ["0", "1", "2", "3"]
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


def controls(desk: Desk) -> Locator:
    """The player under the open row."""
    return desk.page.get_by_role("group", name="Запись разговора")


def until(desk: Desk, claim: str) -> None:
    """Wait for something of the sound; the page's policy forbids what wait_for_function does."""
    for _ in range(500):
        if desk.page.evaluate(claim):
            return
        desk.page.wait_for_timeout(20)
    raise AssertionError(claim)


def test_a_recording_is_heard_moved_in_and_left_for_another(journal: Desk) -> None:
    MadeUp(journal.page, [[row(i) for i in range(6)]])
    opened(journal, "?period=all")
    page = journal.page
    sound = "document.querySelector('cc-journal-rows audio')"
    assert page.evaluate(f"[{sound}.preload, {sound}.src]") == ["none", ""]
    page.get_by_role("button", name=re.compile("Слушать запись: Клиент 001")).click()
    player = controls(journal)
    expect(player.get_by_role("button", name="Остановить")).to_be_visible()
    until(journal, f"{sound}.currentTime > 0 && {sound}.duration > 29")
    place = player.get_by_role("slider", name="Место в записи")
    place.focus()
    page.keyboard.press("Space")
    expect(player.get_by_role("button", name="Слушать запись")).to_be_visible()
    assert page.evaluate(f"{sound}.paused")
    page.evaluate(f"{sound}.currentTime = 10")
    page.keyboard.press("ArrowRight")
    until(journal, f"{sound}.currentTime === 15")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    until(journal, f"{sound}.currentTime === 5")
    expect(place).to_have_attribute("aria-valuetext", "0:05 из 0:30")
    player.get_by_role("button", name="1,5×").click()
    assert page.evaluate(f"{sound}.playbackRate") == 1.5
    link = player.get_by_role("link", name="Скачать запись")
    assert link.get_attribute("href") == f"{RECORD}/1.wav"
    assert set((link.get_attribute("rel") or "").split()) == {"noopener", "noreferrer"}
    page.get_by_role("button", name=re.compile("Слушать запись: Клиент 003")).click()
    until(journal, f"{sound}.currentTime > 0 && !{sound}.paused")
    assert page.evaluate(f"[{sound}.src, {sound}.playbackRate]") == [f"{RECORD}/3.wav", 1.5]
    expect(player).to_have_count(1)
    journal.open("Рабочий стол")
    expect(page.locator("audio")).to_have_count(0)


def test_a_recording_that_is_gone_says_so_and_can_be_tried_again(journal: Desk) -> None:
    links = {"link": f"{RECORD}/gone.wav"}
    MadeUp(journal.page, [[row(0, **links), row(1, link="http://records.example/1.wav"), row(2, link="javascript:1")]])
    rows = opened(journal, "?period=all")
    expect(rows.get_by_role("button", name=re.compile("Слушать"))).to_have_count(1)
    journal.page.get_by_role("button", name=re.compile("Слушать запись: Клиент 000")).click()
    failed = journal.page.locator("cc-journal-details").get_by_role("alert")
    expect(failed).to_contain_text("Запись не открылась")
    journal.page.unroute(f"{RECORD}/**")
    journal.page.route(f"{RECORD}/**", lambda route: route.fulfill(body=silence(), content_type="audio/wav"))
    failed.get_by_role("button", name="Повторить").click()
    expect(
        journal.page.get_by_role("group", name="Запись разговора").get_by_role("button", name="Остановить")
    ).to_be_visible()


def test_on_a_phone_the_recording_has_a_sheet_above_the_tabs(journal: Desk) -> None:
    journal.page.set_viewport_size({"width": 390, "height": 844})
    MadeUp(journal.page, [[row(i) for i in range(20)]])
    opened(journal, "?period=all")
    journal.page.get_by_role("button", name=re.compile("Слушать запись: Клиент 001")).click()
    sheet = journal.page.get_by_role("region", name="Запись разговора")
    expect(sheet).to_contain_text("Клиент 001")
    expect(sheet.get_by_role("button", name="Остановить")).to_be_visible()
    tabs = journal.page.get_by_role("navigation", name="Разделы").bounding_box()
    box = sheet.bounding_box()
    assert box is not None
    assert tabs is not None
    assert abs(box["y"] + box["height"] - tabs["y"]) <= 1
    assert journal.page.evaluate("document.documentElement.scrollWidth") <= 390
    sheet.get_by_role("button", name="Закрыть запись").click()
    expect(sheet).to_have_count(0)


def test_a_row_opens_to_its_note_its_contact_and_the_reason_of_its_card(world: World, journal: Desk) -> None:
    callid, word = told(world, 30, phone="79991234567", link=f"{RECORD}/1.wav"), f"первая{time.time_ns()}"
    noted(world, callid, word)
    rows = opened(journal, f"?query={word}")
    rows.first.locator(".row-button").focus()
    journal.page.keyboard.press("Enter")
    details = journal.page.locator("cc-journal-details")
    text = f"Просила счёт {time.time_ns()}"
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


def test_what_is_filtered_is_exported_whole(world: World, journal: Desk, tmp_path: Path) -> None:
    phone = f"7999{time.time_ns() % 10**7:07}"
    noted(world, told(world, 60, phone=phone, link=f"{RECORD}/1.wav"), '=HYPERLINK("x";"y")\nвторая строка')
    told(world, 120, phone=phone, status="missed", duration=0)
    told(world, 180, phone="79990014321")
    expect(opened(journal, f"?query={phone}")).to_have_count(2)
    with journal.page.expect_download() as download:
        journal.page.get_by_role("button", name="Выгрузить").click()
    journal.toast("Выгружено 2 звонка")
    assert re.fullmatch(r"callcard-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    download.value.save_as(tmp_path / "calls.csv")
    content = (tmp_path / "calls.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, second = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert head[:2] == ["Дата", "Время"]
    assert (first[2], first[-2], first[-1]) == ("Принят", f"{RECORD}/1.wav", '\'=HYPERLINK("x";"y")\nвторая строка')
    assert second[2] == "Пропущен"


def test_an_interrupted_export_says_so_and_goes_on(journal: Desk, tmp_path: Path) -> None:
    made_up = MadeUp(journal.page, [[row(i + PER_PAGE * page) for i in range(PER_PAGE)] for page in range(4)])
    opened(journal, "?period=all")

    def lose(route: Route) -> None:
        if "cursor=2" in route.request.url:
            route.fulfill(status=403, json={"message": "нет"})
        else:
            made_up.answer(route)

    journal.page.route(CALLS, lose)
    export = journal.page.locator("cc-journal-export")
    export.get_by_role("button", name="Выгрузить").click()
    expect(export.get_by_role("alert")).to_contain_text("Выгрузка прервалась. 100 звонков")
    journal.open("Контакты")
    journal.open("Журнал")
    expect(export.get_by_role("alert")).to_contain_text("100 звонков")
    journal.page.unroute(CALLS, lose)
    with journal.page.expect_download() as download:
        export.get_by_role("button", name="Продолжить").click()
    download.value.save_as(tmp_path / "calls.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "calls.csv").read_text("utf-8-sig")), delimiter=";"))
    assert [len(rows), rows[1][3], rows[200][3]] == [201, "Клиент 000", "Клиент 199"]


def test_an_export_is_told_how_far_it_is_and_can_be_cancelled(journal: Desk) -> None:
    made_up = MadeUp(journal.page, [[row(i + PER_PAGE * page) for i in range(PER_PAGE)] for page in range(4)])
    opened(journal, "?period=all")
    held: list[Route] = []
    journal.page.route(
        CALLS, lambda route: held.append(route) if "cursor=3" in route.request.url else made_up.answer(route)
    )
    export = journal.page.locator("cc-journal-export")
    export.get_by_role("button", name="Выгрузить").click()
    expect(export).to_contain_text("Выгружено 150 звонков…")
    export.get_by_role("button", name="Отменить").click()
    expect(export.get_by_role("button", name="Выгрузить")).to_be_visible()
    made_up.answer(held[0])
