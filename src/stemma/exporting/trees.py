"""The family tree for the software of phylogenetics: Newick, and NEXUS (Maddison, Swofford & Maddison 1997).

Both know one parent a node. A report with several stands under the one that the largest share of it comes from; the others are in
the notes of the NEXUS file. Where the forest has several roots they hang on one nameless root. A branch is as long as the
part of the text that does not come from the parent, 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping

from stemma.dossier.kin import main_parents
from stemma.dossier.places import places
from stemma.dossier.safe import plainly
from stemma.model import Dossier


def newick(dossier: Dossier) -> Mapping[str, bytes]:
    """One tree, names in quotes."""
    return {"tree.nwk": (_newick(dossier) + "\n").encode("utf-8")}


def nexus(dossier: Dossier) -> Mapping[str, bytes]:
    """Taxa (reports and lost originals), the tree, and every second parent as a note."""
    names = _names(dossier)
    main = main_parents(dossier.stemma.derivations)
    second = [d for d in dossier.stemma.derivations if main.get(d.child) != d.parent]
    taxa = "\n".join(f"    {_quoted(name)}" for name in names.values())
    notes = "".join(f"  [{_note(names[d.child])} also rests on {_note(names[d.parent])}: share {d.share:.2f}]\n" for d in second)
    text = (
        f"#NEXUS\n\nBEGIN TAXA;\n  DIMENSIONS NTAX={len(names)};\n  TAXLABELS\n{taxa}\n  ;\nEND;\n\n"
        f"BEGIN TREES;\n{notes}  TREE stemma = [&R] {_newick(dossier)}\nEND;\n"
    )
    return {"tree.nex": text.encode("utf-8")}


def _names(dossier: Dossier) -> dict[str, str]:
    """A name for each node, no two the same."""
    at = places(dossier)
    out: dict[str, str] = {}
    for node in [*(a.id for a in at.order), *(x.id for x in dossier.stemma.lost)]:
        name = " ".join(plainly(at.names[node]).split())
        out[node] = name if name not in out.values() else f"{name} ({node})"
    return out


def _newick(dossier: Dossier) -> str:
    names = _names(dossier)
    main = main_parents(dossier.stemma.derivations)
    share = {(d.parent, d.child): d.share for d in dossier.stemma.derivations}
    children: dict[str, list[str]] = {}
    for node in names:
        if node in main:
            children.setdefault(main[node], []).append(node)

    def written(node: str) -> str:
        inner = ",".join(written(c) for c in children.get(node, []))
        length = f":{max(0.0, 1 - share[main[node], node]):.4f}" if node in main else ""
        return (f"({inner})" if inner else "") + _quoted(names[node]) + length

    roots = [n for n in names if n not in main]
    return (written(roots[0]) if len(roots) == 1 else f"({','.join(written(r) for r in roots)})") + ";"


def _quoted(name: str) -> str:
    """A name as Newick and NEXUS quote it: an apostrophe inside is doubled."""
    return "'" + name.replace("'", "''") + "'"


def _note(text: str) -> str:
    """Text that cannot end or open a comment."""
    return text.replace("[", "(").replace("]", ")")
