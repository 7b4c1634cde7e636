"""What an article and a story give by themselves, encoded, for those who keep it and make a collection's dossiers of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from platform import python_version

from stemma import codec
from stemma.attributing import attribute
from stemma.background.names import SHIPPED, Names
from stemma.errors import DEFECTS
from stemma.grouping import Profile, group_profiles, profile
from stemma.grouping.wide import Standing
from stemma.grouping.wide import profiles as wide
from stemma.model import Article, Correction, Dossier, Parsed, Rejected, Statement, Story
from stemma.parsing import parse
from stemma.pipeline.aside import failed_by, foreign
from stemma.pipeline.memory import one_thread
from stemma.pipeline.story import dossier_of, without
from stemma.reading import check, correct, gather, is_supported
from stemma.text.anchors import concerns


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What an article gives by itself, encoded for `arranged` and `told`: its grammar, its statements, its profile for grouping."""

    parsed: bytes
    said: bytes
    profile: bytes


_TOGETHER = 5_000
"""Articles of a collection that are placed in one go."""
_MAKERS = ("numpy", "onnxruntime", "spacy", "thinc", "tokenizers")


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
    skipped = {"archive", "asking", "cli", "demo", "disk", "engine", "exporting", "proving", "watching", "web", "__pycache__"}
    for file in sorted(home.rglob("*")):
        part = file.relative_to(home)
        if file.is_file() and part.parts[0] not in skipped and file.suffix != ".pyc":
            seen.update(b"\0" + part.as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return seen.hexdigest()


def made_with(names: Names = SHIPPED) -> str:
    """What else than the articles and corrections decides the dossiers, as one hash: this program and a user's names.

    What was made under another one is made again: there is no way to know that a change of the program changes nothing.
    """
    own = repr((names.entries, names.lexicons, names.outlets))
    return hashlib.sha256(f"{_program()}\0{own}".encode()).hexdigest()


def gathered(articles: Iterable[Article], corrections: Sequence[Correction] = ()) -> tuple[Article, ...]:
    """Articles as they were read -> as `examine` looks at them: corrected, and with what only several pages show; sorted by id."""
    for one in corrections:
        check(one)
    by_page: dict[str, list[Correction]] = {}
    for one in corrections:
        by_page.setdefault(one.page, []).append(one)
    read_ = sorted({a.id: a for a in articles}.values(), key=lambda a: a.id)
    found = gather((correct(a, by_page.get(a.sha256, ())) for a in read_), corrections)
    return tuple(sorted((a for a in found if isinstance(a, Article)), key=lambda a: a.id))


@one_thread
def prepared(article: Article, names: Names = SHIPPED) -> Prepared | Rejected:
    """An article's own layers, or why it was set aside: another language, or a defect of ours."""
    if not is_supported(article.language):
        return foreign(article, strict=False)
    try:
        parsed = parse(article)
        said = attribute(article, parsed, names)
        return Prepared(parsed=codec.pack(parsed), said=codec.pack(said), profile=codec.pack(profile(article, parsed)))
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

    while part := [codec.unpack(data, wide.Profile) for data in islice(given, _TOGETHER)]:
        standing.place(part, tell)
        done += len(part)
    return tuple(sorted(standing.stories(), key=lambda s: (-len(s.articles), s.id)))


@one_thread
def arranged(profiles: Mapping[str, bytes]) -> tuple[Story, ...]:
    """The stories of articles, from their profiles (encoded, by article id). Raises `BadDossier` for a damaged one."""
    return group_profiles({id: codec.unpack(data, Profile) for id, data in profiles.items()}) if profiles else ()


def concerned(corrections: Sequence[Correction], articles: Sequence[Article]) -> tuple[Correction, ...]:
    """The corrections that a dossier of these articles is made with."""
    return tuple(c for c in corrections if concerns(c, articles))


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
    set aside: a defect of ours. The same as `investigate` makes of them. Raises `BadDossier` for a damaged layer."""
    parses = {id: codec.unpack(parsed, Parsed) for id, (parsed, _) in layers.items()}
    said = {id: codec.unpack(data, tuple[Statement, ...]) for id, (_, data) in layers.items()}
    unique = {a.id: a for a in articles}
    try:
        return dossier_of(story, unique, parses, said, names, corrections)
    except DEFECTS as error:
        return tuple(failed_by(unique[i], error, strict=False) for i in story.articles)


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
    left = {i: unique[i] for i in layers}
    made = told(without(story, left), tuple(left.values()), layers, names=names, corrections=corrections)
    return (None, (*rejected, *made)) if isinstance(made, tuple) else (made, tuple(rejected))
