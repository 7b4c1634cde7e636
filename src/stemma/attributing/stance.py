"""Where a voice stands toward what it talks about: asserts, denies, declines to say, or doubts."""

from __future__ import annotations

import re

from stemma.attributing.cues import lexicon as cues
from stemma.attributing.trees import Tree
from stemma.model import Span, Stance
from stemma.text.words import plain

_DECLINES = re.compile(
    r"\b(?:declin\w+|refus\w+) (?:all |any |further |immediate |to )?(?:\w+ )?(?:comment|requests?|interview|to )|"
    r"\b(?:declin|refus)(?:ed|es|ing)$|"
    r"\b(?:would|will|did|do|does|could|was|were|is|are|has|have|had|wo|ca|could)(?:n't| not| also not)(?: \w+ly| want to| wish to| be)?(?: be)? "
    r"(?:comment|discuss|say|answer|respond|reply|elaborate|speak|talk|give|reveal|tell|disclose|address|confirm|return|provide|specify|identify|name|drawn|"
    r"commenting|discussing|discussed|answering|responding|immediately|available|reached)\b|"
    r"\b(?:has|have|had) (?:not|yet to|n't)(?: yet)? (?:respond|reply|repli|answer|return|comment)\w*|"
    r"\b(?:opted|chose|elected|preferred|asked|decided) not to (?:comment|say|speak|discuss|answer|respond|elaborate|be (?:drawn|interviewed))|"
    r"\bno (?:immediate |further |official )?comment\b|\brefrained from\b|\bdo(?:es)? not (?:comment|discuss)\b|\bdoesn't (?:comment|discuss)\b|"
    r"\b(?:never|neither|none|no one|nobody|not) (?:\w+ )?(?:responded|replied|returned (?:calls|messages|emails)|answered)\b|"
    r"\b(?:none|neither|nobody|no one)\b[^.]{0,40} (?:would|will|could|wanted to) (?:comment|talk|say|speak|discuss)\b|"
    r"\bunable to (?:comment|discuss)\b|\bnot in a position to\b|\bsay(?:ing)? nothing (?:more|further)\b|\badd(?:ing)? nothing (?:more|further)\b|\bnothing (?:more )?to (?:say|add)\b|"
    r"\bhung up\b|\bleft in peace\b|\b(?:messages|calls|emails|questions|requests)[^.]{0,30} (?:were|was|went) (?:not (?:immediately )?(?:returned|answered)|unanswered|unreturned)\b|"
    r"\bnot going to (?:comment|discuss|speculate)\b|\bwill not (?:comment|characterise|characterize|discuss|speculate|be drawn)\b",
    re.IGNORECASE,
)
_FALSE = re.compile(
    r"\b(?:not true|untrue|a lie|lies|false|fake|fabricat\w+|baseless|groundless|unfounded|without (?:merit|foundation|basis)|nonsense|no truth|"
    r"incorrect|inaccurate|wrong|misleading|invented|absurd|rubbish|fiction)\b",
    re.IGNORECASE,
)
_CALLED = frozenset({"call", "brand", "describe", "label", "dub", "blast", "slam", "deride", "decry", "denounce", "condemn", "term"})
_NEGATED = re.compile(
    r"\b(?:has|have|had|ha|'ve|'d)(?:n't| not| never)\b|\b(?:never)\b|\b(?:was|were|is|are|did|do|does)(?:n't| not) (?:ours|us|behind|involved|part|take|order|ask|fire|attack|cross|send)\b|"
    r"^\W*(?:no|never|not a single|none of|nobody|nothing of)\b|\bno (?:such|offer|plan|plans|instruction|order|agreement|danger|risk|evidence of)\b|\bnot a single\b",
    re.IGNORECASE,
)
_STRONG = frozenset({"insist", "maintain", "swear", "retort", "counter", "protest", "vow"})
_DOUBTS = re.compile(
    r"\b(?:too (?:early|soon) to|s?ceptical|not convinced|unconvinced|implausible|unlikely to be|cast doubt|casts doubt|hard to believe|"
    r"(?:could|can)(?:not|n't| not) (?:immediately |independently |yet )?(?:confirm|verify|establish|say whether|be verified)|unable to (?:establish|confirm|verify)|"
    r"is not a diagnosis|would(?:n't| not) (?:swear|bet))\b",
    re.IGNORECASE,
)
_NOT_ABOUT = frozenset({"report", "claim", "accusation", "allegation", "suggestion", "assertion", "account", "version", "charge", "rumour", "rumor", "story", "article", "idea", "notion", "criticism", "reports", "claims", "talk", "speculation", "any", "that"})  # fmt: skip


def stance(tree: Tree, text: str, cue: Span | None, content: tuple[Span, ...], source: Span | None, *, denied_before: bool) -> Stance:
    """The stance of one statement.

    `denied_before` says that the same voice has just denied something in this paragraph: a quotation with a negation that
    follows is part of the denial.
    """
    even = plain(text)
    told = " ".join(" ".join(even[s.start : s.end].split()) for s in content)
    lemmas = [tree.tokens[i].lemma for i in tree.within(cue)] if cue else []
    cue_words = " ".join(even[cue.start : cue.end].split()) if cue else ""
    near = _stretch(even, cue, content)
    words = cues()
    if set(lemmas) & words.declining and not re.search(r"\b(?:refus|declin)\w+ (?:the |an? |any )?(?:offer|invitation|deal|money)", near, re.IGNORECASE):
        if re.search(r"\b(?:to|comment|interview|requests?)\b", f"{near} {told}") or not told:
            return "declines"
    if _DECLINES.search(cue_words) or _DECLINES.search(near) or (_DECLINES.search(told) and _first_person(told)):
        return "declines"
    if cue is None and source is not None:
        span = even[min(source.start, content[0].start) : max(source.end, content[-1].end)]
        if _DECLINES.search(span) or re.search(r"\bcould not (?:\w+ )?be (?:reached|traced|contacted)\b", span):
            return "declines"
    if set(lemmas) & words.denial or re.search(r"\b(?:took back|withdr\w+|retract\w+|ruled out|shot down|knocked down|hit back at)\b", cue_words, re.IGNORECASE):
        return "denies"
    if re.search(r"\breject\w*|\bden(?:y|ies|ied|ying)\b|\bdismiss\w*", cue_words, re.IGNORECASE):
        return "denies"
    if (_DOUBTS.search(told) and len(told) < 200) or _DOUBTS.search(cue_words) or (set(lemmas) & {"doubt", "question"} and "beyond" not in near):
        return "doubts"
    if set(lemmas) & _CALLED and _FALSE.search(near):
        return "denies"
    if _FALSE.search(told) and len(told.split()) <= 14 and re.search(r"\b(?:report|story|article|claim|account|allegation|it|that|this|they|accusation)s?\b", told, re.IGNORECASE):
        return "denies"
    if denied_before and _NEGATED.search(told):
        return "denies"
    if set(lemmas) & _STRONG and _NEGATED.search(told):
        return "denies"
    if _self_denial(told):
        return "denies"
    return "asserts"


def _first_person(told: str) -> bool:
    return bool(re.search(r"\b(?:we|I|it|he|she|they|the \w+)\b", told)) and len(told.split()) <= 30


def _self_denial(told: str) -> bool:
    """ "We have not paid": the speaker, as subject, says that it did not do something, or that there was none."""
    return bool(
        re.search(r"^\W*(?:we|I|he|she|it|they)(?:'ve| have| has| had|) ?(?:n't|not|never) (?!been (?:informed|notified|told|asked))(?:paid|spoken|seen|done|asked|ordered|said|read|taken|received|given|offered|agreed|met)\b", told, re.IGNORECASE)
        or re.search(r"^\W*(?:there (?:is|was|were|has been|had been) no (?:offer|instruction|order|agreement|such|danger|plan|truth|deal|pressure|cover))", told, re.IGNORECASE)
        or re.search(r"^\W*(?:not a single|never\b)", told, re.IGNORECASE)
    )


def _stretch(even: str, cue: Span | None, content: tuple[Span, ...]) -> str:
    """The cue and what joins it to the nearest piece of content, that piece included if it follows the cue."""
    if cue is None:
        return ""
    after = [s for s in content if s.start >= cue.start and s.start - cue.end < 80]
    end = max([cue.end, *(min(s.end, cue.end + 60) for s in after[:1])])
    return " ".join(even[cue.start : end].split())
