"""MiniStack, ended in order although browsers keep sockets open; runs in the engine's own environment.

Since Python 3.12 a server waits for its clients to leave before it ends, and MiniStack writes its state
only after that: with one tab open it would never end, and killed it would lose everything.
"""

from asyncio.base_events import Server

from ministack.app import main  # type: ignore[import-not-found]  # it lives in .venv-engine

close = Server.close


def close_with_clients(self: Server) -> None:
    """Stop listening and hang up."""
    close(self)
    self.close_clients()


if __name__ == "__main__":
    Server.close = close_with_clients  # type: ignore[method-assign]  # asyncio has no hook
    main()
