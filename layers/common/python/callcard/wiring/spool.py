"""What the draining of the spool is made of: the same intake, with nothing behind it."""

from functools import cache

from callcard.intake import Intake
from callcard.wiring.inbound import use_case
from callcard.wiring.shared import region


@cache
def intake() -> Intake:
    """Build the taking in of kept events."""
    return Intake(use_case(), region())
