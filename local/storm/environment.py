"""What the doors read of the environment, during a storm."""

import os

TABLES = ("Contacts", "Numbers", "Terms", "Calls", "Operators", "Connections", "State")
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "storm",
    "AWS_SECRET_ACCESS_KEY": "storm",
    "CRM_TOKEN_SECRET": "crm-token",
    "SOCKETS_ENDPOINT": "https://sockets.example.com/live",
    "SPOOL_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/spool",
    "CONTACT_NAME": "off",
    "PHONE_REGION": "RU",
    "SETTINGS_TTL": "30",
    "TOKEN_TTL": "300",
    # late repetitions are repetitions here, not new calls: with 10 s the truth would hang on the machine's speed
    "REPEAT_WINDOW": "3600",
    "POWERTOOLS_SERVICE_NAME": "storm",
    "LOG_LEVEL": "CRITICAL",
}


def set_environment() -> None:
    """Set it; before anything of the product is imported that reads it."""
    os.environ.update(ENVIRONMENT | {f"{name.upper()}_TABLE": f"{name}Table" for name in TABLES})
