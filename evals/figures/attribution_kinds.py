"""Attribution on PolNeAR by kind: which attributions are found, of words quoted and not, of pronouns, of nobody, of split content.

Recall as AR@.5 counts it (one-to-one matching as in `attribution`, content at least half common and the right source), over the
gold attributions of one kind; beside it AR@.5 with the filter that leaves only speech (what users get; PolNeAR counts beliefs and
plans too, so recall falls by what the filter is for).

PolNeAR annotates attributions: one source, one cue, and a content that may lie in pieces. With the filter on `extract` gives
statements instead, each a clause that can be true or false by itself: of "“It leaked,” she said. “Nobody came.”" PolNeAR makes one
attribution and `extract` two statements. Since version 2 the statements of one cue and one source are put together again before
they are compared; the gold has no say in it. `statements_p` and `statements_f1` hold every statement against a whole attribution,
as version 1 did: all but one of the statements of a cue are wrong there by definition, so they are printed, not watched. Whether
statements are cut where they should be is what the figure `statements` measures, on gold that is made of statements.
"""

from __future__ import annotations

import collections
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from evals.core import f1
from evals.figures.attribution import ROLES, STOP, WORD, article_of, as_row, covered, jaccard
from stemma.attributing.extract import extract
from stemma.attributing.quotes import Quote, pair
from stemma.parsing import parse

NEEDS: Final = "polnear"
VERSION: Final = 2
KINDS: Final = ("direct", "indirect", "mixed", "pronoun", "sourceless", "split")
FLOORS: Final = ("direct_r", "indirect_r", "mixed_r", "pronoun_r", "sourceless_r", "split_r", "speech_only_f1", "speech_only_p")
PRONOUNS: Final = frozenset({"he", "she", "they", "it", "we", "i", "you", "who", "him", "her", "them", "us", "me", "this", "one"})

Row = Mapping[str, Any]


def measure(folder: Path) -> dict[str, float]:
    """Recall by kind with beliefs and plans included, and AR@.5 with them and without, on polnear-dev.jsonl of `folder`."""
    dev = folder / "polnear-dev.jsonl"
    files = [dev] if dev.is_file() else sorted(p for p in folder.glob("polnear-*.jsonl") if "train" not in p.name)
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    n: collections.Counter[tuple[str, str]] = collections.Counter()
    for row in rows:
        article = article_of(row)
        parsed = parse(article)
        kinds = [kinds_of(row["text"], pair(row["text"], article.body), a) for a in row["attributions"]]
        for name, only in (("all", False), ("speech_only", True)):
            found: Sequence[Row] = [as_row(e) for e in extract(article, parsed, speech_only=only)]
            if only:
                n["statements", "predicted"] += len(found)
                n["statements", "every_right"] += sum(right for _, right in matched(row, found).values())
                found = joined(found)
            right = matched(row, found)
            n[name, "predicted"] += sum(bool(f["content"]) for f in found)
            for i, a in enumerate(row["attributions"]):
                if a["content"]:
                    for kind in ("every", *kinds[i]):
                        n[name, f"{kind}_gold"] += 1
                        n[name, f"{kind}_right"] += right.get(i, (0, False))[1]
    out: dict[str, float] = {}
    for name in ("all", "speech_only"):
        true, predicted, gold = n[name, "every_right"], n[name, "predicted"], n[name, "every_gold"]
        out |= {f"{name}_f1": f1(true, predicted, gold), f"{name}_p": true / max(1, predicted), f"{name}_r": true / max(1, gold)}
    true, predicted, gold = n["statements", "every_right"], n["statements", "predicted"], n["all", "every_gold"]
    out |= {"statements_f1": f1(true, predicted, gold), "statements_p": true / max(1, predicted)}
    for kind in KINDS:
        gold = n["all", f"{kind}_gold"]
        out |= {f"{kind}_r": n["all", f"{kind}_right"] / max(1, gold), f"{kind}_gold": float(gold)}
        out[f"{kind}_speech_only_r"] = n["speech_only", f"{kind}_right"] / max(1, gold)
    return {k: round(v, 4) for k, v in out.items()}


def joined(found: Sequence[Row]) -> list[Row]:
    """The attributions that `found` statements were cut from, by place of their first statement: those of the same cue and the same
    source are one, with the content of all. A statement without a cue stands alone."""
    out: dict[str, Row] = {}
    for n, one in enumerate(found):
        key = json.dumps([one["cue"], one["source"]]) if one["cue"] else str(n)
        out[key] = {**one, "content": sorted([*out[key]["content"], *one["content"]]) if key in out else one["content"]}
    return list(out.values())


def kinds_of(text: str, quotes: Sequence[Quote], gold: Row) -> list[str]:
    """The kinds that a gold attribution is of: how its content is quoted, and pronoun, sourceless, split where they hold.

    Direct: at least nine tenths of its words stand in quotation marks, indirect: none; mixed: anything between.
    """
    words = [m.start() for a, b in gold["content"] for m in WORD.finditer(text, a, b)]
    inside = sum(any(q.inner.start <= at < q.inner.end for q in quotes if q.depth == 0) for at in words)
    out = ["indirect" if not inside else "direct" if inside >= 0.9 * len(words) else "mixed"]
    if not gold["source"]:
        out.append("sourceless")
    elif {m.group().lower() for a, b in gold["source"] for m in WORD.finditer(text, a, b)} <= PRONOUNS:
        out.append("pronoun")
    if len(gold["content"]) > 1:
        out.append("split")
    return out


def matched(row: Row, found: Sequence[Row]) -> dict[int, tuple[int, bool]]:
    """For each gold attribution that is matched (index into `row`) the index of what matched it and whether the source is right,
    exactly as `evals.figures.attribution.score` matches."""
    tokens = [(m.start(), m.end(), m.group().lower()) for m in WORD.finditer(row["text"])]
    gold = [(i, {k: covered(tokens, a[k]) for k in ROLES}) for i, a in enumerate(row["attributions"]) if a["content"]]
    pred = [(j, {k: covered(tokens, a.get(k) or []) for k in ROLES}) for j, a in enumerate(found)]
    pred = [(j, a) for j, a in pred if a["content"]]
    pairs = sorted(
        (
            (jaccard(g["content"], p["content"]), m, n)
            for m, (_, g) in enumerate(gold)
            for n, (_, p) in enumerate(pred)
            if g["content"] & p["content"]
        ),
        reverse=True,
    )
    out: dict[int, tuple[int, bool]] = {}
    used: set[int] = set()
    for value, m, n in pairs:
        (i, g_roles), (j, p_roles) = gold[m], pred[n]
        if value < 0.5 or i in out or j in used:
            continue
        used.add(j)
        g, p = g_roles["source"], p_roles["source"]
        strong_g, strong_p = ({t for t in s if tokens[t][2] not in STOP} for s in (g, p))
        out[i] = (j, not g or bool(strong_g & strong_p) or (not strong_g and bool(g & p)))
    return out
