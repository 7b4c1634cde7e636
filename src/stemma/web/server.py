"""Serving the app on this machine, and nowhere else."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from stemma.archive import SqliteStore
from stemma.errors import Misused
from stemma.web.app import create_app, hosts
from stemma.web.worker import ProcessWorker


def loopback(host: str) -> str:
    """The address to listen at. Raises `Misused` for one that other machines could reach."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise Misused(
            f"found the host {host!r}; the app listens on this machine only",
            "leave --host out, or give 127.0.0.1 or ::1; to share a dossier, export it",
        )
    return str(address)


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens at a port of this machine; port 0 is any that is free. Raises `Misused` if it is taken."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let another program take the port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise Misused(f"port {port} of {host} cannot be used: {error.strerror or error}", "choose another with --port") from error
    return listening


def serve(archive: Path, *, host: str, port: int, fetch: bool, ready: Callable[[str], None]) -> None:
    """Serve an archive until interrupted; `ready` is called with the address once it is listening.

    Raises `BadArchive` for an archive that cannot be used, `Misused` for a host or a port that cannot.
    """
    address = loopback(host)
    store = SqliteStore(archive, alone=True)
    try:
        listening = bind(address, port)
    except Misused:
        store.close()
        raise
    own = listening.getsockname()[1]
    worker = ProcessWorker()
    worker.warm()
    app = create_app(store, worker, hosts=hosts(own), port=own, fetch=fetch)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=False, proxy_headers=False, ws="none",
        timeout_graceful_shutdown=2,
    )  # fmt: skip
    listening.listen()
    ready(f"http://{f'[{address}]' if ':' in address else address}:{own}/")
    uvicorn.Server(config).run(sockets=[listening])
