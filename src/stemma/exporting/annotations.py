"""Every statement and finding as W3C Web Annotations (Recommendation of 23 February 2017), one JSON-LD page of them.

A target is the text of a report: `urn:stemma:report:ID`, whose SHA-256 stands in `stemma:sha256`; selectors give its place in code
points (TextPositionSelector) and its words with what is around them (TextQuoteSelector).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from stemma.dossier.names import hop
from stemma.dossier.places import Places, places
from stemma.dossier.safe import gapped
from stemma.model import Dossier, Passage, Span

_AROUND = 32


def web_annotations(dossier: Dossier) -> Mapping[str, bytes]:
    """One AnnotationPage. Statements are tagged with stance and chain, findings described in a sentence."""
    at = places(dossier)
    items = [*_statements(dossier, at), *_findings(dossier, at)]
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:stemma:annotations:{dossier.id}",
        "type": "AnnotationPage",
        "items": items,
    }
    return {"annotations.jsonld": (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")}


def _statements(dossier: Dossier, at: Places) -> Iterator[dict[str, object]]:
    for statement in dossier.statements:
        tags = [f"stance: {statement.stance}", f"quotation: {statement.quotation}"]
        if statement.chain:
            tags.append("chain: " + " → ".join(hop(h) for h in statement.chain))
        if claim := at.claim_of.get(statement.id):
            tags.append(f"claim: {claim.id}")
        yield _annotation(
            f"statement:{statement.id}",
            "tagging",
            [{"type": "TextualBody", "purpose": "tagging", "value": t} for t in tags],
            [_target(at, Passage(article=statement.article, span=s)) for s in statement.content],
        )
        for role, spans in (
            ("source", [statement.source]),
            ("cue", [statement.cue]),
            ("hedge", [Span(h.start, h.end) for h in statement.hedges]),
        ):
            for n, span in enumerate(s for s in spans if s is not None):
                yield _annotation(
                    f"{role}:{statement.id}:{n}",
                    "tagging",
                    [{"type": "TextualBody", "purpose": "tagging", "value": f"{role} of statement {statement.id}"}],
                    [_target(at, Passage(article=statement.article, span=span))],
                )


def _findings(dossier: Dossier, at: Places) -> Iterator[dict[str, object]]:
    found: list[tuple[str, str, str, Iterable[Passage]]] = []
    found += [("contradiction", f.id, f.words, (f.a, f.b)) for f in dossier.findings.contradictions]
    found += [("drift", f.id, f.words, (f.parent, f.child)) for f in dossier.findings.drifts]
    found += [("omission", f.id, f.words, (f.left_out,)) for f in dossier.findings.omissions]
    for kind, id_, words, passages in found:
        body = [{"type": "TextualBody", "purpose": "assessing", "format": "text/plain", "language": "en", "value": words}]
        yield _annotation(f"{kind}:{id_}", "assessing", body, [_target(at, p) for p in passages])


def _annotation(name: str, why: str, body: object, target: object) -> dict[str, object]:
    return {"id": f"urn:stemma:{name}", "type": "Annotation", "motivation": why, "body": body, "target": target}


def _target(at: Places, passage: Passage) -> dict[str, object]:
    article = at.articles[passage.article]
    text, start, end = article.text, passage.span.start, passage.span.end
    return {
        "source": {"id": f"urn:stemma:report:{article.id}", "type": "Text", "stemma:sha256": article.sha256},
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": gapped(text[start:end]),
                "prefix": gapped(text[max(0, start - _AROUND) : start]),
                "suffix": gapped(text[end : end + _AROUND]),
            },
        ],
    }
