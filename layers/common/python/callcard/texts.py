"""What people read when something is refused, in Russian and English."""

from callcard import import_texts

ELEVEN = 11

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
        "no_such_callback": "Этот клиент не ждёт перезвона.",
        "callback_closed": "Перезванивать уже не нужно.",
        "callback_changed": "С этим клиентом уже что-то изменилось. Посмотрите и повторите.",
        "no_such_operator": "Такого оператора нет.",
        "no_such_login": "Такого логина нет.",
        "own_administrator": "Себя из администраторов убрать нельзя: попросите другого администратора.",
        "no_such_page": "Такого адреса нет.",
        "method": "Этот адрес принимает только {allowed}.",
        "stale_contact": "Контакт уже изменил кто-то другой. Посмотрите его новый вид и повторите.",
        "extension_taken": "Добавочный {extension} уже занят оператором «{name}».",
        "login_taken": "Вход «{login}» уже занят другим оператором.",
        "pbx_login_taken": "Логин АТС «{login}» уже занят другим оператором.",
        "no_such_job": "Такого задания нет, или оно старше недели.",
        "job_not_ready": "Сейчас это задание так не продолжить. Обновите страницу.",
        "other_name": "Это имя другого контакта. Впишите имя того, кого нужно забыть.",
        "left_others_calls": "Звонки с того же номера, в которых журнал называет другой контакт.",
        "left_backups": "Резервные копии таблиц: они хранятся 35 дней и читаются только при восстановлении.",
        "left_queues": "События, которые ждут в очередях после сбоя: до 14 дней.",
        "left_downloads": "Файлы, которые уже скачали, и записи разговоров в самой АТС.",
        "left_file_names": "Имена файлов в списке загрузок, если в них названо имя: до 7 дней.",
        "left_texts": "Упоминания в заметках к другим контактам и звонкам: их никто не ищет.",
        "left_reveals": "Список показанных номеров: в нём остаётся, кто и когда смотрел, без имени и номера.",
        "left_screens": "Открытые вкладки, пока их не обновят, и черновики заметок в браузерах: до недели.",
        "left_imports": "Загрузка контактов, которая шла в это время, могла внести человека снова: проверьте поиском.",
        "job_given_up": "Задание несколько раз прерывалось и остановлено. Сделанное сохранено, можно начать снова.",
        "file_not_there": "Файл ещё не загружен.",
        "file_never_came": "Файл так и не был загружен. Начните загрузку снова.",
        "report_line": "Строка",
        "report_field": "Поле",
        "report_reason": "Причина",
        "advice_empty": "В контактах ещё нет номеров, сравнивать нечего.",
        "advice_good": "Сейчас чужая карточка {now}. Менять ничего не нужно.",
        "advice_better": "Сейчас чужая карточка {now}, {digits} {then}.",
        "with_digits_one": "с {n} цифрой",
        "with_digits_many": "с {n} цифрами",
        "odds_always": "в каждом случае",
        "odds_never": "ни в одном случае",
        "odds_hundred_one": "в {n} случае из 100",
        "odds_hundred_many": "в {n} случаях из 100",
        "odds_one": "в 1 случае из {n}",
        "odds_rarely": "реже чем в 1 случае из {n}",
        "toll_service": "Сервисные коды отсюда не набирают.",
        "toll_unassigned": "Такого номера нет ни в одной стране.",
        "toll_premium": "Это платный номер: отсюда его не набирают.",
        "toll_shared": "Это номер с разделённой оплатой: отсюда его не набирают.",
        "toll_satellite": "Это спутниковый номер: отсюда его не набирают.",
        "toll_country": "В эту страну отсюда не звонят. Разрешённые страны задаёт администратор.",
        "no_such_number": "Такого номера здесь нет.",
        "no_reveal": "Номера целиком вам не показывают. Попросите администратора.",
        "too_many_reveals": "Больше {limit} номеров в час не показать. Подождите немного.",
        "too_many_numbers": "Больше {limit} номеров в час ввести нельзя. Подождите немного.",
        "whole_number_only": "Введите номер целиком: по его части поиск для вас закрыт.",
        "too_many_calls": "Больше {limit} звонков в минуту начать нельзя. Подождите немного.",
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
        "no_such_callback": "This client does not wait to be called back.",
        "callback_closed": "There is no need to call back any more.",
        "callback_changed": "Something has changed with this client. Look and try again.",
        "no_such_operator": "There is no such operator.",
        "no_such_login": "There is no such login.",
        "own_administrator": "You cannot remove yourself from the administrators: ask another one.",
        "no_such_page": "There is no such address.",
        "method": "This address takes {allowed} only.",
        "stale_contact": "Somebody else has changed this contact. Look at its new form and try again.",
        "extension_taken": "Extension {extension} already belongs to “{name}”.",
        "login_taken": "The login “{login}” already belongs to another operator.",
        "pbx_login_taken": "The PBX login “{login}” already belongs to another operator.",
        "no_such_job": "There is no such job, or it is older than a week.",
        "job_not_ready": "This job cannot be continued like that now. Reload the page.",
        "other_name": "That is another contact's name. Type the name of who is to be forgotten.",
        "left_others_calls": "Calls of the same number for which the journal names another contact.",
        "left_backups": "Backups of the tables: kept for 35 days and read only to restore.",
        "left_queues": "Events that wait in queues after trouble: up to 14 days.",
        "left_downloads": "Files that somebody has downloaded, and recordings in the PBX itself.",
        "left_file_names": "Names of files in the list of imports, where one names the person: up to 7 days.",
        "left_texts": "Mentions in the notes of other contacts and calls: nobody looks for them.",
        "left_reveals": "The list of numbers shown: who looked and when stays, without name and number.",
        "left_screens": "Open tabs until they are reloaded, and unsaved drafts of notes in browsers: up to a week.",
        "left_imports": "An import that was running at the time may have brought the person back: look by searching.",
        "job_given_up": "The job broke off several times and was stopped. What was done is kept; you may start again.",
        "file_not_there": "The file has not been uploaded yet.",
        "file_never_came": "The file was never uploaded. Start the upload again.",
        "report_line": "Line",
        "report_field": "Field",
        "report_reason": "Reason",
        "advice_empty": "The contacts have no numbers yet, there is nothing to compare.",
        "advice_good": "A wrong card now shows {now}. Nothing needs changing.",
        "advice_better": "A wrong card now shows {now}, {digits} {then}.",
        "with_digits_one": "with {n} digit",
        "with_digits_many": "with {n} digits",
        "odds_always": "in every case",
        "odds_never": "in no case",
        "odds_hundred_one": "in {n} case out of 100",
        "odds_hundred_many": "in {n} cases out of 100",
        "odds_one": "in 1 case out of {n}",
        "odds_rarely": "less than once in {n} cases",
        "toll_service": "Service codes are not dialled from here.",
        "toll_unassigned": "No country has such a number.",
        "toll_premium": "This is a premium-rate number: it is not dialled from here.",
        "toll_shared": "This is a shared-cost number: it is not dialled from here.",
        "toll_satellite": "This is a satellite number: it is not dialled from here.",
        "toll_country": "This country is not called from here. An administrator sets the allowed ones.",
        "no_such_number": "There is no such number here.",
        "no_reveal": "You are not shown whole numbers. Ask an administrator.",
        "too_many_reveals": "No more than {limit} numbers are shown in an hour. Wait a little.",
        "too_many_numbers": "No more than {limit} numbers can be entered in an hour. Wait a little.",
        "whole_number_only": "Enter the whole number: you cannot search by a part of one.",
        "too_many_calls": "No more than {limit} calls can be started in a minute. Wait a little.",
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


def counted(code: str, n: int, accept: str = "", /) -> str:
    """Say `code`, which has a form for one and a form for many, of `n` things: 21 is one in Russian, 11 is many."""
    one = n % 10 == 1 and n % 100 != ELEVEN if language(accept) == "ru" else n == 1
    return text(f"{code}_{'one' if one else 'many'}", accept, n=number(n, accept))


def number(n: int, accept: str = "", /) -> str:
    """Write a whole number as the reader's language groups it."""
    return f"{n:,}".replace(",", "\N{NO-BREAK SPACE}" if language(accept) == "ru" else ",")
