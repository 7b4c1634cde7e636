"""Findings that one name for another made, not the accounts: the source is the same speaker, spelled otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from stemma.comparing.accounts import Accounts
from stemma.comparing.voices import first_voices
from stemma.model import Drift, Omission, Passage, Speaker, Statement

_PROPER = ("named", "organisation", "agency", "outlet")


class Renamed:
    """Who speaks where in a story, as its speakers were gathered."""

    def __init__(self, accounts: Accounts, speakers: Sequence[Speaker]) -> None:
        self._accounts = accounts
        self._first: dict[str, set[str]] = {}
        self._heard: dict[str, set[str]] = {}
        for speaker in speakers:
            for mention in speaker.mentions if speaker.kind in _PROPER else ():
                statement = accounts.statements.get(mention.statement)
                if statement is None:
                    continue
                self._heard.setdefault(statement.article, set()).add(speaker.id)
                if mention.hop == 0:
                    self._first.setdefault(statement.id, set()).add(speaker.id)

    def swapped(self, drift: Drift) -> bool:
        """Whether a drift tells of a swapped source where both are one speaker."""
        return drift.kind == "subject-swapped" and not self._at(drift.parent).isdisjoint(self._at(drift.child))

    def left_out(self, omission: Omission) -> bool:
        """Whether an omission tells of a source left out whom the child names, only otherwise: a person whose surname it never
        prints, who speaks in it all the same, while the claim has a source there."""
        if omission.kind != "source":
            return False
        given, statements = self._accounts.claim_of, self._statements(omission.left_out)
        claims = {given[s.id] for s in statements if s.id in given}
        sourced = any(s.chain and given.get(s.id) in claims for s in self._accounts.of_article.get(omission.child, ()))
        text = self._accounts.articles[omission.child].text.casefold()
        persons = [v.name.split()[-1].casefold() for s in statements for v in first_voices(s) if v.kind == "named"]
        unprinted = bool(persons) and all(p not in text for p in persons)
        return sourced and unprinted and not self._at(omission.left_out).isdisjoint(self._heard.get(omission.child, set()))

    def _statements(self, source: Passage) -> list[Statement]:
        """The statements that a finding quotes the source of."""
        return [s for s in self._accounts.of_article.get(source.article, ()) if source.span in (s.source, s.content[0])]

    def _at(self, source: Passage) -> set[str]:
        return {speaker for s in self._statements(source) for speaker in self._first.get(s.id, ())}
