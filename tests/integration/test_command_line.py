"""The command line: what it says, what it writes, how it ends, and how it goes on after an end."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from callcard.errors import CallcardError
from callcard.imports import Importer
from callcard.wiring import command_line, jobs
from cli.__main__ import parser
from cli.exports import export_contacts
from cli.imports import import_contacts
from cli.mapping import MappingError
from cli.screen import Screen
from tests.integration.conftest import Account

ROWS = [f"{number};Имя {number};8900{number:07}\n" for number in range(40)]
TEXT = f"Код;Имя;Телефон\nнет;;\n{''.join(ROWS)}"


class Terminal:
    """A place to run commands, and what they said there."""

    def __init__(self, folder: Path, *, width: int = 100, terminal: bool = False) -> None:
        self.folder = folder
        self.out, self.err = io.StringIO(), io.StringIO()
        consoles = [
            Console(file=file, width=width, force_terminal=terminal, soft_wrap=True) for file in (self.out, self.err)
        ]
        self.screen = Screen("en", *consoles)

    def run(self, command: str, name: str, *options: str) -> bool:
        """Run a command on a file of the folder."""
        asked = parser().parse_args(
            ["contacts", command, str(self.folder / name), "--local", "--language", "en", *options]
        )
        return (import_contacts if command == "import" else export_contacts)(asked, self.screen)

    @property
    def said(self) -> str:
        """What was said, all of it."""
        return self.out.getvalue() + self.err.getvalue()


@pytest.fixture
def terminal(account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Give a terminal, and an import that goes in windows of ten rows."""
    whole = command_line.importer
    monkeypatch.setattr(
        command_line, "importer", lambda: Importer(jobs.book(), command_line.operators, "RU", window=10)
    )
    (tmp_path / "people.csv").write_text(TEXT, encoding="utf-8")
    assert whole().window == 1000
    return Terminal(tmp_path)


def names() -> list[str]:
    return [contact.name for contact in jobs.book().all_by_name() if contact.external_id]


def test_an_import_says_how_it_read_the_file_and_what_came_of_it(terminal: Terminal) -> None:
    assert terminal.run("import", "people.csv") is True  # one row is bad
    assert len(names()) == 40
    assert "people.csv: CSV, utf-8, ;" in terminal.said
    assert "external_id" in terminal.said
    assert "Done: 40 created, 1 bad" in terminal.said
    assert "line 2 (name): Neither a name nor a company; the row is left out." in terminal.said
    report = (terminal.folder / "people.csv.problems.csv").read_text(encoding="utf-8-sig")
    assert report.splitlines() == [
        "Line;Field;What is wrong",
        '2;name;"Neither a name nor a company; the row is left out."',
    ]


def test_a_file_without_problems_leaves_no_report(terminal: Terminal) -> None:
    (terminal.folder / "good.csv").write_text("Имя;Телефон\nАнна;89000000001\n", encoding="utf-8")
    assert terminal.run("import", "good.csv") is False
    assert not (terminal.folder / "good.csv.problems.csv").exists()


def test_a_dry_run_writes_nothing(terminal: Terminal, account: Account) -> None:
    before = account.scan("ContactsTable"), account.scan("StateTable")
    terminal.run("import", "people.csv", "--dry-run")
    assert "Dry run, nothing is written: 40 created, 1 bad" in terminal.said
    assert (account.scan("ContactsTable"), account.scan("StateTable")) == before


@pytest.mark.parametrize("survived", [0, 1, 2, 3, 5, 8])
def test_an_interrupted_import_goes_on_with_the_same_command(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    table = command_line.checkpoints()
    saved = 0
    save = table.save

    def interrupted(*what: object) -> None:
        nonlocal saved
        if saved == survived:
            raise KeyboardInterrupt
        saved += 1
        save(*what)  # type: ignore[arg-type]  # whatever it was

    monkeypatch.setattr(table, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        terminal.run("import", "people.csv")
    assert "The same command goes on from there." in terminal.said
    monkeypatch.setattr(table, "save", save)
    again = Terminal(terminal.folder)
    again.run("import", "people.csv")
    assert ("Going on after line" in again.said) is (survived > 0)
    assert "Done: 40 created, 1 bad" in again.said
    assert len(names()) == 40
    assert {contact.version for contact in jobs.book().every()} == {1}
    report = (terminal.folder / "people.csv.problems.csv").read_text(encoding="utf-8-sig")
    assert report.count("2;name;") == 1
    assert report.count("Line;Field") == 1


def test_an_import_that_is_done_begins_anew_and_finds_everything_there(terminal: Terminal, account: Account) -> None:
    terminal.run("import", "people.csv")
    assert not [item for item in account.scan("StateTable") if item["pk"]["S"].startswith("checkpoint#")]
    again = Terminal(terminal.folder)
    again.run("import", "people.csv")
    assert "Done: 40 unchanged, 1 bad" in again.said


def test_the_mapping_can_be_told(terminal: Terminal) -> None:
    (terminal.folder / "odd.csv").write_text("A;B;C\nАнна;89000000001;1\n", encoding="utf-8")
    terminal.run("import", "odd.csv", "--map", "C=external_id", "--map", "1=company", "--kind", "partner")
    (anna,) = [contact for contact in jobs.book().every() if contact.external_id]
    assert (anna.company, anna.kind.value, anna.phones) == ("Анна", "partner", ("79000000001",))


@pytest.mark.parametrize("told", ["Z=name", "9=name", "A=nonsense"])
def test_a_mapping_that_cannot_be_followed_names_what_there_is(terminal: Terminal, told: str) -> None:
    (terminal.folder / "odd.csv").write_text("A;B\nАнна;89000000001\n", encoding="utf-8")
    with pytest.raises(MappingError, match=r"columns are: 1 A, 2 B|fields are: contact_id"):
        terminal.run("import", "odd.csv", "--map", told)


def test_a_file_that_cannot_be_read_is_refused(terminal: Terminal) -> None:
    (terminal.folder / "a.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(CallcardError) as refused:
        terminal.run("import", "a.xlsx")
    assert refused.value.code == "broken_xlsx"


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_an_export_is_read_back_unchanged(terminal: Terminal, name: str) -> None:
    terminal.run("import", "people.csv")
    terminal.run("export", name)
    assert "41 contacts in" in terminal.said
    assert [path.name for path in terminal.folder.glob("out*")] == [name]
    again = Terminal(terminal.folder)
    again.run("import", name)
    assert "Done: 41 unchanged" in again.said


def test_an_export_that_fails_leaves_no_half_of_a_file(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        """A book that breaks off."""

        def all_by_name(self) -> Iterator[object]:
            yield from jobs_book.all_by_name()
            raise OSError

    jobs_book = jobs.book()
    monkeypatch.setattr("cli.exports.book", Failing)
    with pytest.raises(OSError):
        terminal.run("export", "out.csv")
    assert not list(terminal.folder.glob("out*"))


def test_a_bar_moves_at_a_terminal_and_lines_come_in_a_pipe(terminal: Terminal) -> None:
    terminal.run("import", "people.csv")
    assert "import: 10 rows · 9 created, 1 bad" in terminal.err.getvalue()
    assert "\x1b[" not in terminal.said
    shown = Terminal(terminal.folder, terminal=True, width=160)
    shown.run("import", "people.csv")
    assert "\x1b[" in shown.err.getvalue()
    assert "100%" in shown.err.getvalue()


def test_names_from_a_file_are_no_markup(terminal: Terminal) -> None:
    (terminal.folder / "odd.csv").write_text("Имя;Телефон\n[red]А[/red][/b];89000000001\n", encoding="utf-8")
    terminal.run("import", "odd.csv")
    assert "[red]А[/red][/b]" in terminal.said
