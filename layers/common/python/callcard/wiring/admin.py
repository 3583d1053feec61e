"""What the administrator's pages are made of."""

import os
from datetime import timedelta
from functools import cache

from callcard.adapters.book import ContactsTable
from callcard.adapters.logins import Logins
from callcard.adapters.reveals_table import RevealsTable
from callcard.adapters.secrets import CrmTokens, SecretStore
from callcard.admin import Admin
from callcard.administrators import Administrators
from callcard.admission import Expulsion
from callcard.advice import Advisor
from callcard.changes import Changes
from callcard.erasures import Erasures
from callcard.retention import Retention
from callcard.reveals import RevealList
from callcard.transfers import Exports, Imports
from callcard.wiring import background
from callcard.wiring.address_book import book_tables
from callcard.wiring.boto_clients import session
from callcard.wiring.shared import (
    connections,
    dynamodb,
    now,
    region,
    secrets_manager,
    setup_tables,
    sockets,
)


@cache
def changes() -> Changes:
    """Build the history of the setup."""
    return Changes(setup_tables(), now)


@cache
def logins() -> Logins:
    """Give the people who may log in."""
    return Logins(session().client("cognito-idp"), os.environ["USER_POOL_ID"])


@cache
def administrators() -> Administrators:
    """Build who may change the setup."""
    return Administrators(logins(), changes(), setup_tables())


@cache
def use_case() -> Admin:
    """Build the use case; nothing is kept in memory: an administrator sees what is stored."""
    return Admin(
        setup=setup_tables(),
        changes=changes(),
        logins=logins(),
        sockets=Expulsion(connections(), sockets()),
        crm_token=CrmTokens(SecretStore(secrets_manager(), os.environ["CRM_TOKEN_SECRET"]), 0, 0, now),
        pbx_token=SecretStore(secrets_manager(), os.environ["PBX_TOKEN_SECRET"]),
        retention=retention(),
        overlap=timedelta(hours=float(os.environ["TOKEN_OVERLAP_HOURS"])),
        clock=now,
        region=region(),
    )


@cache
def retention() -> Retention:
    """Build how long calls are kept."""
    return Retention(background.jobs(), background.queue(), setup_tables().read, now)


@cache
def reveal_list() -> RevealList:
    """Build the list of who was shown whose number."""
    return RevealList(RevealsTable(dynamodb(), os.environ["REVEALS_TABLE"]), setup_tables().read)


@cache
def erasures() -> Erasures:
    """Build «Забыть этого человека»."""
    contacts = ContactsTable(dynamodb(), book_tables())
    return Erasures(background.jobs(), background.queue(), contacts, changes(), setup_tables(), now)


@cache
def imports() -> Imports:
    """Build the imports."""
    return Imports(background.jobs(), background.queue(), background.files(), now)


@cache
def exports() -> Exports:
    """Build the exports."""
    return Exports(background.jobs(), background.queue(), background.files(), now)


@cache
def advisor() -> Advisor:
    """Build the advisor."""
    return Advisor(background.jobs(), background.queue(), setup_tables().read, now)
