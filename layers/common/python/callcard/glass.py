"""The glass between a reader and the numbers: clear for most, for the others numbers are masked and sealed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from callcard.domain.masking import SHORT, masked, masked_list, masked_text
from callcard.domain.phone import bare
from callcard.domain.setup import Operator, Setup
from callcard.seal import MARK, Seal

TAIL = 7  # digits by which a number is known in an address, whatever code stands before
AS_THEY_ARE = {"line", "ticket", "server_time"}


@dataclass(frozen=True, slots=True)
class Glass:
    """What one reader sees of what we tell; without a seal nothing can be handed back to us.

    `suffix` is how many common digits the settings ask for; how many more there are is not told.
    """

    clear: bool = True
    seal: Seal | None = None
    suffix: int = 0

    def seen(self, told: Any) -> Any:
        """Mask the numbers in an answer or a frame: every text may hold one, unless it is known not to."""
        return told if self.clear else self._seen(told, "", "")

    def opened(self, reference: str) -> str | None:
        """Give the number (or the cursor) behind a reference that this reader was given; None for any other text."""
        return self.seal.open(reference) if self.seal and reference.startswith(MARK) else None

    def shut(self, text: str) -> str:
        """Seal a number or a cursor."""
        return self.seal.shut(text) if self.seal else ""

    def _seen(self, value: Any, name: str, phone: str) -> Any:
        if name in AS_THEY_ARE or name.endswith("_id"):
            return value
        if special := _SPECIAL.get(name):
            return special(self, value, phone)
        match value:
            case dict():
                phone = str(value.get("phone") or phone)
                return {key: self._seen(inner, key, phone) for key, inner in value.items()}
            case list() | tuple():
                return [self._seen(inner, "", phone) for inner in value]
            case str():
                return masked_text(value)
            case _:
                return value

    def _sealed(self, number: str) -> str:
        return number if len(number) <= SHORT else self.shut(number)

    def _phones(self, numbers: Any, phone: str) -> Any:
        """Seal the numbers of a contact; other things under the same name are looked into."""
        return [self._sealed(one) if isinstance(one, str) else self._seen(one, "", phone) for one in numbers]


type Special = Callable[[Glass, Any, str], Any]
_SPECIAL: dict[str, Special] = {
    "phone": lambda glass, number, _: glass._sealed(number),
    "phones": Glass._phones,
    "pinned": lambda glass, numbers, phone: numbers if isinstance(numbers, bool) else glass._phones(numbers, phone),
    "dial_after": lambda glass, after, _: {glass._sealed(number): code for number, code in after.items()},
    "display": lambda _, shown, __: masked(shown),
    "displays": lambda _, shown, __: masked_list(shown),
    "cursor": lambda glass, cursor, _: (glass.shut(cursor) or None) if cursor else cursor,
    # how many digits are common would tell a number digit by digit to whoever writes contacts
    "matched": lambda glass, *_: glass.suffix,
    "link": lambda _, link, phone: None if link and _names(link, phone) else link,
}


def glass_of(setup: Setup, operator: Operator | None) -> Glass:
    """Say what an operator sees. Who is none (has just left, say) sees whole numbers where everybody does."""
    if operator is None:
        return Glass(clear=all(one.numbers == "whole" for one in setup.operators))
    if operator.numbers == "whole":
        return Glass()
    seal = Seal(f"{operator.seal}|{operator.operator_id}".encode()) if operator.seal else None
    return Glass(clear=False, seal=seal, suffix=setup.settings.suffix_digits)


def _names(link: str, phone: str) -> bool:
    """Say whether an address holds a number; recordings are often called by it."""
    return len(phone) > SHORT and phone[-TAIL:] in bare(link)
