"""The open browser tabs: pushing a message to one of them."""

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from callcard.observability import logger

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient


class Sockets:
    """Sends frames over the WebSocket API's management endpoint."""

    def __init__(self, client: "ApiGatewayManagementApiClient") -> None:
        self._client = client

    def send(self, connection_id: str, frame: dict[str, Any]) -> bool:
        """Send a frame to one tab; False when the tab is gone. Any other failure is logged: `sync` repairs it."""
        try:
            written = json.dumps(frame, ensure_ascii=False).encode()
            self._client.post_to_connection(ConnectionId=connection_id, Data=written)
        except self._client.exceptions.GoneException:
            return False
        except (ClientError, BotoCoreError) as exc:
            logger.warning("Push failed", extra={"reason": type(exc).__name__})
        return True
