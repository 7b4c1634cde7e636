"""All the stages of one story, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stemma import codec
from stemma.background.names import SHIPPED, Names
from stemma.collating import collate
from stemma.comparing import compare
from stemma.dossier import bind
from stemma.grouping.wide import binding
from stemma.matching import match
from stemma.model import Article, Correction, Dossier, Parsed, Statement, Story
from stemma.pipeline.memory import Memory, one_thread, remembered
from stemma.resolving import resolve
from stemma.text.anchors import concerns
from stemma.tracing import close, trace
from stemma.weighing import weigh


def dossier_of(
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
    speakers = remembered(memory, ("resolve", id), resolve, articles, statements, names, voices)
    collation = remembered(memory, ("collate", id), collate, articles, parsed)
    claims = remembered(memory, ("match", id), match, articles, parsed, statements, collation, same)
    stemma = remembered(
        memory, ("trace", id), trace, articles, parsed, statements, collation, claims, names=names, corrections=edges
    )
    carriers = remembered(memory, ("close", id), close, articles, statements, stemma, names)
    origins = remembered(memory, ("weigh", id), weigh, articles, statements, speakers, claims, stemma, carriers, names)
    # Only a person's word that two names are one keeps a finding back; what we take for one speaker is no such word.
    told = speakers if names.entries or any(c.verdict == "must-be" for c in voices) else ()
    findings = remembered(memory, ("compare", id), compare, articles, parsed, statements, claims, collation, stemma, told)
    lexicons = names.lexicons
    bound = remembered(
        memory, ("bind", id),
        bind, story, articles, statements, speakers, collation, claims, stemma, carriers, origins, findings, lexicons, here,
    )  # fmt: skip
    return remembered(memory, ("seal", id), codec.sealed, bound)


@one_thread
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


def without(story: Story, left: Mapping[str, Article]) -> Story:
    """The story without the articles that were set aside, and with what binds it where it was found without saying so."""
    if set(story.articles) != set(left):
        kept = tuple(e for e in story.evidence if e.at is None or e.at.article in left)
        story = replace(story, articles=tuple(sorted(left)), evidence=kept)
    return story if story.evidence else replace(story, evidence=binding(tuple(left.values())))
