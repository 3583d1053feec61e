"""An operator who sees no whole numbers, from the administrator's choice to the list of who looked."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.desk import Desk, written
from tests.e2e.world import World

CLIENT, SHOWN, MASKED = "79991234567", "+7 999 123-45-67", "+7 999 •••-••-67"


def choose(admin: Desk, right: str) -> None:
    """Let the administrator choose what Denis sees, as a person does."""
    admin.page.goto(f"{admin.web_url}/#/settings/operators")
    admin.page.get_by_role("button", name="Денис Карпов").click()
    admin.page.get_by_label("Номера клиентов").select_option(label=right)
    admin.page.get_by_role("button", name="Сохранить").click()
    admin.toast("Оператор сохранён")


@pytest.fixture
def masked(admin: Desk, denis: Desk, world: World) -> Iterator[Desk]:
    """Give the desk of somebody who sees numbers on request."""
    choose(admin, "По запросу")
    time.sleep(world.stack["settings_ttl"] + 0.2)
    yield denis.refresh()
    [person] = [one for one in world.admin.must("GET", "/operators")["operators"] if one["login"] == "denis"]
    operator_id = person.pop("operator_id")
    world.admin.must("PUT", f"/operators/{operator_id}", person | {"numbers": "whole"})
    time.sleep(world.stack["settings_ttl"] + 0.2)
    denis.refresh()


def test_a_number_is_masked_shown_on_request_and_the_administrator_knows(
    world: World, masked: Desk, admin: Desk
) -> None:
    page = masked.page
    call = world.play(f"event=1&src_type=1&call_id=32323&line=3333333&dst_num=101&src_num={CLIENT}", world.new_call())
    callid = call["sent"]["callid"]
    masked.hears(callid, "ringing")
    card = masked.card(callid)
    expect(card.get_by_text(written(MASKED))).to_be_visible()
    told = [str(frame) for frame in masked.frames] + [page.content()]
    assert [text for text in told if CLIENT[1:] in re.sub(r"[^0-9]", "", text)] == []

    card.focus()
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Номер целиком")
    expect(dialog.get_by_text(written(SHOWN))).to_be_visible()
    dialog.get_by_role("button", name="Скопировать номер").click()
    assert page.evaluate("navigator.clipboard.readText()") == f"+{CLIENT}"
    dialog.get_by_role("button", name="Закрыть").click()
    expect(page.get_by_text(written(SHOWN))).to_have_count(0)

    page.locator("#find").fill("999123")
    expect(page.get_by_text("Введите номер целиком")).to_be_visible()
    page.locator("#find").fill("8 999 123-45-67")
    page.get_by_role("option", name="Ирина Соколова").click()
    expect(page.locator(".pane-who")).to_contain_text("Ирина Соколова")
    page.get_by_role("button", name="Изменить").click()
    form = page.locator("cc-contact cc-contact-form")
    form.locator("[name=company]").fill("ООО «Вектор Минус»")
    form.get_by_role("button", name="Сохранить").click()
    masked.toast("Контакт сохранён")
    [irina] = world.admin.must("GET", "/contacts", params={"query": "Вектор Минус"})["contacts"]
    assert CLIENT in irina["phones"]
    world.admin.must("PUT", f"/contacts/{irina['contact_id']}", irina_before(irina))

    admin.page.reload()
    rows = admin.page.locator("cc-settings-reveals li")
    expect(rows.first).to_contain_text("Денис Карпов")
    expect(rows.first.get_by_role("link", name="номер звонка")).to_be_visible()


def irina_before(irina: dict[str, object]) -> dict[str, object]:
    """Write the contact as it was, for other tests."""
    names = ("kind", "name", "phones", "responsible", "note", "dial_after", "version")
    return {name: irina[name] for name in names} | {"company": "ООО «Вектор Плюс»"}


def test_who_may_not_ask_is_told_so(world: World, masked: Desk, admin: Desk) -> None:
    choose(admin, "Не видит")
    time.sleep(world.stack["settings_ttl"] + 0.2)
    masked.refresh()
    call = world.play(f"event=1&src_type=1&call_id=32323&line=3333333&dst_num=101&src_num={CLIENT}", world.new_call())
    masked.hears(call["sent"]["callid"], "ringing")
    card = masked.card(call["sent"]["callid"])
    expect(card.get_by_role("button", name="Показать", exact=True)).to_have_count(0)
    card.focus()
    masked.page.keyboard.press("c")
    masked.toast("Номера целиком вам не показывают")
