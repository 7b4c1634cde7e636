"""Killed at every phase of a round: nothing that a feed had is lost, no alert is lost, and none is told more than twice."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from stemma import codec
from stemma.archive import SqliteStore
from stemma.archive.checking import check
from stemma.archive.watched import Watched
from stemma.pipeline import examining, layers
from stemma.watching import FeedFile, Webhook
from tests.archive.collections import dying, steps
from tests.watching.desk import Desk
from tests.watching.server import Item, Served
from tests.watching.story import OUTLETS, REPORTS, item, opened


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    """Parsing and attributing give the same for the same article: done once, before any child is made."""
    patch = pytest.MonkeyPatch()
    for name in ("parse", "attribute"):
        once = cache(getattr(layers, name))
        patch.setattr(layers, name, once)
        patch.setattr(examining, name, once)
    yield
    patch.undo()


@dataclass(frozen=True)
class Ended:
    """How a watch stands once nothing is left to do."""

    titles: tuple[str, ...]
    dossiers: tuple[bytes, ...]
    alerts: tuple[str, ...]
    items: int


def ended(folder: Path) -> Ended:
    store, book = SqliteStore(folder), Watched(folder)
    with book._connection() as db:
        items = db.execute("SELECT count(*) FROM item WHERE done = 1").fetchone()[0]
    return Ended(
        titles=tuple(sorted(f.title for f in store.filed())),
        dossiers=tuple(sorted(codec.encode(d) for e in store.stories() if (d := store.dossier(e.id)) is not None)),
        alerts=tuple(sorted(n.alert.id for n in book.latest(100))),
        items=items,
    )


def second_day(served: Served) -> None:
    """A denial, and a number behind a teaser."""
    served.feed("/c", OUTLETS["/c"], item("denial"))
    served.feed("/d", OUTLETS["/d"], Item("/number", REPORTS["number"][0]))
    served.page("/number", *REPORTS["number"])


def desk_of(served: Served, folder: Path) -> Desk:
    return Desk(served, folder, more=(Webhook(served.url("/hook"), seconds=5.0), FeedFile(folder / "alerts.atom")), now=2_000_000.0)


def test_killed_at_every_phase_of_a_round_it_loses_nothing(served: Served, tmp_path: Path) -> None:
    opened(served)
    served.answers["/hook"] = (200, {}, b"")
    Desk(served, tmp_path / "first").turn()
    second_day(served)
    whole = desk_of(served, shutil.copytree(tmp_path / "first", tmp_path / "whole"))
    whole.turn()
    expected = ended(whole.folder)
    assert len(expected.titles) == 3 and sorted(str(a["alert"]) for a in whole.told) == ["denial", "number"]
    apart = desk_of(served, shutil.copytree(tmp_path / "first", tmp_path / "apart"))
    phases = phased(steps(lambda pipe: apart.turn() and None))
    assert len(phases) > 10, phases
    amid: set[tuple[int, int, int]] = set()
    for n, phase in phases.items():
        folder = shutil.copytree(tmp_path / "first", tmp_path / str(n))
        served.posted.clear()

        def work(pipe: int, folder: Path = folder) -> None:
            desk = desk_of(served, folder)
            desk.told = Piped(pipe)
            desk.turn()

        said, lived = dying(work, n)
        assert not lived, phase
        told = [str(json.loads(line)["id"]) for line in said.decode().splitlines()]
        store, book = SqliteStore(folder), Watched(folder)
        assert check(store).troubles == ()
        amid.add((len(store.filed()), len(book.latest(100)), len(told)))
        assert not set(told) - {one.alert.id for one in book.latest(100)}, "what is told is noted"
        again = desk_of(served, folder)
        turn = again.turn()
        assert turn.trouble == turn.rejected == ()
        assert ended(folder) == expected, f"killed before {phase} (step {n})"
        told += [str(a["id"]) for a in again.told]
        posted = [str(json.loads(p)["id"]) for p in served.posted]
        for ids in (told, posted):
            assert sorted(set(ids)) == list(expected.alerts), f"killed before {phase} (step {n}): {ids}"
            assert len(ids) <= len(expected.alerts) + 1, "only what was being told in that moment comes twice"
        shown = (folder / "alerts.atom").read_bytes()
        assert [shown.count(f"urn:stemma:alert:{id}".encode()) for id in expected.alerts] == [1] * len(expected.alerts)
        shutil.rmtree(folder)
    assert {filed for filed, _, _ in amid} == {1, 2, 3}, "kills before, between and after the reports were kept"
    assert {(noted, told) for _, noted, told in amid} >= {(0, 0), (2, 0), (2, 2)}, "and before and after alerts were noted and told"


def phased(names: list[str]) -> dict[int, str]:
    """The steps at which what lies on the disk, or what others have seen, becomes another: the first of every kind, by its number.
    A transaction that is not committed is as if it had not begun."""
    told = [f"{name} after {before}" if name == "COMMIT" else name for before, name in zip(["", *names], names, strict=False)]
    first = {name: n for n, name in reversed(list(enumerate(told, 1)))}
    last = {f"the last {name}": n for n, name in enumerate(told, 1) if name == "socket.connect" or name.endswith("INTO told")}
    kinds = ("COMMIT", "socket", "os.rename", "the last", "PRAGMA")
    return {n: name for name, n in sorted((first | last).items(), key=lambda x: x[1]) if name.startswith(kinds)}


class Piped(list[dict[str, object]]):
    """Alerts that are written to a pipe as they are told."""

    def __init__(self, pipe: int) -> None:
        super().__init__()
        self._pipe = pipe

    def append(self, alert: dict[str, object]) -> None:
        """As a line."""
        os.write(self._pipe, json.dumps(alert).encode() + b"\n")
