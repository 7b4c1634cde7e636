"""The collation as a critical apparatus after TEI P5, chapter 12: parallel segmentation, a reading a witness.

Every row of the collation is an `app`, every passage in it a `rdg` of its report; what only one report says is an `app` with a
single reading. Reports and lost originals are the witnesses.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from stemma.dossier.places import Places, places
from stemma.dossier.safe import oneline
from stemma.exporting.xml import allowed
from stemma.model import Dossier, Passage

_TEI = "http://www.tei-c.org/ns/1.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def tei(dossier: Dossier) -> Mapping[str, bytes]:
    """One TEI document."""
    at = places(dossier)
    root = ET.Element("TEI", {"xmlns": _TEI})
    head = ET.SubElement(root, "teiHeader")
    about = ET.SubElement(head, "fileDesc")
    _under(ET.SubElement(about, "titleStmt"), "title", dossier.title)
    _under(
        ET.SubElement(about, "publicationStmt"),
        "p",
        "Made by stemma from the reports listed; their texts remain their publishers’.",
    )
    witnesses = ET.SubElement(ET.SubElement(about, "sourceDesc"), "listWit")
    for article in at.order:
        one = _under(witnesses, "witness", f"{at.names[article.id]}: {article.title.value if article.title else 'no headline'}")
        one.set(f"{_XML}id", at.report[article.id])
        one.set("n", article.sha256)
    for n, lost in enumerate(dossier.stemma.lost, 1):
        _under(witnesses, "witness", f"{lost.name} (lost original)").set(f"{_XML}id", f"lost{n}")
    coding = ET.SubElement(head, "encodingDesc")
    ET.SubElement(coding, "variantEncoding", {"method": "parallel-segmentation", "location": "internal"})
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    for passages in _in_order(dossier, at):
        app = ET.SubElement(ET.SubElement(body, "p"), "app")
        for passage in passages:
            _under(app, "rdg", at.quote(passage), 100_000).set("wit", f"#{at.report[passage.article]}")
    if not list(body):
        _under(body, "p", "Nothing was collated.")
    ET.indent(root)
    return {"apparatus.xml": ET.tostring(root, "utf-8", xml_declaration=True) + b"\n"}


def _under(of: ET.Element, tag: str, text: str, most: int = 2000) -> ET.Element:
    """A new element with a stranger's text, on one line, every hiding character written out (XML forbids most of them)."""
    new = ET.SubElement(of, tag)
    new.text = oneline(allowed(text), most)
    return new


def _in_order(dossier: Dossier, at: Places) -> list[tuple[Passage, ...]]:
    """Rows and lone passages in the order of the first report that has them."""
    rank = {a.id: n for n, a in enumerate(at.order)}
    found = [*(tuple(sorted(r.passages, key=lambda p: (rank[p.article], p.span))) for r in dossier.collation.rows)]
    found += [(p,) for p in dossier.collation.alone]
    return sorted(found, key=lambda ps: (rank[ps[0].article], ps[0].span, len(ps)))
