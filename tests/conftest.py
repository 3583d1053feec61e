"""The environment the product reads, set before anything of it is imported."""

import os

from hypothesis import settings

os.environ.update(
    {
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "CONTACTS_TABLE": "ContactsTable",
        "NUMBERS_TABLE": "NumbersTable",
        "TERMS_TABLE": "TermsTable",
        "CALLS_TABLE": "CallsTable",
        "OPERATORS_TABLE": "OperatorsTable",
        "CALLBACKS_TABLE": "CallbacksTable",
        "CONNECTIONS_TABLE": "ConnectionsTable",
        "REVEALS_TABLE": "RevealsTable",
        "STATE_TABLE": "StateTable",
        "CRM_TOKEN_SECRET": "crm-token",
        "PBX_TOKEN_SECRET": "pbx-token",
        "SOCKETS_ENDPOINT": "https://sockets.example.com/live",
        "PBX_URL": "https://pbx.example.com/makecall",
        "JOBS_TABLE": "JobsTable",
        "JOBS_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs",
        "FILES_BUCKET": "callcard-files",
        "RELINK_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/relink",
        "SPOOL_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/spool",
        "CONTACT_NAME": "off",
        "PHONE_REGION": "RU",
        "DIAL_COUNTRIES": "RU,KZ",
        "DIALS_PER_MINUTE": "10",
        "SETTINGS_TTL": "0",
        "TOKEN_TTL": "300",
        "REPEAT_WINDOW": "10",
        "TOKEN_OVERLAP_HOURS": "24",
        "POWERTOOLS_SERVICE_NAME": "test",
        "LOG_LEVEL": "INFO",
    }
)

# a loaded machine is no reason to fail; what is slow is measured in benchmarks
settings.register_profile("callcard", deadline=None)
settings.load_profile("callcard")
