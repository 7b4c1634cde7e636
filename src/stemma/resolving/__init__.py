"""Articles and statements of one story -> Speakers: which voices are the same person, body, paper or group of unnamed people.

Names meet by spelling, surname, acronym and a small lexicon; unnamed people only where words, number and newsroom agree.
"""

from __future__ import annotations

from stemma.resolving.speakers import resolve

__all__ = ["resolve"]
