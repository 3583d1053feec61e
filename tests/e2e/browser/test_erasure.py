"""«Забыть этого человека», from the contact's pane to the report, on the deployed stack."""

import time
from typing import Any

from playwright.sync_api import expect

from tests.e2e.browser.desk import Desk
from tests.e2e.world import World

LONG = 180_000  # ms: a minute's rest before the second look, and a slow machine


def missed(world: World, phone: str) -> str:
    """Let a client call and give up; the call."""
    call, token = world.new_call(), world.crm_token
    common = {"direction": "in", "user": "100", "ext": "100", "phone": phone, "diversion": "3333333", "callid": call}
    told = {"start": "", "end": "", "duration": "20", "status": "missed", "link": "https://rec.example.com/x.mp3"}
    for event in ({"cmd": "event", "type": "INCOMING"}, {"cmd": "history", "type": "in"} | told):
        assert world.post(common | event | {"crm_token": token}).ok
    return call


def row(world: World, call: str) -> dict[str, Any]:
    """The journal's row of a call."""
    rows = world.olga.must("GET", "/calls")["calls"]
    found: dict[str, Any] = next(each for each in rows if each["call_id"].startswith(f"{call}#"))
    return found


def test_a_person_is_forgotten_after_their_name_was_typed_and_the_report_says_how_much(
    world: World, admin: Desk
) -> None:
    name, phone = f"Забытов {time.time_ns()}", f"7926{time.time_ns() // 1000 % 10**7:07}"
    body = {"kind": "person", "name": name, "phones": [phone]}
    contact = world.olga.must("POST", "/contacts", body)["contact_id"]
    call = missed(world, phone)
    assert row(world, call)["contact"]["name"] == name
    page = admin.page
    page.goto(f"{admin.web_url}/#/contacts/{contact}")
    page.get_by_role("button", name="Забыть этого человека").click()
    dialog = page.get_by_role("dialog", name=f"Забыть: {name}?")
    sure = dialog.get_by_role("button", name="Забыть навсегда")
    expect(sure).to_be_disabled()
    dialog.get_by_role("textbox").fill("Ирина Соколова")
    expect(sure).to_be_disabled()
    dialog.get_by_role("textbox").fill(name)
    sure.click()
    report = page.locator("cc-erasure")
    expect(report.get_by_role("heading", name="Забываем человека…")).to_be_visible()
    expect(report.get_by_role("heading", name="Человек забыт")).to_be_visible(timeout=LONG)
    counts = dict(zip(report.locator("dt").all_inner_texts(), report.locator("dd").all_inner_texts(), strict=True))
    wanted = {"Контакт": "1", "Номера": "1", "Звонки: номер и имя": "1", "Ссылки на записи": "1"}
    assert counts | wanted == counts
    expect(report.get_by_text("Резервные копии таблиц")).to_be_visible()
    left = row(world, call)
    assert (left["phone"], left["contact"], left["link"], left["missed"]) == ("", None, None, True)
    assert world.olga.must("GET", f"/contacts?query={name.split()[1]}")["contacts"] == []
    page.goto(f"{admin.web_url}/#/settings")
    expect(page.locator("cc-settings-history").get_by_text("Человек забыт, стёрт 1 звонок").first).to_be_visible()


def test_an_operator_is_not_offered_it(world: World, olga: Desk) -> None:
    contact = world.olga.must("GET", "/contacts?query=соколова")["contacts"][0]["contact_id"]
    olga.page.goto(f"{olga.web_url}/#/contacts/{contact}")
    expect(olga.page.locator(".pane-who h2")).to_be_visible()
    expect(olga.page.get_by_role("button", name="Забыть этого человека")).to_have_count(0)
