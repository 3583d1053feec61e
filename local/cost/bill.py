"""A month's bill: how much of each thing so many calls take, and what that costs."""

from collections import Counter
from math import exp

from local.cost.stated import Measured, assumed, prices, stated

type Usage = Counter[str]
GB = 1e9
PARTS = {
    "Lambda": ("lambda_requests", "lambda_gb_seconds"),
    "API Gateway, REST": ("rest_requests",),
    "API Gateway, WebSocket": ("socket_messages", "socket_minutes"),
    "DynamoDB, requests": ("dynamodb_writes", "dynamodb_reads"),
    "DynamoDB, storage": ("dynamodb_gb", "dynamodb_backup_gb"),
    "Secrets Manager": ("secrets", "secret_requests"),
    "SQS": ("sqs_requests",),
    "CloudWatch and X-Ray": ("log_gb", "metrics", "alarms", "traces"),
    "WAF": ("waf_acls", "waf_rules", "waf_requests"),
    "CloudFront": ("cdn_requests", "cdn_gb"),
    "Cognito": ("users",),
}


def bill(usage: Usage) -> dict[str, float]:
    """Price a month, by part."""
    costs = {name: prices()[name].of(quantity) for name, quantity in usage.items()}
    return {part: sum(costs.get(name, 0.0) for name in names) for part, names in PARTS.items()}


def month(calls: float, who: Measured, *, ours: bool) -> Usage:
    """Add up a month of so many calls: what calls take, what open pages take, what is there anyway."""
    usage: Usage = Counter()
    for part in (of_calls(calls, who, ours=ours), of_pages(operators(calls)), of_standing()):
        for name, quantity in part.items():
            usage[name] += quantity  # type: ignore[assignment]  # parts of units
    return usage


def of_calls(calls: float, who: Measured, *, ours: bool) -> dict[str, float]:
    """What the PBX's messages take, and what follows from them."""
    say = assumed()
    events = calls * say["events_per_call"]
    seconds = calls * (who.warm_seconds + who.cold_seconds * colds_per_call(calls)) * say["inbound_gb"]
    log_bytes = events * say["functions_log_bytes" if ours else "peer_log_bytes"]
    taken = {
        "lambda_requests": events,
        "lambda_gb_seconds": seconds,
        "rest_requests": events,
        "waf_requests": events,
        "socket_messages": calls * who.posts,
        "dynamodb_writes": calls * who.writes,
        "dynamodb_reads": calls * who.reads,
        "dynamodb_gb": calls * who.stored_bytes * say["journal_months"] / GB,
        "dynamodb_backup_gb": calls * who.backed_up_bytes * say["journal_months"] / GB,
        "log_gb": log_bytes / GB,
        "traces": traces(events),
    }
    return {name: quantity + followed(calls).get(name, 0.0) if ours else quantity for name, quantity in taken.items()}


def followed(calls: float) -> dict[str, float]:
    """What only callcard does with a call: browsers say that they show the card, the missed-call desk follows."""
    say = assumed()
    confirmed, batches = calls * say["tabs"], calls * 2  # the answer and the end, each a batch of its own at worst
    seconds = confirmed * say["notify_ms"] / 1000 + batches * say["callbacks_ms"] / 1000
    return {
        "lambda_requests": confirmed + batches,
        "lambda_gb_seconds": seconds * say["other_gb"],
        "socket_messages": confirmed,
        "dynamodb_writes": confirmed + batches,
        "dynamodb_reads": confirmed + batches,
        "log_gb": (confirmed + batches) * say["functions_log_bytes"] / GB,
    }


def of_pages(people: float) -> dict[str, float]:
    """What the operators' open pages take, whoever serves them."""
    say = assumed()
    days, hours = people * say["work_days"], people * say["work_days"] * say["work_hours"]
    open_hours = hours * say["tabs"]
    pings, connects = open_hours * 3600 / say["ping_seconds"], open_hours / say["connection_hours"]
    asked = pings + connects * 4  # a ticket, the authorizer, the connection and its end
    return {
        "lambda_requests": asked,
        "lambda_gb_seconds": asked * say["notify_ms"] / 1000 * say["other_gb"],
        "rest_requests": connects,
        "waf_requests": connects,
        "socket_messages": pings * 2 + connects * 2,
        "socket_minutes": open_hours * 60,
        "dynamodb_writes": connects * 4,  # the ticket and the tab, written and taken away
        "dynamodb_reads": connects * 2,
        "log_gb": asked * say["functions_log_bytes"] / GB,
        "cdn_requests": days * say["tabs"] * say["page_requests_per_day"],
        "cdn_gb": days * say["tabs"] * say["page_gb_per_day"],
        "users": people,
    }


def of_standing() -> dict[str, float]:
    """What is paid when nobody calls."""
    return dict(stated()["fixed"]["callcard"])


def operators(calls: float) -> float:
    """How many people it takes to talk with so many callers."""
    say = assumed()
    return max(1.0, calls / (say["calls_per_operator_hour"] * say["work_hours"] * say["work_days"]))


def colds_per_call(calls: float) -> float:
    """How many cold starts a call meets: one when none came within a sandbox's idle time, as calls come by chance."""
    say = assumed()
    seconds = say["work_days"] * say["work_hours"] * 3600
    return exp(-calls / seconds * say["sandbox_idle_seconds"])


def traces(events: float) -> float:
    """How many X-Ray records: the first of each second and a share of the others, as events come by chance."""
    say = assumed()
    seconds = say["work_days"] * say["work_hours"] * 3600
    first = seconds * (1 - exp(-events / seconds))
    return first + (events - first) * say["xray_share"]
