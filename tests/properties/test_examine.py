"""What must hold of every examination, shown on the built-in story and on changes of it."""

import shutil
from pathlib import Path

import pytest

import stemma
from stemma import codec
from stemma.comparing import compare as findings_of
from stemma.model import Article, Dossier, Examination, Passage, Statement, Voice
from tests.support.walk import demo_pages, values


@pytest.fixture(scope="module")
def demo() -> Examination:
    return stemma.examine(demo_pages())


def lowers(examination: Examination) -> dict[tuple[str, str], int]:
    """The lower bound of every claim and side, by the words of its gist (claim ids change when articles are added)."""
    out = {}
    for dossier in examination:
        text = {a.id: a.text for a in dossier.articles}
        gist = {c.id: text[c.gist.article][c.gist.span.start : c.gist.span.end] for c in dossier.claims}
        for o in dossier.origins:
            out[gist[o.claim], o.side] = o.lower
    return out


def test_the_built_in_story_is_one_story_with_a_lost_original_and_a_denial(demo: Examination) -> None:
    assert demo.rejected == ()
    (dossier,) = demo
    assert len(dossier.articles) == 7
    assert len(dossier.stemma.lost) == 1
    assert any(s.stance == "denies" for s in dossier.statements)
    assert any(s.stance == "declines" for s in dossier.statements)


def test_every_span_lies_in_its_text(demo: Examination) -> None:
    (dossier,) = demo
    text = {a.id: a.text for a in dossier.articles}
    passages = [v for v in values(dossier) if isinstance(v, Passage)]
    assert len(passages) > 100
    for passage in passages:
        assert passage.span.end <= len(text[passage.article])
        assert text[passage.article][passage.span.start : passage.span.end].strip()
    for statement in dossier.statements:
        spans = [*statement.content, *statement.hedges, statement.cue, statement.source, statement.gathered, statement.public]
        voices = [v for v in values(statement.chain) if isinstance(v, Voice)]
        spans += [s for v in voices for s in (v.span, v.ground, *v.descriptors)]
        for span in spans:
            if span is not None:
                assert text[statement.article][span.start : span.end].strip()
    for article in dossier.articles:
        for span in (*article.body, *(line.span for line in article.lines)):
            assert article.text[span.start : span.end].strip()
        for noted in (article.title, article.outlet, article.byline, article.dateline):
            if noted is not None and noted.span is not None:
                assert article.text[noted.span.start : noted.span.end].strip()


def test_every_reference_leads_somewhere(demo: Examination) -> None:
    (dossier,) = demo
    articles = {a.id for a in dossier.articles}
    statements = {s.id for s in dossier.statements}
    nodes = articles | {lost.id for lost in dossier.stemma.lost}
    claims = {c.id for c in dossier.claims}
    assert len(statements) == len(dossier.statements)
    assert len(claims) == len(dossier.claims)
    assert sorted(s for c in dossier.claims for s in c.statements) == sorted(statements)
    assert {o.claim for o in dossier.origins} <= claims
    assert {c.statement for c in dossier.carriers} <= statements
    assert {m.statement for s in dossier.speakers for m in s.mentions} <= statements
    for derivation in dossier.stemma.derivations:
        assert {derivation.parent, derivation.child} <= nodes and derivation.parent != derivation.child
    for origins in dossier.origins:
        assert 0 <= origins.lower <= origins.upper
        assert {o.newsroom for o in origins.proven} <= nodes
        assert {u.article for u in origins.unresolved} <= articles


def test_the_stemma_has_no_circle(demo: Examination) -> None:
    (dossier,) = demo
    parents: dict[str, set[str]] = {}
    for d in dossier.stemma.derivations:
        parents.setdefault(d.child, set()).add(d.parent)

    def above(node: str, path: tuple[str, ...]) -> None:
        assert node not in path
        for parent in parents.get(node, ()):
            above(parent, (*path, node))

    for article in dossier.articles:
        above(article.id, ())


def test_round_trip_through_the_codec_is_byte_equal(demo: Examination) -> None:
    data = codec.encode(demo)
    back = codec.decode(data, Examination)
    assert back == demo
    assert codec.encode(back) == data
    one = codec.encode(demo.dossiers[0])
    assert codec.encode(codec.decode(one, Dossier)) == one


def test_a_second_run_and_another_order_give_the_same_bytes(demo: Examination) -> None:
    pages = demo_pages()
    assert codec.encode(stemma.examine(list(reversed(pages)))) == codec.encode(demo)
    html = stemma.render(demo.dossiers[0])
    assert stemma.render(stemma.examine(pages[3:] + pages[:3]).dossiers[0]) == html


def test_a_copy_under_another_name_never_raises_a_lower_bound(demo: Examination, tmp_path: Path) -> None:
    before = lowers(demo)
    # An HTML page that names its own address is the same article under any file name; only the text pages can be copied.
    for page in (p for p in demo_pages() if p.suffix == ".txt"):
        for other in demo_pages():
            shutil.copy(other, tmp_path / other.name)
        shutil.copy(page, tmp_path / f"copy-of-{page.name}")
        with_copy = stemma.examine([tmp_path])
        (dossier,) = with_copy
        assert len(dossier.articles) == 8
        after = lowers(with_copy)
        shared = before.keys() & after.keys()
        assert len(shared) > len(before) // 2
        assert {k: after[k] for k in shared if after[k] > before[k]} == {}
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()


def test_stages_can_be_called_alone() -> None:
    (article,) = stemma.read([demo_pages()[0]])
    assert isinstance(article, Article)
    parsed = stemma.parse(article)
    statements = stemma.attribute(article, parsed)
    assert statements and all(isinstance(s, Statement) for s in statements)
    (story,) = stemma.group([article], {article.id: parsed})
    collation = stemma.collate([article], {article.id: parsed})
    claims = stemma.match([article], {article.id: parsed}, statements, collation)
    tree = stemma.trace([article], {article.id: parsed}, statements, collation, claims)
    carriers = stemma.close([article], statements, tree)
    speakers = stemma.resolve([article], statements)
    origins = stemma.weigh([article], statements, speakers, claims, tree, carriers)
    findings = findings_of([article], {article.id: parsed}, statements, claims, collation, tree)
    dossier = stemma.bind(story, [article], statements, speakers, collation, claims, tree, carriers, origins, findings)
    assert stemma.render(dossier).casefold().startswith("<!doctype html>")
    # What examine adds are the seals, by which a changed part is told.
    assert codec.sealed(dossier) == stemma.examine([demo_pages()[0]]).dossiers[0]
