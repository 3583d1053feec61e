"""What an operator may see, as an administrator writes it down and reads it."""

from dataclasses import asdict
from secrets import token_urlsafe
from typing import Any

from callcard.bodies import OperatorBody
from callcard.domain.setup import Operator

SEAL_BYTES = 32  # 256 bits


def written(operator_id: str, body: OperatorBody, before: Operator | None) -> Operator:
    """Make an operator of what was written; who may not see whole numbers gets a secret, once and for all."""
    seal, numbers = (before.seal, before.numbers) if before else ("", "whole")
    told = body.model_dump() | {"numbers": body.numbers or numbers}
    if told["numbers"] != "whole":
        seal = seal or token_urlsafe(SEAL_BYTES)
    return Operator(operator_id=operator_id, seal=seal, **told)


def shown(operator: Operator) -> dict[str, Any]:
    """Describe an operator, without the secret."""
    return {name: value for name, value in asdict(operator).items() if name != "seal"}


def may_keep_tabs(before: Operator, now: Operator) -> bool:
    """Say whether what is open at an operator's screens is still theirs to see."""
    same = (now.extension, now.login, now.numbers) == (before.extension, before.login, before.numbers)
    return now.active and same
