"""Text of strangers inside XML 1.0, which forbids some characters however they are written."""

from __future__ import annotations

import re

from stemma.dossier.safe import plainly

_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def allowed(text: str) -> str:
    """`text` with hiding characters written out, and whatever XML cannot hold as U+FFFD."""
    return _NEVER.sub("\ufffd", plainly(text))
