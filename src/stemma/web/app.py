"""The app: its routes, and the guard before them."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from stemma.archive import Store
from stemma.errors import StemmaError
from stemma.web import correcting, exports, pages
from stemma.web.runs import Clock, Runs, now
from stemma.web.security import Guard
from stemma.web.shell import Shell, failure, static
from stemma.web.worker import Worker

LIMIT: Final = 100_000_000
"""Bytes of one request: a few thousand saved pages."""
ROUTES: Final = (
    Route("/", pages.start),
    Route("/pages", pages.kept),
    Route("/pages", pages.add, methods=["POST"]),
    Route("/pages/{id:int}", pages.given),
    Route("/pages/{id:int}/remove", pages.leave),
    Route("/pages/{id:int}/remove", pages.remove, methods=["POST"]),
    Route("/runs", pages.runs),
    Route("/runs", pages.again, methods=["POST"]),
    Route("/runs/{id:int}", pages.run),
    Route("/runs/{id:int}/events", pages.events),
    Route("/runs/{id:int}/cancel", pages.cancel, methods=["POST"]),
    Route("/stories.zip", exports.everything),
    Route("/stories/{id:str}", pages.story),
    Route("/stories/{id:str}/changes", pages.changes),
    Route("/stories/{id:str}/take", exports.choose),
    Route("/stories/{id:str}/take/{form:str}", exports.export),
    Route("/stories/{id:str}/correct", correcting.overview),
    Route("/stories/{id:str}/correct/{kind:str}", correcting.ask),
    Route("/stories/{id:str}/correct/{kind:str}", correcting.make, methods=["POST"]),
    Route("/stories/{id:str}/correct/{kind:str}/{item:str}", correcting.ask),
    Route("/stories/{id:str}/correct/{kind:str}/{item:str}", correcting.make, methods=["POST"]),
    Route("/corrections", correcting.every),
    Route("/corrections.jsonl", correcting.lines),
    Route("/corrections/{id:int}/withdraw", correcting.take_back),
    Route("/corrections/{id:int}/withdraw", correcting.withdraw, methods=["POST"]),
    Route("/static/{name:str}", static),
)


def hosts(port: int) -> tuple[str, ...]:
    """The Host headers by which a browser on this machine reaches the app at a port."""
    names = ("127.0.0.1", "localhost", "[::1]")
    return tuple(f"{name}:{port}" for name in names) + (names if port == 80 else ())


def create_app(
    store: Store,
    worker: Worker,
    *,
    hosts: Iterable[str],
    port: int = 0,
    fetch: bool = False,
    limit: int = LIMIT,
    clock: Clock = now,
    secret: bytes | None = None,
) -> Starlette:
    """The app over a store. It begins by marking as interrupted what was running when it was last stopped.

    `hosts` are the Host headers that it answers to, `port` tells its cookie from those of other local servers, `fetch` allows
    addresses, `limit` is the most bytes of a request; `clock` tells the time, in UTC. Closing the app closes worker and store.
    """
    runs = Runs(store, worker, fetch=fetch, clock=clock)

    @asynccontextmanager
    async def alive(_: Starlette) -> AsyncIterator[None]:
        yield
        runs.close()
        store.close()

    guard = Middleware(
        Guard,
        hosts=tuple(hosts),
        limit=limit,
        secret=secret or secrets.token_bytes(32),
        cookie=f"stemma-{port}",
    )
    app = Starlette(
        routes=list(ROUTES),
        middleware=[guard],
        lifespan=alive,
        exception_handlers={**dict.fromkeys((400, 403, 404, 405, 413), failure), StemmaError: failure},
    )
    app.state.shell = Shell(store=store, runs=runs, clock=clock, fetch=fetch, limit=limit)
    return app
