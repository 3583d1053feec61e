"""The people who may log in, in Cognito."""

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from callcard.domain.setup import ADMINS
from callcard.errors import NotFoundError
from callcard.items import reaching

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

PASSWORD_BYTES = 9


class Logins:
    """Makes, admits and shuts out logins of one user pool."""

    def __init__(self, client: "CognitoIdentityProviderClient", user_pool: str) -> None:
        self._client, self._pool = client, user_pool

    @reaching()
    def ensure(self, login: str) -> str | None:
        """Make a login that does not exist yet; its first password, which must be changed, or None if it existed."""
        password = f"A1-{secrets.token_urlsafe(PASSWORD_BYTES)}-z"  # has what every password policy asks for
        try:
            self._client.admin_create_user(
                UserPoolId=self._pool, Username=login, TemporaryPassword=password, MessageAction="SUPPRESS"
            )
        except self._client.exceptions.UsernameExistsException:
            return None
        return password

    @reaching()
    def allow(self, login: str, *, allowed: bool) -> None:
        """Let a login in, or shut it out at once, its open sessions included."""
        if allowed:
            self._client.admin_enable_user(UserPoolId=self._pool, Username=login)
            return
        with suppress(self._client.exceptions.UserNotFoundException):  # removed by hand: shut out already
            self._client.admin_disable_user(UserPoolId=self._pool, Username=login)
            self._client.admin_user_global_sign_out(UserPoolId=self._pool, Username=login)

    @reaching()
    def administrators(self) -> list[str]:
        """List the logins in the administrators' group."""
        pages = self._client.get_paginator("list_users_in_group").paginate(UserPoolId=self._pool, GroupName=ADMINS)
        return sorted(user["Username"] for page in pages for user in page["Users"])

    @reaching()
    def promote(self, login: str, *, admin: bool) -> None:
        """Put a login into the administrators' group, or take it out; raises NotFoundError."""
        change = self._client.admin_add_user_to_group if admin else self._client.admin_remove_user_from_group
        try:
            change(UserPoolId=self._pool, Username=login, GroupName=ADMINS)
        except self._client.exceptions.UserNotFoundException as exc:
            raise NotFoundError("no_such_login") from exc
