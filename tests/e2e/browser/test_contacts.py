"""The address book's page: who is listed, and what a contact's pane knows of their calls."""

from playwright.sync_api import Locator, expect

from local import demo
from tests.e2e.browser.desk import Desk
from tests.e2e.test_chain import SCENARIOS
from tests.e2e.world import World

COMPANIES = ("partner", "counterparty")


def named(*kinds: str, responsible: str | None = None) -> set[str]:
    """Whom the demo's book has of some kinds, or as somebody's own."""
    people = [(kind, name, whose) for kind, name, _, _, whose, _ in demo.PEOPLE]
    return {name for kind, name, whose in people if kind in kinds or (responsible and whose == responsible)}


def listed(desk: Desk) -> Locator:
    """The names in the list."""
    return desk.page.locator(".contact-row b")


def test_the_list_is_of_people_of_companies_or_of_ones_own(olga: Desk) -> None:
    views = olga.open("Контакты").page.get_by_role("group", name="Какие контакты показать")
    expect(listed(olga).first).to_be_visible()
    views.get_by_role("button", name="Компании").click()
    expect(listed(olga).filter(has_text="Анна Белова")).to_have_count(0)
    expect(listed(olga).filter(has_text="АО «Северный ветер»")).to_have_count(1)
    assert named(*COMPANIES) <= set(listed(olga).all_inner_texts())
    views.get_by_role("button", name="Мои").click()
    expect(listed(olga).filter(has_text="Анна Белова")).to_have_count(1)
    expect(listed(olga).filter(has_text="Сергей Белов")).to_have_count(0)
    olga.page.get_by_placeholder("Имя, компания или номер").fill("белов")
    expect(listed(olga)).to_have_text(["Анна Белова"])
    views.get_by_role("button", name="Все").click()
    expect(listed(olga).filter(has_text="Сергей Белов")).to_have_count(1)


def test_a_contacts_calls_are_all_the_missed_or_the_recorded_ones(world: World, olga: Desk) -> None:
    for name in ("incoming answered", "incoming missed"):
        call = world.new_call()
        for query in SCENARIOS[name]:
            world.play(query, call)
    olga.open("Контакты").page.get_by_placeholder("Имя, компания или номер").fill("Ирина Соколова")
    listed(olga).filter(has_text="Ирина Соколова").first.click()
    pane = olga.page.locator("cc-contact-calls")
    views = pane.get_by_role("group", name="Какие звонки показать")
    expect(pane.locator(".call-row").first).to_be_visible()
    views.get_by_role("button", name="С записью").click()
    expect(pane.get_by_role("link", name="Запись разговора").first).to_be_visible()
    expect(pane.locator(".call-row")).to_have_count(pane.get_by_role("link", name="Запись разговора").count())
    views.get_by_role("button", name="Пропущенные").click()
    expect(pane.get_by_role("link", name="Запись разговора")).to_have_count(0)


def test_a_contacts_company_leads_to_its_other_people(olga: Desk) -> None:
    olga.open("Контакты").page.get_by_placeholder("Имя, компания или номер").fill("Артём Лебедев")
    listed(olga).filter(has_text="Артём Лебедев").click()
    olga.page.locator(".facts").get_by_role("button", name="ООО «Вектор Плюс»").click()
    expect(listed(olga).filter(has_text="Ирина Соколова")).to_have_count(1)
    expect(olga.page.get_by_placeholder("Имя, компания или номер")).to_have_value("ООО «Вектор Плюс»")


def test_a_company_that_is_clicked_outdoes_a_word_that_was_just_typed(olga: Desk) -> None:
    field = olga.open("Контакты").page.get_by_placeholder("Имя, компания или номер")
    field.fill("Артём Лебедев")
    listed(olga).filter(has_text="Артём Лебедев").click()
    company = olga.page.locator(".facts").get_by_role("button", name="ООО «Вектор Плюс»")
    company.evaluate(
        """company => {
            const field = document.querySelector("cc-contact-list input[type=search]");
            field.value = "Артём";
            field.dispatchEvent(new Event("input", { bubbles: true }));
            company.click();
        }"""
    )
    olga.page.wait_for_timeout(500)
    expect(field).to_have_value("ООО «Вектор Плюс»")
    expect(listed(olga).filter(has_text="Ирина Соколова")).to_have_count(1)
