"""Without the extra the room can be imported, and says what is missing when it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from stemma.errors import BadInput
from stemma.sharing.compiling import _missing

WITHOUT = """
import sys
sys.modules["numba"] = None
from stemma.errors import BadInput
from stemma.sharing import Text, copies
try:
    copies([Text("a", "o", "some words")])
except BadInput as error:
    assert error.code == "needs-extra" and "stemma-news[corpus]" in error.hint
    sys.exit(3)
"""


def test_what_is_missing_is_named() -> None:
    assert subprocess.run([sys.executable, "-c", WITHOUT], check=False).returncode == 3


def test_the_refusal_is_the_house_s() -> None:
    with pytest.raises(BadInput, match="numba"):
        _missing(ImportError("no numba"))(1, 2)
