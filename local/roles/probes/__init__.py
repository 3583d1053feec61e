"""The probes, by what they use."""

from local.roles.probe import PROBES
from local.roles.probes import admin, book, calls, clicks, desk, jobs, sockets, waiting

__all__ = ["PROBES", "admin", "book", "calls", "clicks", "desk", "jobs", "sockets", "waiting"]
