"""What the journal's filters show, as a file."""

import csv
import io
import re
import time
from pathlib import Path

from playwright.sync_api import Route, expect

from tests.e2e.browser.desk import Desk
from tests.e2e.browser.journal import (
    CALLS,
    PER_PAGE,
    RECORD,
    MadeUp,
    noted,
    opened,
    row,
    told,
)
from tests.e2e.world import World


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
