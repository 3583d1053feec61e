"""A door through a Unix socket: containers reach servers that listen on this machine's loopback alone.

Runs twice: here, from the socket to the server; and, as `relay.py SOCKET PORT`, in a container, from its
port to the socket. The standard library only: the container has nothing else.
"""

import socket
import socketserver
import sys
import threading
from pathlib import Path

type Address = str | tuple[str, int]


def dial(address: Address) -> socket.socket:
    """Connect to a Unix socket's path, or to a host and port."""
    if isinstance(address, tuple):
        return socket.create_connection(address)
    dialled = socket.socket(socket.AF_UNIX)
    dialled.connect(address)
    return dialled


def pump(source: socket.socket, target: socket.socket) -> None:
    """Pass bytes on until the source has no more."""
    try:
        while chunk := source.recv(65536):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def handler_to(address: Address) -> type[socketserver.BaseRequestHandler]:
    """Handle a connection by joining it to one of its own to the address."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with dial(address) as target:
                back = threading.Thread(target=pump, args=(target, self.request), daemon=True)
                back.start()
                pump(self.request, target)
                back.join()

    return Handler


def serve_socket(path: Path, port: int) -> socketserver.ThreadingUnixStreamServer:
    """Let the socket lead to a port of this machine's loopback; shut it down when done."""
    path.unlink(missing_ok=True)
    server = socketserver.ThreadingUnixStreamServer(str(path), handler_to(("127.0.0.1", port)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> None:
    """In the container: let a port lead to the socket. It is the container's own port, not this machine's."""
    path, port = sys.argv[1], int(sys.argv[2])
    socketserver.ThreadingTCPServer(("", port), handler_to(path)).serve_forever()


if __name__ == "__main__":
    main()
