"""The tables of docs/cost.md."""

from local.cost.bill import PARTS, bill, colds_per_call, month, of_calls, operators
from local.cost.quotas import met
from local.cost.stated import Measured, prices, stated

MILLION = 1e6
# what `make cost` prints; the document has everything
TABLES = {"million": "A million calls a month", "growth": "How it grows", "quotas": "Which quota is met first"}
GROWTH = [10**power for power in range(3, 9)]


def tables(contenders: dict[str, Measured]) -> dict[str, str]:
    """Write every table, by its mark in the document."""
    return {
        "counted": counted(contenders),
        "million": million(contenders),
        "growth": growth(contenders),
        "quotas": quotas(contenders["callcard"]),
        "prices": price_list(),
        "assumptions": assumption_list(),
    }


def counted(contenders: dict[str, Measured]) -> str:
    """Write what was measured of a call."""
    rows = [
        f"| {who.title} | {who.warm_seconds * 1000:.0f} ms | {who.cold_seconds * 1000:.0f} ms | {who.writes:.1f} "
        f"| {who.reads:.1f} | {who.posts:.0f} | {who.stored_bytes:,.0f} |"
        for who in contenders.values()
    ]
    return _table("||three events, warm|a cold start adds|write units|read units|frames|bytes kept|", rows)


def million(contenders: dict[str, Measured]) -> str:
    """Write what a million calls a month cost, part by part."""
    bills = [bill(month(MILLION, who, ours=name == "callcard")) for name, who in contenders.items()]
    rows = [f"| {part} | {' | '.join(f'{each[part]:,.2f}' for each in bills)} |" for part in PARTS]
    rows.append(f"| **all** | {' | '.join(f'**{sum(each.values()):,.2f}**' for each in bills)} |")
    calls = [sum(bill_of_calls(who, ours=name == "callcard").values()) for name, who in contenders.items()]
    rows.append(f"| the calls alone | {' | '.join(f'{each:,.2f}' for each in calls)} |")
    return _table(f"|US dollars|{'|'.join(who.title for who in contenders.values())}|", rows)


def bill_of_calls(who: Measured, *, ours: bool) -> dict[str, float]:
    """Price a million calls as if there were no open pages and nothing that stands."""
    usage = of_calls(MILLION, who, ours=ours)
    return {name: prices()[name].of(quantity) for name, quantity in usage.items()}


def growth(contenders: dict[str, Measured]) -> str:
    """Write how a month's bill grows."""
    rows = []
    for calls in GROWTH:
        bills = [sum(bill(month(calls, who, ours=name == "callcard")).values()) for name, who in contenders.items()]
        dollars = " | ".join(f"{each:,.2f}" for each in bills)
        rows.append(f"| {calls:,} | {operators(calls):,.0f} | {colds_per_call(calls):.3f} | {dollars} |")
    titles = "|".join(who.title for who in contenders.values())
    return _table(f"|calls a month|operators|cold starts a call|{titles}|", rows)


def quotas(who: Measured) -> str:
    """Write which quota is met first."""
    rows = [
        f"| {each.name} | {each.limit:,.0f} {each.unit} | {each.whose} | {each.calls / MILLION:,.1f} million |"
        for each in met(who)
    ]
    return _table("|quota|limit|whose|is met at calls a month|", rows)


def price_list() -> str:
    """Write every price with what it rests on."""
    rows = [
        f"| {name.replace('_', ' ')} | {each.unit} | {_tiers(each.tiers)} | {each.free:,.0f} | {each.basis} |"
        for name, each in prices().items()
    ]
    return _table("||for one|US dollars|free each month|basis|", rows)


def assumption_list() -> str:
    """Write every assumption with its reason."""
    rows = [
        f"| {name.replace('_', ' ')} | {each['value']:,} | {each['why']} |"
        for name, each in stated()["assumptions"].items()
    ]
    return _table("||value|why|", rows)


def _tiers(tiers: tuple[tuple[float | None, float], ...]) -> str:
    def price(usd: float) -> str:
        return f"{usd * MILLION:g} a million" if usd < 0.0001 else f"{usd:g}"

    return ", ".join(price(usd) + (f" up to {up_to:,.0f}" if up_to else "") for up_to, usd in tiers)


def _table(head: str, rows: list[str]) -> str:
    columns = head.count("|") - 1
    return "\n".join([head.replace("|", " | ").strip(), "|---" + "|---:" * (columns - 1) + "|", *rows])
