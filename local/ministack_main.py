"""MiniStack, ended in order although browsers keep sockets open; runs in the engine's own environment.

Since Python 3.12 a server waits for its clients to leave before it ends, and MiniStack writes its state
only after that: with one tab open it would never end, and killed it would lose everything.

It keeps how far a table's stream was read, but not the stream: after a restart it would wait, deaf, until
as many new records had come. Here every stream is read from its beginning, which is the restart.
"""

from asyncio.base_events import Server
from typing import Any

from ministack.app import main  # type: ignore[import-not-found]  # it lives in .venv-engine
from ministack.services import lambda_svc  # type: ignore[import-not-found]  # in the engine's environment alone

close = Server.close
load = lambda_svc.load_persisted_state


def close_with_clients(self: Server) -> None:
    """Stop listening and hang up."""
    close(self)
    self.close_clients()


def load_without_positions(state: dict[str, Any]) -> None:
    """Restore the functions, and forget how far streams were read that are gone."""
    load(state | {"dynamodb_stream_positions": {}})


if __name__ == "__main__":
    Server.close = close_with_clients  # type: ignore[method-assign]  # asyncio has no hook
    lambda_svc.load_persisted_state = load_without_positions
    main()
