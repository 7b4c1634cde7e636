"""examine(): the only module that knows all stages and their order.

Three shapes: per article (read, parse, attribute), across the collection (group), per story (all the rest).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, wraps
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import BinaryIO, NoReturn, ParamSpec, TypeAlias, TypeVar, cast

from threadpoolctl import threadpool_limits

from stemma import codec
from stemma.attributing import attribute
from stemma.background.names import SHIPPED, Names
from stemma.collating import collate
from stemma.comparing import compare
from stemma.dossier import bind
from stemma.errors import DEFECTS, BadInput, StrictStop
from stemma.grouping import Profile, group, group_profiles, profile
from stemma.grouping.wide import Standing, binding
from stemma.grouping.wide import profiles as wide
from stemma.matching import match
from stemma.model import SCHEMA_VERSION, Article, Correction, Dossier, Examination, Parsed, Rejected, Statement, Story
from stemma.parsing import parse
from stemma.reading import Fetch, Held, check, correct, gather, is_supported, read
from stemma.resolving import resolve
from stemma.text.anchors import concerns
from stemma.tracing import close, trace
from stemma.weighing import weigh

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the name of the step, how many are done and how many there are."""
_Key: TypeAlias = tuple[str, str]
_P = ParamSpec("_P")
_R = TypeVar("_R")


class Memory:
    """What was worked out before in this process, each thing with all that it was worked out from: for work done again and again
    over an archive of which little has changed.

    What is asked for again from equal values is not worked out again, and every step is a pure function of the values that it is
    given: so a memory changes how long a result takes and nothing in it. It forgets what was not asked for between one `begin`
    and the next. Not for several threads at once.
    """

    def __init__(self) -> None:
        self._before: dict[_Key, tuple[tuple[object, ...], object]] = {}
        self._now: dict[_Key, tuple[tuple[object, ...], object]] = {}

    def begin(self) -> None:
        """A run begins: what the last one had no use for is forgotten."""
        self._before, self._now = self._now, {}

    def of(self, key: _Key, step: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """What the step gives for these values; `key` is its name and what it is about, with which it asks once a run."""
        given = (*args, *sorted(kwargs.items()))
        held = self._now.get(key) or self._before.get(key)
        if held is None or held[0] != given:
            held = (given, step(*args, **kwargs))
        self._now[key] = held
        return cast(_R, held[1])


def _one_thread(step: Callable[_P, _R]) -> Callable[_P, _R]:
    """The step, with matrices multiplied on one thread.

    Those of a story are small: sharing them out among threads cost seven times the work (benchmarks/collation.py).
    """

    @wraps(step)
    def limited(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with threadpool_limits(limits=1, user_api="blas"):
            return step(*args, **kwargs)

    return limited


def examine(
    paths: str | Path | Held | Iterable[str | Path | Held],
    *,
    strict: bool = False,
    corrections: Iterable[Correction] = (),
    fetch: bool | Fetch = False,
    stdin: BinaryIO | None = None,
    columns: str | None = None,
    names: Names = SHIPPED,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Examination:
    """Read pages, files, folders, globs or archives and work out a dossier for every story among them.

    Stories come with the most reports first. Inputs that cannot be used are in `rejected`, with code, message and hint;
    with `strict` the first of them raises `StrictStop` instead. `corrections` are a person's, anchored to the pages they are
    about. Writes nothing, and reaches the network only for addresses among `paths` (or in tables and feeds), and only if `fetch`
    is given. "-" among the paths is `stdin`, a `Held` a file in memory; `columns` says which column of a table holds what, as for
    `read`. `names` are a user's own names of people and bodies, as `read_names` gives them; every dossier records the files that
    they come from. `memory` is what an earlier call worked out: what has not changed since is not worked out again.
    """
    kept = tuple(corrections)
    if memory is not None:
        memory.begin()
    found: list[Article | Rejected] = []
    inputs = [paths] if isinstance(paths, str | Path | Held) else list(paths)
    if memory is not None and not strict and all(isinstance(one, Held) for one in inputs):
        every = _again([one for one in inputs if isinstance(one, Held)], memory, kept, fetch, columns)
    else:
        every = read(inputs, strict=strict, corrections=kept, fetch=fetch, stdin=stdin, columns=columns)
    for one in every:
        found.append(one)
        if progress:
            progress("reading", len(found), 0)
    gathered = gather(found, kept)
    rejected = [one for one in gathered if isinstance(one, Rejected)]
    dossiers, failed = investigate(
        [one for one in gathered if isinstance(one, Article)],
        strict=strict,
        names=names,
        corrections=kept,
        progress=progress,
        memory=memory,
    )
    return Examination(
        schema=SCHEMA_VERSION,
        dossiers=dossiers,
        rejected=tuple(sorted((*rejected, *failed), key=lambda r: (r.source, r.code, r.message))),
    )


def _again(
    files: Sequence[Held], memory: Memory, corrections: tuple[Correction, ...], fetch: bool | Fetch, columns: str | None
) -> Iterator[Article | Rejected]:
    """What `read` gives of files in memory; one that was read before is only corrected anew."""
    for one in files:
        key = ("read", f"{one.name}\0{hashlib.sha256(one.data).hexdigest()}")
        held = memory.of(key, _by_itself, one, columns)
        if held is None:
            yield from read(one, corrections=corrections, fetch=fetch, columns=columns)
            continue
        for found in held:
            mine = [c for c in corrections if isinstance(found, Article) and c.page == found.sha256]
            yield correct(found, mine) if isinstance(found, Article) else found


def _by_itself(file: Held, columns: str | None) -> tuple[Article | Rejected, ...] | None:
    """What a file in memory gives, uncorrected; None if that depends on more than the file, on what stands at an address."""
    asked: list[str] = []

    def refuse(url: str) -> NoReturn:
        asked.append(url)
        raise BadInput(url, "address", "found an address; needed a file by itself", "")

    found = tuple(read(file, fetch=refuse, columns=columns))
    return None if asked else found


@_one_thread
def statements(
    article: Article, *, strict: bool = False, names: Names = SHIPPED
) -> tuple[Article, tuple[Statement, ...]] | Rejected:
    """An article and every statement in it, or why it was set aside: another language, or a defect of ours.

    Under `strict` raises `StrictStop` instead of giving a `Rejected`.
    """
    if not is_supported(article.language):
        return _foreign(article, strict)
    try:
        return article, attribute(article, parse(article), names)
    except DEFECTS as error:
        return _failed(article, error, strict)


@_one_thread
def stories(
    articles: Sequence[Article], *, together: bool = False, strict: bool = False, progress: Progress | None = None
) -> tuple[tuple[Story, ...], dict[str, Parsed], tuple[Rejected, ...]]:
    """Articles already read -> their stories, most reports first, the parses by article, and the articles set aside.

    With `together` all of them are one story, whatever they tell. The order of `articles` changes nothing; an article given
    twice (same id) counts once.
    """
    unique = {a.id: a for a in articles}
    parses: dict[str, Parsed] = {}
    rejected = []
    for n, article in enumerate(sorted(unique.values(), key=lambda a: a.id), 1):
        if not is_supported(article.language):
            rejected.append(_foreign(article, strict))
            continue
        try:
            parses[article.id] = parse(article)
        except DEFECTS as error:
            rejected.append(_failed(article, error, strict))
        if progress:
            progress("parsing", n, len(unique))
    kept = [unique[i] for i in sorted(parses)]
    if together and kept:
        one = Story(id="together", articles=tuple(a.id for a in kept), evidence=(), by="the person who asked")
        return (one,), parses, tuple(rejected)
    found = group(kept, parses) if kept else ()
    return tuple(sorted(found, key=lambda s: (-len(s.articles), s.id))), parses, tuple(rejected)


@_one_thread
def investigate(
    articles: Sequence[Article],
    *,
    strict: bool = False,
    names: Names = SHIPPED,
    unsaid: Collection[str] = (),
    corrections: Sequence[Correction] = (),
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> tuple[tuple[Dossier, ...], tuple[Rejected, ...]]:
    """Articles already read -> a dossier a story, and the articles that the analysis had to set aside.

    The order of `articles` changes nothing; an article given twice (same id) counts once. `unsaid` are ids of statements to
    leave out, as if nobody had told them. `corrections` are a person's: those of pages have been made to the articles already,
    as `read` does; those about two places of a story are handed to the stage that decides the matter. A dossier keeps those
    that hold in it. Raises `BadCorrection` for one that could never be meant.
    `memory` is as for `examine`; whoever calls this by itself also calls its `begin`.
    """
    for one in corrections:
        check(one)
    unique = {a.id: _of(memory, ("article", a.id), _itself, a) for a in articles}
    kept, rejected = [], []
    parses: dict[str, Parsed] = {}
    said: dict[str, tuple[Statement, ...]] = {}
    for n, article in enumerate(sorted(unique.values(), key=lambda a: a.id), 1):
        if not is_supported(article.language):
            rejected.append(_foreign(article, strict))
            continue
        try:
            parses[article.id] = _of(memory, ("parse", article.id), parse, article)
            every = _of(memory, ("attribute", article.id), attribute, article, parses[article.id], names)
            said[article.id] = tuple(s for s in every if s.id not in unsaid) if unsaid else every
        except DEFECTS as error:
            rejected.append(_failed(article, error, strict))
        else:
            kept.append(article)
        if progress:
            progress("statements", n, len(unique))
    stories = _of(memory, ("group", ""), group, kept, parses) if kept else ()
    dossiers = []
    for n, story in enumerate(stories, 1):
        try:
            dossiers.append(_dossier(story, unique, parses, said, names, corrections, memory))
        except DEFECTS as error:
            rejected.extend(_failed(unique[i], error, strict) for i in story.articles)
        if progress:
            progress("stories", n, len(stories))
    return tuple(sorted(dossiers, key=lambda d: (-len(d.articles), d.id))), tuple(rejected)


def _without(story: Story, left: Mapping[str, Article]) -> Story:
    """The story without the articles that were set aside, and with what binds it where it was found without saying so."""
    if set(story.articles) != set(left):
        kept = tuple(e for e in story.evidence if e.at is None or e.at.article in left)
        story = replace(story, articles=tuple(sorted(left)), evidence=kept)
    return story if story.evidence else replace(story, evidence=binding(tuple(left.values())))


def _foreign(article: Article, strict: bool) -> Rejected:
    """The article left out because the analysis does not know its language; raises `StrictStop` instead under `strict`."""
    message = (
        f'the page was read, but its report is in another language ("{article.language}"); the analysis understands English only'
    )
    hint = "give an English page or a translation; `stemma read` shows what was read"
    if strict:
        raise StrictStop(f"{article.source}: {message}", hint)
    return Rejected(source=article.source, code="language", message=message, hint=hint)


def _failed(article: Article, error: Exception, strict: bool) -> Rejected:
    """The article set aside because a stage broke on it; raises `StrictStop` instead under `strict`."""
    message = f"the page was read but could not be analysed: {type(error).__name__}: {error}"
    hint = "please report this page as a defect of stemma"
    if strict:
        raise StrictStop(f"{article.source}: {message}", hint) from error
    return Rejected(source=article.source, code="analysis-failed", message=message, hint=hint)


def _dossier(
    story: Story,
    unique: dict[str, Article],
    parses: dict[str, Parsed],
    by_article: dict[str, tuple[Statement, ...]],
    names: Names,
    corrections: Sequence[Correction],
    memory: Memory | None = None,
) -> Dossier:
    """All the stages of one story, in order."""
    articles = tuple(unique[i] for i in sorted(story.articles))
    parsed = {a.id: parses[a.id] for a in articles}
    statements = tuple(s for a in articles for s in by_article[a.id])
    here = tuple(c for c in corrections if concerns(c, articles))
    # To each stage what is its own to decide, so that what a person says of one thing leaves the rest as it was.
    voices, same, edges = (tuple(c for c in here if c.field == field) for field in ("voice", "claim", "edge"))
    id = story.id
    speakers = _of(memory, ("resolve", id), resolve, articles, statements, names, voices)
    collation = _of(memory, ("collate", id), collate, articles, parsed)
    claims = _of(memory, ("match", id), match, articles, parsed, statements, collation, same)
    stemma = _of(memory, ("trace", id), trace, articles, parsed, statements, collation, claims, names=names, corrections=edges)
    carriers = _of(memory, ("close", id), close, articles, statements, stemma, names)
    origins = _of(memory, ("weigh", id), weigh, articles, statements, speakers, claims, stemma, carriers, names)
    # Only a person's word that two names are one keeps a finding back; what we take for one speaker is no such word.
    told = speakers if names.entries or any(c.verdict == "must-be" for c in voices) else ()
    findings = _of(memory, ("compare", id), compare, articles, parsed, statements, claims, collation, stemma, told)
    lexicons = names.lexicons
    bound = _of(
        memory, ("bind", id),
        bind, story, articles, statements, speakers, collation, claims, stemma, carriers, origins, findings, lexicons, here,
    )  # fmt: skip
    return _of(memory, ("seal", id), codec.sealed, bound)


def _of(memory: Memory | None, key: _Key, step: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """What a step gives for these values, remembered or not."""
    return step(*args, **kwargs) if memory is None else memory.of(key, step, *args, **kwargs)


def _itself(article: Article) -> Article:
    """The article: remembered, so that what is equal is the same object, and equal at a glance."""
    return article


@_one_thread
def derived(dossier: Dossier, names: Names = SHIPPED) -> Dossier:
    """The dossier with all that follows from its reports, statements, claims and tree computed anew: speakers, carriers, origins,
    title, strip and what is not known. Equal to `dossier` if nothing in it was changed by hand; seals are those of the result.

    `names` must be those that it was made with.
    """
    speakers = resolve(dossier.articles, dossier.statements, names, dossier.corrections)
    carriers = close(dossier.articles, dossier.statements, dossier.stemma, names)
    origins = weigh(dossier.articles, dossier.statements, speakers, dossier.claims, dossier.stemma, carriers, names)
    return codec.sealed(
        bind(
            dossier.story,
            dossier.articles,
            dossier.statements,
            speakers,
            dossier.collation,
            dossier.claims,
            dossier.stemma,
            carriers,
            origins,
            dossier.findings,
            names.lexicons,
            dossier.corrections,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What an article gives by itself, encoded for `arranged` and `told`: its grammar, its statements, its profile for grouping."""

    parsed: bytes
    said: bytes
    profile: bytes


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
    home = Path(__file__).parent
    skipped = {"archive", "asking", "cli", "demo", "engine", "exporting", "proving", "web", "__pycache__"}
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


@_one_thread
def prepared(article: Article, names: Names = SHIPPED) -> Prepared | Rejected:
    """An article's own layers, or why it was set aside: another language, or a defect of ours."""
    if not is_supported(article.language):
        return _foreign(article, strict=False)
    try:
        parsed = parse(article)
        said = attribute(article, parsed, names)
        return Prepared(parsed=codec.pack(parsed), said=codec.pack(said), profile=codec.pack(profile(article, parsed)))
    except DEFECTS as error:
        return _failed(article, error, strict=False)


def profiled(article: Article) -> bytes | Rejected:
    """What stories of a whole collection are found by (`grouped`): an article's profile, made without a parse, encoded; or why it
    was set aside: another language, or a defect of ours."""
    if not is_supported(article.language):
        return _foreign(article, strict=False)
    try:
        return codec.pack(wide.profile(article))
    except DEFECTS as error:
        return _failed(article, error, strict=False)


@_one_thread
def grouped(profiles: Iterable[bytes]) -> tuple[Story, ...]:
    """The stories of a whole collection, from its articles' profiles (`profiled`), most reports first. Their order changes nothing.

    Evidence is added when a story is `examined`. Raises `BadDossier` for a damaged profile.
    """
    standing = Standing()
    standing.place([codec.unpack(data, wide.Profile) for data in profiles])
    return tuple(sorted(standing.stories(), key=lambda s: (-len(s.articles), s.id)))


@_one_thread
def arranged(profiles: Mapping[str, bytes]) -> tuple[Story, ...]:
    """The stories of articles, from their profiles (encoded, by article id). Raises `BadDossier` for a damaged one."""
    return group_profiles({id: codec.unpack(data, Profile) for id, data in profiles.items()}) if profiles else ()


def concerned(corrections: Sequence[Correction], articles: Sequence[Article]) -> tuple[Correction, ...]:
    """The corrections that a dossier of these articles is made with."""
    return tuple(c for c in corrections if concerns(c, articles))


@_one_thread
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
        return _dossier(story, unique, parses, said, names, corrections)
    except DEFECTS as error:
        return tuple(_failed(unique[i], error, strict=False) for i in story.articles)


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
    made = told(_without(story, left), tuple(left.values()), layers, names=names, corrections=corrections)
    return (None, (*rejected, *made)) if isinstance(made, tuple) else (made, tuple(rejected))
