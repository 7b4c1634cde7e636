"""A collection from its inputs to copies, stories and dossiers, on any engine; a second run does only what is missing.

    OUT/copies.parquet, copies.csv     every two articles that share text, with both containments
    OUT/stories.jsonl, stories.parquet every story, most reports first, with the folder of its dossier
    OUT/dossiers/…/                    dossier.json and dossier.html of each story asked for
    OUT/rejected.jsonl                 what was set aside, and why
    OUT/summary.json                   the collection in figures
    OUT/work/                          what the next run builds on: may be deleted, costs only time

Everything in OUT follows from the inputs and the options alone: neither the engine, the number of workers nor an interruption
shows in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

import stemma
from stemma import codec
from stemma.background.names import SHIPPED, Names
from stemma.disk import clear, fill, held, put, sweep
from stemma.engine.base import Engine, Lost, Progress, ticking
from stemma.engine.collection import Collection, Segments
from stemma.engine.journal import Entry, Journal, rejected_of
from stemma.engine.profiles import Profiles
from stemma.engine.sharing import write_copies
from stemma.engine.steps import LOST, Done, Job, examined, lost
from stemma.engine.taking import Inputs, take
from stemma.errors import StemmaError
from stemma.model import SCHEMA_VERSION, Article, Correction, Rejected, Story
from stemma.pipeline import grouped, made_with
from stemma.reading import by_pages
from stemma.sharing import Text

MADE_BY: Final = (f"stemma {stemma.__version__}", f"dossier schema {SCHEMA_VERSION}", "work 1")
"""What a run's outcome depends on beside inputs and options; what another version left in OUT/work is not built on."""

LOCK: Final = "running.lock"
"""Held in OUT/work while a run lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a run is to do. Stories of at least `min_reports` reports are examined, of those the `most` with the most reports (None:
    all); with `no_text` their dossiers do without the reports' texts."""

    min_reports: int = 2
    most: int | None = None
    corrections: tuple[Correction, ...] = ()
    names: Names = SHIPPED
    no_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The collection in figures: what was read and set aside, articles that stand in pairs that share text and the pairs, stories,
    those of several reports, and those that have a dossier. `made_by` are the versions of what made it."""

    articles: int
    rejected: int
    copies: int
    copied: int
    stories: int
    shared_stories: int
    dossiers: int
    made_by: tuple[str, ...]


def run(inputs: Inputs, out: Path, engine: Engine, wanted: Wanted, progress: Progress | None = None) -> Summary:
    """Do everything that `out` does not hold yet, and write it there.

    Stopped at any moment (an exception, `KeyboardInterrupt`, the end of the process), what was finished stays, every file in
    `out` is whole, and the same call goes on from there. Raises `StemmaError` where `out` cannot be written to, holds something
    else, or another process works on it.
    """
    with _prepared(out) as work:
        return _run(inputs, out, work, engine, wanted, progress or (lambda *_: None))


def _run(inputs: Inputs, out: Path, work: Path, engine: Engine, wanted: Wanted, advance: Progress) -> Summary:
    corrections = by_pages(wanted.corrections)
    made_by = "\0".join(
        (*MADE_BY, made_with(wanted.names), codec.correction_lines(wanted.corrections).decode("utf-8"), inputs.columns or "")
    )
    segments = Segments(work / "read")
    count = take(inputs, engine, segments, made_by, corrections, advance)
    collection = Collection(segments, count, wanted.corrections, advance)
    state = _State(work / "state.json")
    pairs, copied = _copies(collection, engine, out, work, state, made_by, advance)
    found, aside = _stories(collection, engine, work, state, made_by, advance)
    asked = [s for s in found if len(s.articles) >= wanted.min_reports][: wanted.most]
    entries = _dossiers(asked, collection, engine, out, work, wanted, made_by, advance)
    _write_stories(found, entries, out, advance)
    rejected = sorted({*collection.rejected, *aside, *rejected_of(entries.values())}, key=lambda r: (r.source, r.code, r.message))
    fill(out / "rejected.jsonl", lambda file: file.writelines(codec.encode(one) + b"\n" for one in rejected))
    summary = Summary(
        articles=len(collection),
        rejected=len(rejected),
        copies=pairs,
        copied=copied,
        stories=len(found),
        shared_stories=sum(len(s.articles) > 1 for s in found),
        dossiers=sum(bool(entry.folder) for entry in entries.values()),
        made_by=MADE_BY[:2],
    )
    put(out / "summary.json", json.dumps(asdict(summary), indent=2).encode("ascii") + b"\n")
    return summary


@contextmanager
def _prepared(out: Path) -> Iterator[Path]:
    """The folder for what is built on, made if need be; nobody else's while this lasts."""
    work = out / "work"
    with ExitStack() as stack:
        try:
            out.mkdir(parents=True, exist_ok=True)
            if any(out.iterdir()) and not work.is_dir():
                raise StemmaError(f"{out} holds something else than a corpus of stemma", "choose an empty folder with --out")
            work.mkdir(exist_ok=True)
            stack.enter_context(held(work / LOCK, str(out), "let it finish, or choose another folder with --out"))
            for folder in (out, work):
                sweep(folder)
        except OSError as error:
            raise StemmaError(
                f"cannot write to {out}: {error.strerror or error}", "choose a folder you may write to with --out"
            ) from error
        yield work


class _State:
    """Which steps across the collection are done, and what their outcome was made of and came to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, list[object]] = {}
        if path.exists():
            try:
                self._known = json.loads(path.read_bytes())
            except ValueError:
                self._known = {}

    def figures(self, step: str, key: str) -> tuple[int, ...] | None:
        known = self._known.get(step)
        return tuple(int(str(n)) for n in known[1:]) if known and known[0] == key else None

    def done(self, step: str, key: str, *figures: int) -> None:
        self._known[step] = [key, *figures]
        put(self._path, json.dumps(self._known, sort_keys=True).encode("ascii"))


def _copies(
    collection: Collection, engine: Engine, out: Path, work: Path, state: _State, made_by: str, advance: Progress
) -> tuple[int, int]:
    """Pairs that share text, and articles in them."""
    key = collection.key("copies", made_by)
    scratch = work / "shared"
    known = state.figures("copies", key)
    if known is None or not all((out / name).exists() for name in ("copies.parquet", "copies.csv")):
        found = engine.shared(_texts(collection, advance), _unless_reading(advance), scratch)
        write_copies(found, out, advance)
        known = len(found.left), len({*found.left.tolist(), *found.right.tolist()})
        state.done("copies", key, *known)
    clear(scratch)
    return known[0], known[1]


def _texts(collection: Collection, advance: Progress) -> Iterator[Text]:
    """All texts, counted as the engine draws them: it does not know how many there are."""
    return ticking((_text(codec.article(line)) for line in collection.lines()), advance, "shared text: reading", len(collection))


def _unless_reading(advance: Progress) -> Progress:
    """Tells what an engine tells of shared text, but for how much it has drawn, which is told better elsewhere."""

    def tell(step: str, done: int, total: int) -> None:
        if step != "reading":
            advance(f"shared text: {step}", done, total)

    return tell


def _text(article: Article) -> Text:
    body = "\n".join(article.text[s.start : s.end] for s in article.body)
    return Text(id=article.id, outlet=article.outlet.value.casefold() if article.outlet else "", text=body)


def _stories(
    collection: Collection, engine: Engine, work: Path, state: _State, made_by: str, advance: Progress
) -> tuple[tuple[Story, ...], tuple[Rejected, ...]]:
    """All stories, most reports first, and the articles that no story can be told of."""
    key = collection.key("stories", made_by)
    kept = work / "stories.json"
    if state.figures("stories", key) is not None and kept.exists():
        return codec.decode_stories(kept.read_bytes())
    shelf = Profiles(work / "profiles", collection, made_by)
    rejected = shelf.fill(engine, advance)
    advance("stories", 0, len(collection))
    found = grouped(shelf.held(), lambda done: advance("stories", done, len(collection)))
    if not any(one.code == LOST for one in rejected):  # another run may yet do what this one could not
        put(kept, codec.encode_stories(found, rejected))
        state.done("stories", key)
    return found, rejected


def _dossiers(
    asked: Sequence[Story],
    collection: Collection,
    engine: Engine,
    out: Path,
    work: Path,
    wanted: Wanted,
    made_by: str,
    advance: Progress,
) -> Mapping[str, Entry]:
    """What became of every story that was asked for, by its id; dossiers that an earlier run made of other stories are removed."""
    folder = out / "dossiers"
    journal = Journal(work / "dossiers.journal")
    settings = repr((made_by, wanted.no_text))
    keys = {story.id: _key(story, collection, settings) for story in asked}
    looked = ticking(asked, advance, "looking through dossiers", len(asked))
    missing = [s for s in looked if not ((entry := journal.entries.get(keys[s.id])) and entry.stands(folder))]
    reports = sum(len(s.articles) for s in missing)
    done = 0
    given: dict[int, Story] = {}

    def jobs() -> Iterator[list[Job]]:
        for n, story in enumerate(missing):
            given[n] = story
            yield [Job(story, tuple(collection.line(i) for i in story.articles))]

    if missing:
        advance("dossiers (reports)", 0, reports)
    names = replace(wanted.names)  # without what it has worked out for itself meanwhile, which need not travel
    step = partial(examined, names=names, corrections=wanted.corrections, no_text=wanted.no_text)
    given_up: dict[str, Entry] = {}
    for n, (one,) in engine.each(step, jobs()):
        story = given.pop(n)
        if isinstance(one, Lost):  # not for good: the next run may have more memory
            aside = tuple(lost(codec.article(collection.line(i)).source) for i in story.articles)
            given_up[story.id] = Entry(keys[story.id], story.id, "", (0, 0), aside)
        else:
            journal.add(_kept(story, keys[story.id], one, folder))
        done += len(story.articles)
        advance("dossiers (reports)", done, reports)
    journal.settle(keys.values())
    _tidied(folder, frozenset(entry.folder for entry in journal.entries.values()), advance)
    return {entry.story: entry for entry in journal.entries.values()} | given_up


def _tidied(folder: Path, wanted: frozenset[str], advance: Progress) -> None:
    """Remove the dossiers that no entry tells of, and files begun in the others.

    By what is there and not by what the journal gave up: a run that was killed between a dossier and its entry, or between the
    journal and the removal, leaves folders that no journal knows. Only files of ours are removed.
    """
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    for one in ticking(there, advance, "tidying dossiers", len(there)):
        if one.is_symlink() or not one.is_dir():
            continue
        sweep(one)
        if one.name not in wanted:
            for name in ("dossier.json", "dossier.html"):
                (one / name).unlink(missing_ok=True)
            if not any(one.iterdir()):
                one.rmdir()


def _key(story: Story, collection: Collection, settings: str) -> str:
    """A hash of all that a dossier follows from."""
    told = "\0".join((settings, repr(story), *(collection.sha(i) for i in story.articles)))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _kept(story: Story, key: str, one: Done, folder: Path) -> Entry:
    """The dossier written, then told in an entry."""
    if one.folder:
        put(folder / one.folder / "dossier.json", one.json)
        put(folder / one.folder / "dossier.html", one.html)
    return Entry(key, story.id, one.folder, (len(one.json), len(one.html)), one.rejected)


def _write_stories(found: Sequence[Story], entries: Mapping[str, Entry], out: Path, advance: Progress) -> None:
    """stories.jsonl and stories.parquet."""

    def place(story: Story) -> str | None:
        entry = entries.get(story.id)
        return f"dossiers/{entry.folder}" if entry and entry.folder else None

    def lines() -> Iterator[bytes]:
        for story in ticking(found, advance, "writing stories", len(found)):
            told = {"id": story.id, "reports": len(story.articles), "dossier": place(story), "articles": story.articles}
            yield json.dumps(told, ensure_ascii=True).encode("ascii") + b"\n"

    fill(out / "stories.jsonl", lambda file: file.writelines(lines()))
    table = pa.table(
        {
            "id": pa.array([s.id for s in found], pa.string()),
            "reports": pa.array([len(s.articles) for s in found], pa.int32()),
            "dossier": pa.array([place(s) for s in found], pa.string()),
            "articles": pa.array([list(s.articles) for s in found], pa.list_(pa.string())),
        }
    )
    fill(out / "stories.parquet", lambda file: pq.write_table(table, file, compression="zstd"))
