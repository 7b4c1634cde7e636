"""The true tree beside the one found."""

from __future__ import annotations

import json

from stemma.cli.truth import compare
from stemma.model import SCHEMA_VERSION, Examination
from tests.dossier.sample import sample


def test_each_true_arrow_says_whether_it_was_found() -> None:
    truth = {
        "lost": [{"id": "wire", "name": "Meridian Wire, 3 March"}, {"id": "other", "name": "Other Wire"}],
        "derivations": [
            {"parent": "wire", "child": "hp.txt", "kind": "light-edit"},
            {"parent": "wire", "child": "cd.txt", "kind": "rewritten"},
            {"parent": "cd.txt", "child": "nr.txt", "kind": "summary"},
            {"parent": "other", "child": "ct.txt", "kind": "rewritten"},
        ],
        "independent": ["dg.txt"],
    }
    lines = list(compare(Examination(schema=SCHEMA_VERSION, dossiers=(sample(),), rejected=()), json.dumps(truth)))
    assert lines == [
        "The true tree, as its authors made it:",
        "Meridian Wire, 3 March (lost)",
        "├─ The Harbour Post · light edit · found",
        "└─ Coast Daily · rewritten · found",
        "   └─ Nordhaven Radio · summary · found",
        "Other Wire (lost)",
        "└─ City Tribune · rewritten · not found",
        "Dock Gazette",
        "Found 3 of 4 true derivations (3 with their true kind), and 2 that the true tree has not.",
    ]
