"""A code of an app beside the password: linked in the operator's menu, asked for at the login, switched off again."""

import base64
import hmac
import struct
import time
from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e.browser.desk import Desk

STEP_SECONDS = 30


def code_of(secret: str) -> str:
    """Show what an authenticator app would (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // STEP_SECONDS), "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def choose(desk: Desk) -> None:
    """Open the dialog from the operator's menu."""
    desk.page.locator("button.operator").click()
    desk.page.get_by_role("button", name="Код при входе").click()


def test_a_linked_app_is_asked_for_at_the_next_login_until_it_is_switched_off(
    stranger: Desk, stack: dict[str, Any]
) -> None:
    page, person = stranger.page, stack["operators"][1]
    button, field = page.get_by_role, page.get_by_role("textbox", name="Код")
    stranger.log_in(person["login"], person["password"])
    choose(stranger)
    button("button", name="Связать приложение").click()
    shown: Locator = page.locator(".factor-key code")
    expect(shown).not_to_be_empty()
    secret = shown.inner_text().replace(" ", "")
    field.fill("000000")
    button("button", name="Связать").click()
    expect(page.get_by_text("Код не подошёл")).to_be_visible()
    field.fill(code_of(secret))
    button("button", name="Связать").click()
    expect(page.get_by_text("Теперь при входе нужен код")).to_be_visible()
    page.locator("button.operator").click()
    page.get_by_role("button", name="Выйти").click()
    stranger.log_in(person["login"], person["password"])
    expect(page.get_by_role("heading", name="Код из приложения")).to_be_visible()
    field.fill(code_of(secret))
    button("button", name="Войти").click()
    expect(page.locator("cc-navigation nav")).to_be_visible()
    choose(stranger)
    button("button", name="Больше не спрашивать код").click()
    expect(page.get_by_text("Код при входе больше не нужен")).to_be_visible()
