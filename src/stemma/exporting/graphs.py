"""The family tree as a graph in GraphML (graphml.graphdrawing.org)."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from stemma.dossier.places import places
from stemma.dossier.safe import oneline
from stemma.exporting.xml import allowed
from stemma.model import Dossier

_NODE = {"label": "string", "lost": "boolean", "title": "string", "published": "string", "sha256": "string", "statements": "int"}
_EDGE = {"kind": "string", "share": "double", "confidence": "double", "direction": "double", "support": "double"}


def graphml(dossier: Dossier) -> Mapping[str, bytes]:
    """Reports and lost originals as nodes, derivations as edges from parent to child with all that is known of them."""
    at = places(dossier)
    root = ET.Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for on, kinds in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in kinds.items():
            ET.SubElement(root, "key", {"id": f"{on}-{name}", "for": on, "attr.name": name, "attr.type": kind})
    graph = ET.SubElement(root, "graph", {"id": dossier.id, "edgedefault": "directed"})
    for article in at.order:
        node = ET.SubElement(graph, "node", {"id": article.id})
        _data(node, "node", "label", at.names[article.id])
        _data(node, "node", "lost", "false")
        _data(node, "node", "title", oneline(article.title.value, 500) if article.title else None)
        _data(node, "node", "published", article.published.value if article.published else None)
        _data(node, "node", "sha256", article.sha256)
        _data(node, "node", "statements", str(sum(s.article == article.id for s in dossier.statements)))
    for lost in dossier.stemma.lost:
        node = ET.SubElement(graph, "node", {"id": lost.id})
        _data(node, "node", "label", at.names[lost.id])
        _data(node, "node", "lost", "true")
    for one in dossier.stemma.derivations:
        edge = ET.SubElement(graph, "edge", {"id": one.id, "source": one.parent, "target": one.child})
        _data(edge, "edge", "kind", one.kind)
        for name in ("share", "confidence", "direction", "support"):
            value = getattr(one, name)
            _data(edge, "edge", name, None if value is None else f"{value:.4f}")
    ET.indent(root)
    return {"tree.graphml": ET.tostring(root, "utf-8", xml_declaration=True) + b"\n"}


def _data(of: ET.Element, on: str, name: str, value: str | None) -> None:
    if value is not None:
        ET.SubElement(of, "data", {"key": f"{on}-{name}"}).text = allowed(value)
