"""Moments: the times that the reports name, on the calendar, each with the sentence that says what happened then."""

from __future__ import annotations

from stemma.comparing.accounts import Accounts, identity
from stemma.model import Moment, Passage
from stemma.text.spans import overlap
from stemma.values import find_stretches, local_stamp


def moments(accounts: Accounts) -> tuple[Moment, ...]:
    """Every time in the bodies whose place on the calendar is known, by its start, then by article and place in the text.

    A stretch that is told by its two ends is one moment.
    """
    out: list[Moment] = []
    for article in accounts.articles.values():
        published = article.published.value if article.published else None
        anchor = local_stamp(published, article.dateline.value if article.dateline else None)
        for mention in find_stretches(article.text, article.body, anchor):
            sentence = next((s for s in accounts.sentences[article.id] if overlap(s.span, mention.span)), None)
            if mention.when is None or sentence is None:
                continue
            at = Passage(article=article.id, span=mention.span)
            out.append(
                Moment(
                    id=identity("moment", accounts.text(at), accounts.text(sentence), article.id, str(mention.span.start)),
                    expression=at,
                    when=mention.when,
                    sentence=sentence,
                )
            )
    return tuple(sorted(out, key=lambda m: (m.when.start, m.when.end, m.expression)))
