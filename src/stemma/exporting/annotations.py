"""Every place that a dossier points to as W3C Web Annotations (Recommendation of 23 February 2017), one JSON-LD page of them.

A target is the text of a report: `urn:stemma:report:ID`, whose SHA-256 stands in `stemma:sha256`; selectors give its place in code
points (TextPositionSelector) and its words with what is around them (TextQuoteSelector).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from stemma.dossier.names import hop
from stemma.dossier.places import Places, places
from stemma.dossier.safe import gapped
from stemma.model import Dossier, Evidence, Noted, Passage, Span

_AROUND = 32


def web_annotations(dossier: Dossier) -> Mapping[str, bytes]:
    """One AnnotationPage with a selector for every span of the dossier.

    Statements are tagged with stance and chain, findings described in a sentence; rows of the collation and passages that come from
    one another are linked; what proves something says what.
    """
    at = places(dossier)
    items = [*_facts(dossier, at), *_statements(dossier, at), *_findings(dossier, at), *_linked(dossier, at), *_proofs(dossier, at)]
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
            ("own gathering", [statement.gathered]),
            ("said in public", [statement.public]),
            ("voice", [v.span for h in statement.chain for v in h.voices]),
            ("description of a voice", [d for h in statement.chain for v in h.voices for d in v.descriptors]),
            ("ground of anonymity", [v.ground for h in statement.chain for v in h.voices]),
        ):
            for n, span in enumerate(s for s in spans if s is not None):
                yield _annotation(
                    f"{role.replace(' ', '-')}:{statement.id}:{n}",
                    "tagging",
                    [{"type": "TextualBody", "purpose": "tagging", "value": f"{role} of statement {statement.id}"}],
                    [_target(at, Passage(article=statement.article, span=span))],
                )


def _findings(dossier: Dossier, at: Places) -> Iterator[dict[str, object]]:
    found: list[tuple[str, str, str, Iterable[Passage]]] = []
    found += [("contradiction", f.id, f.words, (f.a, f.b)) for f in dossier.findings.contradictions]
    found += [("drift", f.id, f.words, (f.parent, f.child)) for f in dossier.findings.drifts]
    found += [("omission", f.id, f.words, (f.left_out,)) for f in dossier.findings.omissions]
    for moment in dossier.findings.moments:
        words = f"{moment.when.start}/{moment.when.end} ({moment.when.precision})"
        found.append(("moment", moment.id, words, (moment.expression, moment.sentence)))
    for kind, id_, words, passages in found:
        body = [{"type": "TextualBody", "purpose": "assessing", "format": "text/plain", "language": "en", "value": words}]
        yield _annotation(f"{kind}:{id_}", "assessing", body, [_target(at, p) for p in passages])


def _facts(dossier: Dossier, at: Places) -> Iterator[dict[str, object]]:
    """What was read off each page: its facts, its credits, what each of its lines is for, its body."""
    for article in dossier.articles:
        found: list[tuple[str, str, Span | None]] = []
        for field in ("title", "outlet", "byline", "dateline", "published", "modified", "section", "issuer"):
            fact: Noted | None = getattr(article, field)
            found += [(field, f"{field}: {fact.value}", fact.span)] if fact is not None else []
        found += [(f"credit-{n}", f"{c.kind} credit: {c.agency}", c.span) for n, c in enumerate(article.credits)]
        found += [(f"line-{n}", f"line: {line.role}", line.span) for n, line in enumerate(article.lines)]
        found += [(f"paragraph-{n}", "paragraph of the report", span) for n, span in enumerate(article.body)]
        for name, words, span in found:
            if span is not None:
                target = _target(at, Passage(article=article.id, span=span))
                yield _annotation(f"page:{article.id}:{name}", "tagging", [_tag(words)], [target])


def _linked(dossier: Dossier, at: Places) -> Iterator[dict[str, object]]:
    """Passages that belong together: sentences, rows of the collation with their variants, gists, what comes from what."""
    found: list[tuple[str, str, Sequence[Passage | None]]] = []
    found += [(f"sentence:{n}", "sentence", (p,)) for n, p in enumerate(dossier.collation.sentences)]
    found += [(f"alone:{n}", "only this report says it", (p,)) for n, p in enumerate(dossier.collation.alone)]
    for row in dossier.collation.rows:
        found.append((f"row:{row.id}", "these say the same", row.passages))
        found += [(f"variant:{row.id}:{n}", f"variant: {v.kind}", (v.a, v.b)) for n, v in enumerate(row.variants)]
    found += [(f"claim:{c.id}", "gist of a claim", (c.gist,)) for c in dossier.claims]
    for derivation in dossier.stemma.derivations:
        words = f"{derivation.kind}: this comes from {at.names.get(derivation.parent, derivation.parent)}"
        found += [(f"inherited:{derivation.id}:{n}", words, (i.child, i.parent)) for n, i in enumerate(derivation.passages)]
    for lost in dossier.stemma.lost:
        words = f"{lost.name} must have said this"
        found += [(f"recovered:{lost.id}:{n}", words, (r.wording, *r.witnesses)) for n, r in enumerate(lost.recovered)]
    for name, words, passages in found:
        yield _annotation(name, "linking", [_tag(words)], [_target(at, p) for p in passages if p is not None])


def _proofs(dossier: Dossier, at: Places) -> Iterator[dict[str, object]]:
    """The words that something was concluded from."""
    found: list[tuple[str, Sequence[Evidence]]] = [(f"story:{dossier.id}", dossier.story.evidence)]
    found += [(f"kinship:{k.a}:{k.b}", k.evidence) for k in dossier.stemma.kinships]
    found += [(f"lost:{x.id}", x.evidence) for x in dossier.stemma.lost]
    found += [(f"derivation:{d.id}", d.evidence) for d in dossier.stemma.derivations]
    found += [(f"carrier:{n}:{c.statement}", c.evidence) for n, c in enumerate(dossier.carriers)]
    found += [(f"origin:{o.claim}:{o.side}:{n}", x.proof) for o in dossier.origins for n, x in enumerate(o.proven)]
    for name, evidence in found:
        for n, one in enumerate(evidence):
            if one.at is not None:
                body = [
                    {"type": "TextualBody", "purpose": "assessing", "format": "text/plain", "language": "en", "value": one.note}
                ]
                yield _annotation(f"proof:{name}:{n}", "assessing", body, [_target(at, one.at)])


def _tag(words: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "tagging", "value": words}


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
