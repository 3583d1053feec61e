"""Contacts from a file and into a file, by the administrator's page: the real bucket, the real worker."""

import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.e2e.browser.desk import Desk
from tests.e2e.world import World

HEAD = "Наименование;Телефон;Комментарий"
HOLD = """([name, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([content], name));
  return data;
}"""
COLUMNS = [("Наименование", "name"), ("Телефон", "phones")]
GUESS = {"format": "csv", "encoding": "utf-8", "delimiter": ";", "heading": "", "kind": None} | {
    "columns": [
        {"index": index, "title": title, "samples": ["…"], "field": field}
        for index, (title, field) in enumerate(COLUMNS)
    ]
}
RUNNING: dict[str, Any] = {
    "import_id": "17",
    "file_name": "клиенты.csv",
    "state": "running",
    "started_at": "2026-11-24T10:15:00+00:00",
    "guess": None,
    "mapping": {"0": "name", "1": "phones"},
    "kind": None,
    "dry_run": False,
    "on_duplicate": "skip",
    "done_rows": 1200,
    "total_rows": 3000,
    "share": 0.4,
    "counts": {"created": 1150, "updated": 0, "unchanged": 0, "duplicate": 0, "bad": 50, "skipped": 0},
    "problems": [{"line": 17, "field": "phones", "reason": "no_digits", "message": "В номере нет цифр"}],
    "problem_count": 50,
    "report_url": None,
    "message": None,
}


def test_a_file_is_read_checked_and_loaded(world: World, admin: Desk) -> None:
    page, name, phone = admin.page, f"Загруженный {time.time_ns()}", f"+7 906 {time.time_ns() // 1000 % 10_000_000:07}"
    page.goto(f"{admin.web_url}/#/contacts/import")
    rows = f"{HEAD}\n{name};{phone};звонить утром\n;{phone};никто\n"
    page.locator("input[type=file]").set_input_files(people(rows.encode("cp1251")))
    expect(page.locator(".page-facts")).to_have_text("люди.csv · CSV · Windows-1251 · разделитель «;»")
    at_step(page, "Столбцы")
    for title, field in (("Наименование", "name"), ("Телефон", "phones"), ("Комментарий", "note")):
        expect(page.get_by_label(f"Что в столбце «{title}»")).to_have_value(field)

    page.get_by_role("button", name="Проверить", exact=True).click()
    expect(page.get_by_text("Проверено: в книгу пока ничего не записано")).to_be_visible()
    at_step(page, "Проверка")
    assert figures(page) == {"Новые": "1", "С ошибками": "1"}
    assert world.admin.must("GET", f"/contacts?query={name.split()[1]}")["contacts"] == []

    page.reload()  # the address knows which import it is
    at_step(page, "Проверка")
    page.get_by_role("button", name="Загрузить", exact=True).click()
    expect(page.get_by_text("Загружено", exact=True)).to_be_visible()
    assert figures(page) == {"Новые": "1", "С ошибками": "1"}
    with page.expect_download() as report:
        page.get_by_role("link", name="Скачать отчёт").click()
    assert "никто" not in page.locator(".problems").inner_text()
    assert len(Path(report.value.path()).read_text("utf-8-sig").splitlines()) == 2

    page.get_by_role("button", name="К контактам").last.click()
    page.get_by_role("searchbox", name="Имя, компания или номер").fill(name)
    expect(page.locator(".contact-row")).to_have_count(1)
    with page.expect_download() as book:
        page.get_by_role("button", name="Выгрузить").click()
        page.get_by_role("button", name="CSV").click()
    assert book.value.suggested_filename == "contacts.csv"
    assert name in Path(book.value.path()).read_text("utf-8-sig")


def test_a_file_that_cannot_be_read_is_told_in_a_sentence_and_another_can_be_chosen(admin: Desk) -> None:
    page = admin.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method) if "/api/imports" in request.url else None)
    page.goto(f"{admin.web_url}/#/contacts/import")
    page.locator("input[type=file]").set_input_files(people(b""))
    expect(page.get_by_role("alert")).to_have_text("Файл пустой.")
    assert "POST" not in asked
    drop(page, "book.xlsx", "PK but no workbook")
    expect(page.locator(".import-said")).to_contain_text("Файл не прочитать")
    expect(page.locator(".import-said")).to_contain_text("Книга Excel повреждена")
    expect(page.locator(".counts")).to_have_count(0)
    page.get_by_role("button", name="Выбрать другой файл").click()
    expect(page.get_by_role("button", name="Выбрать файл")).to_be_visible()
    expect(page.locator(".row-import").first).to_contain_text("book.xlsx")
    page.goto(f"{admin.web_url}/#/contacts/import/gone")
    expect(page.get_by_text("Такой загрузки нет")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_running_import_shows_how_far_it_is_and_can_be_stopped(admin: Desk, width: int) -> None:
    page, asked = admin.page, []

    def answer(route: Route) -> None:
        asked.append(route.request.method)
        stopped = "DELETE" in asked
        route.fulfill(json=RUNNING | ({"state": "cancelled", "guess": GUESS} if stopped else {}))

    page.route("**/api/imports/17", answer)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{admin.web_url}/#/contacts/import/17")
    expect(page.get_by_role("progressbar", name="Загружаем")).to_have_attribute("value", "0.4")
    expect(page.locator(".import-progress")).to_contain_text("1\xa0200 из 3\xa0000 строк")
    assert figures(page) == {"Новые": "1\xa0150", "С ошибками": "50"}
    expect(page.locator(".problems tbody tr")).to_contain_text("В номере нет цифр")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Остановить").click()
    expect(page.locator(".import-said")).to_contain_text("То, что успело записаться, осталось в книге.")
    page.get_by_role("button", name="Изменить столбцы").click()
    page.get_by_label("Что в столбце «Телефон»").select_option("name")
    expect(page.get_by_role("alert")).to_contain_text("Поле «Имя или название» выбрано дважды")
    expect(page.get_by_role("button", name="Проверить", exact=True)).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.unroute_all()
    page.set_viewport_size({"width": 1440, "height": 900})


def test_the_import_page_is_for_administrators_and_loaded_when_it_is_opened(olga: Desk, admin: Desk) -> None:
    olga.open("Контакты")
    expect(olga.page.locator(".contact-row").first).to_be_visible()
    expect(olga.page.get_by_role("button", name="Загрузить")).to_have_count(0)
    olga.page.goto(f"{olga.web_url}/#/contacts/import")
    expect(olga.page.get_by_text("Раздел только для администраторов")).to_be_visible()
    fetched: list[str] = olga.page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    assert [each for each in fetched if "import" in each] == []

    admin.page.route("**/import-page*.js", lambda route: route.abort(), times=1)
    admin.page.goto("about:blank")
    admin.page.goto(f"{admin.web_url}/#/contacts/import")
    admin.page.get_by_role("button", name="Повторить").click()
    expect(admin.page.get_by_role("button", name="Выбрать файл")).to_be_visible()


def people(content: bytes) -> FilePayload:
    """A file as it is chosen."""
    return {"name": "люди.csv", "mimeType": "text/csv", "buffer": content}


def drop(page: Page, name: str, content: str) -> None:
    """Let a file fall onto the page."""
    held = page.evaluate_handle(HOLD, [name, content])
    page.dispatch_event(".import", "dragover", {"dataTransfer": held})
    expect(page.locator(".drop-over")).to_be_visible()
    page.dispatch_event(".import", "drop", {"dataTransfer": held})


def at_step(page: Page, name: str) -> None:
    """The steps above say which one it is."""
    expect(page.locator(".steps [aria-current=step]")).to_contain_text(name)


def figures(page: Page) -> dict[str, str]:
    """The counts of an import that are not nought."""
    counts = page.locator(".counts > div")
    told = [counts.nth(each).inner_text().split("\n") for each in range(counts.count())]
    return {name.strip(): number.strip() for name, *_, number in told if number.strip() != "0"}
