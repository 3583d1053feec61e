"""The environment the product reads, set before anything of it is imported."""

import os

os.environ.update(
    {
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "CONTACTS_TABLE": "ContactsTable",
        "NUMBERS_TABLE": "NumbersTable",
        "CALLS_TABLE": "CallsTable",
        "OPERATORS_TABLE": "OperatorsTable",
        "CONNECTIONS_TABLE": "ConnectionsTable",
        "STATE_TABLE": "StateTable",
        "CRM_TOKEN_SECRET": "crm-token",
        "PBX_TOKEN_SECRET": "pbx-token",
        "SOCKETS_ENDPOINT": "https://sockets.example.com/live",
        "PBX_URL": "https://pbx.example.com/makecall",
        "PHONE_REGION": "RU",
        "SETTINGS_TTL": "0",
        "TOKEN_TTL": "300",
        "REPEAT_WINDOW": "10",
        "TOKEN_OVERLAP_HOURS": "24",
        "POWERTOOLS_METRICS_NAMESPACE": "callcard",
        "POWERTOOLS_SERVICE_NAME": "test",
        "LOG_LEVEL": "INFO",
    }
)
