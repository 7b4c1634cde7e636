"""What an article and a story give by themselves, encoded, for those who keep it and make a collection's dossiers of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from platform import python_version
from typing import Final

from stemma import codec
from stemma.attributing import attribute
from stemma.background.names import SHIPPED, Names
from stemma.errors import DEFECTS
from stemma.grouping.wide import Standing, put_back
from stemma.grouping.wide import profiles as wide
from stemma.grouping.wide.index import GATE, indexed
from stemma.grouping.wide.standing import BY
from stemma.model import Article, Correction, Dossier, Parsed, Rejected, Statement, Story
from stemma.parsing import parse
from stemma.pipeline.aside import failed_by, foreign
from stemma.pipeline.memory import one_thread
from stemma.pipeline.story import dossier_of, without
from stemma.reading import is_supported


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What an article gives by itself, encoded for `told`: its grammar and its statements."""

    parsed: bytes
    said: bytes


NEAR: Final = GATE
"""See `found_by`."""
TOGETHER: Final = 1_000
"""Articles that are grouped between two calls of `advance`."""
_PLACED: Final = 5_000
"""Articles of a collection that are placed in one go."""
_MAKERS = ("dateparser", "lxml", "numpy", "onnxruntime", "spacy", "thinc", "tokenizers", "trafilatura")

_ASIDE: Final = frozenset({"archive", "asking", "cli", "demo", "disk", "engine", "exporting", "proving", "watching", "web"})
"""Rooms that only carry what the others make."""


@cache
def _program() -> str:
    """SHA-256 of all that decides what an article or a story gives: our code, lexicons and weights, and the packages under them."""
    seen = hashlib.sha256(python_version().encode())
    for name in _MAKERS:
        try:
            told = version(name)
        except PackageNotFoundError:
            told = ""
        seen.update(f"\0{name} {told}".encode())
    home = Path(__file__).parents[1]
    for file in makers(home):
        name = file.relative_to(home).as_posix()
        seen.update(b"\0" + name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return seen.hexdigest()


def makers(home: Path) -> list[Path]:
    """The files of this package, installed in `home`, that decide what an article or a story gives, sorted.

    What Python and numba keep of them as machine code, in `__pycache__` of any folder, comes with the first run and says nothing.
    """
    found = ((file, file.relative_to(home).parts) for file in sorted(home.rglob("*")))
    return [f for f, parts in found if parts[0] not in _ASIDE and "__pycache__" not in parts and f.suffix != ".pyc" and f.is_file()]


def made_with(names: Names = SHIPPED) -> str:
    """What else than the articles and corrections decides the dossiers, as one hash: this program and a user's names.

    What was made under another one is made again: there is no way to know that a change of the program changes nothing.
    """
    own = repr((names.entries, names.lexicons, names.outlets))
    return hashlib.sha256(f"{_program()}\0{own}".encode()).hexdigest()


@one_thread
def prepared(article: Article, names: Names = SHIPPED) -> Prepared | Rejected:
    """An article's own layers, or why it was set aside: another language, or a defect of ours."""
    if not is_supported(article.language):
        return foreign(article, strict=False)
    try:
        parsed = parse(article)
        said = attribute(article, parsed, names)
        return Prepared(parsed=codec.pack(parsed), said=codec.pack(said))
    except DEFECTS as error:
        return failed_by(article, error, strict=False)


def profiled(article: Article) -> bytes | Rejected:
    """What stories of a whole collection are found by (`grouped`): an article's profile, made without a parse, encoded; or why it
    was set aside: another language, or a defect of ours."""
    if not is_supported(article.language):
        return foreign(article, strict=False)
    try:
        return codec.pack(wide.profile(article))
    except DEFECTS as error:
        return failed_by(article, error, strict=False)


@one_thread
def grouped(profiles: Iterable[bytes], advance: Callable[[int], None] | None = None) -> tuple[Story, ...]:
    """The stories of a whole collection, from its articles' profiles (`profiled`), most reports first. Their order changes nothing.

    Evidence is added when a story is `examined`. `advance` is told how many articles are placed. Raises `BadDossier` for a damaged
    profile.
    """
    standing = Standing()
    given = iter(profiles)
    done = 0

    def tell(n: int, _: int) -> None:
        if advance:
            advance(done + n)

    while part := [codec.unpack(data, wide.Profile) for data in islice(given, _PLACED)]:
        standing.place(part, tell)
        done += len(part)
    return tuple(sorted(standing.stories(), key=lambda s: (-len(s.articles), s.id)))


def found_by(data: bytes) -> tuple[tuple[int, int], ...]:
    """The terms of a profile (`profiled`) by which an article is found, each with what it weighs.

    Two articles of which the products of these weights, over the terms of both, do not add up to `NEAR` are never compared.
    Raises `BadDossier` for a damaged profile.
    """
    terms, weights = indexed(codec.unpack(data, wide.Profile))
    return tuple(zip(terms.tolist(), weights.tolist(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """The stories of some articles, each with the ids of its articles, and the pairs of articles that hold them together."""

    stories: tuple[Story, ...]
    links: tuple[tuple[str, str], ...]


@one_thread
def regrouped(
    held: Sequence[bytes],
    stories: Iterable[Sequence[str]],
    links: Sequence[tuple[str, str]],
    fresh: Sequence[bytes],
    advance: Callable[[int], None] | None = None,
) -> Regrouped:
    """The stories after articles came to others: what `grouped` makes of all of them together, at the cost of those that are new.

    `held` are the profiles of the others, `stories` and `links` what was found among them, `fresh` the profiles of those that are
    new. Of a larger collection it is enough to give those that the new ones may be compared with (`found_by`), each with all that
    links lead to. `advance` is told how many are done. Raises `BadDossier` for a damaged profile.
    """
    standing = put_back([codec.unpack(data, wide.Profile) for data in held], stories, links)
    for n in range(0, len(fresh), TOGETHER):
        part = fresh[n : n + TOGETHER]
        standing.place([codec.unpack(data, wide.Profile) for data in part])
        if advance:
            advance(n + len(part))
    return Regrouped(stories=standing.stories(), links=tuple(standing.links()))


def collected(id: str, articles: Iterable[str]) -> Story:
    """A story of a collection by its id and those of its articles, as `grouped` gives it."""
    return Story(id=id, articles=tuple(sorted(articles)), evidence=(), by=BY)


def concerned(corrections: Sequence[Correction], pages: Collection[str]) -> tuple[Correction, ...]:
    """The corrections that a dossier is made with whose articles are from these pages (SHA-256)."""
    return tuple(c for c in corrections if c.page in pages and (c.other is None or c.other in pages))


@one_thread
def told(
    story: Story,
    articles: Sequence[Article],
    layers: Mapping[str, tuple[bytes, bytes]],
    *,
    names: Names = SHIPPED,
    corrections: Sequence[Correction] = (),
) -> Dossier | tuple[Rejected, ...]:
    """The dossier of a story, from its articles and for each (by id) its grammar and statements, encoded; or why its articles were
    set aside: a defect of ours. An article without them is left out of the story. Raises `BadDossier` for a damaged layer."""
    parses = {id: codec.unpack(parsed, Parsed) for id, (parsed, _) in layers.items()}
    said = {id: codec.unpack(data, tuple[Statement, ...]) for id, (_, data) in layers.items()}
    unique = {a.id: a for a in articles if a.id in layers}
    try:
        return dossier_of(without(story, unique), unique, parses, said, names, corrections)
    except DEFECTS as error:
        return tuple(failed_by(unique[i], error, strict=False) for i in sorted(unique))


def examined(
    story: Story, articles: Iterable[Article], *, names: Names = SHIPPED, corrections: Sequence[Correction] = ()
) -> tuple[Dossier | None, tuple[Rejected, ...]]:
    """One story, already found, and its articles -> its dossier, and the articles that the analysis had to set aside.

    None instead of a dossier where nothing is left of the story, or a stage broke on it. Where an article is set aside the story is
    that of the others, under the same id.
    """
    unique = {a.id: a for a in articles}
    layers: dict[str, tuple[bytes, bytes]] = {}
    rejected: list[Rejected] = []
    for article in (unique[i] for i in sorted(unique)):
        one = prepared(article, names)
        if isinstance(one, Rejected):
            rejected.append(one)
        else:
            layers[article.id] = one.parsed, one.said
    if not layers:
        return None, tuple(rejected)
    made = told(story, tuple(unique.values()), layers, names=names, corrections=corrections)
    return (None, (*rejected, *made)) if isinstance(made, tuple) else (made, tuple(rejected))
