"""Compares what the tables and the screens say with the truth."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from callcard.items import unpack
from local.storm.calls import Message
from local.storm.oracle import Told, Truth, read, truth

Row = dict[str, Any]


@dataclass(slots=True)
class Findings:
    """What is wrong, by kind: each list has to be empty."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    after_end: list[str] = field(default_factory=list)
    legs: int = 0
    journal: int = 0
    open_legs: int = 0
    undecided: int = 0


def compare(acknowledged: Iterable[Message], items: list[Row], frames: list[Any]) -> Findings:
    """Find every difference between the acknowledged messages' truth and what is there."""
    told, found = read(acknowledged), Findings()
    rows = _by_leg(items)
    for callid, call in told.legs.items():
        for leg in call.values():
            _leg(f"{callid}#{leg.extension}", truth(leg, call), rows.pop((callid, leg.extension), []), found)
    found.invented += [f"{callid}#{extension}" for callid, extension in rows]
    _ratings(told, items, found)
    found.after_end += cards_after_the_end(told, frames) + _ended_in_a_sync(told, frames)
    return found


def cards_after_the_end(told: Told, frames: list[Any]) -> list[str]:
    """Name the calls whose card a newer frame raises again after an older one said that they ended.

    One leg may come back: it was closed because another leg ended, and then its own answer was heard.
    """
    ended: dict[str, int] = {}
    calls = [frame["call"] for _, frame in frames if frame["type"] == "call"]
    for call in calls:
        if call["state"] == "ended":
            ended[call["call_id"]] = min(call["version"], ended.get(call["call_id"], call["version"]))
    raised = [call for call in calls if call["card"] and call["state"] != "ended"]
    late = {call["call_id"] for call in raised if call["version"] > ended.get(call["call_id"], call["version"])}
    return sorted(name for name in late if not _may_come_back(told, name))


def _may_come_back(told: Told, name: str) -> bool:
    callid, extension, _ = name.split("#")
    call = told.legs[callid]
    return len(call) > 1 and extension in call and call[extension].answered


def _ended_in_a_sync(told: Told, frames: list[Any]) -> list[str]:
    """Name the calls a browser is shown on its reconnection although they are over."""
    listed = [call["call_id"] for _, frame in frames if frame["type"] == "sync" for call in frame["calls"]]
    ended = []
    for name in listed:
        callid, extension, _ = name.split("#")
        call = told.legs[callid]
        if extension not in call or truth(call[extension], call).states == {"ended"}:
            ended.append(name)
    return ended


def _by_leg(items: list[Row]) -> dict[tuple[str, str], list[Row]]:
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for item in items:
        if not item["leg"]["S"].startswith("!"):
            row = unpack(item)
            rows[row["callid"], row["extension"]].append(row)
    return rows


def _leg(name: str, wanted: Truth, rows: list[Row], found: Findings) -> None:
    found.legs += 1
    found.journal += sum("journal" in row for row in rows)
    if not rows or (wanted.final and not any(row["final"] for row in rows)):
        found.lost.append(name)
        return
    if sum("journal" in row for row in rows) > 1:
        found.duplicated.append(name)
    found.open_legs += "ended" not in wanted.states
    found.undecided += len(wanted.states) > 1
    if wanted.answered and not any(row["answered"] for row in rows):
        found.lost.append(name)
    if len(rows) > 1 or (wrong := _differences(wanted, rows[0])):
        found.wrong.append(f"{name} {wrong if len(rows) == 1 else 'generations'}")


def _differences(wanted: Truth, row: Row) -> list[str]:
    by = {row["answered_by"]} if row.get("answered_by") and not row["answered"] else set()
    claims = {
        "state": row["state"] in wanted.states,
        "answered": row["answered"] == wanted.answered,
        "answered_by": by <= wanted.answered_by and bool(by) == bool(wanted.answered_by),
        "journal": ("journal" in row) == wanted.recorded,
        "missed": not wanted.recorded or row["missed"] == (not wanted.answered),
        "duration": str(row.get("duration", "")) == wanted.duration,
        "link": row.get("link", "") == wanted.link,
    }
    return [claim for claim, holds in claims.items() if not holds]


def _ratings(told: Told, items: list[Row], found: Findings) -> None:
    kept = defaultdict(set)
    for item in items:
        if "rating" in item:
            kept[item["callid"]["S"]].add(item["rating"]["S"])
    found.lost += [f"rating of {callid}" for callid, said in told.ratings.items() if not said & kept[callid]]
