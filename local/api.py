"""The product's HTTP API as a logged-in person sees it; seeding, measuring and tests go through it."""

from dataclasses import dataclass
from typing import Any

import requests

from local.places import StackError

SECONDS = 30


@dataclass(frozen=True, slots=True)
class Login:
    """A person's session."""

    api_url: str
    token: str

    def call(self, method: str, path: str, body: object = None, **options: Any) -> requests.Response:
        """One request with the ID token."""
        headers = {"Authorization": self.token, **options.pop("headers", {})}
        return requests.request(method, self.api_url + path, json=body, headers=headers, timeout=SECONDS, **options)

    def must(self, method: str, path: str, body: object = None, **options: Any) -> Any:
        """One request that has to succeed; its JSON."""
        answer = self.call(method, path, body, **options)
        if not answer.ok:
            raise StackError(f"{method} {path} answered {answer.status_code}: {answer.text[:300]}")
        return answer.json() if answer.content else None


def log_in(cognito_url: str, client_id: str, api_url: str, login: str, password: str) -> Login:
    """Log in as the page does."""
    answer = requests.post(
        cognito_url,
        json={
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": client_id,
            "AuthParameters": {"USERNAME": login, "PASSWORD": password},
        },
        headers={
            "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
            "Content-Type": "application/x-amz-json-1.1",
        },
        timeout=SECONDS,
    )
    if not answer.ok:
        raise StackError(f"Login of {login} failed: {answer.text[:300]}")
    return Login(api_url, answer.json()["AuthenticationResult"]["IdToken"])
