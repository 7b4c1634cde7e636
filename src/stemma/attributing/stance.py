"""Where a voice stands toward what it talks about: asserts, denies, declines to say, or doubts."""

from __future__ import annotations

import re

from stemma.attributing import denials
from stemma.attributing.cues import lexicon as cues
from stemma.attributing.page import even
from stemma.attributing.trees import Tree
from stemma.background.lexicons import lexicon
from stemma.model import Span, Stance

# What one declines to do when one declines to speak.
_SPEAK = (
    r"(?:be (?:drawn|interviewed)|comment|say|discuss|answer|respond|reply|elaborate|confirm|speak|talk|"
    r"give|reveal|tell|disclose|address|provide|specify|identify|name|explain|repeat|go (?:beyond|into)|offer|clarify|"
    r"characteri[sz]e|speculate)"
)
_CALLS = r"(?:calls?|messages?|e-?mails?|requests?|questions?)"
_WHAT = r"(?= (?:whether|wh[yo]|how|what|when|where|which|if|more|anything|much|so)\b|\W*$)"
_DECLINES = re.compile(
    "|".join(
        (
            rf"\b(?:declin\w+|refus\w+) (?:\w+ly )?to (?:\w+ly )?{_SPEAK}\b",
            r"\b(?:declin\w+|refus\w+) (?:all |any |further |immediate )?(?:comment|requests?|interview)",
            rf"\b(?:would|will|wo)(?: also)?(?:n't| not)(?: \w+ly)?(?: want to| wish to| be)? (?:{_SPEAK}|drawn)\b",
            r"\b(?:would|will|wo)(?: also)?(?:n't| not) be (?:\w+ly )?(?:comment|discuss|answer)(?:ing|ed)\b",
            rf"\b(?:did|do|does)(?:n't| not)(?: \w+ly)? (?:want|wish) to {_SPEAK}\b",
            r"\b(?:did|do|does|has|have|had)(?:n't| not)(?: \w+ly)? (?:comment|discuss|respond|repl(?:y|ied)|answer)\w*",
            rf"\b(?:did|has|have|had)(?:n't| not)(?: \w+ly)? return(?:ed)? (?:[\w'-]+ ){{0,4}}{_CALLS}\b",
            r"\b(?:did|had)(?:n't| not)(?: \w+ly)? (?:disclose|reveal|specify|elaborate|name|identify|confirm|provide)\b",
            rf"\b(?:did|had)(?:n't| not)(?: \w+ly)? sa(?:y|id){_WHAT}",
            r"\b(?:could|ca|can)(?:n't|not| not)(?: \w+ly)? (?:comment|discuss|confirm|"
            r"be (?:drawn|reached|traced|contacted))\b(?! to\b)",
            r"\b(?:was|were|is|are)(?:n't| not)(?: \w+ly)? (?:reached|available) (?:for|by|to)\b",
            r"\bnot (?:immediately|readily) available\b",
            r"\b(?:has|have|had) yet to (?:respond|reply|answer|return|comment)",
            rf"\b(?:opted|chose|elected|preferred|decided) not to {_SPEAK}",
            r"\bnot to comment\b|\bno (?:immediate |further |official )?comment\b",
            r"\brefrained from (?:any |further |all )?(?:comment|remark|answer|respond|reply|discuss|speculat)\w*",
            r"\b(?:never|neither|none|no one|nobody) (?:\w+ )?(?:responded|replied|returned (?:calls|messages|emails)|answered)\b",
            r"\bneither [^.]{1,80} nor [^.]{1,80} (?:responded|replied|returned|answered|commented)\b",
            r"\b(?:none|neither|nobody|no one)\b[^.]{0,80} (?:would|will|could|wanted to) (?:comment|talk|say|speak|discuss)\b",
            r"\bunable to (?:comment|discuss)\b|\bnot in a position to\b|\b(?:say|add)(?:ing)? nothing (?:more|further)\b",
            r"\bnothing (?:more )?to (?:say|add)\b|\bhung up\b(?! with)|\b(?:kept|remained|stayed) silent\b",
            r"\b(?:messages|calls|emails|questions|requests)[^.]{0,30} (?:not (?:\w+ly )?(?:returned|answered)|unanswered)\b",
            r"\b(?:not|never) going to (?:comment|discuss|speculate)\b",
        )
    ),
    re.IGNORECASE,
)
# One who refuses to speak with someone of the story refuses nothing to the press.
_PRIVATE = re.compile(
    r"\b(?:refus|declin)\w+ (?:\w+ly )?to (?:(?:speak|talk|meet) (?:with|to)|discuss [^.]{3,60} with) (?:any of )?(?!reporters?\b|"
    r"journalists?\b|(?:the )?(?:press|media)\b|us\b|me\b|this (?:news)?paper|(?:the )?[A-Z])",
)
_NO_COMMENT = re.compile(r"\W*no (?:further |immediate |official )?comment\W*", re.IGNORECASE)
_NO_ONE = re.compile(r"(?:nobody|no one|no-one|none|neither)\b", re.IGNORECASE)
_DOUBTS = re.compile(
    r"\b(?:too (?:early|soon) to|s?ceptical|not convinced|unconvinced|implausible|unlikely to be|cast doubt|casts doubt|"
    r"hard to believe|"
    r"(?:could|can)(?:not|n't| not) (?:immediately |independently |yet )?(?:confirm|verify|establish|say whether|"
    r"be verified)|unable to (?:establish|confirm|verify)|"
    r"would(?:n't| not) (?:swear|bet))\b",
    re.IGNORECASE,
)


def stance(
    tree: Tree,
    text: str,
    cue: Span | None,
    content: tuple[Span, ...],
    source: Span | None,
    *,
    denied_before: bool,
    direct: bool = False,
    private: bool = False,
) -> Stance:
    """The stance of one statement.

    `denied_before` says that the same voice has just denied something in this paragraph: a quotation with a negation that
    follows is part of the denial. `private` says that the words were for someone who is no press ("told Oslo it would not
    discuss a truce"): such a refusal is an act of the story and no refusal to comment.
    """
    plain = even(text)
    told = " ".join(" ".join(plain[s.start : s.end].split()) for s in content)
    lemmas = [tree.tokens[i].lemma for i in tree.within(cue)] if cue else []
    cue_words = " ".join(plain[cue.start : cue.end].split()) if cue else ""
    near = _stretch(plain, cue, content)
    words = cues()
    offer = re.search(r"\b(?:refus|declin)\w+ (?:the |an? |any )?(?:offer|invitation|deal|money)", near, re.IGNORECASE)
    silent = not told or re.search(
        rf"\b(?:to |^)(?:\w+ly )?{_SPEAK}\b|\bcomment|\binterview|\brequests?\b", f"{near} {told}", re.IGNORECASE
    )
    private = private or _PRIVATE.search(near) is not None
    if set(lemmas) & words.declining and not offer and silent and not private:
        return "declines"
    if (not private and near == cue_words and _DECLINES.search(cue_words)) or (
        not private and (_refuses(near, direct=direct) or _declines_in(told, direct=direct))
    ):
        return "declines"
    if (
        source is not None
        and _NO_ONE.match(plain, source.start)
        and cue is not None
        and _DECLINES.search(plain, source.start, max(cue.end, content[0].end))
    ):
        return "declines"
    if cue is None or any(c.start <= cue.start < c.end for c in content):
        first = min([content[0].start, *([source.start] if source else [])])
        whole = plain[first : max(content[-1].end, source.end if source else 0)]
        if not direct and (_DECLINES.search(whole) or re.search(r"\bcould not (?:\w+ )?be (?:reached|traced|contacted)\b", whole)):
            return "declines"
    if cue is not None and denials.denying_cue(tree, cue, content, told, direct=direct):
        return "denies"
    if (_DOUBTS.search(told) and len(told) < 200) or _DOUBTS.search(cue_words) or (_questions(tree, cue) and "beyond" not in near):
        return "doubts"
    if set(lemmas) & denials.CALLED and denials.calls_false(near):
        return "denies"
    if denials.called_false(tree, content, told) or denials.claims_innocence(tree, cue, told):
        return "denies"
    if (denied_before or set(lemmas) & denials.INSISTS) and denials.held_against(tree, content, told):
        return "denies"
    if set(lemmas) & lexicon("denials")["promises"]:
        return "asserts"
    if denials.own_deed(tree, content, told, doers=_doers(plain, content, source, direct=direct)) or denials.no_such_thing(
        tree, content
    ):
        return "denies"
    return "asserts"


def _doers(plain: str, content: tuple[Span, ...], source: Span | None, *, direct: bool) -> frozenset[str]:
    """The pronouns that stand for the voice in its own words: in "He had not paid, the agent said" he is somebody else, and
    in "Mrs Berg said he had not paid" too."""
    if direct or source is None:
        return denials.FIRST
    words = re.findall(r"[\w'-]+", plain[source.start : source.end].casefold())
    if source.start > content[0].start and len(words) > 1:
        return denials.FIRST
    for pronouns, marks in ((("he",), lexicon("small")["male"]), (("she",), lexicon("small")["female"])):
        if set(words) & (marks | set(pronouns)):
            return denials.FIRST | set(pronouns)
    own = denials.THIRD & set(words[:1])
    return denials.FIRST | (own or denials.THIRD)


def _questions(tree: Tree, cue: Span | None) -> bool:
    """Whether the cue's verb doubts or questions, or raises questions."""
    tokens = [tree.tokens[i] for i in tree.within(cue)] if cue else []
    raised = any(t.lemma in ("raise", "voice", "express", "cast") for t in tokens)
    return any(t.lemma in ("doubt", "question") and (t.pos == "VERB" or raised) for t in tokens)


def _refuses(near: str, *, direct: bool) -> bool:
    """Whether the cue and what joins it to the content refuse; a quotation that tells of others' silence ("Nobody answered")
    does not."""
    match = _DECLINES.search(near)
    return match is not None and not (direct and _NO_ONE.match(match.group()))


def _declines_in(told: str, *, direct: bool) -> bool:
    """Whether the words themselves refuse: "we do not comment", "(said) it would not discuss"."""
    if direct and _NO_COMMENT.fullmatch(told):
        return True
    match = _DECLINES.search(told)
    if match is not None and direct and _NO_ONE.match(match.group()):
        return False  # "Nobody answered us": the silence of others
    if match is not None and not direct and match.start() == 0 and match.group()[0].islower():
        return True  # "declined to comment": the second thing that one sentence tells of the same voice
    if match is None or len(told.split()) > 30 or re.match(r"refus|declin|could|couldn|ca", match.group(), re.IGNORECASE):
        return False
    before = told[: match.start()].strip(" \"'")
    opening = re.split(r"[.!?;:]\s", before)[-1]
    if direct and (len(opening.split()) > 6 or re.match(r"did|had|has|have|were|was", match.group(), re.IGNORECASE)):
        return False
    return bool(re.search(r"\b(?:we|i)\b", before or told[:4], re.IGNORECASE)) or (
        not direct and len(before.split()) <= 6 and bool(re.match(r"(?:it|he|she|they|the \w+)?\b", before, re.IGNORECASE))
    )


def _stretch(plain: str, cue: Span | None, content: tuple[Span, ...]) -> str:
    """The cue and what joins it to the nearest piece of content, that piece included if it follows the cue."""
    if cue is None:
        return ""
    after = [s for s in content if s.start >= cue.start and s.start - cue.end < 80]
    end = max([cue.end, *(min(s.end, cue.end + 60) for s in after[:1])])
    return " ".join(plain[cue.start : end].split())
