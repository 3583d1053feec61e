"""Those who may not see whole numbers, at the doors: what they send is opened, what they get is masked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.browser import person_of, serve
from callcard.domain.masking import DOT, whole_number, without_numbers
from callcard.domain.setup import Operator, Setup
from callcard.errors import CallcardError, ForbiddenError, NotFoundError, TooManyError
from callcard.glass import Glass, glass_of
from callcard.http import Answer, header, refuse
from callcard.seal import MARK

GUESSES_PER_HOUR = 60  # whole numbers that somebody may ask about who may not see them
REVEALS = "/reveals"
BY_NUMBER = ("numbers", "callbacks")


class Guesses(Protocol):
    """How often each operator named a whole number of late."""

    def take(self, operator_id: str, now: datetime, limit: int) -> bool: ...


@dataclass(frozen=True, slots=True)
class Readers:
    """Serves each reader through the glass that is theirs; administrators decide who sees what, and see all."""

    setup: Callable[[], Setup]
    guesses: Guesses
    region: str
    clock: Callable[[], datetime]

    def serve(self, app: APIGatewayRestResolver, event: dict[str, Any], context: LambdaContext) -> Answer:
        """Resolve one request of whoever is logged in."""
        try:
            glass, operator = self._glass(event)
            if glass.clear:
                return serve(app, event, context)
            asked = Asked(glass, lambda: self._count(operator), self.region)
            answer = serve(app, asked.opened(event), context)
        except CallcardError as error:
            return refuse(error, header(event, "accept-language"))
        told = answer["body"]
        if not told or event["path"].rstrip("/") == REVEALS:  # noted, and meant to be seen
            return answer
        return answer | {"body": json.dumps(glass.seen(json.loads(told)), ensure_ascii=False)}

    def _glass(self, event: Mapping[str, Any]) -> tuple[Glass, Operator | None]:
        person = person_of(event)
        if person.admin:
            return Glass(), None
        setup = self.setup()
        operator = setup.logged_in(person.login)
        return glass_of(setup, operator), operator

    def _count(self, operator: Operator | None) -> None:
        """Count a whole number that was typed: a hundred thousand of them would find any masked one."""
        name = operator.operator_id if operator else "nobody"
        if not self.guesses.take(name, self.clock(), GUESSES_PER_HOUR):
            raise TooManyError("too_many_numbers", limit=str(GUESSES_PER_HOUR))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of somebody who was given references in the place of numbers."""

    glass: Glass
    count: Callable[[], None]
    region: str

    def opened(self, event: dict[str, Any]) -> dict[str, Any]:
        """Put the numbers in the references' place; raises what speaks against the request."""
        opened = event | {"path": self._path(event["path"])}
        if query := event.get("queryStringParameters"):
            opened |= {"queryStringParameters": self._query(query), "multiValueQueryStringParameters": None}
        if event.get("body") and not event.get("isBase64Encoded"):
            opened |= {"body": self._body(event["body"])}
        return opened

    def _path(self, path: str) -> str:
        parts = path.split("/")
        if len(parts) > len(BY_NUMBER) + 1 and parts[1] in BY_NUMBER:
            parts[2] = self._number(unquote(parts[2]))
        return "/".join(parts)

    def _number(self, reference: str) -> str:
        """Open a reference; digits that were typed here would be a question whether they are somebody's."""
        number = self.glass.opened(reference)
        if number is None:
            raise NotFoundError("no_such_number")
        return number

    def _query(self, asked: dict[str, str]) -> dict[str, str]:
        opened = dict(asked)
        if asked.get("cursor"):
            opened["cursor"] = self.glass.opened(asked["cursor"]) or "-"  # which is no cursor
        if asked.get("query", "").strip():
            opened["query"] = self._sought(asked["query"].strip())
        return opened

    def _sought(self, query: str) -> str:
        """Say what may be looked for: a part of a number may not, it would tell the others digit by digit."""
        if query.startswith(MARK):
            return self._number(query)
        if number := whole_number(query, self.region):
            self.count()
            return number
        words = without_numbers(query)
        if not any(map(str.isalnum, words)):
            raise ForbiddenError("whole_number_only")
        return words

    def _body(self, body: str) -> str:
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError):
            return body  # whoever reads it says what is wrong with it
        return json.dumps(self._sent(sent, ""))

    def _sent(self, value: Any, name: str) -> Any:
        match value:
            case dict():
                if name == "dial_after":
                    return {self.glass.opened(number) or number: after for number, after in value.items()}
                return {key: self._sent(inner, key) for key, inner in value.items()}
            case list():
                return [self._sent(inner, name) for inner in value]
            case str() if name in {"phone", "phones"}:
                return self._number(value) if value.startswith(MARK) else self._typed(value)
            case _:
                return value

    def _typed(self, number: str) -> str:
        if DOT not in number:  # else it was shown so, and the contact knows which it is
            self.count()
        return number
