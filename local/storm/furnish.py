"""What the account holds before the storm, and what each browser is told after it; in processes of their own."""

from callcard.adapters.book import ContactsTable
from callcard.adapters.tickets_table import Holder
from callcard.domain.cards import Moment, Settings, Shown
from callcard.domain.contacts import Contact, Kind
from callcard.domain.setup import Operator
from callcard.wiring import notify, shared
from callcard.wiring.address_book import book_tables
from local.storm.calls import EXTENSIONS, KNOWN
from local.storm.store import Link
from local.storm.wire import Wire, connect

SETTINGS = Settings(
    incoming_card=Moment.RING,
    outgoing_card=Moment.START,
    incoming_record=Moment.END,
    outgoing_record=Moment.END,
    show_record=Shown.BOTH,
)


def furnish(path: str) -> None:
    """Write settings, an address book, and operators; the last has no open tab, so that its cards leave traces."""
    connect(Wire(Link(path), throttled=0).send)
    shared.setup_tables().save_settings(SETTINGS)
    book = ContactsTable(shared.dynamodb(), book_tables())
    for number in KNOWN:
        book.create(Contact(f"c-{number}", Kind.PERSON, f"Клиент {number[-4:]}", phones=(number,)))
    for extension in EXTENSIONS:
        shared.setup_tables().save_operator(Operator(_id(extension), f"Оператор {extension}", extension))
    for extension in EXTENSIONS[:-1]:
        shared.connections().add(extension, f"tab-{extension}", _id(extension), shared.now())


def sync(path: str) -> None:
    """Let every tab ask what is open."""
    connect(Wire(Link(path), throttled=0).send)
    for extension in EXTENSIONS:
        notify.use_case().sync(Holder(_id(extension), extension), f"tab-{extension}")


def _id(extension: str) -> str:
    return f"operator-{extension}"
