"""Where a job's files lie in the bucket: who may read and write which is said by these prefixes (template, roles)."""

from callcard.domain.jobs import Job

FOLDERS = ("imports/", "guesses/", "reports/", "exports/")


def uploaded(job: Job) -> str:
    """Name the file an administrator uploads."""
    return f"imports/{job.job_id}"


def guessed(job: Job) -> str:
    """Name what was found in it: columns, samples, and what they seem to hold."""
    return f"guesses/{job.job_id}.json"


def problems(job: Job) -> str:
    """Name the folder of the problem rows of one run of an import, one file for each step that has any."""
    return f"reports/{job.job_id}/{job.task['run']}/"


def problems_of(job: Job, step: int) -> str:
    """Name the problem rows of one step: made again, it writes the same file."""
    return f"{problems(job)}{step:09}.json"


def reported(job: Job) -> str:
    """Name the report of one run of an import."""
    return f"reports/{job.job_id}/{job.task['run']}.csv"


def exported(job: Job) -> str:
    """Name the file of an export."""
    return f"exports/{job.job_id}.{job.task['format']}"
