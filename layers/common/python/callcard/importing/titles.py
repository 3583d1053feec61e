"""The titles of columns, as address books, 1С and mail programs print them, in Russian and English."""

import re
from functools import lru_cache

from callcard.domain.words import folded
from callcard.importing.sheets import Field

# compared folded, without what stands in brackets and without numbers: «Телефон 2 (моб.)» is «телефон»
TITLES: dict[Field, str] = {
    Field.CONTACT_ID: "ид callcard, callcard id",
    Field.EXTERNAL_ID: """код, внешний код, ид, id, uid, код контрагента, код клиента, код партнера, идентификатор,
        external id, customer id, contact id, record id, guid""",
    Field.KIND: """вид, тип, вид контрагента, тип контрагента, вид контакта, тип контакта, юр/физ лицо, юр / физ лицо,
        юр. / физ. лицо, юрлицо/физлицо, kind, type, contact type""",
    Field.NAME: """наименование, имя и фамилия, фио, ф.и.о., фамилия имя отчество, контакт, контактное лицо, клиент,
        имя контакта, рабочее наименование, наименование контрагента, name, full name, display name, contact,
        contact name, fn""",
    Field.LAST_NAME: "фамилия, last name, surname, family name",
    Field.FIRST_NAME: "имя, first name, given name",
    Field.MIDDLE_NAME: "отчество, middle name, additional name",
    Field.COMPANY: """компания, организация, фирма, контрагент, партнер, владелец, основной контрагент, org, company,
        название компании, головной контрагент, company name, organization, organization name, organisation, account,
        account name""",
    Field.PHONES: "телефон, номер телефона, номера телефонов, мобильный, сотовый, факс, phone, mobile, fax",
    Field.RESPONSIBLE: """ответственный, основной менеджер, менеджер, ответственный менеджер, куратор, оператор,
        основной менеджер покупателя, responsible, owner, manager, account owner, contact owner, assigned to""",
    Field.NOTE: """комментарий, комментарии, примечание, примечания, заметка, заметки, описание, note, notes, comment,
        comments, description, дополнительная информация""",
}
# of no use here, though their digits may look like telephone numbers
OTHERS = """инн, кпп, огрн, огрнип, окпо, снилс, паспорт, расчетный счет, р/с, бик, корр. счет, к/с, индекс, договор,
    дата, сумма, дата рождения, день рождения, дата регистрации, дата создания, баланс, долг, адрес, юридический адрес,
    фактический адрес, почтовый адрес, email, e-mail, электронная почта, эл. почта, адрес электронной почты, сайт,
    почта, полное наименование, наименование полное, наименование для печати, должность, роль, birthday, address,
    website, phone - type, phone - label, phone type, № п/п, n п/п, no, tax id,
    это группа, пометка удаления, группа доступа"""
# whatever else the title says: «рабочий тел.», «Phone 2 - Value», «телефон контактного лица»
PHONE_WORDS = {"телефон", "телефоны", "тел", "моб", "phone", "phones", "tel", "telephone", "cell"}
PERSONS = {"контактное лицо", "контакт", "имя контакта", "contact", "contact name"}
ASIDE = re.compile(r"\([^()]*\)|[0-9]+|№$|[:*]")


@lru_cache(maxsize=1024)
def bare_title(title: str) -> str:
    """Make a title comparable: «Телефон 2 (моб.):» is «телефон»."""
    return " ".join(ASIDE.sub(" ", folded(title[:200])).split()).strip(" .,-")


def _words(text: str) -> set[str]:
    return {bare_title(title) for title in text.split(",")}


FIELDS = {title: field for field, titles in TITLES.items() for title in _words(titles)}
UNUSED = _words(OTHERS)


def field_of(title: str) -> Field | None:
    """Give the field a title means, if it is one of ours."""
    bare = bare_title(title)
    by_word = Field.PHONES if PHONE_WORDS.intersection(bare.replace(".", " ").split()) else None
    return None if bare in UNUSED else FIELDS.get(bare, by_word)


def is_person(title: str) -> bool:
    """Say whether the title means a person, where another column may name their company."""
    return bare_title(title) in PERSONS


def is_title(text: str) -> bool:
    """Say whether a text is a known title of a column, ours or not."""
    return field_of(text) is not None or bare_title(text) in UNUSED
