"""What a source phrase says about who speaks: its kind, name, count, descriptors and ground of anonymity.

A phrase is read from the left: its first segment (up to a comma, a relative clause, a preposition) holds the head; later
segments are appositions ("Kari Berg, an analyst") or relative clauses. Who "he" or "the official" is, is not asked here;
see `coreference`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from stemma.attributing.kinds import COUNTED, NUMBERS, name_kind, noun_kind
from stemma.attributing.offices import offices, with_body
from stemma.attributing.page import Page, is_body_name, joined, singular, strip_titles
from stemma.background.lexicons import lexicon
from stemma.model import Span, Token, VoiceKind

PRONOUNS = frozenset(
    {"he", "she", "they", "it", "we", "i", "who", "which", "you", "him", "her", "them", "us", "his", "their", "its"}
)
ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "other", "another", "latter", "former"})
_GROUND = re.compile(
    r"\b(?:(?:on|under) (?:the )?condition of anonymity|anonymously|"
    r"(?:declin\w+|ask\w*|request\w*|refus\w+|did not want|wish\w*|prefer\w*|"
    r"want\w*)(?: \w+){0,3}? (?:not )?to be (?:named|identified|quoted)|"
    r"(?:asked|requested|chose) not to be (?:named|identified)|asked (?:for anonymity|to remain anonymous)|"
    r"asked [^,.]{0,40}not to use (?:his|her|their) name|not (?:to be )?(?:authori[sz]ed|cleared|allowed|"
    r"permitted) to (?:speak|talk|brief|comment|discuss)|"
    r"speaking (?:privately|on background))[^,;.\"“”]*",
    re.IGNORECASE,
)
_DESCRIPTOR = re.compile(
    r"\b(?:familiar with|close to|briefed on|with (?:direct |first-hand |intimate )?(?:knowledge|insight|access)|"
    r"involved in|in the know|"
    r"present at|who (?:was|were|has|have|had|attended|saw|knows?|worked|works)|privy to|near (?:to )?|working (?:at|for|in|on)|"
    r"acquainted with|at the|in the|on the|from the|of the|within|inside)\b[^,;.\"“”]*",
    re.IGNORECASE,
)
_BEHIND = re.compile(r",? (?:who (?:also )?(?:was |were )?|both |all )?(?=\w)")
_QUANTITIES = frozenset({"number", "lot", "handful", "group", "series", "majority", "dozens", "scores", "hundreds", "thousands"})
_MARKS = frozenset({",", ";", "&", "(", ")", "-", ".", "'", "’"})
_TAILS = frozenset(
    {"'s", "’s", "'", "’", "all", "both", "each", "also", "himself", "herself", "itself", "themselves", ",", ".", "-", ";"}
)
_SOME = frozenset({"many", "most", "some", "all", "several", "half", "few"})
_TIMES = frozenset({"today", "yesterday", "tonight", "tomorrow"})
_STOPS = frozenset({"who", "which", "whose", "that", "where", "speaking", "citing", "quoting", "seen", "dated", "familiar"})

NATIONAL = "national"
"""The head of "the Briton", "the best-selling Dane": a person told of by nationality."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One voice as its phrase shows it. `head` is the head noun's lemma ("" for a bare name), `definite` whether the phrase
    points back ("the official"), `pronoun` the pronoun if it is nothing more, `ordinal` "second", "other" … if it opens
    or picks one of several, `of_group` whether it is some of a group named before ("one of them")."""

    name: str
    kind: VoiceKind
    head: str = ""
    count: int = 1
    definite: bool = False
    pronoun: str = ""
    ordinal: str = ""
    of_group: bool = False
    plural: bool = False
    owner: str = ""
    span: Span
    descriptors: tuple[Span, ...] = ()
    ground: Span | None = None


def read(page: Page, span: Span) -> tuple[Phrase, ...]:
    """The voices of a source phrase, in order; several where a coordination joins them ("A, B and C").

    Empty only where the phrase holds no word.
    """
    tokens = [page.tree.tokens[i] for i in page.tree.within(span)]
    tokens = _bare([t for t in tokens if any(c.isalnum() for c in t.text) or t.text in _MARKS])
    if not any(c.isalnum() for t in tokens for c in t.text):
        return ()
    if len(tokens) == 1 and tokens[0].text.casefold() in ("who", "which", "that"):
        antecedent = _antecedent(page, span)
        if antecedent is not None:
            return tuple(replace(p, span=span) for p in read(page, antecedent))
    tokens = _of_nobody(_behind_aside(_undated(tokens)))
    parts = _conjuncts(page, tokens)
    whole = page.quote(span)
    ground = _find(page, _GROUND, span) or _ground_behind(page, span)
    out = []
    for part in parts:
        phrase = _one(page, part)
        if phrase is not None:
            out.append(replace(phrase, ground=ground, descriptors=_descriptors(page, phrase, span, ground)))
    if any(p.kind == "organisation" and not p.pronoun for p in out):
        # "Acme, the Berg family fund and the commission": one bare word among bodies that nothing makes a person is a body.
        out = [replace(p, kind="organisation") if _bare_word(page, p) else p for p in out]
    return tuple(p for p in out if p.name.casefold() not in ("the", "a", "an")) or (Phrase(name=whole, kind="unnamed", span=span),)


def _bare_word(page: Page, phrase: Phrase) -> bool:
    return phrase.kind == "named" and " " not in phrase.name and not page.is_person(phrase.name) and not phrase.head


def _behind_aside(tokens: list[Token]) -> list[Token]:
    """Without "many of them children," before the voice: the end of what is said, which the parser took for its subject."""
    lows = [t.text.casefold() for t in tokens]
    aside = lows[1:3] in (["of", "them"], ["of", "whom"], ["of", "which"]) and lows[0] in _SOME
    at = lows.index(",") if aside and "," in lows else 0
    return tokens[at + 1 :] if 3 < at < len(tokens) - 1 else tokens


def _undated(tokens: list[Token]) -> list[Token]:
    """Without a time behind the voice that the parser took into its phrase ("the harbour minister today (Monday)")."""
    at = next((n for n, t in enumerate(tokens) if n and t.text in _TIMES and t.dep == "npadvmod"), None)
    return tokens[:at] if at else tokens


def _of_nobody(tokens: list[Token]) -> list[Token]:
    """ "Nobody at the port", "no one in the mayor's office": the port, the office; who says nothing is they."""
    lows = [t.text.casefold() for t in tokens[:4]]
    n = 2 if lows[:2] == ["no", "one"] else 1 if lows[:1] in (["nobody"], ["no-one"]) else 0
    placed = n and len(tokens) > n + 1 and lows[n : n + 1] and lows[n] in ("at", "in", "from", "of", "within", "inside")
    return tokens[n + 1 :] if placed else tokens


def _antecedent(page: Page, span: Span) -> Span | None:
    """What "who" or "which" stands for: the noun that its clause hangs on, else the one just before."""
    tree = page.tree
    inside = tree.within(span)
    i = inside[0] if len(inside) else 0
    verb = tree.tokens[i].head
    noun = tree.tokens[verb].head if tree.tokens[verb].dep == "relcl" and verb != i else i - 1
    while noun > 0 and tree.tokens[noun].text in (",", "-", "(", ")") and noun >= i - 2:
        noun -= 1
    for _ in range(4):
        if noun < 0 or tree.tokens[noun].entity not in ("DATE", "TIME", "CARDINAL"):
            break
        noun = tree.tokens[noun].head  # "a report from March, which said": the report
    if (
        noun < 0
        or noun >= i
        or tree.tokens[noun].sentence != tree.tokens[i].sentence
        or tree.tokens[noun].pos not in ("NOUN", "PROPN", "PRON", "NUM")
    ):
        return None
    first = max(tree.edges[noun][0], tree.sentence[tree.tokens[noun].sentence][0])
    return tree.span(first, max(noun, first)) if first <= noun else None


def _bare(tokens: list[Token]) -> list[Token]:
    """Without what stands after a voice and is none of it: "'s", "all", "himself"."""
    while len(tokens) > 1 and tokens[-1].text.casefold() in _TAILS:
        tokens = tokens[:-1]
    return tokens


def _ground_behind(page: Page, span: Span) -> Span | None:
    """Why the voice is not named, told in the clause behind its phrase: "a clerk, who asked not to be named, said …"."""
    opens = _BEHIND.match(page.text, span.end)
    match = _GROUND.match(page.text, opens.end()) if opens else None
    return Span(match.start(), match.end()) if match else None


def _find(page: Page, pattern: re.Pattern[str], span: Span) -> Span | None:
    match = pattern.search(page.text, span.start, span.end)
    return Span(match.start(), match.end()) if match else None


def _descriptors(page: Page, phrase: Phrase, span: Span, ground: Span | None) -> tuple[Span, ...]:
    if phrase.kind not in ("unnamed", "role"):
        return ()
    found = (Span(m.start(), len(page.text[: m.end()].rstrip())) for m in _DESCRIPTOR.finditer(page.text, span.start, span.end))
    return tuple(s for s in found if ground is None or s.end <= ground.start or s.start >= ground.end)


def _conjuncts(page: Page, tokens: list[Token]) -> list[list[Token]]:
    """Coordinated voices apart. "A, B and C" is three; "A, the owner of B and C" and "X and his wife's firm, Y" stay careful:
    a split is made only where every part could itself speak."""
    texts = [t.text.casefold() for t in tokens]
    if not {"and", "or", "nor"} & set(texts):
        return [tokens]
    at = max(i for i, w in enumerate(texts) if w in ("and", "or", "nor"))
    relative = next((i for i, w in enumerate(texts) if w in _STOPS and i), len(texts))
    if relative < at or at == 0 or at == len(tokens) - 1:
        return [tokens]
    if _one_body(tokens, texts):
        return [tokens]
    head, last = tokens[:at], tokens[at + 1 :]
    parts: list[list[Token]] = [[]]
    for token in head:
        if token.text in (",", ";"):
            parts.append([])
        else:
            parts[-1].append(token)
    parts = [p for p in parts if p] + [last]
    if len(parts) > 2 and any(t.text == "," for t in last):
        cut = next(i for i, t in enumerate(last) if t.text == ",")
        after = last[cut + 1 :]
        if after and after[0].text[:1].isupper():  # "the insurer, Acme": the name after the comma is the last voice's own
            parts[-1] = last
    reads = [_one(page, p) for p in parts]
    heads = [p for p in reads if p is not None]
    if len(heads) < len(parts) or not all(_could_speak(p, part) for p, part in zip(heads, parts, strict=True)):
        return [tokens]
    first = parts[0][0].text.casefold()
    if first in ("both", "neither", "either"):
        parts[0] = parts[0][1:]
    return parts


def _one_body(tokens: list[Token], texts: list[str]) -> bool:
    """Whether "and" stands inside one body's name: "the Pilots and Divers Organisation", capitals throughout and one such word."""
    bodies = lexicon("roles")["suffix"]
    return (
        texts[0] == "the"
        and texts.count("and") == 1
        and len(tokens) > 3
        and texts[-1] in bodies
        and not any(w in bodies for w in texts[1:-1])
        and all(t.text[:1].isupper() or t.text in ("and", "of", "for") for t in tokens[1:])
    )


def _could_speak(phrase: Phrase, part: list[Token]) -> bool:
    """Whether a coordinated part is a voice by itself: a name, or a noun that the lexicon of roles knows."""
    known = any(phrase.head in words for words in lexicon("roles").values())
    return known or (phrase.kind in ("named", "organisation", "agency", "outlet") and any(t.text[:1].isupper() for t in part))


def _is_common(token: Token) -> bool:
    """Whether a capitalised word is a common noun that opens a sentence ("Residents of Leeds")."""
    return token.entity == "" and (token.tag in ("NN", "NNS") or singular(token) in lexicon("roles")["unnamed"])


def _segments(tokens: list[Token]) -> list[list[Token]]:
    out: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif token.text in (",", ";"):
            out.append([])
        else:
            out[-1].append(token)
    return [s for s in out if s]


def _core(page: Page, segment: list[Token]) -> list[Token]:
    """The words of a segment up to its first preposition, relative or participle; "of" inside a name stays."""
    out: list[Token] = []
    for i, token in enumerate(segment):
        low = token.text.casefold()
        nxt = segment[i + 1] if i + 1 < len(segment) else None
        if i and (
            low in _STOPS
            or token.tag == "MD"
            or token.pos == "AUX"
            or (
                token.tag in ("VBG", "VBN", "VBD", "VBZ", "VBP")
                and token.text[:1].islower()
                and token.dep not in ("amod", "compound")
                and not (token.tag == "VBZ" and singular(token) in lexicon("roles")["document"])
            )
        ):
            break
        if i and token.pos in ("ADP", "SCONJ") and token.text[:1].islower():
            proper = out and out[-1].text[:1].isupper() and len(out[-1].text) > 2 and nxt is not None
            the = (
                proper
                and nxt is not None
                and (nxt.text[:1].isupper() or (nxt.text == "the" and i + 2 < len(segment) and segment[i + 2].text[:1].isupper()))
            )
            if not (low in ("of", "for", "de") and the) or page.is_person(joined(out)) or (len(out) == 1 and _is_common(out[0])):
                break
        out.append(token)
    return out


def _one(page: Page, tokens: list[Token]) -> Phrase | None:
    """One voice from the tokens of its phrase."""
    segments = _segments(tokens)
    if not segments:
        return None
    segments[0] = _unquantified(segments[0])
    words = [t for t in tokens if any(c.isalnum() for c in t.text)]
    if not words:
        return None
    span = Span(words[0].start, words[-1].end)
    first = segments[0]
    low = first[0].text.casefold()
    if low in PRONOUNS and len(_core(page, first)) == 1:
        return Phrase(name=first[0].text, kind="unnamed", pronoun=low, span=span, plural=low in ("they", "we"))
    if len(tokens) == 1 and low in ("one", "two", "three", "several", "some"):
        return Phrase(
            name=f"{low} of them", kind="unnamed", head="them", count=NUMBERS.get(low, 1), of_group=True, definite=True, span=span
        )
    called = _called(page, tokens)
    if called is not None:
        return called
    group = _of_group(page, first, span)
    if group is not None:
        return _apposed(page, group, segments)
    core = _core(page, first)
    office = next((i for i, t in enumerate(core[1:], 1) if t.text in ("of", "for") and singular(core[i - 1]) in offices()), 0)
    phrase = _head(page, core[:office] or core, span, segments)
    whole = None if phrase.of_group else with_body(phrase.kind, phrase.head, first, core[:office] or core)
    return _apposed(page, replace(phrase, name=page.quote(whole)) if whole else phrase, segments)


def _called(page: Page, tokens: list[Token]) -> Phrase | None:
    """ "a group calling itself X", "a man named X": X, of the kind that the noun before makes it."""
    texts = [t.text.casefold() for t in tokens]
    at = next(
        (
            i
            for i, w in enumerate(texts)
            if i
            and (
                w in ("named", "called")
                or (w in ("calling", "known") and texts[i + 1 : i + 2] in (["itself"], ["as"], ["themselves"]))
            )
        ),
        0,
    )
    rest = tokens[at + (1 if texts[at] in ("named", "called") else 2) :] if at else []
    if not rest or not rest[0].text[:1].isupper():
        return None
    before = _head(page, tokens[:at], Span(tokens[0].start, tokens[at - 1].end), [tokens[:at]])
    kind: VoiceKind = "organisation" if before.kind == "organisation" else "named"
    return Phrase(name=joined(_core(page, rest)), kind=kind, span=Span(tokens[0].start, tokens[-1].end))


def _unquantified(segment: list[Token]) -> list[Token]:
    """Without "a number of", "dozens of": what they count is the head."""
    texts = [t.text.casefold() for t in segment[:4]]
    for n in (2, 1):
        counts = len(texts) > n + 1 and texts[n] == "of" and texts[n - 1] in _QUANTITIES
        if counts and (texts[n - 1] != "group" or texts[0] == "a"):
            return segment[n + 1 :]
    return segment


def _of_group(page: Page, segment: list[Token], span: Span) -> Phrase | None:
    """ "one of them", "two of the people", "several of those": some of a group."""
    texts = [t.text.casefold() for t in segment]
    if (
        len(texts) < 3
        or texts[1] != "of"
        or not (texts[0] in NUMBERS or texts[0] in COUNTED | {"none", "most", "any", "all", "each"})
    ):
        return None
    rest = segment[2:]
    head = _head(page, _core(page, rest), Span(rest[0].start, rest[-1].end), [rest])
    if head.kind == "organisation" and not head.plural and head.head not in lexicon("roles")["collective"]:
        kind: VoiceKind = "unnamed"
    else:
        kind = head.kind if head.kind in ("role", "organisation", "unnamed") else "unnamed"
    pronoun = texts[2] if texts[2] in ("them", "these", "those", "us") else ""
    return Phrase(
        name=page.quote(span), kind="unnamed" if pronoun else kind, head=head.head, count=NUMBERS.get(texts[0], 1), of_group=True,
        pronoun="", definite=True, span=span, plural=texts[0] != "one", owner=head.owner,
    )  # fmt: skip


def _head(page: Page, core: list[Token], span: Span, segments: list[list[Token]]) -> Phrase:
    """Kind and name by the head of the first segment."""
    roles = lexicon("roles")
    owner = ""
    cut = next((i for i in range(len(core) - 1, 0, -1) if core[i].text in ("'s", "’s", "'", "’")), 0)
    if cut and cut + 1 < len(core):
        owner = joined(core[:cut])
        body = core[cut + 1 :]
    else:
        body = core
    texts = [t.text for t in body]
    lows = [t.casefold() for t in texts]
    definite = bool(owner) or (
        lows[0] in ("the", "this", "that", "his", "her", "its", "their", "our", "these", "those") if lows else False
    )
    ordinal = next((w for w in lows[:4] if w in ORDINALS and w != "former"), "")
    count = next((NUMBERS[w] for w in lows[:3] if w in NUMBERS and w not in ("a", "an", "another")), 1)
    if count == 1:
        aged = any("year" in w for w in lows[1:4])  # "the 61-year-old" is one
        count = next((int(w) for w in lows[:3] if w.isdigit() and 1 < int(w) < 100 and not aged), 1)
    # A trailing run of capitals is a name; the noun before it says whose.
    run: list[Token] = []
    for token in reversed(body):
        plain_noun = (
            token is core[0]
            and (
                (token.pos in ("NOUN", "DET", "ADJ", "NUM", "PRON") and len(core) > 1)
                or token.lemma in lexicon("small")["openers"]
                or singular(token) in lexicon("roles")["unnamed"]
            )
            and token.entity == ""
        )
        linked = (
            run
            and (token.text in ("-", "&", ".", "'", "’") or token.text.casefold() in lexicon("small")["joiners"])
            and token is not body[0]
        )
        if (token.text[:1].isupper() and not plain_noun) or linked:
            run.insert(0, token)
        else:
            break
    while run and run[0].text in lexicon("small")["joiners"]:
        run.pop(0)
    rest = body[: len(body) - len(run)] if run else body
    name = joined(run)
    common = [t for t in rest if t.pos in ("NOUN", "PROPN", "ADJ", "NUM", "PRON") or singular(t) in roles["unnamed"]]
    noun = singular(common[-1]) if common else ""
    if run:
        beside = noun if common and rest[-1] is common[-1] else ""
        after = segments[1] if len(segments) > 1 else []
        nouns = [singular(t) for t in _core(page, after) if t.pos in ("NOUN", "PROPN")]
        if len(run) == 1 and run[0].entity == "NORP" and run[0].tag in ("NN", "NNP") and definite and not common:
            return Phrase(name=page.quote(span), kind="unnamed", head=NATIONAL, definite=True, span=span)
        named, clean = name_kind(page, name, run, beside, after, nouns)
        if named is not None:
            opens = run[0] is core[0] and len(run) == 1 and not page.is_person(name)
            plain = noun_kind(page, run[0], lows, definite=definite, owner=owner) if opens else None
            if plain is not None:  # "Residents", "Police": a common noun with the capital of its sentence
                many = run[0].tag in ("NNS", "NNPS")
                return Phrase(
                    name=page.quote(span),
                    kind=plain,
                    head=singular(run[0]),
                    count=count,
                    definite=definite,
                    plural=many,
                    owner=owner,
                    span=span,
                )
            return Phrase(name=clean, kind=named, owner=owner, span=span)
        noun_token = run[-1]
    else:
        noun_token = common[-1] if common else body[-1]
    head = singular(noun_token)
    kind = noun_kind(page, noun_token, lows, definite=definite, owner=owner) or "unnamed"
    core_span = Span(core[0].start, core[-1].end)
    return Phrase(
        name=page.quote(span if kind == "unnamed" and len(segments) == 1 else core_span),
        kind=kind,
        head=head,
        count=count,
        definite=definite,
        ordinal=ordinal,
        plural=noun_token.tag in ("NNS", "NNPS") or count > 1,
        owner=owner,
        span=span,
    )


def _apposed(page: Page, phrase: Phrase, segments: list[list[Token]]) -> Phrase:
    """The phrase with the name or the noun that an apposition adds: "his agent, Fabio Rossi", "another source, a broker"."""
    roles = lexicon("roles")
    if phrase.kind in ("named", "agency", "outlet") or (phrase.kind == "organisation" and not phrase.head):
        return phrase
    for segment in segments[1:]:
        if segment[0].text.casefold() in _STOPS or segment[0].tag in ("VBG", "VBN") or segment[0].pos in ("ADP", "SCONJ"):
            continue
        if phrase.kind == "document":
            continue
        core = _core(page, segment)
        if not core:
            continue
        other = _head(page, core, phrase.span, [segment])
        if (
            phrase.kind in ("role", "unnamed")
            and not other.head
            and other.kind in ("named", "organisation")
            and phrase.count == 1
            and not phrase.of_group
        ):
            personal = phrase.head in roles["spokes"] | roles["office"] | roles["relation"] or other.kind == "named"
            if not personal or is_body_name(other.name):
                return replace(phrase, name=other.name, kind="organisation", head="", definite=False, ordinal="")
            name = strip_titles(other.name.split(), roles["title"]) or other.name
            return replace(phrase, name=page.full_name(name), kind="named", head="", definite=False, ordinal="")
        if phrase.kind == "organisation" and not other.head and other.kind in ("named", "organisation", "agency"):
            return replace(phrase, name=other.name, kind="organisation", head="", definite=False)
        if (
            phrase.kind == "unnamed"
            and other.kind in ("unnamed", "role")
            and other.head
            and phrase.head in ("person", "source", "one", "other", "second", "people")
        ):
            return replace(phrase, name=page.quote(Span(segment[0].start, segment[-1].end)), head=other.head)
    return phrase
