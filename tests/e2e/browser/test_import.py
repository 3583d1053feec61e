"""Contacts from a file and into a file, by the administrator's page: the real bucket, the real worker."""

import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browser.desk import Desk
from tests.e2e.world import World

HEAD = "Наименование;Телефон;Комментарий"


def test_a_file_is_read_checked_and_loaded(world: World, admin: Desk) -> None:
    page, name, phone = admin.page, f"Загруженный {time.time_ns()}", f"+7 906 {time.time_ns() // 1000 % 10_000_000:07}"
    page.goto(f"{admin.web_url}/#/contacts/import")
    rows = f"{HEAD}\n{name};{phone};звонить утром\n;{phone};никто\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "люди.csv", "mimeType": "text/csv", "buffer": rows.encode("cp1251")}
    )
    expect(page.locator(".page-facts")).to_have_text("люди.csv · CSV · Windows-1251 · разделитель «;»")
    at_step(page, "Столбцы")
    for title, field in (("Наименование", "name"), ("Телефон", "phones"), ("Комментарий", "note")):
        expect(page.get_by_label(f"Что в столбце «{title}»")).to_have_value(field)

    page.get_by_role("button", name="Проверить", exact=True).click()
    expect(page.get_by_text("Проверено: в книгу пока ничего не записано")).to_be_visible()
    at_step(page, "Проверка")
    assert figures(page) == {"Новые": "1", "С ошибками": "1"}
    assert world.admin.must("GET", f"/contacts?query={name.split()[1]}")["contacts"] == []

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


def at_step(page: Page, name: str) -> None:
    """The steps above say which one it is."""
    expect(page.locator(".steps [aria-current=step]")).to_contain_text(name)


def figures(page: Page) -> dict[str, str]:
    """The counts of an import that are not nought."""
    counts = page.locator(".counts > div")
    told = [counts.nth(each).inner_text().split("\n") for each in range(counts.count())]
    return {name.strip(): number.strip() for name, *_, number in told if number.strip() != "0"}
