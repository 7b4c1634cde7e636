"""How firm an edge is, and why it is held, are shown in the table of the tree and in the terminal."""

import stemma
from stemma.dossier import outline
from stemma.dossier.render import whole
from tests.support.walk import demo_pages


def test_firmness_and_evidence_are_shown_with_their_words() -> None:
    (dossier,) = stemma.examine(demo_pages())
    page = whole(dossier)
    assert ">Firm, %</th>" in page and "without another tenth of every report" in page
    firm = {round(100 * d.support) for d in dossier.stemma.derivations if d.support is not None}
    assert firm and all(f"<td>{n}</td></tr>" in page for n in firm)
    told = "\n".join(outline(dossier, full=True, width=200))
    assert all(f"firm {n} %" in told for n in firm)
    assert "firm" not in "\n".join(outline(dossier, width=200))
    evidence = [e for d in dossier.stemma.derivations for e in d.evidence]
    assert sum(e.at is not None for e in evidence) >= 0.75 * len(evidence)
    assert "rare words" in page and "same quotation" in page
