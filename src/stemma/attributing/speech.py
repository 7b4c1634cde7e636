"""From attributions in the wide sense to what someone says: which frames are speech, and quotations that no cue governs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from stemma.attributing.cues import lexicon
from stemma.attributing.denials import CALLED, calls_false
from stemma.attributing.features import View
from stemma.attributing.frames import Frame
from stemma.attributing.mouths import can_speak
from stemma.attributing.refusals import to_the_press
from stemma.background.lexicons import lexicon as background

_ANONYMITY = frozenset({"name", "identify", "quote"})
_DATELINE_ENDS = frozenset({"-", "–", "—", "--", ":"})
_SILENT = frozenset(
    {"comment", "respond", "reply", "answer", "return", "discuss", "say", "disclose", "elaborate", "confirm", "reveal", "specify"}
)
_REPLIES = frozenset({"comment", "respond", "reply", "answer", "return"})
_TELLING = frozenset({"tell", "inform", "assure", "advise", "suggest", "remind"})
_REPORTING = frozenset(
    {"say", "tell", "add", "state", "reply", "answer", "respond", "write", "explain", "inform", "stress", "note"}
)
_MEANWHILE = frozenset({"as", "after", "while", "before", "although", "though", "even"})
_CALLING = frozenset({"call", "appeal", "ask", "plead", "push", "press"})
_INFORMING: Final = frozenset({"notify", "inform", "advise", "brief", "alert", "assure", "tell", "remind"})
_LACKING: Final = frozenset({"nothing", "anything", "something", "little", "evidence", "reason", "sign", "indication"})
_LEAST = 4
"""Words that a quotation without a cue must have to be a statement and not a word in scare quotes."""

_TURNING_DOWN: Final = frozenset(["accept", "decline", "refuse", "reject", "rebuff", "spurn", "dismiss"])
_OFFERS: Final = frozenset(
    [
        "amendment",
        "appeal",
        "application",
        "approach",
        "bid",
        "compromise",
        "deal",
        "demand",
        "invitation",
        "motion",
        "offer",
        "overture",
        "petition",
        "plan",
        "proposal",
        "request",
        "resolution",
        "suggestion",
        "ultimatum",
    ]
)


def is_speech(view: View, frame: Frame) -> bool:
    """Whether a frame is something said, written or shown, and not a belief, a plan, or what an article or a question is about."""
    tree, words, tokens, i = view.tree, lexicon(), view.tokens, frame.anchor
    token = tokens[i]
    passive = tree.child(i, "auxpass") is not None
    if (
        _about_naming(view, frame)
        or (view.inside[i] and frame.kind != "layout" and _silence(view, frame))
        or _question(view, i)
        or _nothing_shows(view, i)
        or _only_listener(view, frame)
        or _turned_down(view, frame)
        or (token.text == ":" and not frame.source)
        or (token.lemma in {"respond", "react", "answer"} and _silence(view, frame) and not to_the_press(tree, i))
    ):
        return False
    if passive and not frame.source and token.lemma in words.denial:
        return False  # "he was dismissed", "the offer was rejected": nobody says so
    if frame.kind not in {"tagged", "speech"}:
        return True
    heads = {token.lemma, *(tokens[j].lemma for j in frame.cue if tokens[j].pos in {"VERB", "NOUN", "ADV", "ADP"})}
    if (
        frame.kind == "denial"
        or heads & (words.declining | words.denial | words.doubt | words.hearsay)
        or {"accord", "per"} & heads
        or token.text == ":"
    ):
        return True
    if passive and not frame.source:
        return token.lemma in words.hearsay_verbs
    quoted = sum(bool(view.inside[j]) for j in frame.content) if not view.inside[i] else 0
    clause = quoted * 2 > len(frame.content) or any(
        tokens[j].pos in {"VERB", "AUX"} and tokens[j].dep != "amod" for j in frame.content
    )
    if token.lemma in words.speech - words.weak or (token.pos == "NOUN" and token.lemma in words.nouns):
        return True
    if token.lemma in words.evidence:
        return clause or any(tokens[j].lemma in words.papers for j in frame.source)
    if token.lemma in CALLED and calls_false(_behind(view, frame)):
        return True
    if heads & words.speech:
        return clause or (token.lemma in _CALLING and any(tokens[j].lemma == "for" for j in (*frame.cue, frame.content[0])))
    return quoted * 2 > len(frame.content)


def _behind(view: View, frame: Frame) -> str:
    """The words of a frame from its anchor on, its content among them."""
    return " ".join(view.tokens[j].text for j in sorted({*frame.cue, *frame.content}) if j >= frame.anchor)


def _turned_down(view: View, frame: Frame) -> bool:
    """Whether an offer or a request was turned down: an act in the story, where turning down a report or a charge is a denial."""
    tokens = view.tokens
    if tokens[frame.anchor].lemma not in _TURNING_DOWN or any(view.inside[j] for j in frame.content):
        return False
    inside = set(frame.content)
    heads = [j for j in frame.content if tokens[j].head not in inside or tokens[j].head == j]
    # The parser takes "the minister Ann Holm's proposal" for an apposition to the minister.
    heads += [j for j in frame.content if tokens[j].dep == "appos" and tokens[j].head in heads]
    return any(tokens[j].pos == "NOUN" and tokens[j].lemma in _OFFERS and not _says_that(view, j) for j in heads)


def _says_that(view: View, noun: int) -> bool:
    """Whether a noun that can be a proposal has a clause of its own ("the suggestion that money was paid"), or stands with
    "any": something said, then."""
    tokens, kids = view.tokens, view.tree.children[noun]
    clause = any(
        tokens[c].dep in {"acl", "ccomp"} and any(tokens[g].dep in {"nsubj", "nsubjpass", "expl"} for g in view.tree.children[c])
        for c in kids
    )
    return clause or (tokens[noun].lemma == "suggestion" and any(tokens[c].lemma == "any" for c in kids))


def _about_naming(view: View, frame: Frame) -> bool:
    """Whether someone only asks not to be named: the ground of anonymity, not a statement."""
    tokens = view.tokens
    return bool({tokens[frame.anchor].lemma} & (lexicon().declining | {"ask", "agree", "speak", "talk", "want", "wish"})) and any(
        tokens[j].lemma in _ANONYMITY and any(tokens[c].dep == "auxpass" for c in view.tree.children[j])
        for j in (*frame.content, *frame.cue)
    )


def _nothing_shows(view: View, i: int) -> bool:
    """Whether the cue only tells what a lack of evidence would show ("nothing to suggest that …", "no sign to indicate …")."""
    tokens = view.tokens
    return tokens[i].tag == "VB" and tokens[i].dep in {"relcl", "acl"} and tokens[tokens[i].head].lemma in _LACKING


def _only_listener(view: View, frame: Frame) -> bool:
    """Whether the content is only who was told ("has notified the regulator"): what was said is not there."""
    tokens, i = view.tokens, frame.anchor
    if tokens[i].lemma not in _INFORMING or any(view.inside[j] or tokens[j].pos in {"VERB", "AUX"} for j in frame.content):
        return False
    heard = view.tree.child(i, "dobj")
    return heard is not None and set(frame.content) <= set(view.tree.subtree(heard))


def _question(view: View, i: int) -> bool:
    """Whether the cue only introduces an answer ("Asked about X, …") or names a source that another cue has ("citing X")."""
    token = view.tokens[i]
    has_clause = any(view.tokens[c].dep in {"ccomp", "xcomp"} for c in view.tree.children[i])
    if token.lemma in {"ask", "question", "press"} and (token.tag == "VBN" or not has_clause):
        return True
    return token.lemma in {"cite", "quote", "refer"} and token.tag in {"VBG", "VBN"} and view.tree.child(i, "auxpass") is None


def declining(view: View, frame: Frame) -> Frame | None:
    """A refusal with its whole verb phrase as content ("to discuss it", "did not respond to a request for comment"); any other
    frame without whom it cites, a denial without what went on meanwhile.

    One that someone tells ("the bank said it would not discuss clients") is that one's statement, with the whole clause as
    content. None for what is part of a quotation's own words ("we did not ask"), and for a refusal as an act of the story
    ("told Oslo they would not discuss a truce"): the statement is the telling.
    """
    tokens, words = view.tokens, lexicon()
    i = frame.anchor
    if frame.kind == "layout" or not _silence(view, frame):
        return _without_meanwhile(view, frame) if tokens[i].lemma in words.denial else _without_citing(view, frame)
    if view.inside[i]:
        return None
    above = _teller(view, i)
    if above is not None:
        subject = view.tree.child(above, "nsubj")
        source = tuple(view.tree.subtree(subject)) if subject is not None else ()
        mine = view.tree.child(i, "nsubj")
        first = view.tree.edges[mine][0] if mine is not None and mine < i else above + 1
        content = tuple(j for j in view.tree.subtree(i) if not view.inside[j] and j not in set(source) and j >= first)
        if source and content and len(content) > 2:
            return Frame(anchor=above, cue=(above,), source=source, content=content, kind="speech")
    goal = None
    refuses = [j for j in frame.cue if tokens[j].lemma in words.declining]
    silent = [j for j in frame.cue if tokens[j].lemma in _SILENT and any(tokens[c].dep == "neg" for c in view.tree.children[j])]
    if refuses:
        goal = [j for j in frame.cue if j > refuses[-1]]
    elif silent and tokens[silent[-1]].lemma in _REPLIES:
        goal = list(frame.cue)
    elif silent and not any(tokens[c].dep == "ccomp" for c in view.tree.children[silent[-1]]):
        goal = [silent[-1]]
    if not goal:
        return frame
    other = {j for verb in goal for j in _other_deeds(view, verb)}
    return replace(frame, content=tuple(sorted({*frame.content, *goal} - other)), kind="declining")


def _without_citing(view: View, frame: Frame) -> Frame:
    """A frame whose content has lost whom its source cites at the end (", citing two people"): that is told of the source."""
    tokens, content = view.tokens, frame.content
    for n, (i, j) in enumerate(pairwise(content)):
        cites = tokens[j].tag == "VBG" and tokens[j].lemma in {"cite", "quote"} and tokens[i].text == ","
        if cites and n > 2 and not view.inside[j] and (frame.anchor < content[0] or frame.anchor > content[-1]):
            return replace(frame, content=content[: n + 1])
    return frame


def _without_meanwhile(view: View, frame: Frame) -> Frame:
    """A denial whose content has lost a last clause of time or concession behind a comma (", as a letter was read out")."""
    tokens, content = view.tokens, frame.content
    for n, j in enumerate(content[:-1]):
        after = tokens[content[n + 1]]
        if tokens[j].text == "," and after.dep == "mark" and after.lemma in _MEANWHILE and not view.inside[j] and n > 1:
            return replace(frame, content=content[:n]) if j > frame.anchor else frame
    return frame


def _other_deeds(view: View, verb: int) -> set[int]:
    """What the parser joins below an infinitive though its form shows another deed ("to say who it was and referred us to …")."""
    tokens, tree = view.tokens, view.tree
    for j in tree.subtree(verb):
        bare = (
            tokens[j].dep == "conj"
            and tokens[j].tag in {"VBD", "VBN"}
            and tree.child(j, "nsubj", "nsubjpass", "aux", "auxpass") is None
        )
        if bare and j > verb and tokens[tokens[j].head].tag == "VB":
            return {k for k in tree.subtree(verb) if k >= j} | {c for c in tree.children[tokens[j].head] if tokens[c].dep == "cc"}
    return set()


def _silence(view: View, frame: Frame) -> bool:
    """Whether the cue is a refusal or a verb of answering with a negation."""
    tokens = view.tokens
    return any(
        tokens[j].lemma in lexicon().declining
        or (tokens[j].lemma in _SILENT and any(tokens[c].dep == "neg" for c in view.tree.children[j]))
        for j in frame.cue
    )


def _teller(view: View, i: int) -> int | None:
    """The verb of speech before token `i` whose clause of content `i` is the verb of."""
    tokens = view.tokens
    head = tokens[i].head
    subject = view.tree.child(i, "nsubj")
    # "told Oslo, through envoys, they would not …": without "that" the parser takes the clause for a second predicate.
    joined = tokens[i].dep in {"conj", "advcl"} and subject is not None and tokens[subject].pos == "PRON"
    joined = joined and not any(tokens[c].dep in {"mark", "advmod"} and c < i for c in view.tree.children[i])
    joined = joined and not any(tokens[c].dep == "cc" and c < i for c in view.tree.children[head])
    told = (tokens[i].dep == "ccomp" or joined) and head < i and tokens[head].pos == "VERB" and tokens[head].lemma in _REPORTING
    return head if told and subject is not None and not view.inside[head] else None


def without_listener(view: View, frame: Frame) -> Frame:
    """A frame whose content has lost who was told ("told the local paper | he was glad", "told a friend that | it rained")."""
    tokens, content = view.tokens, frame.content
    that = _told_that(view, frame)
    if that is not None:
        return replace(frame, content=that)
    if (
        tokens[frame.anchor].lemma not in _TELLING
        or content[0] <= frame.anchor
        or content[0] - max(frame.cue) > 2
        or view.inside[content[0]]
    ):
        return frame
    outlets = background("roles")["outlet"] | background("roles")["agency"]
    last = None
    for n, j in enumerate(content[:12]):
        token = tokens[j]
        if view.inside[j] or token.pos in {"VERB", "AUX"} or (n and j != content[n - 1] + 1):
            break
        if token.text.casefold() in {"that", "how"} and n:
            return replace(frame, content=content[n + 1 :]) if len(content) > n + 3 else frame
        if token.pos in {"NOUN", "PROPN"} and token.text.casefold() in outlets:
            last = n
        elif last is not None and n == last + 1:
            if token.pos in {"PRON", "DET"} or (token.pos == "PROPN" and tokens[content[n - 1]].text[0].isupper()):
                break
            last = None
    if last is None or len(content) < last + 4 or tokens[content[last + 1]].pos not in {"PRON", "DET"}:
        return frame
    return replace(frame, content=content[last + 1 :])


def _told_that(view: View, frame: Frame) -> tuple[int, ...] | None:
    """What is said behind "that", where the content begins with the verb's object: "warned | the ministry twice that it leaked"."""
    tokens, tree, i = view.tokens, view.tree, frame.anchor
    listener, clause = tree.child(i, "dobj", "dative"), tree.child(i, "ccomp")
    if listener is None or clause is None or not i < listener < clause or tokens[i].lemma not in lexicon().speech:
        return None
    that = next((c for c in tree.children[clause] if tokens[c].dep == "mark" and tokens[c].lemma == "that"), None)
    if that is None or listener not in frame.content or that not in frame.content or any(view.inside[j] for j in range(i, that)):
        return None
    first = min(j for j in frame.content if j > i)
    rest = tuple(j for j in frame.content if not i < j <= that)
    return rest if first <= tree.edges[listener][0] < that and rest else None


def without_dateline(view: View, frame: Frame) -> Frame:
    """A frame whose content, or source, has lost the dateline that its sentence begins with ("LEEDS - ", "Leeds: ")."""
    if frame.source and frame.kind != "layout" and frame.source[0] < frame.content[0]:
        rest = _behind_dateline(view, frame.source)
        return replace(frame, source=rest) if rest else frame
    rest = _behind_dateline(view, frame.content)
    return replace(frame, content=rest) if rest else frame


def _behind_dateline(view: View, words: tuple[int, ...]) -> tuple[int, ...]:
    """`words` without the dateline of the sentence that they begin in."""
    tokens = view.tokens
    first, last = view.tree.sentence[tokens[words[0]].sentence]
    for j in range(first, min(last, first + 14)):
        if tokens[j].pos in {"VERB", "AUX", "PRON"}:
            break
        apart = j > first and (tokens[j].text == ":" or tokens[j].start > tokens[j - 1].end)  # "Ana Berg-Lind" is no dateline
        if apart and tokens[j].text in _DATELINE_ENDS:
            rest = tuple(i for i in words if not first <= i <= j)
            return rest if rest and any(tokens[k].pos == "PROPN" or tokens[k].text.isupper() for k in range(first, j)) else words
    return words


def uncued(view: View, taken: Iterable[Frame], *, whole: bool = True) -> list[Frame]:
    """Quotations of some length that no frame covers: the speaker before goes on, or the page leaves it to the eye who speaks.

    With `whole` only those that stand as sentences of their own.
    """
    covered = {j for f in taken for j in (*f.content, *f.cue)}
    out: list[Frame] = []
    runs: dict[int, list[int]] = {}
    for j, number in enumerate(view.inside):
        if number:
            runs.setdefault(number, []).append(j)
    for number in sorted(runs):
        run = runs[number]
        solid = [j for j in run if any(c.isalnum() for c in view.tokens[j].text)]
        if len(solid) < _LEAST or covered & set(run):
            continue
        if not any(view.tokens[j].pos in {"VERB", "AUX"} for j in solid):
            continue
        if whole and not _whole(view, run):
            continue
        said = _said_by(view, run)
        if said is not None:
            out.append(said)
            continue
        out.append(Frame(anchor=run[0], cue=(), source=_signature(view, run), content=tuple(run), kind="quotation"))
    return out


def _said_by(view: View, run: list[int]) -> Frame | None:
    """The quotation under the verb of speech right behind it, where the parser hung that verb elsewhere: "“…,” sobbed Ana Berg",
    "“…,” a harbour pilot, Ana Berg, told reporters"."""
    tokens, words = view.tokens, lexicon()
    first, stop = run[-1] + 1, view.tree.sentence[tokens[run[-1]].sentence][1]
    while first < stop and tokens[first].pos == "PUNCT" and first <= run[-1] + 2:
        first += 1
    if not any(t.text == "," for t in tokens[run[-1] : first]):
        return None
    finite = {"VBD", "VBZ", "VBP"}
    verb = next((k for k in range(first, min(stop, first + 16)) if tokens[k].tag in finite or tokens[k].pos == "AUX"), None)
    if verb is None or view.inside[verb] or tokens[verb].lemma not in words.speech or tokens[verb].tag not in finite:
        return None
    if verb == first:
        ends = (
            k
            for k in range(first + 1, stop)
            if tokens[k].tag in {*finite, "VBG", "IN", "TO"} or tokens[k].text in {",", ".", "“", '"', ":"}
        )
        named = range(first + 1, next(ends, stop))
    else:
        named = range(first, verb)
    source = [k for k in named if not view.inside[k]]
    while source and tokens[source[-1]].pos in {"PUNCT", "ADV"}:
        source.pop()
    voiced = bool(source) and tokens[source[0]].pos in {"DET", "NUM", "PROPN", "NOUN", "ADJ", "PRON"}
    if (
        not voiced
        or tokens[source[0]].text.casefold() in {"who", "which", "that"}
        or not can_speak(view.tree, source, verb, direct=False)
    ):
        return None
    return Frame(anchor=verb, cue=(verb,), source=tuple(source), content=tuple(run), kind="speech")


def _signature(view: View, run: list[int]) -> tuple[int, ...]:
    """Who is named after a quotation without a verb ("“…,” one banker who was said to know the plan."): the rest of the
    sentence, if it opens with a noun phrase and its only finite verbs stand in relative clauses."""
    tokens = view.tokens
    _, stop = view.tree.sentence[tokens[run[-1]].sentence]
    paragraph = view.tree.parsed.paragraph_of
    j = run[-1] + 1
    while j < len(tokens) and tokens[j].pos == "PUNCT" and j <= run[-1] + 2:
        j += 1
    if j >= len(tokens) or paragraph[tokens[j].sentence] != paragraph[tokens[run[-1]].sentence]:
        return ()
    comma = any(t.text == "," for t in tokens[run[-1] : j])
    stop = max(stop, view.tree.sentence[tokens[j].sentence][1])
    rest = [k for k in range(j, stop) if any(c.isalnum() for c in tokens[k].text)]
    if not comma or not rest or tokens[j].text[0].isupper() != (tokens[j].pos == "PROPN") or any(view.inside[k] for k in rest):
        return ()
    if tokens[j].pos not in {"DET", "NUM", "PROPN", "NOUN", "ADJ", "PRON"}:
        return ()
    clause = next((k for k in rest if tokens[k].text.casefold() in {"who", "which", "whose", "that"}), stop)
    if any(tokens[k].tag in {"VBD", "VBZ", "VBP", "MD"} for k in rest if k < clause):
        return ()
    head = [k for k in rest if k < clause and tokens[k].pos in {"NOUN", "PROPN"}]
    if not head or clause == j:
        return ()
    end = clause - 1
    while end > j and tokens[end].pos == "PUNCT":
        end -= 1
    source = tuple(range(j, end + 1))
    return source if can_speak(view.tree, source, j, direct=False) else ()


def _whole(view: View, run: list[int]) -> bool:
    """Whether the quotation stands as sentences of its own: nothing but marks before it in its sentence, or a colon or comma
    and then a capital."""
    tokens = view.tokens
    first, _ = view.tree.sentence[tokens[run[0]].sentence]
    before = [j for j in range(first, run[0]) if tokens[j].pos != "PUNCT" or tokens[j].text in ",:"]
    word = next((tokens[j].text for j in run if tokens[j].text[0].isalnum()), "a")
    return not before or (tokens[before[-1]].text in ",:" and word[0].isupper())
