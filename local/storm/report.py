"""What the storm says at its end: a table for people, the same for the docs, and whether all is well."""

from local.storm.handlers import Outcome, Weather

Line = tuple[str, str, bool]


def lines(outcome: Outcome) -> list[Line]:
    """Name, figure, and whether the figure is as promised."""
    record, found, stats = outcome.record, outcome.findings, outcome.stats
    acknowledged = len(record.acknowledged)
    unexpected = {status: count for status, count in record.answers.items() if status not in (200, 503)}
    return [
        ("messages to deliver (repetitions included)", str(outcome.messages), True),
        ("sent (again after a kill or a 503 too)", str(record.sends), True),
        ("acknowledged", str(acknowledged), acknowledged == outcome.messages),
        ("answers 503", str(record.answers[503]), True),
        ("processes killed in mid-work", str(record.killed), True),
        ("ended by the functions' time limit", str(record.timed_out), True),
        ("went through the spool", str(stats["spooled"]), True),
        ("writes", str(stats["writes"]), True),
        ("call legs", str(found.legs), True),
        ("journal rows", str(found.journal), True),
        ("frames to browsers", str(outcome.frames), True),
        ("acknowledged events lost", str(len(found.lost)), not found.lost),
        ("duplicated journal rows", str(len(found.duplicated)), not found.duplicated),
        ("wrong states", str(len(found.wrong)), not found.wrong),
        ("legs nobody told us of", str(len(found.invented)), not found.invented),
        ("cards after the end", str(len(found.after_end)), not found.after_end),
        ("other answers, crashes", str(sum(unexpected.values())), not unexpected),
        ("left in the spool", str(stats["spool"]), not stats["spool"]),
        ("in the dead letter queue", str(stats["dead"]), not stats["dead"]),
    ]


def table(found: list[Line]) -> str:
    """Write the lines for a terminal."""
    width = max(len(name) for name, *_ in found)
    return "\n".join(
        f"  {name:<{width}}  {figure:>8}  {'' if good else '← WRONG'}".rstrip() for name, figure, good in found
    )


def reasons(outcome: Outcome) -> str:
    """Show some of what is wrong."""
    found = outcome.findings
    wrong = [*found.lost, *found.duplicated, *found.wrong, *found.invented, *found.after_end]
    crashes = [f"{count} × {text}" for text, count in outcome.record.crashes.most_common(5)]
    return "\n".join(f"    {text}" for text in [*wrong[:20], *crashes])


def section(weather: Weather, outcome: Outcome, seconds: float) -> str:
    """Write the run for the docs."""
    record = outcome.record
    began, ended = record.outage
    rows = "\n".join(f"| {name} | {figure} |" for name, figure, _ in lines(outcome))
    return (
        f"{weather.calls:,} calls, seed {weather.seed}, {weather.workers} processes, {seconds:.0f} s; "
        f"{weather.throttled:.0%} of DynamoDB's requests throttled, 1 % of its answers lost after the write, "
        f"no DynamoDB at all from second {began:.0f} to {ended:.0f}, {weather.kills} kills ordered.\n\n"
        f"| | |\n|---|---:|\n{rows}\n\n"
        f"Of the {outcome.findings.legs:,} legs {outcome.findings.open_legs:,} stay open, because their end was never "
        f"sent; for {outcome.findings.undecided:,} the messages leave open whether they ended (see below).\n"
    )
