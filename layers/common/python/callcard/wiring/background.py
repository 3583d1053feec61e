"""Jobs, their queue and their files: for those who ask for them and those who do them."""

import os
from functools import cache

from botocore.config import Config

from callcard.adapters.files_bucket import FilesBucket
from callcard.adapters.jobs_queue import JobsQueue
from callcard.adapters.jobs_table import JobsTable
from callcard.wiring.boto_clients import CONFIG, session
from callcard.wiring.shared import dynamodb, queues


@cache
def jobs() -> JobsTable:
    """Reach the jobs."""
    return JobsTable(dynamodb(), os.environ["JOBS_TABLE"])


@cache
def queue() -> JobsQueue:
    """Reach the queue in which they wait."""
    return JobsQueue(queues(), os.environ["JOBS_URL"])


@cache
def files() -> FilesBucket:
    """Reach the files."""
    # a signed form is for the bucket's own address in its region, which is what the page's headers allow
    own = Config(
        read_timeout=30,
        signature_version="s3v4",
        s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
    )
    return FilesBucket(session().client("s3", config=CONFIG.merge(own)), os.environ["FILES_BUCKET"])
