"""Where a voice stands toward what it talks about: asserts, denies, declines to say, or doubts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stemma.attributing.cues import lexicon as cues
from stemma.attributing.page import even
from stemma.attributing.trees import Tree
from stemma.background.lexicons import lexicon
from stemma.model import Span, Stance, Token

# What one declines to do when one declines to speak.
_SPEAK = (
    r"(?:be (?:drawn|interviewed|quoted|named|identified)|comment|say|discuss|answer|respond|reply|elaborate|confirm|speak|talk|"
    r"give|reveal|tell|disclose|address|provide|specify|identify|name|explain|repeat|go (?:beyond|into)|offer|clarify|"
    r"characteri[sz]e|speculate)"
)
_DECLINES = re.compile(
    "|".join(
        (
            rf"\b(?:declin\w+|refus\w+) (?:\w+ly )?to (?:\w+ly )?{_SPEAK}\b",
            r"\b(?:declin\w+|refus\w+) (?:all |any |further |immediate )?(?:comment|requests?|interview)",
            rf"\b(?:would|will|wo)(?: also)?(?:n't| not)(?: \w+ly)?(?: want to| wish to| be)? (?:{_SPEAK}|drawn)\b",
            r"\b(?:would|will|wo)(?: also)?(?:n't| not) be (?:\w+ly )?(?:comment|discuss|answer)(?:ing|ed)\b",
            rf"\b(?:did|do|does)(?:n't| not)(?: \w+ly)? (?:want|wish) to {_SPEAK}\b",
            r"\b(?:did|do|does|has|have|had)(?:n't| not)(?: \w+ly)? (?:comment|discuss|respond|repl(?:y|ied)|answer|return)\w*",
            r"\b(?:did|had)(?:n't| not)(?: \w+ly)? (?:say|said|disclose|reveal|specify|elaborate|name|identify|confirm|provide)\b",
            r"\b(?:could|ca|can)(?:n't|not| not)(?: \w+ly)? (?:comment|discuss|confirm|be (?:drawn|reached|traced|contacted))\b",
            r"\b(?:was|were|is|are)(?:n't| not)(?: \w+ly)? (?:reached|(?:\w+ly )?available)\b",
            r"\b(?:has|have|had) yet to (?:respond|reply|answer|return|comment)",
            rf"\b(?:opted|chose|elected|preferred|decided) not to {_SPEAK}",
            r"\bnot to comment\b|\bno (?:immediate |further |official )?comment\b",
            r"\brefrained from (?:any |further |all )?(?:comment|remark|answer|respond|reply|discuss|speculat)\w*",
            r"\b(?:never|neither|none|no one|nobody) (?:\w+ )?(?:responded|replied|returned (?:calls|messages|emails)|answered)\b",
            r"\b(?:none|neither|nobody|no one)\b[^.]{0,80} (?:would|will|could|wanted to) (?:comment|talk|say|speak|discuss)\b",
            r"\bunable to (?:comment|discuss)\b|\bnot in a position to\b|\b(?:say|add)(?:ing)? nothing (?:more|further)\b",
            r"\bnothing (?:more )?to (?:say|add)\b|\bhung up\b|\b(?:kept|remained|stayed) silent\b",
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
_NO_ONE = re.compile(r"(?:nobody|no one|no-one|none|neither)\b", re.IGNORECASE)
_FALSE = re.compile(
    r"\b(?:not true|untrue|a lie|lies|false|fakes?|fabricat\w+|baseless|groundless|unfounded|without (?:merit|"
    r"foundation|basis)|nonsense|no truth|"
    r"inaccurate|wrong|invented|rubbish|a fiction)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:claims?|reports?|reporting|allegations?|accusations?|suggestions?|assertions?|accounts?|versions?|charges?|"
    r"rumou?rs?|stor(?:y|ies)|articles?|ideas?|notions?|criticisms?|talk|speculation|statements?|questions?|concerns?|figures?|finding|this)\b",
    re.IGNORECASE,
)
_CALLED = frozenset(
    {"call", "brand", "describe", "label", "dub", "blast", "slam", "deride", "decry", "denounce", "condemn", "term"}
)
_NEGATION = re.compile(r"\b(?:no|not|never|nobody|nothing|none|neither|nor)\b|n't\b", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|would|wo|shall|should|could|can|may|might|must)(?: not|n't|not| never)\b", re.IGNORECASE)
_STRONG = frozenset({"insist", "maintain", "swear", "retort", "counter", "protest"})
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
    polite = "decline" in lemmas and re.search(r"\bto\b", f"{near} {told}")
    if private:
        silent = polite = None
    if set(lemmas) & words.declining and not offer and (silent or polite):
        return "declines"
    if (not private and _DECLINES.search(cue_words)) or (
        not private and (_DECLINES.search(near) or _declines_in(told, direct=direct))
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
    if _denies(tree, cue, cue_words, told):
        return "denies"
    if (
        (_DOUBTS.search(told) and len(told) < 200)
        or _DOUBTS.search(cue_words)
        or (set(lemmas) & {"doubt", "question"} and "beyond" not in near)
    ):
        return "doubts"
    if set(lemmas) & _CALLED and _FALSE.search(near):
        return "denies"
    short = len(told.split())
    if short <= 14 and re.search(
        rf"^\W*(?:{_FALSE.pattern})|\b(?:is|was|are|were|as)\b\W+(?:\w+ ){{0,2}}(?:{_FALSE.pattern})|^\W*I was wrong\b",
        told,
        re.IGNORECASE,
    ):
        return "denies"
    if re.search(r"(?:^|[|\"' ])[\"']?No[\"'.,!]*$", told) or (
        not direct and re.search(r"\b(?:had|did|was|were|has|have|is|are)(?: not|n't)\W*$", told)
    ):
        return "denies"
    vague = "|".join(sorted(lexicon("small")["vague"]))
    empty = re.search(rf"\bno\W+(?:{vague})\b|\bnothing to (?:hide|add|fear|lose)\b", told, re.IGNORECASE)
    past = _NEGATION.search(told) and not _FUTURE.search(told) and not empty
    if past and (denied_before or set(lemmas) & _STRONG or ("claim" in lemmas and re.search(r"\bnever\b", told))):
        return "denies"
    if _self_denial(told):
        return "denies"
    return "asserts"


def _denies(tree: Tree, cue: Span | None, cue_words: str, told: str) -> bool:
    """Whether the cue says no: "denied", "took back"; of "rejected" and "dismissed" only where a claim is rejected.

    An infinitive ("asked the court to dismiss") denies nothing; nor does one who rejects an offer or a manuscript.
    """
    if cue is None:
        return False
    verbs = [i for i in tree.within(cue) if tree.tokens[i].lemma in cues().denial]
    if re.search(r"\b(?:took back|withdr\w+|retract\w+|ruled out|shot down|knocked down|hit back at)\b", cue_words, re.IGNORECASE):
        return True
    for i in verbs:
        if i and tree.tokens[i].tag == "VB" and tree.tokens[i - 1].text.casefold() == "to":
            continue
        if tree.tokens[i].lemma not in ("reject", "dismiss", "discount", "disown", "challenge", "contradict"):
            return True
        words = f"{cue_words} {told}"
        if (
            _CLAIM.search(words)
            or re.search(r"\b(?:that|as)\b", words)
            or any(t.tag in ("VBD", "VBZ", "VBP") for t in _tokens_of(tree, told, cue))
        ):
            return True
    return (
        not verbs
        and bool(re.search(r"\b(?:reject|den(?:y|ies|ied)|dismiss)", cue_words, re.IGNORECASE))
        and bool(_CLAIM.search(told))
    )


def _tokens_of(tree: Tree, told: str, cue: Span) -> list[Token]:
    """The tokens of the cue's sentence whose words stand in what was told."""
    sentence = tree.tokens[tree.within(cue)[0]].sentence if len(tree.within(cue)) else 0
    first, stop = tree.sentence[sentence] if tree.sentence else (0, 0)
    kept = set(told.split())
    return [t for t in tree.tokens[first:stop] if t.text in kept and not cue.start <= t.start < cue.end]


def _declines_in(told: str, *, direct: bool) -> bool:
    """Whether the words themselves refuse: "we do not comment", "(said) it would not discuss"."""
    match = _DECLINES.search(told)
    if match is None or len(told.split()) > 30 or re.match(r"refus|declin|could|couldn|ca", match.group(), re.IGNORECASE):
        return False
    before = told[: match.start()].strip(" \"'")
    return bool(re.search(r"\b(?:we|i)\b", before or told[:4], re.IGNORECASE)) or (
        not direct and len(before.split()) <= 6 and bool(re.match(r"(?:it|he|she|they|the \w+)?\b", before, re.IGNORECASE))
    )


def _self_denial(told: str) -> bool:
    """ "We have not paid": the speaker, as subject, says that it did not do something; or "there was no order"."""
    return bool(
        re.search(
            r"^\W*(?:we|i|he|she|it|they)(?:'ve| have| has| had|)(?: ?n't| not| never)(?: ever)? (?:been (?:offered|"
            r"asked to)|paid|spoken|seen|done|asked|ordered|said|read|taken|received|given|"
            r"offered|agreed|met|handed|suggested|claimed|threatened|sold|bought|signed|sent)\b(?!.*\bwill\b)",
            told,
            re.IGNORECASE,
        )
        or re.search(
            r"^\W*there (?:is|was|were|has been|had been|have been) (?:\w+ )?no (?:such |\w+ )?(?:offer|instruction|"
            r"order|agreement|danger|plan|truth|deal|pressure|cover|merger|evidence|link|talks?)\b",
            told,
            re.IGNORECASE,
        )
        or re.search(r"\bthere (?:is|was|are|were) no \w+\W.{0,40}\b(?:no|nor) (?:\w+ )?\w+", told, re.IGNORECASE)
        or re.search(r"^\W*(?:not a single|at no (?:point|time)|no (?:instruction|order|offer|such)\b)", told, re.IGNORECASE)
    )


def opposed(tree: Tree, text: str, content: tuple[Span, ...], others: Sequence[tuple[Span, ...]]) -> bool:
    """Whether a negated statement says no to what one of `others` (what other voices have said) affirms.

    It does where at least half of its words of matter, and two of them, stand in the other one, and that one has no negation.
    """
    plain = even(text)
    told = " ".join(plain[s.start : s.end] for s in content)
    ahead = re.search(r"\b(?:will|would|won't)\b", told, re.IGNORECASE)
    if not _NEGATION.search(told) or _FUTURE.search(told) or ahead or len(told.split()) > 25:
        return False
    mine = _matter(tree, content)
    none = {
        tree.tokens[tree.tokens[i].head].lemma
        for span in content
        for i in tree.within(span)
        if tree.tokens[i].lemma == "no" and tree.tokens[i].dep == "det" and tree.tokens[tree.tokens[i].head].pos == "NOUN"
    } - lexicon("small")["vague"]
    if len(mine) < 2:
        return False
    for other in others:
        if _NEGATION.search(" ".join(plain[s.start : s.end] for s in other)):
            continue
        theirs = _matter(tree, other)
        if none & theirs:
            return True
        shared = mine & theirs
        if len(shared) >= 2 and len(shared) * 2 >= len(mine):
            return True
    return False


def _matter(tree: Tree, content: tuple[Span, ...]) -> set[str]:
    """The lemmas of a statement's nouns, verbs, adjectives and numbers, light ones left out."""
    return {
        tree.tokens[i].lemma
        for span in content
        for i in tree.within(span)
        if tree.tokens[i].pos in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") and tree.tokens[i].lemma not in lexicon("small")["light"]
    }


def _stretch(plain: str, cue: Span | None, content: tuple[Span, ...]) -> str:
    """The cue and what joins it to the nearest piece of content, that piece included if it follows the cue."""
    if cue is None:
        return ""
    after = [s for s in content if s.start >= cue.start and s.start - cue.end < 80]
    end = max([cue.end, *(min(s.end, cue.end + 60) for s in after[:1])])
    return " ".join(plain[cue.start : end].split())
