"""examine(): pages -> the dossiers of their stories.

Three shapes: per article (read, parse, attribute), across the collection (group), per story (all the rest).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeAlias

from stemma.attributing import attribute
from stemma.background.names import SHIPPED, Names
from stemma.errors import DEFECTS, BadInput
from stemma.grouping import group
from stemma.model import SCHEMA_VERSION, Article, Correction, Dossier, Examination, Parsed, Rejected, Statement, Story
from stemma.parsing import parse
from stemma.pipeline.aside import failed_by, foreign
from stemma.pipeline.memory import Memory, one_thread, remembered
from stemma.pipeline.story import dossier_of
from stemma.reading import Fetch, Held, check, correct, gather, is_supported, read

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the name of the step, how many are done and how many there are."""


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


@one_thread
def statements(
    article: Article, *, strict: bool = False, names: Names = SHIPPED
) -> tuple[Article, tuple[Statement, ...]] | Rejected:
    """An article and every statement in it, or why it was set aside: another language, or a defect of ours.

    Under `strict` raises `StrictStop` instead of giving a `Rejected`.
    """
    if not is_supported(article.language):
        return foreign(article, strict)
    try:
        return article, attribute(article, parse(article), names)
    except DEFECTS as error:
        return failed_by(article, error, strict)


@one_thread
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
            rejected.append(foreign(article, strict))
            continue
        try:
            parses[article.id] = parse(article)
        except DEFECTS as error:
            rejected.append(failed_by(article, error, strict))
        if progress:
            progress("parsing", n, len(unique))
    kept = [unique[i] for i in sorted(parses)]
    if together and kept:
        one = Story(id="together", articles=tuple(a.id for a in kept), evidence=(), by="the person who asked")
        return (one,), parses, tuple(rejected)
    found = group(kept, parses) if kept else ()
    return tuple(sorted(found, key=lambda s: (-len(s.articles), s.id))), parses, tuple(rejected)


@one_thread
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
    unique = {a.id: remembered(memory, ("article", a.id), _itself, a) for a in articles}
    kept, rejected = [], []
    parses: dict[str, Parsed] = {}
    said: dict[str, tuple[Statement, ...]] = {}
    for n, article in enumerate(sorted(unique.values(), key=lambda a: a.id), 1):
        if not is_supported(article.language):
            rejected.append(foreign(article, strict))
            continue
        try:
            parses[article.id] = remembered(memory, ("parse", article.id), parse, article)
            every = remembered(memory, ("attribute", article.id), attribute, article, parses[article.id], names)
            said[article.id] = tuple(s for s in every if s.id not in unsaid) if unsaid else every
        except DEFECTS as error:
            rejected.append(failed_by(article, error, strict))
        else:
            kept.append(article)
        if progress:
            progress("statements", n, len(unique))
    stories = remembered(memory, ("group", ""), group, kept, parses) if kept else ()
    dossiers = []
    for n, story in enumerate(stories, 1):
        try:
            dossiers.append(dossier_of(story, unique, parses, said, names, corrections, memory))
        except DEFECTS as error:
            rejected.extend(failed_by(unique[i], error, strict) for i in story.articles)
        if progress:
            progress("stories", n, len(stories))
    return tuple(sorted(dossiers, key=lambda d: (-len(d.articles), d.id))), tuple(rejected)


def _itself(article: Article) -> Article:
    """The article: remembered, so that what is equal is the same object, and equal at a glance."""
    return article
