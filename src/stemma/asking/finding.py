"""What a person means by a name: a report, a lost original or a voice of a dossier."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePath
from typing import Final, Literal, TypeAlias

from stemma.dossier.names import labels, listed, speaker_name
from stemma.errors import BadInput, UnknownName
from stemma.model import Article, Dossier, Lost, Passage, Span, Speaker
from stemma.text.words import folded, words

Kind: TypeAlias = Literal["article", "lost", "voice"]
KINDS: Final[tuple[Kind, ...]] = ("article", "lost", "voice")
_CALLED: Final[Mapping[Kind, str]] = {"article": "report", "lost": "lost original", "voice": "voice"}


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name stands for: `id` of an article, a lost original or a speaker, and what a reader calls it."""

    what: Kind
    id: str
    name: str


def need_texts(*dossiers: Dossier) -> None:
    """Raises `BadInput` (code: withheld) for a dossier without its reports' texts: what is asked follows from them."""
    for one in dossiers:
        if one.texts == "withheld":
            raise BadInput(
                one.id,
                "withheld",
                "the reports' texts are withheld in this dossier; needed one with its texts",
                "ask whoever has the pages, or examine them again without --no-text",
            )


def meant(dossier: Dossier, name: str | Article | Lost | Speaker, *among: Kind) -> Meant:
    """The one report, lost original or voice that `name` stands for; of the kinds `among` only, if any are given.

    A text is tried as an id, then as a name (outlet, agency, voice), then as the name or path of a file; letter case and marks do
    not matter. Raises `UnknownName` if it fits nothing, with names like it, or fits several, with their ids.
    """
    kinds = among or KINDS
    known = _known(dossier, kinds)
    if not isinstance(name, str):
        found = [m for m, _ in known if m.id == name.id]
        if not found:
            raise UnknownName(f"this dossier has no {type(name).__name__.lower()} {name.id}", "take it from the dossier asked")
        return found[0]
    wanted = _folded(name)
    for fits in (
        [m for m, _ in known if m.id == name],
        [m for m, names in known if wanted and wanted in {_folded(n) for n in names}],
        [m for m, _ in known if m.what == "article" and _path_fits(dossier, m.id, name)],
    ):
        distinct = list(dict.fromkeys(fits))
        if len(distinct) == 1:
            return distinct[0]
        if distinct:
            these = listed([f"{m.what} {m.id} ({m.name}{_heard_in(dossier, m)})" for m in distinct[:6]])
            raise UnknownName(f"{name!r} is {these}", "give the id of the one you mean")
    names = {n.casefold(): n for _, all_ in known for n in all_}
    near = [names[n] for n in get_close_matches(name.casefold(), sorted(names), n=5, cutoff=0.5)]
    hint = f"did you mean {' or '.join(repr(n) for n in near)}?" if near else "`stemma show DOSSIER` lists reports and voices"
    raise UnknownName(f"this dossier has no {listed([_CALLED[k] for k in kinds]).replace(' and ', ' or ')} called {name!r}", hint)


def _heard_in(dossier: Dossier, one: Meant) -> str:
    """The reports that a voice speaks in: what tells it from another of the same name."""
    if one.what != "voice":
        return ""
    names, home = labels(dossier.articles, dossier.stemma), {s.id: s.article for s in dossier.statements}
    mentions = next(s.mentions for s in dossier.speakers if s.id == one.id)
    return f", in {listed(sorted({names[home[m.statement]] for m in mentions}))}"


def _known(dossier: Dossier, among: Collection[Kind]) -> list[tuple[Meant, tuple[str, ...]]]:
    called: Mapping[str, str] = labels(dossier.articles, dossier.stemma)
    out: list[tuple[Meant, tuple[str, ...]]] = []
    for article in dossier.articles if "article" in among else ():
        title = (article.title.value,) if article.title else ()
        out.append((Meant("article", article.id, called[article.id]), (called[article.id], *title)))
    for lost in dossier.stemma.lost if "lost" in among else ():
        names = (called[lost.id], lost.name, *((lost.agency,) if lost.agency else ()))
        out.append((Meant("lost", lost.id, called[lost.id]), names))
    taken = {_folded(n) for _, names in out for n in names}
    for speaker in dossier.speakers if "voice" in among else ():
        # A lost original or a report that goes by the name of its agency speaks with that voice: the name means the former.
        names = tuple(n for n in (speaker_name(speaker), speaker.name) if _folded(n) not in taken)
        out.append((Meant("voice", speaker.id, speaker_name(speaker)), names))
    return out


def _folded(name: str) -> tuple[str, ...]:
    said = folded(name, words(name))
    return said[1:] if len(said) > 1 and said[0] in {"the", "a", "an"} else said


def _path_fits(dossier: Dossier, article: str, name: str) -> bool:
    source = next(a.source for a in dossier.articles if a.id == article).replace("\\", "/")
    given = name.replace("\\", "/")
    return source == given or source.endswith("/" + given) or PurePath(source).stem == given


def standing(dossier: Dossier, said: str, at: Meant | None) -> tuple[Passage, ...]:
    """Where words stand in the bodies and titles of a dossier's reports (in one of them if `at` says which), every place.

    Quotation marks, spaces and letter case need not agree. Raises `UnknownName` if they stand nowhere.
    """
    wanted = folded(said, words(said))
    found = []
    for article in sorted(dossier.articles, key=lambda a: a.id):
        if wanted and (at is None or at.id == article.id):
            found += [Passage(article=article.id, span=s) for s in _runs(article, wanted)]
    if not found:
        where = f"in {at.name}" if at else "in any report of this dossier"
        raise UnknownName(f"the words {said!r} do not stand {where}", "quote them as the report prints them")
    return tuple(found)


def _runs(article: Article, wanted: Sequence[str]) -> list[Span]:
    title = article.title.span if article.title and article.title.span else None
    out = []
    for part in sorted({*article.body, *((title,) if title else ())}):
        spans = words(article.text, part)
        said = folded(article.text, spans)
        out += [
            Span(spans[n].start, spans[n + len(wanted) - 1].end)
            for n in range(len(said) - len(wanted) + 1)
            if said[n : n + len(wanted)] == tuple(wanted)
        ]
    return out
