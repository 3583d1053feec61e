"""What a layer's libraries bring and no function ever reads: other services, tests, installers' notes.

A cold start downloads and unpacks the layer first. Licences stay, and METADATA, by which scanners know a version.
"""

import shutil
from pathlib import Path

# clients that our code makes, and what botocore reads for any of them
SERVICES = {"apigatewaymanagementapi", "cognito-idp", "dynamodb", "s3", "secretsmanager", "sqs"}
NEVER_READ = (
    "*.data",  # scripts
    "*/tests",
    "greenlet/*.[ch]pp",  # what it is compiled from
    "greenlet/*.h",
    "greenlet/platform",
    "boto3/data",  # of boto3.resource, which nobody calls
    "boto3/examples",
    "botocore/data/*/*/examples-1.json*",
    "aws_lambda_powertools/event_handler/openapi/swagger_ui/*.min.*",
    "**/py.typed",
    "**/*.pyi",
    "**/*.pyx",
    "requirements.txt",
)
OF_A_PACKAGE = {"METADATA", "licenses"}
LICENCES = ("LICEN", "NOTICE", "COPYING", "AUTHORS")


def prune(python: Path) -> None:
    """Take away what is never read from a layer's python folder."""
    for pattern in NEVER_READ:
        for found in sorted(python.glob(pattern)):
            remove(found)
    for service in (python / "botocore" / "data").glob("*/"):
        if service.name not in SERVICES:
            remove(service)
    for note in python.glob("*.dist-info/*"):
        if note.name not in OF_A_PACKAGE and not note.name.upper().startswith(LICENCES):
            remove(note)


def remove(path: Path) -> None:
    """Take away a file or a folder."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
