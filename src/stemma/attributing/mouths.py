"""Who can speak at all: people, offices, bodies, papers and places can; an impasse, a failure or a signal cannot."""

from __future__ import annotations

from collections.abc import Sequence

from stemma.attributing.cues import lexicon as lexicon_of_cues
from stemma.attributing.page import singular
from stemma.attributing.trees import Tree
from stemma.background.lexicons import lexicon
from stemma.model import Token

_AGENTS = ("ist", "ian", "man", "woman", "person", "ologist", "er", "or", "eer", "ee", "ant", "folk")
_ABSTRACT = (
    *("tion", "sion", "ness", "ment", "ity", "ance", "ence", "ancy", "ency", "ure", "ism", "ship", "hood", "dom", "sis", "ing"),
    *("al", "th", "age", "acy"),
)
_SPEAKS = frozenset({"say", "tell", "reply", "ask", "answer", "shout", "recall", "joke", "explain", "insist", "recount", "write"})
_NOBODY = frozenset({"none", "nobody", "neither", "no-one", "nothing"})


def can_speak(tree: Tree, source: Sequence[int], cue: int, *, direct: bool) -> bool:
    """Whether a source phrase (token indices) names someone or something that has a word of its own.

    Names, pronouns and nouns of the lexicons of roles can, as can nouns made for people ("-ist", "-man"). Of other nouns,
    those of events and qualities cannot, and the rest only with a verb of the mouth (`cue` is the cue's token) or a direct
    quotation. An empty source can: nobody is named.
    """
    if not source:
        return True
    inside = set(source)
    tops = [i for i in source if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    nouns = [i for i in tops if tree.tokens[i].pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")]
    if not nouns:
        return True
    return any(_speaks(tree, tree.tokens[i], tree.tokens[cue], direct=direct) for i in nouns)


def _speaks(tree: Tree, noun: Token, cue: Token, *, direct: bool) -> bool:
    if noun.pos != "NOUN" or noun.text.casefold() in _NOBODY or noun.entity in ("PERSON", "ORG", "GPE", "NORP"):
        return True
    roles, small = lexicon("roles"), lexicon("small")
    word, form = singular(noun), noun.text.casefold()
    if any({word, form} & roles[heading] for heading in roles) or word in small["mouths"]:
        return True
    if word in small["things"]:
        return False
    if word.endswith(_AGENTS) and not word.endswith(_ABSTRACT):
        return True
    if word.endswith(_ABSTRACT):
        return False
    return direct or cue.lemma in _SPEAKS


def trimmed(tree: Tree, source: Sequence[int]) -> tuple[tuple[int, ...], int | None]:
    """A source without what the parser put before or behind the voice: the end of a sentence before it ("… some $3m. Two of
    them"), a predicate of its own ("an aide denied there"). The second value is the verb of that predicate, if there is one."""
    tokens = tree.tokens
    kept = list(source)
    stops = [n for n in range(len(kept) - 1) if ends_sentence(tree, kept[n], kept[n + 1])]
    kept = kept[stops[-1] + 1 :] if stops else kept
    opened = [n for n, j in enumerate(kept) if tokens[j].text == "("]
    if opened and opened[0] and not any(tokens[j].text == ")" for j in kept):
        kept = kept[: opened[0]]
    if len(kept) > 1 and tokens[kept[-1]].text in ("today", "yesterday", "tonight"):
        kept = kept[:-1]
    for n, j in enumerate(kept):
        if tokens[j].text.casefold() in ("who", "which", "that", "whose", "whom", "where", ",", "(", "-", "–", "—"):
            break
        clause = tokens[j].tag == "VBN" and n + 1 < len(kept) and tokens[kept[n + 1]].text in ("there", "that", "having")
        if n and tokens[j].pos == "VERB" and (tokens[j].tag in ("VBD", "VBZ", "VBP") or clause) and tokens[j].text.islower():
            if tokens[j].lemma in lexicon_of_cues().speech | lexicon_of_cues().denial:
                return tuple(kept[:n]), j
            break
    return tuple(kept), None


def ends_sentence(tree: Tree, i: int, after: int) -> bool:
    """Whether token `i` ends a sentence that the parser ran on: a full stop, or a unit with one ("$3m."), then a capital."""
    token, following = tree.tokens[i], tree.tokens[after]
    stop = token.text == "." or (token.text.endswith(".") and (token.text[:-1].isdigit() or token.text[:-1].islower()))
    return stop and following.start > token.end and following.text[0].isupper() and following.pos != "PROPN"
