"""An administrator's pages: the specification's ten settings, the tokens, operators, lines."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from local.roles.owner import Owner
from tests.e2e.browser.desk import Desk
from tests.e2e.world import World

CARD = ["Никогда", "По поднятию трубки", "По завершению разговора"]
RECORD = ["Никогда", "По завершению разговора"]
SELECTS = {
    "Показывать окно входящего вызова": [CARD[0], "При поступлении звонка", *CARD[1:]],
    "Показывать окно исходящего вызова": [CARD[0], "При начале звонка", *CARD[1:]],
    "Создавать входящее событие «Звонок»": RECORD,
    "Создавать исходящее событие «Звонок»": RECORD,
    "Показывать созданное событие «Звонок»": ["Никогда", "Только входящие", "Только исходящие", "Входящие и исходящие"],
}
DAY = 86_400
SECTIONS = ["Настройка подключения", "Отображение окон вызова", "Создание документов", "Прочие настройки"]


@pytest.mark.parametrize(("label", "values"), SELECTS.items())
def test_a_setting_has_the_specifications_label_and_values(admin: Desk, label: str, values: list[str]) -> None:
    options = admin.page.get_by_label(label, exact=True).locator("option")
    expect(options).to_have_text(values)


def test_the_other_settings_have_the_specifications_labels(admin: Desk) -> None:
    for section in SECTIONS:
        expect(admin.page.get_by_role("heading", name=section, exact=True)).to_be_visible()
    for label in ("Токен Простых Звонков", "Токен 1С", "Количество последних цифр номера"):
        expect(admin.page.get_by_label(label, exact=True)).to_be_visible()
    for label in ("Использовать автоматическую переадресацию", "Показывать всплывающие уведомления"):
        expect(admin.page.get_by_role("switch", name=label, exact=True)).to_be_visible()


def test_changed_settings_are_counted_saved_and_kept(world: World, admin: Desk) -> None:
    admin.page.get_by_label("Показывать окно входящего вызова").select_option(label="По поднятию трубки")
    admin.page.get_by_label("Количество последних цифр номера").fill("7")
    admin.page.get_by_role("switch", name="Показывать всплывающие уведомления").uncheck()
    expect(admin.page.get_by_text("Изменено: 3")).to_be_visible()
    admin.page.get_by_role("button", name="Сохранить").click()
    admin.toast("Настройки сохранены")
    kept = world.admin.must("GET", "/settings")
    assert (kept["incoming_card"], kept["suffix_digits"], kept["toast"]) == ("answer", 7, False)
    admin.page.reload()
    expect(admin.page.get_by_label("Количество последних цифр номера")).to_have_value("7")


def test_how_long_calls_are_kept_is_chosen_and_the_calls_that_are_there_follow(world: World, admin: Desk) -> None:
    call, owner = world.new_call(), Owner(world.stack["aws_endpoint_url"])
    told = {"cmd": "event", "type": "INCOMING", "direction": "in", "user": "100", "ext": "100", "phone": "89991234567"}
    assert world.post(told | {"diversion": "3333333", "callid": call, "crm_token": world.crm_token}).ok
    assert owner.legs(call)
    kept = admin.page.get_by_label("Хранить звонки")
    expect(kept).to_have_value("")
    kept.select_option(label="90 дней")
    expect(
        admin.page.get_by_text("Останется 90 дней. То, что старше, будет удалено, вернуть его нельзя.")
    ).to_be_visible()
    admin.page.get_by_role("button", name="Сохранить").click()
    admin.toast("Настройки сохранены")
    expect(admin.page.get_by_text(re.compile("Применяем: просмотрен|Применено ко всем звонкам"))).to_be_visible()
    expect(admin.page.get_by_text("«Хранить звонки»: 90 дней").first).to_be_visible()
    deadline = time.monotonic() + 60
    while not all("ttl" in item for item in owner.legs(call).values()):
        assert time.monotonic() < deadline, "the calls that were there do not follow"
        time.sleep(0.5)
    [leg] = [item for name, item in owner.legs(call).items() if not name.startswith("!")]
    assert int(leg["ttl"]["N"]) // DAY == int(time.time()) // DAY + 90


def test_a_number_of_digits_out_of_range_cannot_be_saved(admin: Desk) -> None:
    admin.page.get_by_label("Количество последних цифр номера").fill("21")
    expect(admin.page.get_by_text("Нужно целое число от 1 до 20.")).to_be_visible()
    expect(admin.page.get_by_role("button", name="Сохранить")).to_be_disabled()


def test_the_advice_is_counted_over_the_book_and_set_with_one_button(world: World, admin: Desk) -> None:
    chart = admin.page.get_by_role("table", name="Доля звонков с чужой карточкой")
    expect(chart.get_by_role("columnheader", name="5 сейчас")).to_be_visible()
    told = world.admin.must("GET", "/settings/advice")
    expect(admin.page.locator("cc-advice")).to_contain_text(
        re.compile(rf"Посчитано по вашим {told['numbers']:,} номер".replace(",", r"\s"))
    )
    expect(admin.page.locator(".advice-end p")).to_have_text(told["sentence"])
    advised = told["recommended"]
    expect(chart.get_by_role("columnheader", name=f"{advised} совет")).to_be_visible()
    admin.page.get_by_role("button", name=f"Поставить {advised}").click()
    expect(admin.page.get_by_label("Количество последних цифр номера")).to_have_value(str(advised))
    admin.page.get_by_role("button", name="Сохранить").click()
    expect(chart.get_by_role("columnheader", name=f"{advised} сейчас")).to_be_visible()
    expect(admin.page.locator(".advice-end p")).not_to_have_text(told["sentence"])
    expect(admin.page.get_by_role("button", name="Поставить")).to_have_count(0)


def test_the_advice_says_that_it_is_being_counted_that_there_is_none_and_that_it_cannot_be_had(admin: Desk) -> None:
    busy: dict[str, Any] = {
        "numbers": 0,
        "computed_at": None,
        "computing": True,
        "risks": [],
        "recommended": None,
        "sentence": "",
    }
    counted = busy | {"computed_at": "2026-11-24T10:00:00+00:00", "computing": False}
    answers: list[dict[str, Any] | None] = [busy, counted, None]
    told = admin.page.locator("cc-advice")

    def answer(route: Route) -> None:
        body = answers.pop(0)
        route.fulfill(json=body) if body else route.fulfill(status=400, json={"message": "нет"})

    admin.page.route("**/api/settings/advice", answer)
    admin.page.reload()
    expect(told).to_contain_text("Считаем по вашей книге")
    expect(told).to_contain_text("Совет появится, когда в контактах будут номера.")
    admin.page.reload()
    expect(told).to_contain_text("Совет сейчас недоступен.")
    admin.page.unroute_all()
    told.get_by_role("button", name="Повторить").click()
    expect(told.get_by_role("table")).to_be_visible()


def test_our_token_is_masked_copied_and_changed(world: World, admin: Desk) -> None:
    token = world.crm_token
    expect(admin.page.get_by_label("Токен 1С", exact=True)).to_have_value(f"{token[:3]}••••••{token[-4:]}")
    admin.page.get_by_role("button", name="Скопировать").click()
    expect(admin.page.get_by_role("button", name="Скопировано")).to_be_visible()
    assert admin.page.evaluate("navigator.clipboard.readText()") == token
    admin.page.get_by_role("button", name="Сменить", exact=True).click()
    admin.page.get_by_role("button", name="Сменить токен").click()
    admin.toast("Токен сменён")
    expect(admin.page.get_by_text(re.compile("Прежний действует ещё 2[34] ч"))).to_be_visible()
    assert world.crm_token != token


def test_the_token_before_is_switched_off_before_its_time(world: World, admin: Desk) -> None:
    before = world.crm_token
    world.admin.must("POST", "/tokens/crm")
    admin.page.reload()
    admin.page.get_by_role("button", name="Отключить", exact=True).click()
    admin.page.get_by_role("button", name="Отключить прежний").click()
    admin.toast("Прежний токен отключён")
    expect(admin.page.get_by_text("Прежний действует ещё")).to_have_count(0)
    expect(admin.page.locator(".history-list li").first).to_contain_text("отключён прежний «Токен 1С»")
    assert world.admin.must("GET", "/tokens/crm")["previous_valid_until"] is None
    assert world.crm_token != before


def test_who_changed_what_is_listed_and_grows_with_a_change(world: World, admin: Desk) -> None:
    newest = admin.page.locator(".history-list li").first
    admin.page.get_by_label("Количество последних цифр номера").fill("8")
    admin.page.get_by_role("button", name="Сохранить").click()
    expect(newest).to_contain_text("«Количество последних цифр номера»: 8")
    expect(newest).to_contain_text("было: 5")
    expect(newest).to_contain_text(world.stack["admin"]["login"])
    expect(newest).to_contain_text("сегодня, ")


def test_what_is_not_saved_is_asked_about_before_it_is_left(admin: Desk) -> None:
    digits = admin.page.get_by_label("Количество последних цифр номера")
    digits.fill("9")
    admin.page.get_by_role("button", name="Линии").click()
    asked = admin.page.get_by_role("alertdialog", name="Изменения не сохранены.")
    asked.get_by_role("button", name="Остаться").click()
    expect(digits).to_have_value("9")
    expect(admin.page).to_have_url(f"{admin.web_url}/#/settings")
    admin.page.get_by_role("button", name="Линии").click()
    asked.get_by_role("button", name="Уйти без сохранения").click()
    expect(admin.page.get_by_role("button", name="Добавить линию")).to_be_visible()
    admin.open("Настройки")
    expect(digits).to_have_value("5")


def test_the_pbxs_token_is_stored_and_never_shown(world: World, admin: Desk) -> None:
    field = admin.page.get_by_label("Токен Простых Звонков", exact=True)
    expect(admin.page.get_by_text("Целиком больше не показывается")).to_be_visible()
    admin.page.get_by_role("button", name="Заменить").click()
    expect(field).to_be_focused()
    admin.page.get_by_role("button", name="Отменить").click()
    assert set(field.input_value()) == {"•"}
    assert world.admin.must("GET", "/tokens/pbx") == {"stored": True}


def test_a_new_operator_gets_a_password_once_and_chooses_their_own(
    world: World, admin: Desk, stranger: Desk, stack: dict[str, Any]
) -> None:
    login = f"new{time.time_ns() % 1_000_000_000}"
    extension = str(1000 + time.time_ns() % 8999)
    admin.page.goto(f"{admin.web_url}/#/settings/operators")
    admin.page.get_by_role("button", name="Добавить оператора").click()
    for label, value in {"Имя": "Новый Оператор", "Добавочный": extension, "Логин": login}.items():
        admin.page.get_by_label(label, exact=label != "Логин").first.fill(value)
    admin.page.get_by_role("button", name="Сохранить").click()
    password = admin.page.locator(".secret-once code").inner_text()
    stranger.log_in(login, password)
    for label in ("Новый пароль", "Ещё раз"):
        stranger.page.get_by_label(label).fill("Sobstvenny-1-parol")
    stranger.page.get_by_role("button", name="Сохранить и войти").click()
    expect(stranger.page.get_by_text(f"добавочный {extension}")).to_be_visible()
    admin.page.reload()
    expect(admin.page.locator(".secret-once")).to_have_count(0)
    admin.page.get_by_role("row", name="Новый Оператор").filter(has_text=login).click()
    admin.page.get_by_role("switch", name="Администратор").check()
    admin.page.get_by_role("button", name="Сохранить").click()
    expect(admin.page.get_by_role("row").filter(has_text=login)).to_contain_text("Администратор")
    assert login in world.admin.must("GET", "/administrators")["logins"]
    world.admin.must("DELETE", f"/administrators/{login}")
    admin.page.get_by_role("switch", name="Работает").uncheck()
    admin.page.get_by_role("button", name="Сохранить").click()
    admin.toast("Оператор сохранён")
    expect(admin.page.get_by_role("row").filter(has_text=login)).to_contain_text("Отключён")
    world.admin.must("DELETE", f"/operators/operator-{extension}")


def test_what_is_wrong_with_an_operator_is_said_beside_its_field(world: World, admin: Desk) -> None:
    admin.page.goto(f"{admin.web_url}/#/settings/operators")
    admin.page.get_by_role("button", name="Добавить оператора").click()
    form = admin.page.locator("cc-operator-form")
    form.get_by_label("Добавочный").fill("100")
    form.get_by_label("Логин").first.fill("вера")
    form.get_by_role("button", name="Сохранить").click()
    for field, problem in {
        "name": "Напишите имя.",
        "extension": "«Ольга Миронова»",
        "login": "Латинские буквы",
    }.items():
        expect(form.locator("label", has=admin.page.locator(f'[name="{field}"]'))).to_contain_text(problem)
    expect(form.locator('[name="name"]')).to_be_focused()
    form.locator('[name="login"]').fill("vera")
    expect(form.get_by_text("Латинские буквы")).to_have_count(0)
    admin.page.get_by_role("row", name="Денис Карпов").click()
    form.get_by_role("button", name="Уйти без сохранения").click()
    expect(form.locator('[name="name"]')).to_have_value("Денис Карпов")


def test_a_line_gets_its_name(world: World, admin: Desk) -> None:
    lines = world.admin.must("GET", "/lines")["lines"]
    admin.page.goto(f"{admin.web_url}/#/settings/lines")
    admin.page.get_by_role("button", name="Добавить линию").click()
    admin.page.get_by_label("Номер линии").last.fill("5555555")
    admin.page.get_by_label("Название").last.fill("Склад")
    admin.page.get_by_role("button", name="Сохранить").click()
    admin.toast("Линии сохранены")
    assert {"number": "5555555", "name": "Склад"} in world.admin.must("GET", "/lines")["lines"]
    world.admin.must("PUT", "/lines", {"lines": lines})
