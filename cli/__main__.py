"""`callcard contacts import FILE`, `callcard contacts export FILE`: what is asked for, and how it ends."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from callcard.domain.contacts import Kind
from callcard.errors import CallcardError
from callcard.importing.planning import OnDuplicate
from callcard.texts import text
from cli.exports import export_contacts
from cli.imports import import_contacts
from cli.mapping import MappingError
from cli.screen import Screen, interface_language
from cli.stack import NoStackError, reach

FAILED, BAD_ROWS, INTERRUPTED = 1, 3, 130  # 2 is a wrong command line
EPILOG = "Ends with 0: done · 1: refused or failed · 2: wrong command line · 3: done, with bad rows · 130: interrupted."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a failure is one sentence, not a stack trace."""
    asked = parser().parse_args(arguments)
    screen = Screen(asked.language)
    try:
        reach(asked.stack, local=asked.local)
        work = import_contacts if asked.command == "import" else export_contacts
        return BAD_ROWS if work(asked, screen) else 0
    except CallcardError as refused:
        screen.fail(text(refused.code, asked.language, **refused.values))
    except (MappingError, NoStackError, OSError) as failed:
        screen.fail(str(failed))
    except (BotoCoreError, ClientError) as failed:
        screen.fail(f"AWS: {failed}")
    except KeyboardInterrupt:
        return INTERRUPTED
    return FAILED


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    callcard = argparse.ArgumentParser("callcard", epilog=EPILOG)
    contacts = callcard.add_subparsers(dest="noun", required=True).add_parser("contacts", help="the address book")
    commands = contacts.add_subparsers(dest="command", required=True)
    _add_import(commands.add_parser("import", help="import CSV, XLSX, vCard or a list of 1С", epilog=EPILOG))
    _add_export(commands.add_parser("export", help="export to CSV or XLSX", epilog=EPILOG))
    return callcard


def _add_import(parser: argparse.ArgumentParser) -> None:
    _add_common(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", dest="mapping",
                        help="what a column holds, by its title or its number from 1; FIELD - is nothing")  # fmt: skip
    parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="the kind of rows that name none")
    parser.add_argument("--on-duplicate", choices=[each.value for each in OnDuplicate], default="skip",
                        help="what becomes of a row whose number or name is in the book already (skip)")  # fmt: skip
    parser.add_argument("--encoding", default="", help="when the guess is wrong: utf-8, windows-1251, …")
    parser.add_argument("--report", type=Path, help="where to list the problems (FILE.problems.csv)")
    parser.add_argument("--restart", action="store_true", help="begin anew where an interrupted import would go on")


def _add_export(parser: argparse.ArgumentParser) -> None:
    _add_common(parser)
    parser.add_argument("--format", choices=["csv", "xlsx"], help="by the file's name unless given")


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--stack", metavar="NAME", help="the CloudFormation stack, callcard-prod say")
    where.add_argument("--local", action="store_true", help="the stack of `make up`")
    parser.add_argument("--language", choices=["ru", "en"], default=interface_language(), help="of texts and titles")


if __name__ == "__main__":
    sys.exit(main())
