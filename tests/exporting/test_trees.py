"""GraphML, Newick and NEXUS, read back by networkx and DendroPy."""

import io

import dendropy
import networkx
import pytest

from stemma.dossier.kin import main_parents
from stemma.dossier.places import places
from stemma.exporting import export
from stemma.model import Dossier


def test_the_graph_has_every_report_lost_original_and_edge(demo: Dossier) -> None:
    graph = networkx.read_graphml(io.BytesIO(export(demo, "graphml")["tree.graphml"]))
    lost = {x.id for x in demo.stemma.lost}
    assert set(graph.nodes) == {a.id for a in demo.articles} | lost
    assert {n for n, facts in graph.nodes(data=True) if facts["lost"]} == lost
    assert set(graph.edges) == {(d.parent, d.child) for d in demo.stemma.derivations}
    for one in demo.stemma.derivations:
        facts = graph.edges[one.parent, one.child]
        assert facts["kind"] == one.kind and facts["share"] == pytest.approx(one.share, abs=1e-4)
    assert networkx.is_directed_acyclic_graph(graph)


def parents(tree: dendropy.Tree) -> dict[str, str]:
    """Each named node's named parent."""
    name = {node: (node.taxon.label if node.taxon else node.label) for node in tree.preorder_node_iter()}
    return {name[n]: name[n.parent_node] for n in name if n.parent_node is not None and name[n.parent_node]}


@pytest.mark.parametrize(("form", "file", "schema"), [("newick", "tree.nwk", "newick"), ("nexus", "tree.nex", "nexus")])
def test_the_tree_hangs_together_by_main_parents(demo: Dossier, form: str, file: str, schema: str) -> None:
    text = export(demo, form)[file].decode()
    tree = dendropy.Tree.get(data=text, schema=schema, suppress_internal_node_taxa=False, preserve_underscores=True)
    names = places(demo).names
    assert parents(tree) == {names[c]: names[p] for c, p in main_parents(demo.stemma.derivations).items()}


@pytest.mark.parametrize(("form", "file", "schema"), [("newick", "tree.nwk", "newick"), ("nexus", "tree.nex", "nexus")])
def test_a_branch_is_as_long_as_what_does_not_come_from_the_parent(demo: Dossier, form: str, file: str, schema: str) -> None:
    text = export(demo, form)[file].decode()
    tree = dendropy.Tree.get(data=text, schema=schema, suppress_internal_node_taxa=False, preserve_underscores=True)
    names, main = places(demo).names, main_parents(demo.stemma.derivations)
    share = {names[d.child]: d.share for d in demo.stemma.derivations if main[d.child] == d.parent}
    long = {n.taxon.label: n.edge_length for n in tree.preorder_node_iter() if n.taxon and n.edge_length is not None}
    assert long == {child: pytest.approx(1 - part, abs=1e-4) for child, part in share.items()}


def test_second_parents_are_notes(demo: Dossier) -> None:
    text = export(demo, "nexus")["tree.nex"].decode()
    main = main_parents(demo.stemma.derivations)
    second = [d for d in demo.stemma.derivations if main[d.child] != d.parent]
    assert second and text.count("also rests on") == len(second)


def test_hostile_names_stay_names(hostile: Dossier) -> None:
    for form, file, schema in (("newick", "tree.nwk", "newick"), ("nexus", "tree.nex", "nexus")):
        text = export(hostile, form)[file].decode()
        tree = dendropy.Tree.get(data=text, schema=schema, suppress_internal_node_taxa=False, preserve_underscores=True)
        names = {n.taxon.label for n in tree.preorder_node_iter() if n.taxon}
        assert {"=cmd", "it's [a] (name);"} <= names
    networkx.read_graphml(io.BytesIO(export(hostile, "graphml")["tree.graphml"]))
