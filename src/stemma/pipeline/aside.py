"""Articles that the analysis sets aside: what is told of each, and why."""

from __future__ import annotations

from stemma.errors import StrictStop
from stemma.model import Article, Rejected


def foreign(article: Article, strict: bool) -> Rejected:
    """The article left out because the analysis does not know its language; raises `StrictStop` instead under `strict`."""
    message = (
        f'the page was read, but its report is in another language ("{article.language}"); the analysis understands English only'
    )
    hint = "give an English page or a translation; `stemma read` shows what was read"
    if strict:
        raise StrictStop(f"{article.source}: {message}", hint)
    return Rejected(source=article.source, code="language", message=message, hint=hint)


def failed_by(article: Article, error: Exception, strict: bool) -> Rejected:
    """The article set aside because a stage broke on it; raises `StrictStop` instead under `strict`."""
    message = f"the page was read but could not be analysed: {type(error).__name__}: {error}"
    hint = "please report this page as a defect of stemma"
    if strict:
        raise StrictStop(f"{article.source}: {message}", hint) from error
    return Rejected(source=article.source, code="analysis-failed", message=message, hint=hint)
