"""examine(): the only module that knows all stages and their order.

Three shapes: per article (read, parse, attribute), across the collection (group), per story (all the rest).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from stemma.attributing import attribute
from stemma.collating import collate
from stemma.comparing import compare
from stemma.dossier import bind
from stemma.errors import StrictStop
from stemma.grouping import group
from stemma.matching import match
from stemma.model import SCHEMA_VERSION, Article, Dossier, Examination, Parsed, Rejected, Statement, Story
from stemma.parsing import parse
from stemma.reading import read
from stemma.resolving import resolve
from stemma.tracing import close, trace
from stemma.weighing import weigh

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the name of the step, how many are done and how many there are."""

DEFECTS: Final = (ValueError, LookupError, ArithmeticError, RecursionError)
"""What a page we did not foresee can make a stage raise. Such a page is set aside and named; it must not sink the batch.

Programming errors of other kinds (a missing attribute, a wrong type) are not caught: they would fail on every page."""


def examine(paths: str | Path | Iterable[str | Path], *, strict: bool = False, progress: Progress | None = None) -> Examination:
    """Read pages, files, folders or globs and work out a dossier for every story among them.

    Stories come with the most reports first. Inputs that cannot be used are in `rejected`, with code, message and hint;
    with `strict` the first of them raises `StrictStop` instead. Needs no network and writes nothing.
    """
    articles: list[Article] = []
    rejected: list[Rejected] = []
    for found in read([paths] if isinstance(paths, str | Path) else paths, strict=strict):
        if isinstance(found, Rejected):
            rejected.append(found)
        else:
            articles.append(found)
        if progress:
            progress("reading", len(articles), 0)
    dossiers, failed = investigate(articles, strict=strict, progress=progress)
    return Examination(
        schema=SCHEMA_VERSION,
        dossiers=dossiers,
        rejected=tuple(sorted((*rejected, *failed), key=lambda r: (r.source, r.code, r.message))),
    )


def investigate(
    articles: Sequence[Article], *, strict: bool = False, progress: Progress | None = None
) -> tuple[tuple[Dossier, ...], tuple[Rejected, ...]]:
    """Articles already read -> a dossier a story, and the articles that the analysis had to set aside.

    The order of `articles` changes nothing; an article given twice (same id) counts once.
    """
    unique = {a.id: a for a in articles}
    kept, rejected = [], []
    parses: dict[str, Parsed] = {}
    statements: dict[str, tuple[Statement, ...]] = {}
    for n, article in enumerate(sorted(unique.values(), key=lambda a: a.id), 1):
        try:
            parses[article.id] = parse(article)
            statements[article.id] = attribute(article, parses[article.id])
        except DEFECTS as error:
            rejected.append(_failed(article, error, strict))
        else:
            kept.append(article)
        if progress:
            progress("statements", n, len(unique))
    stories = group(kept, parses) if kept else ()
    dossiers = []
    for n, story in enumerate(stories, 1):
        try:
            dossiers.append(_dossier(story, unique, parses, statements))
        except DEFECTS as error:
            rejected.extend(_failed(unique[i], error, strict) for i in story.articles)
        if progress:
            progress("stories", n, len(stories))
    return tuple(sorted(dossiers, key=lambda d: (-len(d.articles), d.id))), tuple(rejected)


def _failed(article: Article, error: Exception, strict: bool) -> Rejected:
    """The article set aside because a stage broke on it; raises `StrictStop` instead under `strict`."""
    message = f"the page was read but could not be analysed: {type(error).__name__}: {error}"
    hint = "please report this page as a defect of stemma"
    if strict:
        raise StrictStop(f"{article.source}: {message}", hint) from error
    return Rejected(source=article.source, code="analysis-failed", message=message, hint=hint)


def _dossier(
    story: Story, unique: dict[str, Article], parses: dict[str, Parsed], by_article: dict[str, tuple[Statement, ...]]
) -> Dossier:
    """All the stages of one story, in order."""
    articles = tuple(unique[i] for i in sorted(story.articles))
    parsed = {a.id: parses[a.id] for a in articles}
    statements = tuple(s for a in articles for s in by_article[a.id])
    speakers = resolve(articles, statements)
    collation = collate(articles, parsed)
    claims = match(articles, parsed, statements, collation)
    stemma = trace(articles, parsed, statements, collation, claims)
    carriers = close(articles, statements, stemma)
    origins = weigh(articles, statements, speakers, claims, stemma, carriers)
    findings = compare(articles, parsed, statements, claims, collation, stemma)
    return bind(story, articles, statements, speakers, collation, claims, stemma, carriers, origins, findings)
