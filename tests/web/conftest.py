"""The app over a store in memory, with a worker that gives a dossier made by hand."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from stemma.archive import MemoryStore, Store
from stemma.model import SCHEMA_VERSION, Dossier, Examination, Rejected
from stemma.web.app import create_app, hosts
from stemma.web.worker import Advance, DirectWorker, Failed, Job, Result
from tests.cli.conftest import sample_without_surrogate

PORT = 8765
BASE = f"http://127.0.0.1:{PORT}"
REFUSED = Rejected(source="x.png", code="binary", message="found an image; needed text", hint="give the page itself")


class Desk:
    """A browser of one person, and the app that it speaks to."""

    def __init__(self, client: TestClient, store: Store, worker: DirectWorker, go: threading.Event) -> None:
        self.client, self.store, self.worker, self.go = client, store, worker, go
        self.jobs: list[Job] = []
        self.failing = ""
        self.others: tuple[Dossier, ...] = ()
        self.dossier: Dossier = sample_without_surrogate()

    def token(self, address: str = "/") -> str:
        """The token of a form, as a page of the app has it."""
        found = re.search(r'name="token" value="([0-9a-f]{64})"', self.client.get(address).text)
        assert found is not None
        return found[1]

    def post(self, address: str, data: dict[str, object] | None = None, **more: object):  # type: ignore[no-untyped-def]
        """A form sent, with its token; redirects are not followed."""
        return self.client.post(address, data={"token": self.token(), **(data or {})}, follow_redirects=False, **more)  # type: ignore[arg-type]

    def drop(self, *names: str):  # type: ignore[no-untyped-def]
        """Pages dropped."""
        files = [("files", (name, f"words of {name}".encode(), "text/plain")) for name in names]
        return self.post("/pages", files=files)

    def settle(self) -> None:
        """Wait until no run is open."""
        until = time.monotonic() + 10
        while any(r.state in ("waiting", "running") for r in self.store.runs()):
            assert time.monotonic() < until, self.store.runs()
            time.sleep(0.005)

    def story(self) -> str:
        """A story examined, by its id."""
        self.drop("a.txt")
        self.settle()
        return self.store.stories()[0].id


@pytest.fixture
def make() -> Iterator[Callable[..., Desk]]:
    """Makes a desk; `held` keeps runs from ending until `go` is set."""
    opened: list[Desk] = []

    def desk(*, store: Store | None = None, held: bool = False, fetch: bool = False, limit: int = 1_000_000) -> Desk:
        go = threading.Event()
        if not held:
            go.set()

        def do(job: Job, advance: Advance) -> Result:
            one.jobs.append(job)
            advance("reading", 1, 0)
            while not go.wait(0.005):
                advance("reading", 1, 0)
            if one.failing:
                raise Failed(one.failing)
            advance("statements", 1, 1)
            advance("stories", 1, 1)
            rejected = tuple(REFUSED for p in job.pages.values() if p.name == REFUSED.source)
            dossiers = (one.dossier, *one.others) if len(job.pages) > len(rejected) else ()
            made = Examination(schema=SCHEMA_VERSION, dossiers=dossiers, rejected=rejected)
            return Result(examination=made, fetched={})

        store, worker = store or MemoryStore(), DirectWorker(do)
        app = create_app(
            store, worker, hosts=hosts(PORT), port=PORT, fetch=fetch, limit=limit,
            clock=lambda: datetime(2026, 3, 1, 8, 0, tzinfo=UTC), secret=b"a secret for tests",
        )  # fmt: skip
        client = TestClient(app, base_url=BASE)
        client.__enter__()
        one = Desk(client, store, worker, go)
        opened.append(one)
        return one

    yield desk
    for one in opened:
        one.go.set()
        one.client.__exit__(None, None, None)


@pytest.fixture
def desk(make: Callable[..., Desk]) -> Desk:
    return make()
