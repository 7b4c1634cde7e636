"""A dossier as a report in Markdown (CommonMark with tables), to paste into a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from stemma.dossier.names import DERIVATIONS, date, interval, published
from stemma.dossier.places import Places, places
from stemma.dossier.safe import oneline, plainly
from stemma.model import Dossier, Passage

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$])")
_COUNTED = re.compile(r"^[^:]*\borigins?: ")
_CLAIMS = 40
_LONG = 400


def markdown(dossier: Dossier) -> Mapping[str, bytes]:
    """Summary, tree, claims with their origins, findings with both quotations, reports, and what is not known."""
    at = places(dossier)
    parts = [f"# {_text(dossier.title)}", _text(dossier.strip)]
    parts += ["## Who repeats whom", "\n".join(_tree(dossier, at)) or "No report derives from another."]
    parts += ["## Claims", "\n".join(_claims(dossier, at)) or "None was found."]
    if left := len(dossier.claims) - _CLAIMS:
        parts += [f"{left} more claims of less weight are in the dossier."] if left > 0 else []
    for title, rows in (
        ("Contradictions", [(f.words, f.a, f.b) for f in dossier.findings.contradictions]),
        ("Changes along the way", [(f.words, f.parent, f.child) for f in dossier.findings.drifts]),
        ("Left out", [(f.words, f.left_out, None) for f in dossier.findings.omissions]),
    ):
        parts += [f"## {title}", "\n".join(_finding(at, *row) for row in rows) or "None was found."]
    head = "| Report | Title | Published | SHA-256 |\n|---|---|---|---|\n"
    parts += ["## Reports", head + "\n".join(_report(dossier, at))]
    parts += ["## Not known", "\n".join(f"- {_text(line)}" for line in dossier.not_known) or "Nothing was left open."]
    return {"dossier.md": ("\n\n".join(parts) + "\n").encode("utf-8")}


def _text(text: str, most: int = _LONG) -> str:
    """Text of a stranger on one line, every mark of Markdown escaped."""
    return _MARKS.sub(r"\\\1", oneline(plainly(text), most))


def _tree(dossier: Dossier, at: Places) -> Iterator[str]:
    lost = {x.id for x in dossier.stemma.lost}
    rank = {a.id: n for n, a in enumerate(at.order)}
    for one in sorted(dossier.stemma.derivations, key=lambda d: (rank[d.child], -d.share, d.parent)):
        parent = _text(at.names[one.parent]) + (" (lost original)" if one.parent in lost else "")
        child = at.articles.get(one.child)
        when = f", {_text(published(child))}" if child else ""
        yield f"- {_text(at.names[one.child])}{when}: {DERIVATIONS[one.kind]}, {round(100 * one.share)} % from {parent}"


def _claims(dossier: Dossier, at: Places) -> Iterator[str]:
    for claim in dossier.claims[:_CLAIMS]:
        yield f"- “{_text(at.quote(claim.gist))}” ({_text(at.names[claim.gist.article])})"
        for one in (o for o in dossier.origins if o.claim == claim.id):
            side = "denied by " if one.side == "denying" else ""
            # The words begin with the interval as words say it ("1 to 2 origins"), which stands here in figures.
            told = _COUNTED.sub("", one.words)
            yield f"  - {side}**{interval(one.lower, one.upper)}**: {_text(told)}"


def _finding(at: Places, said: str, a: Passage, b: Passage | None) -> str:
    sides = [p for p in (a, b) if p is not None]
    return "\n".join([f"- {_text(said)}", *(f"  - {_text(at.names[p.article])}: “{_text(at.quote(p))}”" for p in sides)])


def _report(dossier: Dossier, at: Places) -> Iterator[str]:
    for a in at.order:
        title = _text(a.title.value) if a.title else ""
        when = _text(date(a.published.value)) if a.published else "no date"
        yield f"| {_text(at.names[a.id])} | {title} | {when} | `{a.sha256[:16]}` |"
