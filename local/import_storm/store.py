"""The tables of one account in a process of their own, which kills who writes to them when it is told to."""

import contextlib
import hashlib
import json
import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from local.storm.expressions import Item
from local.storm.schema import Keys, table_keys
from local.storm.tables import Ask, RefusedError, Tables

CONTACTS, NUMBERS, TERMS = "ContactsTable", "NumbersTable", "TermsTable"


class Shelves(Tables):
    """The storm's tables for a hundred thousand contacts: what an import asks for is found without looking at all.

    Of terms, millions, only the key and a digest of the rest are kept.
    """

    def __init__(self, keys: dict[str, Keys]) -> None:
        super().__init__(keys)
        self.terms: dict[str, bytes] = {}
        self._owners: dict[str, dict[str, Item]] = {}
        self._named: dict[str, set[str]] = {}

    def answer(self, operation: str, ask: Ask) -> dict[str, Any]:
        """Do one operation; raises RefusedError."""
        if operation == "Scan" and "TotalSegments" in ask:
            return {"Items": self._segment(ask)}
        if operation == "Query" and ask["TableName"] == NUMBERS:
            wanted = ask["ExpressionAttributeValues"][":n"]["S"]
            return {"Items": list(self._owners.get(wanted.removesuffix("#"), {}).values())}
        if operation == "Query" and ":n" in ask["ExpressionAttributeValues"]:
            ids = sorted(self._named.get(ask["ExpressionAttributeValues"][":n"]["S"], ()))
            return {"Items": [self.rows[CONTACTS][each][""] for each in ids]}
        return super().answer(operation, ask)

    def _put(self, ask: Ask) -> None:
        item = ask["Item"]
        if ask["TableName"] == TERMS:
            self.terms[item["term"]["S"]] = digest([item])
            return
        if ask["TableName"] == CONTACTS:
            self._forget(self.rows[CONTACTS].get(item["contact_id"]["S"], {}).get(""))
            self._named.setdefault(item["name_key"]["S"], set()).add(item["contact_id"]["S"])
        if ask["TableName"] == NUMBERS:
            number, _, owner = item["number_key"]["S"].partition("#")
            self._owners.setdefault(number, {})[owner] = item
        super()._put(ask)

    def _drop(self, ask: Ask) -> Item | None:
        if ask["TableName"] == TERMS:
            self.terms.pop(ask["Key"]["term"]["S"], None)
            return None
        gone = super()._drop(ask)
        if ask["TableName"] == CONTACTS:
            self._forget(gone)
        if ask["TableName"] == NUMBERS:
            number, _, owner = ask["Key"]["number_key"]["S"].partition("#")
            self._owners.get(number, {}).pop(owner, None)
        return gone

    def _place(self, table: str, key: Item) -> tuple[str, str]:
        return (key["term"]["S"], "") if table == TERMS else super()._place(table, key)

    def _forget(self, contact: Item | None) -> None:
        if contact:
            self._named[contact["name_key"]["S"]].discard(contact["contact_id"]["S"])

    def _segment(self, ask: Ask) -> list[Item]:
        items = self.all(ask["TableName"])
        return items[ask["Segment"] :: ask["TotalSegments"]]


@dataclass(slots=True)
class Store:
    """Answers an importer; at the requests it is told to, the importer dies, before they are done or after."""

    tables: Shelves = field(default_factory=lambda: Shelves(table_keys()))
    requests: int = 0
    killed: int = 0
    deaths: dict[int, bool] = field(default_factory=dict)  # request → whether it is done before the death

    def answer(self, target: str, body: bytes, pid: int) -> tuple[int, bytes]:
        """Answer one request: status and body, as AWS would."""
        service, _, operation = target.partition(".")
        if service == "Storm":
            return 200, json.dumps(self._control(operation, json.loads(body))).encode()
        self.requests += 1
        done_first = self.deaths.get(self.requests)
        if done_first is False:
            self._kill(pid)
            return 500, b"{}"
        try:
            answer = 200, json.dumps(self.tables.answer(operation, json.loads(body))).encode()
        except RefusedError as refused:
            answer = 400, json.dumps(refused.body).encode()
        if done_first:
            self._kill(pid)
        return answer

    def _kill(self, pid: int) -> None:
        self.killed += 1
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def _control(self, operation: str, ask: Any) -> Any:
        match operation:
            case "Deaths":
                self.requests, self.killed = 0, 0
                self.deaths = {int(request): done for request, done in ask.items()}
                return None
            case "Stats":
                return {"requests": self.requests, "killed": self.killed}
        return fingerprint(self.tables)


def fingerprint(tables: Shelves) -> dict[str, Any]:
    """Tell a book by the digests of its items, versions included; only the random names of its terms are left out.

    `left` are the terms that belong to nobody: of writers that died.
    """
    contacts = {item["contact_id"]["S"]: item for item in tables.all(CONTACTS)}
    named = {contact_id: item["terms"]["S"] for contact_id, item in contacts.items() if "terms" in item}
    split = [(*term.rsplit("#", 2), content) for term, content in tables.terms.items()]
    own = sorted(f"{term}#{contact_id}" for term, contact_id, name, _ in split if named.get(contact_id) == name)
    return {
        "contacts": len(contacts),
        "numbers": len(tables.all(NUMBERS)),
        "terms": len(own),
        "left": len(split) - len(own),
        "contacts_digest": digest({k: v for k, v in item.items() if k != "terms"} for item in contacts.values()).hex(),
        "numbers_digest": digest(tables.all(NUMBERS)).hex(),
        "terms_digest": hashlib.sha256("\n".join(own).encode()).hexdigest(),
    }


def digest(items: Iterable[Item]) -> bytes:
    """Give a digest of items in no order."""
    lines = sorted(json.dumps(item, sort_keys=True, ensure_ascii=False) for item in items)
    return hashlib.sha256("\n".join(lines).encode()).digest()
