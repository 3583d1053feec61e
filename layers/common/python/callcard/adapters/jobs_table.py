"""Jobs: each an item that only the worker who holds its lease gets on with."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from callcard.domain.jobs import ENDED, KEPT, LEASE, STANDING, WORKED_ON, Job, Kind, State
from callcard.errors import ConflictError, NotFoundError
from callcard.items import pack, reaching, unpack
from callcard.pages import Page, read_page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TIMES = ("created_at", "asked_at", "started_at", "ended_at", "lease_until")
NEW = "attribute_not_exists(job_id)"
MINE = "lease = :worker"
FREE = "(attribute_not_exists(lease_until) OR lease_until < :now)"
NOBODYS: dict[str, Any] = {"lease": None, "lease_until": None}


class JobsTable:
    """Keeps jobs by kind, those of one kind in the order they were made."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def create(self, job: Job) -> bool:
        """Keep a new job; False when there is one of its name."""
        row = {name: _plain(getattr(job, name)) for name in Job.__slots__}
        if job.kind not in STANDING:
            row["ttl"] = int((job.created_at + KEPT).timestamp())
        try:
            self._client.put_item(TableName=self._table, Item=pack(row), ConditionExpression=NEW)
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    @reaching()
    def get(self, kind: Kind, job_id: str) -> Job:
        """Read a job; raises NotFoundError."""
        found = self._client.get_item(TableName=self._table, Key=_key(kind, job_id), ConsistentRead=True)
        if "Item" not in found:
            raise NotFoundError("no_such_job")
        return _job(found["Item"])

    @reaching()
    def newest(self, kind: Kind, cursor: str | None) -> Page[Job]:
        """List the jobs of a kind, newest first."""

        def query(**page: Any) -> Any:
            return self._client.query(
                TableName=self._table,
                KeyConditionExpression="kind = :k",
                ExpressionAttributeValues=pack({":k": kind.value}),
                ScanIndexForward=False,
                **page,
            )

        return read_page(query, ("kind", "job_id"), _job, cursor)

    def begin(
        self,
        job: Job,
        state: State,
        task: dict[str, Any],
        now: datetime,
        *,
        after: Collection[State],
        progress: dict[str, Any] | None = None,
    ) -> Job:
        """Let a job be worked on from its start, if it is in one of the states `after`; raises ConflictError."""
        fresh = {"state": state, "task": task, "progress": progress or {}, "message": {}, "tries": 0}
        times = {"asked_at": now, "started_at": now, "ended_at": None}
        begun = self._change(job.kind, job.job_id, fresh | times | NOBODYS, *_in(after))
        if begun is None:
            raise ConflictError("job_not_ready")
        return begun

    def cancel(self, job: Job, now: datetime) -> bool:
        """Stop a job that has not ended; its worker learns of it after the window in hand."""
        over = {"state": State.CANCELLED, "ended_at": now}
        return self._change(job.kind, job.job_id, over, *_in(set(State) - ENDED)) is not None

    def ask_again(self, job: Job, now: datetime) -> bool:
        """Note that a forsaken job is asked for again; False when somebody else just did, or has taken it."""
        free = f"asked_at = :asked AND {FREE}"
        values = {":asked": job.asked_at, ":now": now}
        return self._change(job.kind, job.job_id, {"asked_at": now}, free, values) is not None

    def claim(self, kind: Kind, job_id: str, worker: str, now: datetime) -> Job | None:
        """Take a job that is to be worked on for oneself; None when it is not, or another worker holds it."""
        wanted, values = _in(WORKED_ON)
        mine = {"lease": worker, "lease_until": now + LEASE}
        return self._change(kind, job_id, mine, f"{wanted} AND {FREE}", values | {":now": now}, counting="tries")

    def keep(self, job: Job, worker: str, progress: dict[str, Any], now: datetime, *, tries: int = 0) -> Job | None:
        """Write down how far a worker is and renew its lease; None when it has lost it."""
        further = {"progress": progress, "tries": tries, "lease_until": now + LEASE}
        return self._change(job.kind, job.job_id, further, MINE, {":worker": worker})

    def release(self, job: Job, worker: str, now: datetime) -> bool:
        """Give a job back for the next worker; False when the lease was lost."""
        given = NOBODYS | {"asked_at": now}
        return self._change(job.kind, job.job_id, given, MINE, {":worker": worker}) is not None

    def end(self, job: Job, worker: str, state: State, now: datetime, message: dict[str, str] | None = None) -> bool:
        """Give a job back in the state it has come to; False when the lease was lost or the job was cancelled."""
        wanted, values = _in(WORKED_ON)
        over = NOBODYS | {"state": state, "message": message or {}, "ended_at": now if state in ENDED else None}
        ended = self._change(job.kind, job.job_id, over, f"{wanted} AND {MINE}", values | {":worker": worker})
        return ended is not None

    @reaching()
    def _change(
        self,
        kind: Kind,
        job_id: str,
        changes: dict[str, Any],
        condition: str,
        values: dict[str, Any],
        *,
        counting: str = "",
    ) -> Job | None:
        """Change some of a job on a condition; the job as it is then, or None."""
        sets = [f"#{name} = :{name}" for name, value in changes.items() if value is not None]
        gone = [f"#{name}" for name, value in changes.items() if value is None]
        update = f"SET {', '.join(sets)}" + (f" REMOVE {', '.join(gone)}" if gone else "")
        given = {f":{name}": value for name, value in changes.items() if value is not None} | values
        names = set(changes) | {"state"} if "#state" in condition else set(changes)
        if counting:
            update, given, names = f"{update} ADD #{counting} :one", given | {":one": 1}, names | {counting}
        try:
            changed = self._client.update_item(
                TableName=self._table,
                Key=_key(kind, job_id),
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeNames={f"#{name}": name for name in names},
                ExpressionAttributeValues=pack({name: _plain(value) for name, value in given.items()}),
                ReturnValues="ALL_NEW",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return _job(changed["Attributes"])


def _key(kind: Kind, job_id: str) -> dict[str, Any]:
    return pack({"kind": kind.value, "job_id": job_id})


def _in(states: Collection[State]) -> tuple[str, dict[str, Any]]:
    values = {f":in{place}": state for place, state in enumerate(sorted(states))}
    return f"#state IN ({', '.join(values)})", values


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return value.value if isinstance(value, StrEnum) else value


def _job(item: dict[str, Any]) -> Job:
    values = unpack(item)
    times: dict[str, Any] = {name: datetime.fromisoformat(values[name]) for name in TIMES if name in values}
    return Job(
        kind=Kind(values["kind"]),
        job_id=values["job_id"],
        state=State(values["state"]),
        by=values.get("by", ""),
        task=values.get("task", {}),
        progress=values.get("progress", {}),
        message=values.get("message", {}),
        tries=values["tries"],
        **times,
    )
