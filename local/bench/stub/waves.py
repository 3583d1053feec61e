"""Which requests went out together."""

from collections.abc import Iterable


def waves(spans: Iterable[tuple[float, float]]) -> list[int]:
    """Count the requests of each wave; a span is when a request arrived and when it was answered.

    A request belongs to a wave while none of that wave's requests has been answered: it may have been sent without
    knowing any of their answers. What arrives after the first answer begins the next wave.
    """
    found: list[int] = []
    first_answer = float("-inf")
    for arrived, answered in sorted(spans):
        if arrived >= first_answer:
            found.append(0)
            first_answer = answered
        found[-1] += 1
        first_answer = min(first_answer, answered)
    return found
