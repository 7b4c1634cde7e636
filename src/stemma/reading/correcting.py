"""What a person has said about a page -> the article with it: corrections are read here and nowhere else in this stage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, get_args

from stemma.errors import BadCorrection
from stemma.model import Article, Correction, CorrectionField, Credit, Line, LineRole, Noted, Verdict
from stemma.reading.credits import find_credits
from stemma.reading.html.authors import authors_in
from stemma.text.anchors import ABOUT_TWO, places
from stemma.text.spans import overlap

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_TIME: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)?)?")
_BODY: Final = ("body", "subhead")


def check(correction: Correction) -> None:
    """Raise `BadCorrection` for what could never be meant: an unknown field, a date that is none, words that anchor nothing."""
    where = f"the correction of {correction.field!r} of page {correction.page[:12]!r}"
    for name, value, known in (
        ("field", correction.field, get_args(CorrectionField)),
        ("verdict", correction.verdict, get_args(Verdict)),
    ):
        if value not in known:
            raise BadCorrection(f"{where}: found {name} {value!r}; needed one of {', '.join(known)}", "mend that line of the file")
    if not _HASH.fullmatch(correction.page):
        raise BadCorrection(
            f"{where}: the page is no SHA-256 in hexadecimal", "take `sha256` of what `stemma read` prints, or use `stemma correct`"
        )
    if correction.field in ABOUT_TWO:
        _check_two(correction, where)
        return
    wanted = correction.value or ""
    if correction.field == "line" and (wanted not in get_args(LineRole) or not correction.quote.strip()):
        raise BadCorrection(
            f"{where}: found role {wanted!r} for {correction.quote[:40]!r}; needed words of the line, and one of "
            f"{', '.join(get_args(LineRole))}",
            "mend that line of the file",
        )
    if correction.field == "published" and wanted and not _TIME.fullmatch(wanted):
        raise BadCorrection(
            f"{where}: {wanted!r} is no time; needed ISO 8601", 'write it as "2024-02-14" or "2024-02-14T23:55+05:30"'
        )
    if correction.field != "line" and not (wanted or correction.quote).strip():
        raise BadCorrection(f"{where}: it says neither a value nor words of the page", "give a value")


def _check_two(correction: Correction, where: str) -> None:
    """The same for what is about two places of a story."""
    if not (_HASH.fullmatch(correction.other) if correction.other is not None else correction.field == "edge"):
        raise BadCorrection(f"{where}: the other page is no SHA-256 in hexadecimal", "take `sha256` of what `stemma read` prints")
    if correction.field == "edge":
        if correction.other == correction.page:
            raise BadCorrection(f"{where}: a page does not rest on itself; needed two pages", "name another page")
        return
    if not (correction.quote.strip() and correction.other_quote.strip()):
        what = "statements" if correction.field == "claim" else "voices"
        raise BadCorrection(f"{where}: found no words of one of the two {what}; needed words of both", "quote both")
    if (correction.page, " ".join(correction.quote.split())) == (correction.other, " ".join(correction.other_quote.split())):
        raise BadCorrection(f"{where}: both places are the same; needed two", "quote other words for one of them")


def correct(article: Article, corrections: Iterable[Correction]) -> Article:
    """The article as the corrections anchored to its bytes want it; doing it twice changes nothing more.

    Lines first, then facts, each in the order given. A correction whose quoted words the page does not print is not applied, and
    the article's notes say so. Raises `BadCorrection` for a correction that could never be meant.
    """
    mine = [c for c in corrections if c.page == article.sha256 and c.field not in ABOUT_TWO]
    for correction in mine:
        check(correction)
    missing = [c for c in mine if c.quote.strip() and not places(article.text, c.quote)]
    held = [c for c in mine if c not in missing]
    lines = _lines(article, [c for c in held if c.field == "line"])
    if lines != article.lines:
        article = replace(
            article, lines=lines, body=tuple(line.span for line in lines if line.role in _BODY), credits=_credits(article, lines)
        )
    for correction in held:
        if correction.field != "line":
            article = _fact(article, correction)
    notes = [f'a correction of its {c.field} was left out: the page does not print "{c.quote[:60]}"' for c in missing]
    return replace(article, notes=(*article.notes, *(n for n in notes if n not in article.notes))) if notes else article


def _lines(article: Article, corrections: Sequence[Correction]) -> tuple[Line, ...]:
    lines = list(article.lines)
    for correction in corrections:
        found = places(article.text, correction.quote)
        for n, line in enumerate(lines):
            if not any(overlap(p, line.span) for p in found):
                continue
            if correction.verdict == "must-be":
                lines[n] = replace(line, role=_role(correction.value))
            elif line.role == correction.value:
                lines[n] = replace(line, role="chrome" if line.role in _BODY else "body")
    return tuple(lines)


def _credits(article: Article, lines: tuple[Line, ...]) -> tuple[Credit, ...]:
    """The credits under the new lines; what a person took out of the report credits nobody in the text."""
    byline, outlet = article.byline, article.outlet
    before = {line.span: line.role for line in article.lines}
    dropped = [line.span for line in lines if line.role == "chrome" and before[line.span] in _BODY]
    found = find_credits(article.text, lines, byline.span if byline else None, outlet.value if outlet else None)
    return (
        *(c for c in article.credits if c.span is None),
        *(c for c in found if not any(c.span and d.start <= c.span.start < d.end for d in dropped)),
    )


def _role(value: str | None) -> LineRole:
    role: LineRole = next(r for r in get_args(LineRole) if r == value)
    return role


def _fact(article: Article, correction: Correction) -> Article:
    """The article with one fact set, or taken away if it is the one that cannot be."""
    value = " ".join((correction.value or correction.quote).split())
    own: Noted | None = {
        "title": article.title,
        "outlet": article.outlet,
        "byline": article.byline,
        "dateline": article.dateline,
        "published": article.published,
    }[correction.field]
    if correction.verdict == "cannot-be":
        new = None if own and " ".join(own.value.split()).casefold() == value.casefold() else own
    else:
        found = places(article.text, correction.quote) or places(article.text, value)
        new = Noted(value=value, how="corrected by hand", span=found[0] if found else None)
    match correction.field:
        case "title":
            return replace(article, title=new, lines=_retitled(article.lines, new, correction))
        case "outlet":
            return replace(article, outlet=new)
        case "byline":
            return article if new == own else replace(article, byline=new, authors=_signers(article, own, new))
        case "dateline":
            return replace(article, dateline=new)
        case _:
            return replace(article, published=new)


def _signers(article: Article, old: Noted | None, new: Noted | None) -> tuple[str, ...]:
    """The authors under another byline: whom it names; without one, those whom the old one did not name."""
    if new is not None:
        return authors_in(new.value)
    named = authors_in(old.value) if old else ()
    return tuple(name for name in article.authors if name not in named)


def _retitled(lines: Sequence[Line], title: Noted | None, correction: Correction) -> tuple[Line, ...]:
    """The lines with the role of title where the title now stands; a line of the report stays one."""
    if correction.verdict == "cannot-be" and title is not None:
        return tuple(lines)
    at = title.span if title else None
    out: list[Line] = []
    for line in lines:
        if at and line.span.start <= at.start < line.span.end and line.role not in _BODY:
            out.append(replace(line, role="title"))
        else:
            out.append(replace(line, role="chrome") if line.role == "title" else line)
    return tuple(out)
