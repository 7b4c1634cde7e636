"""A dossier made by hand, rich in everything: six reports of an invented event, a lost original, a second parent, a denial,
contradictions, drift, omissions, and text that tries to break the page."""

from __future__ import annotations

import hashlib
import re
from functools import cache

from stemma.dossier import bind
from stemma.model import (
    Article,
    Carrier,
    Claim,
    Collation,
    Contradiction,
    Credit,
    Derivation,
    Dossier,
    Drift,
    Evidence,
    Findings,
    Hedge,
    Hop,
    Inherited,
    Line,
    Lost,
    Mention,
    Moment,
    Noted,
    Omission,
    Origin,
    Origins,
    Passage,
    Recovered,
    Span,
    Speaker,
    Stance,
    Statement,
    Stemma,
    Story,
    Unresolved,
    Voice,
    VoiceKind,
    When,
)

BY = "sample@1"

# name: (outlet, published, byline, page furniture before, title, paragraphs, page furniture after)
PAGES: dict[str, tuple[str, str | None, str | None, list[str], str, list[str], list[str]]] = {
    "hp": (
        "The Harbour Post",
        "2025-03-04T06:10+00:00",
        None,
        ["Home | News | Tides | Subscribe", "Sign in"],
        "Ellery terminal to close its grain berth, three sources say",
        [
            "PORT ELLERY (Meridian Wire) - The operator of the Ellery terminal plans to close its grain berth by the end of June, "
            "three people with knowledge of the plan told Meridian Wire.",
            "About 140 dockers would lose their jobs, the people said, asking not to be named because the talks are private.",
            "A spokeswoman for the harbour authority declined to comment.",
            "The berth handled 2.1 million tonnes of grain last year.",
        ],
        ["Read more: How the tide tables are made", "© The Harbour Post 2025. All rights reserved."],
    ),
    "cd": (
        "Coast Daily",
        "2025-03-04T08:45+00:00",
        "Ines Okafor",
        ["MENU", "Weather: rain"],
        "Grain berth at Ellery faces closure",
        [
            "The grain berth at the Ellery terminal will be shut by the end of June, "
            "according to three sources close to the operator.",
            "Some 140 jobs are at risk, the sources told Meridian Wire on Monday.",
            "The harbour authority would not comment.",
        ],
        ["Share this", "Most read"],
    ),
    "el": (
        "The Evening Ledger of Nordhaven and the Southern Isles",
        "2025-03-04T15:20+01:00",
        None,
        [],
        "410 jobs go as port closes berth",
        [
            "Ellery's grain berth will close by the end of June with the loss of 410 jobs, sources said.",
            "Union secretary Mara Lindqvist said: “Nobody has told us anything, and we will not wait for June.”",
            "The berth handled 2.1 million tonnes of grain last year.",
        ],
        ["Advertisement"],
    ),
    "nr": (
        "Nordhaven Radio",
        "2025-03-04",
        None,
        [],
        "Port to shut grain berth",
        ["Ellery's grain berth will be shut by the summer, it is reported. Some 140 jobs are at risk."],
        [],
    ),
    "ct": (
        "City Tribune",
        "2025-03-05T07:00+00:00",
        "Tom Achterberg",
        ["City Tribune", "Your city, every day"],
        "Ellery chief denies berth will close",
        [
            "The chief executive of Ellery Terminals, Ruud Hanssen, denied on Tuesday that the company will close its grain berth.",
            "“There is no plan to close anything in June or in any other month,” he told this newspaper.",
            "Three people familiar with the matter had told Meridian Wire on Monday that the berth would go.",
            "Hanssen said about 90 posts might be moved to the container quay.",
        ],
        ["Sign up for our newsletter <script>alert('no')</script>", "Contact us"],
    ),
    "dg": (
        "Dock Gazette",
        None,
        None,
        [],
        "Lindqvist: we will not wait for June",
        [
            "The union has heard nothing of the future of the grain berth, its secretary Mara Lindqvist told the Gazette.",
            "“Nobody has told us anything, and we will not wait for June,” she said at the gate on Tuesday morning.",
            "A crane driver who asked not to be named said he had seen a list with “every one of us on it”.",
            'Notes from the desk: a\u202eb\u200bc & <b onclick="x()">not bold</b> \ud800.',
        ],
        [],
    ),
}


@cache
def article(name: str) -> Article:
    """A page of the sample."""
    outlet, published, byline, before, title, paragraphs, after = PAGES[name]
    lines: list[tuple[str, str]] = [(x, "chrome") for x in before] + [(title, "title")]
    lines += ([(f"By {byline}", "byline")] if byline else []) + [(x, "body") for x in paragraphs] + [(x, "chrome") for x in after]
    text, spans = "", []
    for line, role in lines:
        spans.append((Span(len(text), len(text) + len(line)), role))
        text += line + "\n\n"
    return Article(
        id=f"{name}-{hashlib.sha256(name.encode()).hexdigest()[:8]}",
        source=f"pages/{name}.txt",
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        body=tuple(s for s, role in spans if role == "body"),
        lines=tuple(Line(span=s, role=role) for s, role in spans),  # type: ignore[arg-type]
        title=Noted(value=title, how=BY, span=next(s for s, role in spans if role == "title")),
        outlet=Noted(value=outlet, how=BY),
        byline=Noted(value=byline, how=BY) if byline else None,
        dateline=None,
        published=Noted(value=published, how=BY) if published else None,
        credits=(Credit(agency="Meridian Wire", kind="dateline", span=None, how=BY),) if name == "hp" else (),
        url=f"https://{name}.example/berth" if name != "nr" else "javascript:alert(1)",
        language="en",
        kind="news-report",
        notes=(),
        by=BY,
    )


def at(name: str, words: str) -> Passage:
    """The first place where a page has these words."""
    one = article(name)
    start = one.text.index(words)
    return Passage(article=one.id, span=Span(start, start + len(words)))


def said(
    name: str,
    content: str,
    *chain: tuple[VoiceKind, str, int],
    cue: str | None = None,
    source: str | None = None,
    stance: Stance = "asserts",
    hedge: str | None = None,
    gathered: str | None = None,
    ground: str | None = None,
) -> Statement:
    """A statement of a page; the first voice of its chain carries the ground."""

    spans = tuple(at(name, c).span for c in content.split("|"))

    def where(words: str | None) -> Span | None:
        """The place of these words that is nearest to the content."""
        if words is None:
            return None
        text = article(name).text
        starts = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
        start = min(starts, key=lambda n: min(abs(n - spans[0].start), abs(n - spans[-1].end)))
        return Span(start, start + len(words))

    hops = tuple(
        Hop(
            voices=(
                Voice(name=n, kind=k, count=c, ground=where(ground) if i == 0 else None, span=where(source) if i == 0 else None),
            )
        )
        for i, (k, n, c) in enumerate(chain)
    )
    return Statement(
        id=hashlib.sha256(f"{name}{content}".encode()).hexdigest()[:12],
        article=article(name).id,
        content=spans,
        cue=where(cue),
        source=where(source),
        quotation="direct" if "“" in content else "indirect",
        stance=stance,
        hedges=(Hedge(at(name, hedge).span.start, at(name, hedge).span.end, "medium"),) if hedge else (),
        chain=hops,
        gathered=where(gathered),
        public=None,
        place="body",
        by=BY,
    )


THREE: tuple[VoiceKind, str, int] = ("unnamed", "three people with knowledge of the plan", 3)
WIRE: tuple[VoiceKind, str, int] = ("agency", "Meridian Wire", 1)
HANSSEN: tuple[VoiceKind, str, int] = ("named", "Ruud Hanssen", 1)
UNION: tuple[VoiceKind, str, int] = ("named", "Mara Lindqvist", 1)
HARBOUR: tuple[VoiceKind, str, int] = ("organisation", "the harbour authority", 1)

CLOSES = [
    said(
        "hp",
        "The operator of the Ellery terminal plans to close its grain berth by the end of June",
        THREE,
        WIRE,
        cue="told",
        source="three people with knowledge of the plan",
        ground="because the talks are private",
    ),
    said(
        "cd",
        "The grain berth at the Ellery terminal will be shut by the end of June",
        ("unnamed", "three sources close to the operator", 3),
        cue="according to",
        source="three sources close to the operator",
    ),
    said("el", "Ellery's grain berth will close by the end of June", ("unnamed", "sources", 1), cue="said", source="sources"),
    said("nr", "Ellery's grain berth will be shut by the summer", cue="it is reported", hedge="it is reported"),
    said("ct", "the company will close its grain berth", HANSSEN, cue="denied", source="Ruud Hanssen", stance="denies"),
    said(
        "ct",
        "There is no plan to close anything in June or in any other month",
        HANSSEN,
        cue="told",
        source="he",
        stance="denies",
        gathered="told this newspaper",
    ),
    said(
        "ct",
        "the berth would go",
        ("unnamed", "three people familiar with the matter", 3),
        WIRE,
        cue="told",
        source="Three people familiar with the matter",
    ),
    said("hp", "comment", HARBOUR, cue="declined to", source="A spokeswoman for the harbour authority", stance="declines"),
    said("cd", "comment", HARBOUR, cue="would not", source="The harbour authority", stance="declines"),
]
JOBS = [
    said(
        "hp",
        "About 140 dockers would lose their jobs",
        THREE,
        cue="said",
        source="the people",
        hedge="About",
        ground="because the talks are private",
    ),
    said("cd", "Some 140 jobs are at risk", ("unnamed", "the sources", 3), WIRE, cue="told", source="the sources", hedge="Some"),
    said("el", "the loss of 410 jobs", ("unnamed", "sources", 1), cue="said", source="sources"),
    said("nr", "Some 140 jobs are at risk", hedge="Some"),
    said(
        "ct",
        "about 90 posts might be moved to the container quay",
        HANSSEN,
        cue="said",
        source="Hanssen",
        hedge="might",
        stance="doubts",
    ),
]
TOLD = [
    said(
        "el",
        "“Nobody has told us anything, and we will not wait for June.”",
        UNION,
        cue="said",
        source="Union secretary Mara Lindqvist",
    ),
    said(
        "dg",
        "“Nobody has told us anything, and we will not wait for June,”",
        UNION,
        cue="said",
        source="she",
        gathered="told the Gazette",
    ),
]
LIST = [
    said(
        "dg",
        "he had seen a list with “every one of us on it”",
        ("unnamed", "a crane driver", 1),
        cue="said",
        source="A crane driver who asked not to be named",
        gathered="told the Gazette",
    ),
]


def _claim(name: str, members: list[Statement], weight: float) -> Claim:
    gist = Passage(article=members[0].article, span=members[0].content[0])
    return Claim(
        id=hashlib.sha256(name.encode()).hexdigest()[:12],
        gist=gist,
        statements=tuple(sorted(s.id for s in members)),
        weight=weight,
        by=BY,
    )


def _speaker(name: str, kind: VoiceKind, count: int, statements: list[Statement], *names: str) -> Speaker:
    mentions = tuple(
        Mention(statement=s.id, hop=h, voice=v)
        for s in statements
        for h, hop in enumerate(s.chain)
        for v, voice in enumerate(hop.voices)
        if voice.name in names
    )
    return Speaker(id=hashlib.sha256(name.encode()).hexdigest()[:12], name=name, kind=kind, count=count, mentions=mentions, by=BY)


def _derived(parent: str, child: str, kind: str, share: float, direction: float = 0.95, *pairs: tuple[str, str]) -> Derivation:
    to = article(child).id
    return Derivation(
        id=f"{parent}>{to}",
        parent=parent,
        child=to,
        kind=kind,  # type: ignore[arg-type]
        share=share,
        passages=tuple(Inherited(child=Passage(article=to, span=s), parent=None) for s in article(child).body[:1]),
        confidence=0.9,
        direction=direction,
        evidence=(Evidence(note="the same sentence in the same place", at=Passage(article=to, span=article(child).body[0])),),
    )


@cache
def sample() -> Dossier:
    """The rich dossier."""
    names = ("hp", "cd", "el", "nr", "ct", "dg")
    articles = tuple(article(n) for n in names)
    statements = [*CLOSES, *JOBS, *TOLD, *LIST]
    closes, jobs, told, listed = _claim("c", CLOSES, 0.9), _claim("j", JOBS, 0.7), _claim("t", TOLD, 0.4), _claim("l", LIST, 0.2)
    wire = "lost-wire"
    derivations = (
        _derived(wire, "hp", "light-edit", 0.92),
        _derived(wire, "cd", "rewritten", 0.8),
        _derived(article("cd").id, "nr", "summary", 0.9, 0.55),
        _derived(article("hp").id, "el", "rewritten", 0.6),
        _derived(article("dg").id, "el", "abridged", 0.25),
    )
    lost = Lost(
        id=wire,
        name="Meridian Wire",
        agency="Meridian Wire",
        recovered=(
            Recovered(
                wording=at("hp", PAGES["hp"][5][0]),
                witnesses=(at("hp", PAGES["hp"][5][0]), at("cd", PAGES["cd"][5][0])),
                confidence=0.9,
            ),
        ),
        evidence=(Evidence(note="two reports share sentences that neither can have begun", at=at("hp", "Meridian Wire")),),
    )
    speakers = (
        _speaker(
            "three people with knowledge of the plan",
            "unnamed",
            3,
            statements,
            THREE[1],
            "three sources close to the operator",
            "the sources",
            "sources",
            "three people familiar with the matter",
        ),
        _speaker("Meridian Wire", "agency", 1, statements, "Meridian Wire"),
        _speaker("Ruud Hanssen", "named", 1, statements, "Ruud Hanssen"),
        _speaker("Mara Lindqvist", "named", 1, statements, "Mara Lindqvist"),
        _speaker("the harbour authority", "organisation", 1, statements, "the harbour authority"),
        _speaker("a crane driver", "unnamed", 1, statements, "a crane driver"),
    )
    origins = (
        Origins(
            claim=closes.id,
            side="asserting",
            lower=1,
            upper=1,
            newsrooms=1,
            proven=(
                Origin(
                    speaker=speakers[0].id,
                    newsroom=wire,
                    words="three people with knowledge of the plan, to Meridian Wire",
                    proof=(Evidence(note="told Meridian Wire", at=at("hp", "told Meridian Wire")),),
                ),
            ),
            unresolved=(),
            words="three people with knowledge of the plan, to Meridian Wire",
            by=BY,
        ),
        Origins(
            claim=closes.id,
            side="denying",
            lower=1,
            upper=1,
            newsrooms=1,
            proven=(
                Origin(
                    speaker=speakers[2].id,
                    newsroom=article("ct").id,
                    words="Ruud Hanssen, to City Tribune",
                    proof=(Evidence(note="told the newspaper itself", at=at("ct", "he told this newspaper")),),
                ),
            ),
            unresolved=(),
            words="Ruud Hanssen, to City Tribune",
            by=BY,
        ),
        Origins(
            claim=jobs.id,
            side="asserting",
            lower=1,
            upper=2,
            newsrooms=1,
            proven=(Origin(speaker=speakers[0].id, newsroom=wire, words="three people, to Meridian Wire", proof=()),),
            unresolved=(Unresolved(article=article("el").id, reason="its number differs and its source is not told"),),
            words="three people, to Meridian Wire; perhaps one more",
            by=BY,
        ),
        Origins(
            claim=told.id,
            side="asserting",
            lower=1,
            upper=1,
            newsrooms=1,
            proven=(Origin(speaker=speakers[3].id, newsroom=article("dg").id, words="Mara Lindqvist, to Dock Gazette", proof=()),),
            unresolved=(),
            words="Mara Lindqvist, to Dock Gazette",
            by=BY,
        ),
        Origins(
            claim=listed.id,
            side="asserting",
            lower=1,
            upper=1,
            newsrooms=1,
            proven=(Origin(speaker=speakers[5].id, newsroom=article("dg").id, words="a crane driver, to Dock Gazette", proof=()),),
            unresolved=(),
            words="a crane driver, to Dock Gazette",
            by=BY,
        ),
    )
    findings = Findings(
        contradictions=(
            Contradiction(
                id="k1",
                kind="number",
                claim=jobs.id,
                a=at("hp", "About 140 dockers would lose their jobs"),
                b=at("el", "the loss of 410 jobs"),
                statement_a=JOBS[0].id,
                statement_b=JOBS[2].id,
                evolution=False,
                words="The Harbour Post says 140 jobs, The Evening Ledger says 410.",
            ),
            Contradiction(
                id="k2",
                kind="denial",
                claim=closes.id,
                a=at("hp", PAGES["hp"][5][0]),
                b=at("ct", PAGES["ct"][5][1]),
                statement_a=CLOSES[0].id,
                statement_b=CLOSES[5].id,
                evolution=True,
                words="The chief executive denies a day later that the berth will close.",
            ),
        ),
        drifts=(
            Drift(
                id="d1",
                kind="certainty-raised",
                parent=at("hp", "plans to close"),
                child=at("el", "will close"),
                directed=True,
                words="A plan became a fact.",
            ),
            Drift(
                id="d2",
                kind="scope-widened",
                parent=at("cd", "by the end of June"),
                child=at("nr", "by the summer"),
                directed=False,
                words="The end of June is the summer in the other.",
            ),
        ),
        omissions=(
            Omission(
                id="o1",
                kind="no-comment",
                child=article("el").id,
                left_out=at("hp", "A spokeswoman for the harbour authority declined to comment."),
                words="The Evening Ledger does not say that the harbour authority declined to comment.",
            ),
        ),
        moments=(
            Moment(
                id="m1",
                expression=at("hp", "by the end of June"),
                when=When(start="2025-06-30", end="2025-06-30", precision="day"),
                sentence=at("hp", PAGES["hp"][5][0]),
            ),
            Moment(
                id="m2",
                expression=at("cd", "by the end of June"),
                when=When(start="2025-06-30", end="2025-06-30", precision="day"),
                sentence=at("cd", PAGES["cd"][5][0]),
            ),
            Moment(
                id="m3",
                expression=at("cd", "on Monday"),
                when=When(start="2025-03-03", end="2025-03-03", precision="day"),
                sentence=at("cd", PAGES["cd"][5][1]),
            ),
            Moment(
                id="m4",
                expression=at("hp", "last year"),
                when=When(start="2024-01-01", end="2024-12-31", precision="year"),
                sentence=at("hp", PAGES["hp"][5][3]),
            ),
        ),
        by=BY,
    )
    stemma = Stemma(articles=tuple(sorted(a.id for a in articles)), lost=(lost,), derivations=derivations, kinships=(), by=BY)
    carriers = (
        Carrier(
            statement=CLOSES[1].id,
            voice=Voice(name="Meridian Wire", kind="agency"),
            evidence=(Evidence(note="the report rests on Meridian Wire"),),
            by=BY,
        ),
    )
    return bind(
        Story(id="5ample5tory0", articles=tuple(sorted(a.id for a in articles)), evidence=(), by=BY),
        articles,
        statements,
        speakers,
        Collation(
            sentences=tuple(sorted(Passage(article=a.id, span=s) for a in articles for s in a.body)), pairs=(), rows=(), by=BY
        ),
        (closes, jobs, told, listed),
        stemma,
        carriers,
        origins,
        findings,
    )
