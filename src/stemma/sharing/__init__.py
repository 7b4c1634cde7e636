"""Which of many texts share text: copies, partial copies and quotations, among up to millions, page chrome left out.

    from stemma.sharing import Settings, Text, copies

    found = copies([Text("a", "one outlet", "…"), Text("b", "another", "…")])
    for pair in found.pairs():
        print(pair.left, pair.right, pair.left_share, pair.right_share)

Words are folded (case, quotes, compatibility forms), hashed n-grams of them indexed, n-grams of page chrome set aside, shared ones
counted, and every candidate verified on all its n-grams; see docs/sharing.md. Needs the extra `stemma-news[corpus]` (numba).
"""

from stemma.sharing.aligning import Aligned, aligned
from stemma.sharing.collection import copies
from stemma.sharing.columns import texts_of
from stemma.sharing.grams import Pages, row_bits_of
from stemma.sharing.nouns import Copies, Settings, Shared, Text, Texts
from stemma.sharing.pieces import Counted, Verified, parts_of, shared_counts, shingles, verified
from stemma.sharing.shelf import chrome_limits, equals
from stemma.sharing.verifying import Flagged, flagged_of
from stemma.sharing.words import Words, words, words_of

__all__ = [
    "Aligned",
    "Copies",
    "Counted",
    "Flagged",
    "Pages",
    "Settings",
    "Shared",
    "Text",
    "Texts",
    "Verified",
    "Words",
    "aligned",
    "chrome_limits",
    "copies",
    "equals",
    "flagged_of",
    "parts_of",
    "row_bits_of",
    "shared_counts",
    "shingles",
    "texts_of",
    "verified",
    "words",
    "words_of",
]
