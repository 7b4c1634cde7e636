from stemma.dossier.places import places
from stemma.dossier.render import whole
from stemma.dossier.views.stands import stand_views
from tests.dossier import sample


def test_a_denial_stands_beside_the_no_comment() -> None:
    dossier = sample.sample()
    rows = stand_views(dossier, places(dossier))
    stances = {s.id: s.stance for s in dossier.statements if s.place == "body"}
    firsts = [(s.name, {stances.get(m.statement) for m in s.mentions if m.hop == 0}) for s in dossier.speakers]
    assert {r.name for r in rows if r.denials} == {name for name, found in firsts if "denies" in found}
    assert {r.name for r in rows if r.declines} == {name for name, found in firsts if "declines" in found}
    assert any(r.denials for r in rows) and any(r.declines for r in rows)
    page = whole(dossier)
    assert "Who denies, who would not comment" in page
    for row in rows:
        for link in (*(d.link for d in row.denials), *row.declines):
            assert f'id="{link.to}"' in page
