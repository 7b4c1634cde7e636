"""Whether words say no to something: a report called false, a charge that the speaker rejects, a "no" to what another affirms.

A negation alone is no denial: "the siren did not sound" tells what happened. It is one where it answers: under a cue that
denies, in words of one's own doing ("we have not paid"), about what is only spoken of to be rejected ("there was no order"),
or against what another voice of the same article affirms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stemma.attributing.cues import lexicon as cues
from stemma.attributing.trees import SUBJECTS, Tree
from stemma.background.lexicons import lexicon
from stemma.model import Span

_FALSE = (
    r"(?:not (?:\w+ )?(?:true|accurate|correct|the case|what happened)|untrue|a lie|lies|false|falsehoods?|(?:a )?fakes?|"
    r"(?:an? |pure |complete |total )*(?:fabricat\w+|nonsense|fiction|invention|hoax|rubbish|smear)|"
    r"baseless|groundless|unfounded|unsubstantiated|"
    r"without (?:merit|foundation|basis)|inaccurate|wrong|incorrect|invented|made up|ridiculous|absurd|preposterous|ludicrous)"
)
_CALLED_FALSE = re.compile(rf"\b{_FALSE}\b", re.IGNORECASE)
_OPENS_FALSE = re.compile(
    rf"^\W*(?:(?:completely|totally|entirely|absolutely|simply|categorically|just|all|as) )*{_FALSE}\b", re.IGNORECASE
)
_WAS_WRONG = re.compile(r"^\W*(?:I|we) (?:was|were) (?:wrong|mistaken)\b", re.IGNORECASE)
_NO_TRUTH = re.compile(
    r"\b(?:no truth (?:in|to|whatever)|nothing of the (?:kind|sort)|(?:quite )?the (?:opposite|contrary) is true)\b", re.IGNORECASE
)
_ONLY_NO = re.compile(r"^\W*(?:no(?: way)?|never|not at all|absolutely not|certainly not|of course not)\W*$", re.IGNORECASE)
_HAD_NOT = re.compile(
    r"^\W*(?:(?:he|she|it|they|we|i)\s+)?(?:had|did|was|were|has|have|is|are|does|do)(?: not|n't)(?: done so)?\W*$", re.IGNORECASE
)
_NOT_ONE = re.compile(
    r"^\W*(?:at no (?:point|time|stage)|not a single|under no circumstances)\b(?!.*\b(?:will|would|shall)\b)", re.IGNORECASE
)
_INNOCENCE = re.compile(r"\b(?:his|her|its|their|our|my)?\s*innocen(?:ce|t)\b|\bnot guilty\b", re.IGNORECASE)
_PARTLY = frozenset({"only", "just", "merely", "simply", "even", "always", "often", "all", "every", "entirely", "quite", "exactly"})
_ALL_THAT = frozenset({"it", "this", "that", "which", "they", "all", "everything"})
_OURS = frozenset({"ours", "mine", "theirs", "his", "hers"})
_OWN = frozenset({"our", "my", "its", "their", "his", "her"})
_NOBODY = frozenset({"nobody", "nothing", "none", "neither", "no-one"})
FIRST = frozenset({"i", "we"})
THIRD = frozenset({"he", "she", "it", "they"})
_CLAIMED = frozenset({"claim", "protest", "maintain", "assert", "profess", "declare", "proclaim", "insist", "plead"})
_REJECTS = frozenset({"reject", "dismiss", "discount", "disown", "challenge", "contradict", "repudiate", "disavow", "rebuff"})
_NEVER = frozenset({"never", "neither", "nor"})
CALLED = frozenset({"call", "brand", "describe", "label", "dub", "blast", "slam", "deride", "decry", "denounce", "condemn", "term"})
"""Verbs that give a thing a name: a denial where the name is one for "untrue"."""
_DEALINGS = frozenset({"deal", "payment", "plan", "approach", "bid", "order", "offer", "talk"})
_SHORT = 30
"""Words up to which a statement is judged by its main clauses; a longer one says more than a no."""
INSISTS = frozenset({"insist", "maintain", "swear", "retort", "counter", "protest"})
"""Verbs of the mouth that hold something against a doubt or a charge."""


def denying_cue(tree: Tree, cue: Span | None, content: tuple[Span, ...], told: str, *, direct: bool) -> bool:
    """Whether the cue itself says no: "denied", "took back"; of "rejected" and "dismissed" only where a claim is rejected.

    No infinitive does ("asked the court to dismiss"), no "did not deny", no "could deny", nobody who denies someone a visa or
    rejects an offer, and no second thing that the same sentence tells of the denier ("denied it and promised …"). A whole sentence
    quoted after the denial (`direct`) are the denier's own words, not what is denied.
    """
    if cue is None or (direct and any(tree.tokens[v].tag in ("VBD", "VBZ", "VBP") for v in clauses(tree, content))):
        return False
    words = " ".join(tree.tokens[i].text for i in tree.within(cue))
    if re.search(
        r"\b(?:took back|taken back|withdr\w+|retract\w+|recant\w+|ruled out|shot down|knocked down|hit back at)\b",
        words,
        re.IGNORECASE,
    ):
        return True
    verbs = [i for i in tree.within(cue) if tree.tokens[i].lemma in cues().denial or tree.tokens[i].lemma in _REJECTS]
    for i in verbs:
        if tree.tokens[i].pos == "VERB" and (_softened(tree, i) or _joined(tree, i, content)):
            continue
        if _withheld(tree, i, content):
            continue
        if tree.tokens[i].lemma not in _REJECTS or _is_claim(tree, i, content, told):
            return True
    return not verbs and bool(re.search(r"\bden(?:y|ies|ied)\b", words, re.IGNORECASE))


def _softened(tree: Tree, i: int) -> bool:
    """Whether the verb at `i` is negated, can happen only, or is an aim."""
    before = tree.tokens[i - 1].text.casefold() if i else ""
    modal = any(tree.tokens[c].tag == "MD" and tree.tokens[c].lemma not in ("will", "would") for c in tree.children[i])
    aim = (
        tree.tokens[i].tag == "VB"
        and before == "to"
        and tree.tokens[tree.tokens[i].head].lemma not in ("seek", "rush", "move", "go")
    )
    return modal or aim or any(tree.tokens[c].dep == "neg" for c in tree.children[i])


def _joined(tree: Tree, i: int, content: tuple[Span, ...]) -> bool:
    """Whether the content is another deed of the denier ("denied it and promised …"), or a quotation set beside the denial."""
    inside = [j for span in content for j in tree.within(span)]
    first = tree.tokens[inside[0]] if inside else tree.tokens[i]
    bare = bool(inside) and tree.child(inside[0], *SUBJECTS) is None and first.dep == "conj" and first.start > tree.tokens[i].end
    if not bare or first.tag not in ("VBD", "VBZ", "VBP"):
        return False
    # The parser joins "denied it had sunk and promised money" to "sunk"; what was done to a thing promises nothing.
    undergone = tree.child(first.head, "nsubjpass") is not None and tree.child(inside[0], "auxpass") is None
    return first.head == i or (undergone and first.lemma in cues().speech)


def _withheld(tree: Tree, i: int, content: tuple[Span, ...]) -> bool:
    """Whether what is denied or rejected is a good, an offer or a request."""
    heads = _heads(tree, content)
    if tree.tokens[i].lemma == "deny" and tree.child(i, "dative") is not None:
        return True
    nouns = [j for j in heads if tree.tokens[j].pos in ("NOUN", "PROPN")]
    if not nouns or len(nouns) < len(heads):
        return False
    top = nouns[0]
    clause = any(tree.tokens[c].dep in ("acl", "ccomp") and tree.tokens[c].pos in ("VERB", "AUX") for c in tree.children[top])
    inside = [j for span in content for j in tree.within(span)]
    person = tree.tokens[i].lemma == "deny" and all(tree.tokens[j].pos == "PROPN" for j in inside) and len(inside) <= 3
    person = person or (tree.tokens[i].lemma == "deny" and tree.tokens[top].entity == "PERSON")
    # "the deal, which the club denied": there was none; "the visa, which the embassy denied" was withheld.
    told_of = tree.tokens[i].lemma == "deny" and tree.tokens[i].dep == "relcl" and tree.tokens[top].lemma in _DEALINGS
    return person or (tree.tokens[top].lemma in lexicon("denials")["withheld"] and not clause and not told_of)


def _is_claim(tree: Tree, i: int, content: tuple[Span, ...], told: str) -> bool:
    """Whether what the verb at `i` rejects is a claim: by its noun, as a clause, or called false in the same breath."""
    claims = lexicon("denials")["claims"]
    heads = _heads(tree, content)
    things = [c for c in tree.children[i] if tree.tokens[c].dep in ("dobj", "nsubjpass")]
    nouns = [j for j in (*things, *heads) if tree.tokens[j].pos in ("NOUN", "PROPN")]
    if any(tree.tokens[j].lemma in claims for j in nouns):
        return True
    matters = lexicon("denials")["matters"]  # one can brush aside what nobody claims: a concern, a finding, a figure
    if any(tree.tokens[j].lemma in matters and any(tree.tokens[c].dep == "acl" for c in tree.children[j]) for j in nouns):
        return True
    if _CALLED_FALSE.search(told):
        return True
    said = [
        j
        for j in heads
        if tree.tokens[j].pos in ("VERB", "AUX") and tree.tokens[j].dep in ("ccomp", "acl", "root", "ROOT", "pcomp")
    ]
    return bool(said) and not re.match(r"\W*(?:what|how|whether|who|when|where)\b", told, re.IGNORECASE)


def _heads(tree: Tree, content: tuple[Span, ...]) -> list[int]:
    """The tokens of the content that hang on nothing inside it."""
    inside = {j for span in content for j in tree.within(span)}
    return [
        j
        for j in sorted(inside)
        if (tree.tokens[j].head not in inside or tree.tokens[j].head == j) and tree.tokens[j].pos not in ("PUNCT", "CCONJ", "SCONJ")
    ]


def clauses(tree: Tree, content: tuple[Span, ...]) -> list[int]:
    """The verbs of the content's main clauses: those that hang on nothing inside it, and what is joined to them."""
    inside = {j for span in content for j in tree.within(span)}
    out = [j for j in _heads(tree, content) if tree.tokens[j].pos in ("VERB", "AUX")]
    for j in out:
        out.extend(c for c in tree.children[j] if c in inside and c not in out and _is_beside(tree, c, j))
    return sorted(out)


def _is_beside(tree: Tree, clause: int, verb: int) -> bool:
    """Whether a clause stands beside another: joined to it, or run on before it ("There is no deal, there was none")."""
    token = tree.tokens[clause]
    if token.pos not in ("VERB", "AUX"):
        return False
    run_on = token.dep in ("ccomp", "parataxis") and clause < verb and tree.child(clause, "mark") is None
    return token.dep == "conj" or run_on


def negation(tree: Tree, verb: int) -> str:
    """How the clause of `verb` is negated: "verb" ("did not go"), "subject" ("no gate was"), "object" ("heard no siren"), or ""."""
    tokens = tree.tokens
    said = [c for c in tree.children[verb] if tokens[c].lemma in _NEVER and tokens[c].pos in ("ADV", "PART")]
    neg = [*said, *(c for c in tree.children[verb] if tokens[c].dep == "neg")]
    # "not only", "not just" add and do not deny
    if any(c + 1 < len(tokens) and tokens[c + 1].lemma not in _PARTLY for c in neg):
        return "verb"
    for c in tree.children[verb]:
        if tokens[c].dep in ("nsubj", "nsubjpass") and _is_none(tree, c):
            return "subject"
    for c in tree.children[verb]:
        if tokens[c].dep in ("dobj", "attr") and _is_none(tree, c):
            return "object"
    return ""


def _is_none(tree: Tree, noun: int) -> bool:
    tokens = tree.tokens
    if tokens[noun].lemma in _NOBODY or (tokens[noun].lemma == "one" and noun and tokens[noun - 1].lemma == "no"):
        return True
    kids = [tokens[c] for c in tree.children[noun]]
    first = tree.edges[noun][0]
    not_one = first + 1 < noun and tokens[first].lemma == "not" and tokens[first + 1].lemma in ("a", "one", "any")
    return not_one or any(k.lemma in ("no", "neither") and k.dep in ("det", "neg") for k in kids)


def _past(tree: Tree, verb: int) -> bool:
    """Whether a clause tells of what was: simple past, perfect, or "did not"."""
    tokens = tree.tokens
    helpers = [tokens[c] for c in tree.children[verb] if tokens[c].dep in ("aux", "auxpass")]
    if any(h.tag == "MD" for h in helpers):
        return False
    if any(h.lemma == "have" or h.tag == "VBD" for h in helpers):
        return True
    return tokens[verb].tag == "VBD" and not helpers


def _perfect(tree: Tree, verb: int) -> bool:
    tokens = tree.tokens
    helpers = [tokens[c] for c in tree.children[verb] if tokens[c].dep in ("aux", "auxpass")]
    return any(h.lemma == "have" for h in helpers) and not any(h.tag == "MD" for h in helpers)


def called_false(tree: Tree, content: tuple[Span, ...], told: str) -> bool:
    """Whether the words call something said or shown false ("the report is a lie", "not true"), or answer with a bare no."""
    pieces = [" ".join(tree.tokens[j].text for j in tree.within(span)) for span in content]
    if any(
        _ONLY_NO.match(p) or _HAD_NOT.match(p.replace(" n't", "n't").replace(" n’t", "n't")) for p in pieces
    ) or _NO_TRUTH.search(told):
        return True
    if _OPENS_FALSE.match(told) and len(told.split()) <= 14:
        return True
    if _WAS_WRONG.match(told):
        return True
    words = lexicon("denials")
    for verb in clauses(tree, content) if len(told.split()) <= _SHORT else ():
        if tree.tokens[verb].lemma != "be":
            continue
        subject = tree.child(verb, "nsubj")
        things = words["claims"] | words["matters"] | words["papers"] | _ALL_THAT
        about = subject is None or bool({tree.tokens[subject].lemma, tree.tokens[subject].text.casefold()} & things)
        mine = subject is not None and any(tree.tokens[c].lemma in ("our", "my") for c in tree.children[subject])
        said = " ".join(told_between(tree, verb, content).split())
        if about and not mine and re.match(rf"\W*(?:\w+ly )?(?:{_FALSE})\b", said, re.IGNORECASE):
            return True
    return False


def calls_false(words: str) -> bool:
    """Whether a word for "untrue" stands in `words`, the stretch of a verb of calling ("called the report baseless")."""
    return _CALLED_FALSE.search(words) is not None


def told_between(tree: Tree, verb: int, content: tuple[Span, ...]) -> str:
    """The words of the content from behind `verb` to the end of its piece, at most six."""
    sentence = tree.tokens[verb].sentence
    after = [tree.tokens[j] for span in content for j in tree.within(span) if j > verb and tree.tokens[j].sentence == sentence]
    return " ".join([t.text for t in after if any(c.isalnum() for c in t.text)][:6])


def own_deed(tree: Tree, content: tuple[Span, ...], told: str, *, doers: frozenset[str]) -> bool:
    """Whether the speakers say no to a charge: that they did something, that something was theirs, that there was an order.

    By grammar alone, so only in the forms in which news reports a rejection: the speaker as the one who has not done it, what is
    spoken of only to be denied, an emphatic "not a single". What will not be, and what the speakers have not heard or felt, is
    their statement. `doers` are the pronouns that stand for the speakers in these words (`FIRST`, `THIRD`).
    """
    if _NOT_ONE.match(told):
        return True
    if len(told.split()) > _SHORT or re.search(r"\b(?:yet|will|won't|would|shall|because)\b", told):
        return False
    words = lexicon("denials")
    if sum(_was_none(tree, verb, None) for verb in clauses(tree, content)) > 1:
        return True  # "There is no offer, there is no draft": nobody lists what is not, unless charged with it
    return any(
        _speaker_did_not(tree, verb, words["minds"], doers)
        or _was_none(tree, verb, words["wrongdoing"])
        or _no_tie(tree, verb, words["ties"])
        or _not_ours(tree, verb)
        for verb in clauses(tree, content)[:2]
    )


def _speaker_did_not(tree: Tree, verb: int, minds: frozenset[str], doers: frozenset[str]) -> bool:
    """ "We have not paid", "she had never suggested": the speaker as the doer, in the perfect or with "never"."""
    tokens = tree.tokens
    subject = tree.child(verb, "nsubj", "nsubjpass")
    if subject is None:
        if tokens[verb].dep != "pcomp" or tokens[verb].tag != "VBG":
            return False
    elif tokens[subject].text.casefold() not in doers:
        return False
    passive = tree.child(verb, "auxpass") is not None or tree.child(verb, "nsubjpass") is not None
    never = any(tokens[c].lemma == "never" for c in tree.children[verb])
    if not negation(tree, verb) or tokens[verb].lemma in minds or (passive and not never):
        return False
    thing = tree.child(verb, "dobj", "attr")
    if thing is not None and _is_none(tree, thing) and tokens[thing].lemma in lexicon("denials")["uneventful"]:
        return False
    if thing is not None and tokens[verb].lemma in ("see", "meet", "witness") and _any_such(tree, thing):
        return False  # "I have never seen a match like it"
    return _perfect(tree, verb) or (never and _past(tree, verb))


def _any_such(tree: Tree, noun: int) -> bool:
    """Whether a thing is one of a kind, not a certain one: "a campaign that …", "anything", "things going this way"."""
    kids = {tree.tokens[c].lemma for c in tree.children[noun]}
    return bool(kids & {"a", "an", "such"}) or tree.tokens[noun].lemma in ("thing", "anything", "something", "such")


def _was_none(tree: Tree, verb: int, wrongdoing: frozenset[str] | None) -> bool:
    """ "There was no order": what one speaks of only to say no to it (any thing at all, if `wrongdoing` is None)."""
    tokens = tree.tokens
    if tokens[verb].lemma != "be" or tree.child(verb, "expl") is None or any(tokens[c].tag == "MD" for c in tree.children[verb]):
        return False
    thing = tree.child(verb, "attr")
    things = [] if thing is None else [thing, *(c for c in tree.children[thing] if tokens[c].dep == "conj")]
    return any(_is_none(tree, t) and (wrongdoing is None or tokens[t].lemma in wrongdoing) for t in things)


def _no_tie(tree: Tree, verb: int, ties: frozenset[str]) -> bool:
    """ "Had no part in it": a tie to what is charged."""
    tokens = tree.tokens
    thing = tree.child(verb, "dobj")
    return (
        tokens[verb].lemma in ("have", "play", "bear")
        and thing is not None
        and _is_none(tree, thing)
        and tokens[thing].lemma in ties
    )


def _not_ours(tree: Tree, verb: int) -> bool:
    """ "They were not ours", "its own men were not there"."""
    tokens = tree.tokens
    if negation(tree, verb) != "verb" or any(tokens[c].tag == "MD" for c in tree.children[verb]):
        return False
    thing = tree.child(verb, "attr", "acomp")
    if tokens[verb].lemma == "be" and thing is not None and tokens[thing].text.casefold() in _OURS:
        return True
    subject = tree.child(verb, "nsubj")
    if subject is None or not _past(tree, verb):
        return False
    kids = {tokens[c].text.casefold() for c in tree.children[subject]}
    return "own" in kids and bool(kids & _OWN)


def no_such_thing(tree: Tree, content: tuple[Span, ...]) -> bool:
    """ "No lamp was broken", "no pump has ever failed": a thing at the head of the sentence with a past "no".

    What is no news when it has not happened ("no arrests were made", "no one was hurt") is left out.
    """
    tokens, words = tree.tokens, lexicon("denials")
    inside = [j for span in content for j in tree.within(span)]
    for verb in clauses(tree, content)[:1]:
        subject = tree.child(verb, "nsubj", "nsubjpass")
        if (
            subject is None
            or not inside
            or negation(tree, verb) != "subject"
            or tokens[subject].pos != "NOUN"
            or not _past(tree, verb)
        ):
            continue
        if tokens[verb].lemma in words["proceedings"] or len(inside) > _SHORT // 2:
            continue
        if tokens[subject].lemma not in words["uneventful"] and tree.edges[subject][0] == inside[0]:
            return True
    return False


def held_against(tree: Tree, content: tuple[Span, ...], told: str) -> bool:
    """Whether a clause of the content says that something was not so: the "no" of one who insists, or who has just denied."""
    tokens = tree.tokens
    nothing = lexicon("small")["vague"] | lexicon("denials")["entitlements"]
    for verb in clauses(tree, content):
        how = negation(tree, verb)
        helpers = [tokens[c] for c in tree.children[verb] if tokens[c].dep in ("aux", "auxpass")]
        if not how or any(h.tag == "MD" for h in helpers):
            continue
        if how != "verb" and any(tokens[c].lemma in nothing for c in tree.children[verb]):
            continue
        general = any(h.lemma == "do" and h.tag in ("VBP", "VBZ") for h in helpers)
        if general or tokens[verb].lemma in ("need", "know", "want", "think", "mean") or (tokens[verb].tag == "VB" and not helpers):
            continue
        if re.search(r"\bnothing to (?:hide|add|fear|lose)\b", told, re.IGNORECASE):
            continue
        return True
    return False


def claims_innocence(tree: Tree, cue: Span | None, told: str) -> bool:
    """ "Protested her innocence", "pleaded not guilty"."""
    verbs = {tree.tokens[i].lemma for i in tree.within(cue)} if cue else set()
    return bool(verbs & _CLAIMED) and _INNOCENCE.search(told) is not None and len(told.split()) <= 8


def opposed(tree: Tree, content: tuple[Span, ...], others: Sequence[tuple[Span, ...]]) -> bool:
    """Whether a negated statement says no to what one of `others` (what other voices have said) affirms.

    It does where its main clause is negated, not ahead and not in general, and where at least half of its words of matter, two
    of them and that clause's verb or the thing that there was none of, stand in the other one, and that one has no negation.
    """
    verbs = [v for v in clauses(tree, content) if negation(tree, v) and not _open(tree, v)]
    mine = matter(tree, content)
    if not verbs or len(mine) < 2 or sum(len(tree.within(s)) for s in content) > 30:
        return False
    sides = ("attr", "acomp", "dobj", "nsubj", "nsubjpass")
    core = {tree.tokens[v].lemma for v in verbs}
    core |= {tree.tokens[c].lemma for v in verbs for c in tree.children[v] if tree.tokens[c].dep in sides}
    none = {tree.tokens[c].lemma for v in verbs for c in tree.children[v] if tree.tokens[c].pos == "NOUN" and _is_none(tree, c)}
    none -= lexicon("small")["vague"] | lexicon("denials")["uneventful"]
    for other in others:
        if any(tree.tokens[j].dep == "neg" or tree.tokens[j].lemma in _NOBODY | {"no"} for s in other for j in tree.within(s)):
            continue
        theirs = matter(tree, other)
        shared = mine & theirs
        if (none & theirs and (len(shared) > 1 or len(mine) <= 3)) or (
            len(shared) >= 2 and len(shared) * 3 >= len(mine) * 2 and shared & core
        ):
            return True
    return False


def _open(tree: Tree, verb: int) -> bool:
    """Whether a clause is about what may come or what holds in general, an order or a question."""
    tokens = tree.tokens
    kids = [tokens[c] for c in tree.children[verb]]
    helpers = [k for k in kids if k.dep in ("aux", "auxpass")]
    if any(h.tag == "MD" for h in helpers) or (tokens[verb].tag in ("VBG", "VBN") and not any(h.lemma == "have" for h in helpers)):
        return True
    if any(h.lemma == "do" and h.tag in ("VBP", "VBZ", "VB") for h in helpers):
        return True
    return not any(k.dep in ("nsubj", "nsubjpass", "expl", "csubj") for k in kids)


def matter(tree: Tree, content: tuple[Span, ...]) -> set[str]:
    """The lemmas of a statement's nouns, verbs, adjectives and numbers, light ones left out."""
    return {
        tree.tokens[i].lemma
        for span in content
        for i in tree.within(span)
        if tree.tokens[i].pos in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") and tree.tokens[i].lemma not in lexicon("small")["light"]
    }
