"""What a site's robots.txt asks of stemma (RFC 9309), read by protego."""

from __future__ import annotations

import re
from typing import Final

from protego import Protego

TOKEN: Final = "stemma"
"""The name that robots.txt files may address us by."""

_AGENT_LINE: Final = re.compile(r"\s*user(?:-|\s+)?agent(?:\s*:|\s)([^#]*)", re.IGNORECASE)


class Rules:
    """The rules of one robots.txt that hold for us: the group that names us, else the group for all."""

    def __init__(self, data: bytes) -> None:
        """Read a file's bytes. Any bytes will do: what is no rule says nothing, as the RFC has it."""
        self._rules = Protego.parse(_ours(data.decode("utf-8", "replace")))

    def allow(self, url: str) -> bool:
        """Whether we may fetch `url`, an absolute address of this site."""
        return bool(self._rules.can_fetch(url, TOKEN))

    def delay(self) -> float:
        """The pause between two requests that the site asks for, in seconds, 0 where it asks for none."""
        return float(self._rules.crawl_delay(TOKEN) or 0.0)


def _ours(text: str) -> str:
    """A robots.txt in which all programs but us bear one name, "other".

    The rules for us stay what they were. But twenty thousand names above twenty thousand rules no longer make four hundred
    million rules in the reader's memory, and a name that ours merely begins with ("stem") is not taken for ours.
    """
    out: list[str] = []
    for line in text.removeprefix("\ufeff").splitlines():
        if (named := _AGENT_LINE.match(line)) is None:
            out.append(line)
            continue
        name = named[1].strip().lower()
        ours = name.split("/")[0].strip() == TOKEN
        out.append(f"User-agent: {'*' if name == '*' else TOKEN if ours else 'other'}")
    return "\n".join(out)
