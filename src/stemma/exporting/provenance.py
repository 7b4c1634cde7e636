"""Provenance after W3C PROV: reports and lost originals are entities, outlets and voices agents, derivations derivations.

Written with the package `prov`; as PROV-JSON, and as RDF after PROV-O in Turtle (needs rdflib).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from stemma.dossier.names import speaker_name
from stemma.dossier.places import places
from stemma.dossier.safe import plainly
from stemma.errors import BadInput
from stemma.model import Dossier

if TYPE_CHECKING:
    from prov.model import ProvDocument

_HERE = "urn:stemma:"


def prov_json(dossier: Dossier) -> Mapping[str, bytes]:
    """PROV-JSON (W3C member submission of 24 April 2013)."""
    found = json.loads(str(_document(dossier).serialize(format="json")))
    return {"provenance.json": (json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")}


def prov_o(dossier: Dossier) -> Mapping[str, bytes]:
    """PROV-O in Turtle. Raises `BadInput` (needs-extra) without rdflib."""
    try:
        import rdflib
        import rdflib.compare
    except ImportError as error:
        raise BadInput(
            "prov-o", "needs-extra", "PROV-O needs rdflib, which is not installed", "pip install 'stemma-news[rdf]'"
        ) from error
    text = _document(dossier).serialize(format="rdf", rdf_format="turtle")
    # Nodes without a name are numbered at random: named here by what they say, and lines sorted, so that equal means equal bytes.
    graph = rdflib.Graph()
    for triple in rdflib.compare.to_canonical_graph(rdflib.Graph().parse(data=text, format="turtle")):
        graph.add(triple)
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    # What is qualified is said plainly too, as PROV-O advises: most readers look for the plain property.
    for child, _, how in list(graph.triples((None, prov.qualifiedDerivation, None))):
        for parent in graph.objects(how, prov.entity):
            graph.add((child, prov.wasDerivedFrom, parent))
    graph.bind("prov", "http://www.w3.org/ns/prov#")
    graph.bind("stemma", _HERE)
    return {"provenance.ttl": graph.serialize(format="turtle").encode("utf-8")}


def _document(dossier: Dossier) -> ProvDocument:
    """The whole dossier: who wrote what, from what, on whose word."""
    from prov.model import ProvDocument

    at = places(dossier)
    out = ProvDocument()
    out.add_namespace("stemma", _HERE)
    lost = {x.id for x in dossier.stemma.lost}

    def name(kind: str, id_: str) -> str:
        return f"stemma:{kind}-{quote(id_, safe='')}"

    def node(id_: str) -> str:
        return name("lost" if id_ in lost else "report", id_)

    kind = out.valid_qualified_name
    program = out.agent("stemma:program", {"prov:type": kind("prov:SoftwareAgent"), "stemma:made-by": "; ".join(dossier.made_by)})
    work = out.activity(name("examination", dossier.id))
    out.wasAssociatedWith(work, program)
    for article in at.order:
        facts = {"prov:type": kind("stemma:Report"), "prov:label": plainly(at.names[article.id]), "stemma:sha256": article.sha256}
        if article.title:
            facts["stemma:title"] = plainly(article.title.value)
        if article.published:
            facts["stemma:published"] = article.published.value
        if article.url:
            facts["stemma:url"] = plainly(article.url)
        out.entity(node(article.id), facts)
        out.used(work, node(article.id))
        outlet = name("outlet", at.names[article.id])
        out.agent(outlet, {"prov:type": kind("prov:Organization"), "prov:label": plainly(at.names[article.id])})
        out.wasAttributedTo(node(article.id), outlet)
    for one in dossier.stemma.lost:
        out.entity(node(one.id), {"prov:type": kind("stemma:LostOriginal"), "prov:label": plainly(one.name)})
        out.wasGeneratedBy(node(one.id), work)
    for derivation in dossier.stemma.derivations:
        facts = {"stemma:kind": derivation.kind, "stemma:share": f"{derivation.share:.4f}"}
        facts |= {"stemma:confidence": f"{derivation.confidence:.4f}", "stemma:direction": f"{derivation.direction:.4f}"}
        out.wasDerivedFrom(node(derivation.child), node(derivation.parent), other_attributes=facts)
    for speaker in dossier.speakers:
        facts = {"prov:label": plainly(speaker_name(speaker)), "stemma:kind": speaker.kind}
        out.agent(name("voice", speaker.id), facts)
    said = {(m.statement, m.hop): s.id for s in dossier.speakers for m in s.mentions}
    for statement in dossier.statements:
        entity = name("statement", statement.id)
        words = " … ".join(at.articles[statement.article].text[s.start : s.end] for s in statement.content)
        facts = {"prov:type": kind("stemma:Statement"), "prov:value": plainly(words), "stemma:stance": statement.stance}
        out.entity(entity, facts)
        out.quotation(entity, node(statement.article))
        for n in range(len(statement.chain)):
            if (statement.id, n) in said:
                out.wasAttributedTo(entity, name("voice", said[statement.id, n]), other_attributes={"stemma:hop": str(n)})
    for claim in dossier.claims:
        out.collection(name("claim", claim.id), {"prov:label": plainly(at.quote(claim.gist))})
        for id_ in claim.statements:
            out.hadMember(name("claim", claim.id), name("statement", id_))
    return out
