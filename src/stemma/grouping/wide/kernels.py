"""The inner loops of grouping by text alone, for numba. Each does what a function over numpy arrays elsewhere in this package does
(named in its docstring), in the same order of floating-point operations, so that results are the same to the bit."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from stemma.grouping.wide.compiling import compiled
from stemma.grouping.wide.merging import begin, counted, met, propose, together

__all__ = [
    "begin",
    "compared",
    "counted",
    "heaviest",
    "joined",
    "logits",
    "met",
    "near",
    "propose",
    "summed",
    "terms",
    "together",
    "told",
]

Array = Any
"""Arrays: what numba sees is their type at the first call."""

NAME, PLACE, FIGURE, DAY = 1, 2, 4, 8
_BUCKETS: Final = 4096
_LAST: Final = np.uint32(_BUCKETS - 1)


@compiled
def summed(records: Array, weight: Array, starts: Array, norms: Array, whole: Array) -> None:
    """Per article: lengths of its vectors, and `whole` of it (`weights.sums`)."""
    for n in range(len(starts) - 1):
        for r in range(starts[n], starts[n + 1]):
            one = records[r]
            f, idf, head = one.flags, np.int64(one.idf), one.head > 0
            body = weight[one.idf, one.count]
            v = body * body
            if f & 12 == 0:
                opening = weight[one.idf, one.head]
                norms[n, 0] += opening * opening
                norms[n, 1] += v
                whole[n, 4] += idf
                if not f & 1:
                    norms[n, 5] += v
                if head:
                    whole[n, 3] += idf
                    if f & 2:
                        whole[n, 1] += idf
                    if f & 1:
                        whole[n, 2] += idf
                        if not f & 2:
                            whole[n, 0] += idf
            if f & 1:
                norms[n, 2] += v
                if not f & 2:
                    norms[n, 3] += v
            if f & 2:
                norms[n, 4] += v
            if f & 4:
                norms[n, 6] += v
                if head:
                    whole[n, 5] += 1
            if f & 8:
                norms[n, 7] += v
                whole[n, 6] += 1
        for k in range(8):
            norms[n, k] = np.sqrt(norms[n, k])


@compiled
def joined(x: Array, y: Array, root: Array) -> None:
    """`components.hanging`: for every number what stands for all that hangs together with it, the lowest."""
    for n in range(len(x)):
        a, b = x[n], y[n]
        while root[a] != a:
            root[a] = root[root[a]]
            a = root[a]
        while root[b] != b:
            root[b] = root[root[b]]
            b = root[b]
        if a < b:
            root[b] = a
        else:
            root[a] = b
    for n in range(len(root)):
        root[n] = root[root[n]]


@compiled
def compared(
    records: Array, weight: Array, starts: Array, norms: Array, whole: Array, lengths: Array, a: Array, b: Array, logs: Array,
    rows: Array,
) -> None:  # fmt: skip
    """`pairs.pair_features`: fills `rows`. Quickest where pairs of one `a` stand together."""
    first = np.full(_BUCKETS, -1, np.int32)
    following = np.zeros(256, np.int32)
    x_held = np.int64(-1)
    dots = np.zeros(8)
    some = np.zeros(14, np.int64)
    for n in range(len(a)):
        x, y = a[n], b[n]
        base = starts[x]
        if x != x_held:
            if x_held >= 0:
                for r in range(starts[x_held], starts[x_held + 1]):
                    first[records[r].term & _LAST] = -1
            if starts[x + 1] - base > len(following):
                following = np.zeros(starts[x + 1] - base, np.int32)
            for r in range(base, starts[x + 1]):
                at = records[r].term & _LAST
                following[r - base] = first[at]
                first[at] = r - base
            x_held = x
        dots[:] = 0.0
        some[:] = 0
        for r in range(starts[y], starts[y + 1]):
            term = records[r].term
            at_q = first[term & _LAST]
            while at_q >= 0 and records[base + at_q].term != term:
                at_q = following[at_q]
            if at_q < 0:
                continue
            one, other = records[base + at_q], records[r]
            fx, fy = one.flags, other.flags
            idf_q, idf_r = np.int64(one.idf), np.int64(other.idf)
            head_q, head_r = one.head > 0, other.head > 0
            both = fx & fy
            product = weight[idf_q, one.count] * weight[idf_r, other.count]
            if (fx | fy) & 12 == 0:
                dots[0] += weight[idf_q, one.head] * weight[idf_r, other.head]
                dots[1] += product
                if (fx | fy) & 1 == 0:
                    dots[5] += product
                least = min(idf_q, idf_r)
                if (fx | fy) & 1:
                    some[0] += least
                else:
                    some[1] += least
            if both & 1:
                dots[2] += product
                if (fx | fy) & 2 == 0:
                    dots[3] += product
            if both & 2:
                dots[4] += product
            if both & 4:
                dots[6] += product
                some[10] += 1
                some[11] += head_q
                some[12] += head_r
            if both & 8:
                dots[7] += product
                some[13] += 1
            if fy & 12 == 0 and fx & 12 == 0:
                if head_q:
                    some[5] += idf_q
                    if fx & 2:
                        some[3] += idf_q
                    if fx & 1:
                        some[4] += idf_q
                        if not fx & 2:
                            some[2] += idf_q
                if head_r:
                    some[9] += idf_r
                    if fy & 2:
                        some[7] += idf_r
                    if fy & 1:
                        some[8] += idf_r
                        if not fy & 2:
                            some[6] += idf_r
        for k in range(8):
            norm = norms[x, k] * norms[y, k]
            rows[n, k] = dots[k] / (norm if norm > 0 else 1.0)
        rows[n, 8], rows[n, 9] = logs[some[0]], logs[some[1]]
        shorter = min(whole[x, 4], whole[y, 4])
        rows[n, 10] = min((some[0] + some[1]) / (shorter if shorter > 0 else 1), 1.0)
        for k in range(4):
            p = 1.0 - min(some[2 + k] / whole[x, k], 1.0) if whole[x, k] > 0 else 0.0
            q_ = 1.0 - min(some[6 + k] / whole[y, k], 1.0) if whole[y, k] > 0 else 0.0
            rows[n, 11 + 2 * k], rows[n, 12 + 2 * k] = min(p, q_), max(p, q_)
        differ = whole[x, 5] > 0 and whole[y, 5] > 0 and some[11] == 0 and some[12] == 0
        rows[n, 19] = 1.0 if differ else 0.0
        rows[n, 20] = (1.0 if some[10] > 0 else 0.0) + (1.0 if some[10] > 2 else 0.0)
        rows[n, 21] = 1.0 if whole[x, 6] > 0 and whole[y, 6] > 0 and some[13] == 0 else 0.0
        rows[n, 22] = min(lengths[x], lengths[y])
        rows[n, 23] = abs(lengths[x] - lengths[y])


@compiled
def logits(rows: Array, center: Array, scale: Array, linear: Array, products: Array, bias: float, out: Array) -> None:
    """`decide.Quadratic.logits`."""
    width = len(center)
    z, held = np.zeros(width), np.zeros(width)
    for n in range(len(rows)):
        for k in range(width):
            z[k] = (rows[n, k] - center[k]) / scale[k]
            held[k] = linear[k]
        for j in range(width):
            one = z[j]
            for k in range(j + 1):
                held[k] += one * products[j, k]
        total = bias
        for k in range(width):
            total += z[k] * held[k]
        out[n] = total


@compiled
def near(runs: Array, weight: Array, slots: Array, weights: Array, gate: int, mass: Array, seen: Array) -> int:
    """`index.Index.near`, rare terms first: an article not met before the terms left could no longer lift it over the gate is
    not met at all, and one that they cannot lift any more is dropped. What is found is left in `seen`, in no order."""
    left = np.int64(0)
    for k in range(len(runs)):
        left += weight[k] * runs[k, 3]
    many = 0
    k = 0
    while k < len(runs) and left >= gate:
        w = np.uint32(weight[k])
        for at in range(runs[k, 0], runs[k, 0] + runs[k, 1]):
            slot = slots[at]
            held = mass[slot]
            if held == 0:
                seen[many] = slot
                many += 1
            mass[slot] = held + w * np.uint32(weights[at])
        left -= weight[k] * runs[k, 3]
        k += 1
    while k < len(runs):
        kept = 0
        for n in range(many):
            slot = seen[n]
            if mass[slot] + left >= gate:
                seen[kept] = slot
                kept += 1
            else:
                mass[slot] = 0
        many = kept
        low, high = runs[k, 0], runs[k, 0] + runs[k, 1]
        if many * 12 < high - low:
            for n in range(many):
                slot = seen[n]
                a, b = low, high
                while a < b:
                    middle = (a + b) // 2
                    if slots[middle] < slot:
                        a = middle + 1
                    else:
                        b = middle
                if a < high and slots[a] == slot:
                    mass[slot] += np.uint32(weight[k]) * np.uint32(weights[a])
        else:
            w = np.uint32(weight[k])
            for at in range(low, high):
                if mass[slots[at]]:
                    mass[slots[at]] += w * np.uint32(weights[at])
        left -= weight[k] * runs[k, 3]
        k += 1
    kept = 0
    for n in range(many):
        slot = seen[n]
        if mass[slot] >= gate:
            seen[kept] = slot
            kept += 1
        mass[slot] = 0
    return kept


@compiled
def terms(codes: Array, keys: Array, size: int, most: float, sentences: int, out: Array) -> int:
    """`profiles._records`: fills records from surfaces and from terms with the places at which they stand, sorted."""
    many = len(codes)
    flags, head, opens = np.empty(many, np.uint8), np.empty(many, np.bool_), np.empty(many, np.bool_)
    capitals = told = passed = 0
    for n in range(many):
        flags[n] = codes[n] >> np.uint64(40)
        opens[n] = n == 0 or n == size or flags[n - 1] & 64 > 0
        head[n] = n < size or passed < sentences
        if n < size:
            capitals += flags[n] & 1
            told += (codes[n] & np.uint64(0xFFFFFFFF)) > 0
        elif flags[n] & 64:
            passed += 1
    if size and capitals > most * max(1, told):
        opens[:size] = True
    made = n = 0
    while n < len(keys):
        term = keys[n] >> np.uint64(32)
        idf = np.uint8(0)
        heads = inside = small = places = figures = days = count = common = 0
        while n < len(keys) and keys[n] >> np.uint64(32) == term:
            at = np.int64(keys[n] & np.uint64(0xFFFFFFFF))
            f = flags[at]
            if count == 0:
                idf = np.uint8((codes[at] >> np.uint64(32)) & np.uint64(255))
            count += 1
            number = f & 4 > 0
            beside = (at > 0 and flags[at - 1] & 16 > 0) or (at + 1 < many and flags[at + 1] & 16 > 0)
            day = f & 8 > 0 or (number and beside)
            heads += head[at]
            common |= f & 2
            if not (number or day):
                if f & 1:
                    inside += not opens[at]
                else:
                    small += 1
            places += 1 if f & 32 > 0 or (f & 1 > 0 and at > 0 and flags[at - 1] & 128 > 0) else 0
            figures += 1 if number and not day else 0
            days += 1 if day else 0
            n += 1
        name = figures + days == 0 and (inside > small or (inside == 0 and small == 0 and common == 0))
        record = out[made]
        record.term, record.idf = np.uint32(term), idf
        record.count, record.head = min(count, 255), min(heads, 255)
        record.flags = (1 if name else 0) + (2 if name and places > 0 else 0) + (4 if figures > 0 else 0) + (8 if days > 0 else 0)
        made += 1
    return made


@compiled
def cut(records: Array, made: int, kept: int, log: Array) -> int:
    """`profiles._heaviest`: leaves the heaviest `kept` of the first `made` records, in their order."""
    if made <= kept:
        return made
    weight = np.empty(made)
    for n in range(made):
        one = records[n]
        weight[n] = one.idf * log[one.count] + (60.0 if one.head > 0 else 0.0)
    least = np.partition(weight, made - kept)[made - kept]
    equal = kept
    for n in range(made):
        equal -= weight[n] > least
    at = 0
    for n in range(made):
        if weight[n] == least:
            equal -= 1
        if weight[n] > least or (weight[n] == least and equal >= 0):
            records[at] = records[n]
            at += 1
    return at


@compiled
def told(codes: Array, size: int, most: float, sentences: int, kept: int, log: Array, out: Array) -> int:
    """`profiles._terms`: fills records, as many as are kept."""
    many = 0
    keys = np.empty(len(codes), np.uint64)
    for n in range(len(codes)):
        term = codes[n] & np.uint64(0xFFFFFFFF)
        if term:
            keys[many] = (term << np.uint64(32)) | np.uint64(n)
            many += 1
    keys = keys[:many]
    keys.sort()
    return cut(out, terms(codes, keys, size, most, sentences, out), kept, log)


@compiled
def heaviest(records: Array, table: Array, fine: float, rare: int, kept: int, terms_: Array, weights: Array) -> int:
    """`index.indexed`: fills terms and weights, the heaviest first, of equals the smaller term."""
    norm = 0.0
    for r in range(len(records)):
        one = records[r]
        if one.flags & 12 == 0:
            raw = table[one.idf, one.count]
            norm += raw * raw
    norm = np.sqrt(norm)
    if not norm > 0:
        return 0
    counts = np.zeros(257, np.int64)
    own = np.zeros(len(records), np.int64)
    for r in range(len(records)):
        one = records[r]
        if one.flags & 12 == 0 and one.idf >= rare:
            own[r] = np.int64(np.rint(table[one.idf, one.count] * (fine / norm)))
            if own[r] > 0:
                counts[255 - own[r]] += 1
    found = 0
    for k in range(257):
        many = int(counts[k])
        counts[k] = found
        found += many
    for r in range(len(records)):
        if own[r] > 0:
            at = counts[255 - own[r]]
            counts[255 - own[r]] += 1
            if at < kept:
                terms_[at], weights[at] = records[r].term, own[r]
    return min(found, kept)
