"""A claim opened in the terminal."""

import pytest

from stemma.dossier import opened, outline
from stemma.dossier.places import places
from stemma.errors import UnknownName
from tests.dossier.sample import sample


def test_every_statement_of_the_claim_is_there_with_its_report_and_words() -> None:
    dossier = sample()
    at = places(dossier)
    for claim in dossier.claims:
        text = "\n".join(opened(dossier, claim.id, width=10_000))
        for id_ in claim.statements:
            statement = at.statements[id_]
            assert f"{at.names[statement.article]} · " in text and f" · {statement.stance}" in text
        assert text.count("\n✓ ") + text.count("\n✕ ") + text.count("\n— ") + text.count("\n? ") == len(claim.statements)


def test_number_id_and_words_mean_the_same_claim() -> None:
    dossier = sample()
    first = opened(dossier, "1")
    head = next(line for line in outline(dossier, full=True, width=400) if line.startswith("1. "))
    gist = head.split("“")[1].rstrip("”…")
    assert opened(dossier, gist) == first
    assert "Claim 1 (main)" in first[0]


def test_origins_stand_with_their_reasons() -> None:
    dossier = sample()
    proven = [o for o in dossier.origins if o.proven]
    text = "\n".join(opened(dossier, proven[0].claim, width=10_000))
    assert text.count("●") >= len(proven[0].proven) and "because " in text


def test_no_line_is_longer_than_the_width() -> None:
    dossier = sample()
    assert all(len(line) <= 60 for c in dossier.claims for line in opened(dossier, c.id, width=60))


def test_words_of_no_claim_and_of_several_are_told() -> None:
    with pytest.raises(UnknownName, match="no claim is called 'zebra crossing'"):
        opened(sample(), "zebra crossing")
    with pytest.raises(UnknownName, match="fits"):
        opened(sample(), "e")
