"""Many contacts at once, as imports and exports read and write them."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from callcard.adapters.book import BulkBook
from callcard.domain.contacts import Change, Contact, Kind
from callcard.wiring import desk, shared
from callcard.wiring.address_book import book_tables
from tests.integration.conftest import IRINA, Account
from tests.integration.test_desk import ANNA, add, indexed

MANY = [Contact(f"c-{n:03}", Kind.PERSON, f"Клиент {n:03}", phones=(f"7900{n:07}",)) for n in range(60)]


def bulk() -> BulkBook:
    """Reach the address book by the hundred."""
    return BulkBook(shared.dynamodb(), book_tables())


def create(contacts: Iterable[Contact]) -> list[Change]:
    """Write contacts as new ones; those that were there already."""
    return bulk().write_many([Change(None, contact) for contact in contacts])


def test_many_contacts_are_written_in_few_requests_and_read_back(account: Account) -> None:
    account.requests.clear()
    assert create(MANY) == []
    assert account.requests.count("dynamodb.TransactWriteItems") == 2  # of 100 actions, two for each contact
    account.requests.clear()
    found = bulk().get_many([contact.contact_id for contact in MANY] + ["c-nobody", "c-000"])
    assert account.requests == ["dynamodb.BatchGetItem"]
    assert found == {contact.contact_id: contact for contact in MANY}
    assert len(indexed(account)) == 61


def test_who_lost_a_race_is_named_and_everybody_else_is_written(account: Account) -> None:
    create(MANY[:11])
    stale = replace(MANY[3], version=7)
    changes = [Change(each, replace(each, name=f"Новый {each.contact_id}", version=2)) for each in MANY[:10]]
    changes[3] = Change(stale, replace(changes[3].after, version=8))
    assert bulk().write_many([*changes, Change(None, MANY[10])]) == [changes[3], Change(None, MANY[10])]
    names = {contact.name for contact in bulk().all_by_name()}
    assert names == {IRINA.name, MANY[3].name, MANY[10].name} | {f"Новый c-{n:03}" for n in range(10) if n != 3}
    assert ("79000000003", "Клиент 003") in indexed(account)
    assert ("79000000004", "Новый c-004") in indexed(account)


def test_an_unchanged_number_is_not_written_again(account: Account) -> None:
    create(MANY[:1])
    rows = account.scan("NumbersTable")
    account.requests.clear()
    change = Change(MANY[0], replace(MANY[0], note="Звонить утром", version=2))
    assert bulk().write_many([change]) == []
    assert bulk().get_many(["c-000"])["c-000"].note == "Звонить утром"
    assert account.scan("NumbersTable") == rows


def test_contacts_are_found_by_exactly_their_name_and_by_exactly_their_number(account: Account) -> None:
    for name in ("Семёнов Пётр", "СЕМЕНОВ ПЕТР", "Семёнов Пётр Ильич"):
        add(account, name=name, phones=["89990011666"])
    create([Contact("c-long", Kind.PERSON, "я" * 300), Contact("c-longer", Kind.PERSON, "я" * 301)])
    assert {contact.name for contact in bulk().named("семёнов петр")} == {"Семёнов Пётр", "СЕМЕНОВ ПЕТР"}
    assert [contact.contact_id for contact in bulk().named("Я" * 301)] == ["c-longer"]
    assert bulk().named("Семён") == bulk().named("") == []
    assert (len(bulk().owners("79990011666")), bulk().owners("79990011"), bulk().owners("9990011666")) == (3, [], [])
    assert bulk().owners("79991234567") == ["c-irina"]


def test_the_whole_book_is_listed_by_name_and_in_parts(account: Account) -> None:
    twins = [Contact(f"c-{n}", Kind.PERSON, "Близнец") for n in (3, 1, 2)]
    create(MANY + twins)
    listed = [contact.contact_id for contact in bulk().all_by_name()]
    assert listed == ["c-1", "c-2", "c-3", "c-irina", *(contact.contact_id for contact in MANY)]
    parts = [[contact.contact_id for contact in bulk().every(part, 3)] for part in range(3)]
    assert sorted(chain.from_iterable(parts)) == sorted(listed)


def terms(account: Account) -> set[str]:
    """Name the generations of terms the search index holds."""
    return {row["term"]["S"].rsplit("#", 1)[-1] for row in account.scan("TermsTable")}


def test_nobody_leaves_terms_behind_who_lives_long_enough(account: Account) -> None:
    before = terms(account)
    create(MANY[:3])
    stored = [bulk().get_many([f"c-00{n}"])[f"c-00{n}"] for n in range(3)]
    assert len(terms(account) - before) == 3
    changes = [Change(each, replace(each, name="Новый", version=2)) for each in stored]
    lost = Change(replace(stored[2], version=5), replace(stored[2], name="Иной", version=6))
    assert bulk().write_many([*changes[:2], lost]) == [lost]
    now = {contact.terms for contact in bulk().get_many(["c-000", "c-001", "c-002"]).values()}
    assert (terms(account) - before, stored[2].terms in now) == (now, True)
    book = desk.book().contacts
    for contact in bulk().get_many(["c-000", "c-001", "c-002"]).values():
        book.delete(contact)
    assert terms(account) == before


def test_terms_are_written_again_only_when_the_words_change(account: Account) -> None:
    create(MANY[:1])
    before = bulk().get_many(["c-000"])["c-000"]
    account.requests.clear()
    assert bulk().write_many([Change(before, replace(before, note="Другая", version=2))]) == []
    assert account.requests == ["dynamodb.TransactWriteItems"]
    assert bulk().get_many(["c-000"])["c-000"].terms == before.terms


def test_a_contact_is_found_by_whatever_of_it_has_changed(account: Account) -> None:
    version = 1
    for field, value, query in (
        ("company", "Заря", "заря"),
        ("phones", ["88126667788"], "6667788"),
        ("name", "Н", "заря"),
    ):
        change = ANNA | {"name": "Ирина", "company": "Заря", field: value, "version": version}
        assert account.desk("PUT", "/contacts/c-irina", change)[0] == 200
        found = account.desk("GET", "/contacts", queryStringParameters={"query": query})[1]["contacts"]
        assert [contact["contact_id"] for contact in found] == ["c-irina"], query
        version += 1
    gone = account.desk("GET", "/contacts", queryStringParameters={"query": "ирина"})[1]
    assert gone == {"contacts": [], "cursor": None}


def test_who_does_not_know_a_contacts_terms_cannot_say_that_they_stay(account: Account) -> None:
    create(MANY[:1])
    read = bulk().get_many(["c-000"])["c-000"]
    renamed = replace(read, name="Новый", version=2)
    assert bulk().write_many([Change(read, renamed)]) == []
    # `renamed` was not read: it still names the old terms, which are gone
    noted = Change(renamed, replace(renamed, note="Другая", version=3))
    assert bulk().write_many([noted]) == [noted]
    assert account.desk("GET", "/contacts", queryStringParameters={"query": "новый"})[1]["contacts"][0]["version"] == 2
