"""What people read when something is refused, in Russian and English."""

from callcard import import_texts

SERVED: dict[str, dict[str, str]] = {
    "ru": {
        "bad_body": "Тело запроса не разобрать: {reason}.",
        "bad_fields": "Проверьте поля: {fields}.",
        "bad_cursor": "Указатель страницы не подходит. Начните список сначала.",
        "too_large": "Тело запроса больше {limit} байт.",
        "bad_token": "Токен не подходит.",
        "not_admin": "Это могут только администраторы.",
        "no_operator": "Для этого входа нет действующего оператора с добавочным номером.",
        "no_such_contact": "Такого контакта нет.",
        "no_such_call": "Такого звонка нет.",
        "no_such_operator": "Такого оператора нет.",
        "no_such_page": "Такого адреса нет.",
        "method": "Этот адрес принимает только {allowed}.",
        "stale_contact": "Контакт уже изменил кто-то другой. Посмотрите его новый вид и повторите.",
        "extension_taken": "Добавочный {extension} уже занят оператором «{name}».",
        "login_taken": "Вход «{login}» уже занят другим оператором.",
        "pbx_login_taken": "Логин АТС «{login}» уже занят другим оператором.",
        # protocol 1: two lines, byte for byte
        "pbx_failed": "При выполнении запроса к Простым звонкам произошла ошибка: {detail}.\n"
        "Пожалуйста, обратитесь в поддержку Простых звонков.",
        "busy_call": "Этот звонок уже начинается.",
        "unavailable": "Сервис временно недоступен. Повторите чуть позже.",
        "internal": "Внутренняя ошибка. Мы о ней уже знаем.",
    },
    "en": {
        "bad_body": "The request body cannot be read: {reason}.",
        "bad_fields": "Check these fields: {fields}.",
        "bad_cursor": "The page cursor does not fit. Start the list again.",
        "too_large": "The request body is over {limit} bytes.",
        "bad_token": "The token does not fit.",
        "not_admin": "Only administrators may do this.",
        "no_operator": "There is no active operator with an extension for this login.",
        "no_such_contact": "There is no such contact.",
        "no_such_call": "There is no such call.",
        "no_such_operator": "There is no such operator.",
        "no_such_page": "There is no such address.",
        "method": "This address takes {allowed} only.",
        "stale_contact": "Somebody else has changed this contact. Look at its new form and try again.",
        "extension_taken": "Extension {extension} already belongs to “{name}”.",
        "login_taken": "The login “{login}” already belongs to another operator.",
        "pbx_login_taken": "The PBX login “{login}” already belongs to another operator.",
        # the specification gives this text in Russian only and byte for byte (protocol 1)
        "pbx_failed": "При выполнении запроса к Простым звонкам произошла ошибка: {detail}.\n"
        "Пожалуйста, обратитесь в поддержку Простых звонков.",
        "busy_call": "This call is already being started.",
        "unavailable": "The service is unavailable for the moment. Try again a little later.",
        "internal": "Internal error. We know of it already.",
    },
}

TEXTS = {tag: served | import_texts.TEXTS[tag] for tag, served in SERVED.items()}


def language(accept: str) -> str:
    """Choose `en` or `ru` (default) from an Accept-Language header: the first of the two it names."""
    for part in accept.lower().split(","):
        tag = part.split(";")[0].strip()[:2]
        if tag in TEXTS:
            return tag
    return "ru"


def text(code: str, accept: str = "", /, **values: str) -> str:
    """Say `code` in the reader's language with `values` put in."""
    return TEXTS[language(accept)][code].format(**values)
