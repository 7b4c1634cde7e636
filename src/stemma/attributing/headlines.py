"""Headlines that name whose word they are: "Minister to quit – sources", "Blast kills 12: police", "Mayor says bridge will close".

A headline's grammar misleads the parser, so it is read by its marks: what stands at one end of it, set off by a dash, a colon,
a comma or a verb of speech, is the source if it is the name or the noun of a voice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stemma.attributing import denials
from stemma.attributing.extracts import Extract
from stemma.attributing.page import Page
from stemma.attributing.quotes import pair
from stemma.background.agencies import is_known
from stemma.background.lexicons import lexicon
from stemma.model import Quotation, Span, Statement

_SAYS = r"(?:says?|said|claims?|warns?|reports?|confirms?|reveals?|announces?)"
_SHOWS = r"(?:shows?|finds?|suggests?|reveals?)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<content>.+?),? [-–—] (?P<source>[^-–—:,]{{2,60}}?)(?P<cue> {_SAYS})?$",
        r"(?P<content>.+?): (?P<source>[^:,]{2,60})$",
        rf"(?P<content>.+), (?P<source>[^,:]{{2,60}}?) (?P<cue>{_SAYS}|{_SHOWS})$",
        rf"(?P<content>.+), (?P<cue>{_SAYS}) (?P<source>[^,:]{{2,60}})$",
        r"(?P<content>.+?),? (?P<cue>according to) (?P<source>[^,:]{2,60})$",
        r"(?P<source>[^:,]{2,60}): (?P<content>.+)$",
        r"(?P<source>[^:,]{2,60}?) (?P<cue>says?|denies|deny) (?:that )?(?P<content>.+)$",
    )
)
_LEAST = 2
_MOST = 5
_PAPERS = frozenset(
    {"report", "study", "survey", "poll", "audit", "document", "memo", "inquiry", "email", "data", "figure", "watchdog"}
)
_SMALL = frozenset(
    {"and", "to", "as", "of", "in", "for", "is", "are", "was", "over", "after", "it", "this", "what", "how", "why", "on"}
)
_ASKS = re.compile(r"(?:what|how|why|who|when|where|which|all you)\b", re.IGNORECASE)
_MEANWHILE = re.compile(r",? (?:as|after|amid|while|but|before|despite) ")
_MARKS = "'\"‘’“”"


def headline(page: Page) -> Extract | None:
    """The attributed statement that the title makes, None where it names no source, stands not in the text, or asks."""
    title = page.article.title
    parsed = page.tree.parsed
    if title is None or title.span is None or not parsed.sentences or parsed.paragraph_of[0] >= 0:
        return None
    span = title.span
    words = page.text[span.start : span.end]
    if words.rstrip().endswith("?") or "\n" in words:
        return None
    for form in _FORMS:
        match = form.match(words)
        if match is None or not _is_voice(page, match["source"], behind=match.start("source") > 0):
            continue
        content = _bare(page.text, Span(span.start + match.start("content"), span.start + match.end("content")))
        cue = match.groupdict().get("cue")
        meanwhile = _MEANWHILE.search(page.text, content.start, content.end) if cue in ("denies", "deny") else None
        if meanwhile is not None:
            content = Span(content.start, meanwhile.start())
        said = page.text[content.start : content.end]
        if len(said.split()) < _LEAST or _ASKS.match(said):
            return None
        return Extract(
            content=(content,),
            cue=Span(span.start + match.end("cue") - len(cue.strip()), span.start + match.end("cue")) if cue else None,
            source=Span(span.start + match.start("source"), span.start + match.end("source")),
            quotation=_quotation(page.text, span, content),
            sentence=0,
            place="title",
        )
    return None


def headed(page: Page, above: Statement, below: Sequence[Statement]) -> Statement:
    """The headline's statement with the chain of the body's statement that it heads: the voice is the same one, told shorter.

    That is the first one that shares at least half of the headline's words of matter, two of them, or whose voice the headline
    names; for a bare "sources" or "report" the first unnamed voice, else the first of its kind. Where there is none the
    headline keeps its own chain.
    """
    told = [s for s in below if s.place == "body" and s.chain]
    voice = above.chain[0].voices[0] if above.chain else None
    if voice is not None and voice.kind in ("unnamed", "document", "outlet") and " " not in voice.name:
        # "– sources", ": report" stand for whoever the report has it from: the unnamed, else one of the same kind.
        for kind in ("unnamed", voice.kind):
            first = next((s for s in told if s.chain[0].voices[0].kind == kind), None)
            if first is not None:
                return replace(above, chain=first.chain)
        return above
    mine = denials.matter(page.tree, above.content)
    named = {w.casefold() for hop in above.chain[:1] for v in hop.voices for w in v.name.split() if len(w) > 2}
    for statement in told:
        shared = mine & denials.matter(page.tree, statement.content)
        voices = {w.casefold() for v in statement.chain[0].voices for w in v.name.split()}
        if (len(shared) >= 2 and len(shared) * 2 >= len(mine)) or (shared and named & voices):
            return replace(above, chain=statement.chain)
    return above


def _is_voice(page: Page, words: str, *, behind: bool) -> bool:
    """Whether the words at an end of a headline are a voice: a person of the article, an agency, or a noun of the lexicon of roles.

    `behind`: they stand at the end, where a page may put its own name.
    """
    name = re.sub(r"^(?:the|a|an)\s+", "", words.strip(), flags=re.IGNORECASE)
    parts = name.split()
    if not parts or len(parts) > _MOST or name.isdigit():
        return False
    if page.is_own(name):
        return False
    if is_known(name) or page.is_person(name):
        return True
    if name.strip(_MARKS).casefold() in ("report", "reports"):
        return False  # whose report it is the headline does not tell: an origin of its own would count one word twice
    if any(p[:1].isdigit() or p.casefold() in _SMALL for p in parts) or (not behind and len(parts) > 3):
        return False
    roles = lexicon("roles")
    last = parts[-1].strip(_MARKS).casefold()
    one = last.removesuffix("s")
    people = roles["unnamed"] | roles["spokes"] | roles["office"] | roles["collective"] | roles["relation"] | roles["outlet"]
    if last in people or one in people or one in _PAPERS or last in _PAPERS or last == "reports":
        return last not in ("others", "other", "one", "two", "three", "figures", "figure", "leads", "lead", "heads", "head")
    if last in roles["body"] or one in roles["body"]:
        return True
    return behind is False and name.split()[0][:1].isupper() and len(parts) <= 2 and page.outlet_kind(name) == "agency"


def _bare(text: str, span: Span) -> Span:
    """Without space, and without the marks of a quotation that is all of it."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    if (
        end - start > 2
        and text[start] in _MARKS
        and text[end - 1] in _MARKS
        and not any(c in _MARKS for c in text[start + 1 : end - 1])
    ):
        start, end = start + 1, end - 1
    return Span(start, end)


def _quotation(text: str, title: Span, content: Span) -> Quotation:
    quotes = [q for q in pair(text, [title]) if q.depth == 0 and q.inner.start < content.end and content.start < q.inner.end]
    if not quotes:
        return "indirect"
    return "direct" if any(q.inner.start <= content.start and content.end <= q.inner.end for q in quotes) else "mixed"
