"""The forms in which a dossier can be taken away, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from stemma.errors import BadInput
from stemma.exporting.annotations import web_annotations
from stemma.exporting.apparatus import tei
from stemma.exporting.graphs import graphml
from stemma.exporting.markdown import markdown
from stemma.exporting.provenance import prov_json, prov_o
from stemma.exporting.sheets import csv, parquet, xlsx
from stemma.exporting.trees import newick, nexus
from stemma.exporting.wire import ninjs
from stemma.model import Dossier

Files: TypeAlias = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: what it is for, and the function that makes its files."""

    what: str
    make: Callable[[Dossier], Files]


FORMS: Final[Mapping[str, Form]] = {
    "csv": Form("five tables: reports, claims, statements, edges, findings", csv),
    "xlsx": Form("the same tables as sheets of one workbook", xlsx),
    "parquet": Form("the same tables for notebooks (needs pyarrow)", parquet),
    "graphml": Form("the family tree as a graph, for Gephi, yEd, Cytoscape", graphml),
    "newick": Form("the family tree by main parents, for phylogenetic software", newick),
    "nexus": Form("the same with a list of taxa and the second parents as notes", nexus),
    "markdown": Form("a report to paste into a document", markdown),
    "prov-json": Form("provenance after W3C PROV, as PROV-JSON", prov_json),
    "prov-o": Form("the same as RDF in Turtle (needs rdflib)", prov_o),
    "ninjs": Form("the reports as IPTC ninjs items that say what they derive from", ninjs),
    "tei": Form("a critical apparatus after TEI P5: every row of the collation with its readings", tei),
    "annotations": Form("every statement and finding as W3C Web Annotations", web_annotations),
}


def export(dossier: Dossier, form: str) -> Files:
    """The files of a form, name to bytes.

    Raises `BadInput`: "form" for a name that is none of `FORMS`, "needs-extra" where the package that writes it is not installed.
    """
    found = FORMS.get(form)
    if found is None:
        raise BadInput(form, "form", f"there is no form {form!r}", f"choose one of {', '.join(FORMS)}")
    return found.make(dossier)
