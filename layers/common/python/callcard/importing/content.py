"""What a cell looks like, whatever its column is called."""

import re

from callcard.domain.phone import canonical

LONGEST_PHONE = 40
SHORTEST, LONGEST = 10, 15  # digits of a number with its area
PLAIN = re.compile(r"[\s\d+().,;:/*#'x–—-]+|.*(?:доб|тел|моб|ext|tel).*", re.IGNORECASE | re.DOTALL)


def is_phone(cell: str, region: str) -> bool:
    """Say whether a cell holds a telephone number, and nothing else."""
    text = cell.strip()[:LONGEST_PHONE]
    return bool(PLAIN.fullmatch(text)) and SHORTEST <= len(canonical(text, region)) <= LONGEST


def is_words(cell: str) -> bool:
    """Say whether a cell is mostly letters."""
    text = cell.strip()
    return bool(text) and "@" not in text and sum(char.isalpha() or char.isspace() for char in text) * 3 > len(text) * 2
