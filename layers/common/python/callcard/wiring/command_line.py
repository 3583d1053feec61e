"""What the command line is made of."""

import os
from functools import cache

from callcard.adapters.checkpoints_table import CheckpointsTable
from callcard.domain.setup import Operator
from callcard.imports import Importer
from callcard.wiring.jobs import book
from callcard.wiring.shared import dynamodb, region, setup_tables


@cache
def checkpoints() -> CheckpointsTable:
    """Reach the checkpoints of interrupted imports."""
    return CheckpointsTable(dynamodb(), os.environ["STATE_TABLE"])


def importer() -> Importer:
    """Build the import."""
    return Importer(book(), operators, region())


def operators() -> list[Operator]:
    """List all operators."""
    return setup_tables().operators()
