"""A memory changes how long an examination takes and nothing in it: whatever went before, the bytes are those of a first run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stemma
from stemma import codec
from stemma.dossier.amending import about_claim, about_edge, about_fact, about_line, about_voice, called, leader
from stemma.dossier.places import places
from stemma.model import Correction
from stemma.pipeline import Memory, examining, story
from stemma.reading import Held
from tests.support.walk import demo_pages

PAGES = [Held(f.name, f.read_bytes()) for f in demo_pages()]
APART = Held(
    "ferry.txt",
    b"Ferry line to stop at weekends\n\nThe ferry to the island of Senn will not sail at weekends from May, its company said.\n\n"
    b'"There are not enough passengers to pay for the fuel," said its manager, Olle Brandt.\n',
)
REVISED = Held(PAGES[0].name, PAGES[0].data.replace(b"harbour", b"harbor"))
LINKS = Held("links.csv", b"title,url\nThe port,https://news.example/port\n")
HTML = next(p for p in PAGES if p.name.endswith(".html"))
POOL = [*PAGES[:3], APART, REVISED, HTML, LINKS, Held("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(99))]


@cache
def said() -> tuple[Correction, ...]:
    """Corrections of every kind that hold in a story of the first three pages."""
    [dossier] = stemma.examine(PAGES[:3])
    at = places(dossier)
    one, other = dossier.claims[:2]
    child, parent = dossier.articles[:2]
    voices = [called(s, at)[0] for s in dossier.speakers[:2]]
    line = next(line for line in child.lines if line.role == "body")
    return (
        about_claim(leader(one, dossier), leader(other, dossier), dossier, "must-be"),
        about_edge(child, parent, "must-be"),
        about_edge(child, parent, "cannot-be"),
        about_voice(voices[0], voices[1], "must-be"),
        about_line(parent, child.text[line.span.start : line.span.end], "chrome"),
        about_fact(parent, "published", "2025-06-09"),
    )


@st.composite
def runs(draw: st.DrawFn) -> list[tuple[list[Held], list[Correction]]]:
    """Some runs in a row, each over some pages with some corrections."""
    size = draw(st.integers(2, 4))
    return [
        (
            draw(st.lists(st.sampled_from(POOL), min_size=1, max_size=4, unique_by=lambda h: (h.name, h.data))),
            draw(st.lists(st.deferred(lambda: st.sampled_from(said())), max_size=3)),
        )
        for _ in range(size)
    ]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(runs())
def test_with_a_memory_or_without_the_bytes_are_the_same(given_runs: Sequence[tuple[list[Held], list[Correction]]]) -> None:
    memory = Memory()
    for pages, corrections in given_runs:
        remembered = stemma.examine(pages, corrections=corrections, memory=memory)
        assert codec.encode(remembered) == codec.encode(stemma.examine(pages, corrections=corrections))


STEPS = ("read", "parse", "attribute", "group", "resolve", "collate", "match", "trace", "close", "weigh", "compare", "bind")


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that were really done, as they are done."""
    names: list[str] = []

    def watched(home: ModuleType, name: str):  # type: ignore[no-untyped-def]
        honest = getattr(home, name)

        def step(*args: object, **kwargs: object) -> object:
            names.append(name)
            return honest(*args, **kwargs)

        return step

    for name in STEPS:
        home = examining if hasattr(examining, name) else story
        monkeypatch.setattr(home, name, watched(home, name))
    return names


def test_only_what_changed_is_worked_out_again(done: list[str]) -> None:
    memory = Memory()
    stemma.examine(PAGES[:3], memory=memory)
    assert sorted(set(done)) == sorted(STEPS) and done.count("parse") == 3
    edge = said()[1]
    done.clear()
    stemma.examine([Held(p.name, bytes(p.data)) for p in PAGES[:3]], memory=memory)
    assert done == []
    stemma.examine(PAGES[:3], corrections=[edge], memory=memory)
    assert {"trace", "bind"} <= set(done) and not {"parse", "attribute", "group", "resolve", "collate", "match"} & set(done)
    done.clear()
    dated = said()[-1]
    stemma.examine(PAGES[:3], corrections=[edge, dated], memory=memory)
    assert "read" not in done and done.count("parse") <= 1  # of the page whose date was put right
    stemma.examine(PAGES[:3], corrections=[edge], memory=memory)
    done.clear()
    stemma.examine([*PAGES[:3], APART], corrections=[edge], memory=memory)
    assert done.count("read") == done.count("parse") == done.count("attribute") == 1  # the new page
    assert done.count("collate") == done.count("trace") == done.count("bind") == 1  # and its own story, not the other


def test_what_lies_behind_an_address_is_asked_for_each_time() -> None:
    from stemma.reading.parts import Part

    asked: list[str] = []

    def get(url: str) -> Part:
        asked.append(url)
        return Part(data=APART.data, source=url, name=url)

    memory = Memory()
    for n in (1, 2):
        found = stemma.examine([LINKS], memory=memory, fetch=get)
        assert len(asked) == n and len(found.dossiers) == 1


def test_what_was_not_asked_for_is_forgotten(done: list[str]) -> None:
    memory = Memory()
    for pages in (PAGES[:1], PAGES[1:2], PAGES[:1]):
        done.clear()
        stemma.examine(pages, memory=memory)
        assert done.count("parse") == 1


def test_a_run_that_was_stopped_leaves_a_sound_memory() -> None:
    memory = Memory()

    def stop(name: str, done: int, _: int) -> None:
        if (name, done) == ("statements", 2):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        stemma.examine(PAGES[:3], memory=memory, progress=stop)
    assert codec.encode(stemma.examine(PAGES[:3], memory=memory)) == codec.encode(stemma.examine(PAGES[:3]))
