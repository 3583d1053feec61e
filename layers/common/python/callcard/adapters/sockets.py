"""The open browser tabs: pushing a message to one of them."""

from typing import TYPE_CHECKING, Any

import orjson

from callcard.aws.failures import failures
from callcard.domain.trace import Fate
from callcard.frames import thin
from callcard.items import reaching
from callcard.observability import logger
from callcard.turns import rest

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

PAUSE = 0.1  # seconds; a push has 800 ms in all


class Sockets:
    """Sends frames over the WebSocket API's management endpoint."""

    def __init__(self, client: "ApiGatewayManagementApiClient") -> None:
        self._client = client

    def send(self, connection_id: str, frame: dict[str, Any]) -> Fate:
        """Send a frame to one tab and say what became of it. Only a failure is logged: `sync` repairs it.

        A throttled frame is tried once more, one that is too large is sent thin.
        """
        errors = self._client.exceptions
        try:
            try:
                self._post(connection_id, frame)
            except errors.LimitExceededException:
                rest(PAUSE)
                self._post(connection_id, frame)
            except errors.PayloadTooLargeException:
                self._post(connection_id, thin(frame))
        except errors.GoneException:
            return Fate.GONE
        except failures() as exc:
            logger.warning("Push failed", extra={"reason": type(exc).__name__})
            return Fate.FAILED
        return Fate.SENT

    @reaching()
    def close(self, connection_id: str) -> None:
        """Close one tab's socket, if it is open still."""
        try:
            self._client.delete_connection(ConnectionId=connection_id)
        except self._client.exceptions.GoneException:
            return

    def _post(self, connection_id: str, frame: dict[str, Any]) -> None:
        self._client.post_to_connection(ConnectionId=connection_id, Data=orjson.dumps(frame))
