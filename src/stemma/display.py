"""How results look in a notebook: formatters registered with IPython, so that the nouns themselves do no work.

`install` is called by `import stemma` where IPython is already running; it imports nothing of IPython's own accord.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stemma.model import Article, Dossier, Examination, Statement

HEIGHT = 620
SHOWN = 5


def install() -> bool:
    """Teach the running IPython to show dossiers, examinations, articles and statements; False where none is running."""
    module = sys.modules.get("IPython")
    # By name, so that nothing of the model or the templates is loaded before there is something to show.
    shell: Any = module.get_ipython() if module is not None and hasattr(module, "get_ipython") else None
    if shell is None:
        return False
    html = shell.display_formatter.formatters["text/html"]
    plain = shell.display_formatter.formatters["text/plain"]
    html.for_type_by_name("stemma.model.result", "Dossier", dossier_html)
    html.for_type_by_name("stemma.model.result", "Examination", examination_html)
    html.for_type_by_name("stemma.model.article", "Article", article_html)
    html.for_type_by_name("stemma.model.article", "Statement", statement_html)
    plain.for_type_by_name("stemma.model.result", "Dossier", _plain)
    return True


def dossier_html(dossier: Dossier) -> str:
    """Strip, tree and claims in a frame of its own that may run no script."""
    from markupsafe import Markup

    from stemma.dossier.render import render_brief

    frame = '<iframe srcdoc="{}" sandbox width="100%" height="{}" title="{}" frameborder="0"></iframe>'
    return str(Markup(frame).format(render_brief(dossier), HEIGHT, dossier.strip))


def examination_html(examination: Examination) -> str:
    """The first dossiers and what was set aside."""
    from markupsafe import Markup

    from stemma.dossier.safe import shown

    parts = [Markup(dossier_html(d)) for d in examination.dossiers[:SHOWN]]
    if len(examination.dossiers) > SHOWN:
        parts.append(Markup("<p>and {} more stories</p>").format(len(examination.dossiers) - SHOWN))
    parts += [
        Markup("<p>set aside: {}: {} ({})</p>").format(shown(r.source), shown(r.message), shown(r.hint))
        for r in examination.rejected
    ]
    return str(Markup("").join(parts))


def article_html(article: Article) -> str:
    """Outlet, headline, time and the first words of the body."""
    from markupsafe import Markup

    from stemma.dossier.names import label, published
    from stemma.dossier.safe import oneline, shown

    body = " ".join(article.text[s.start : s.end] for s in article.body[:2])
    headline = article.title.value if article.title else "without a headline"
    card = "<div><small>{} · {}</small><br><b>{}</b><br>{}</div>"
    return str(Markup(card).format(label(article), published(article), shown(oneline(headline, 200)), shown(oneline(body, 300))))


def statement_html(statement: Statement) -> str:
    """Chain and stance; the words themselves stand in the article, which a statement does not carry."""
    from markupsafe import Markup

    from stemma.dossier.names import hop

    chain = " → ".join(hop(h) for h in statement.chain) or "the outlet itself"
    spans = ", ".join(f"{s.start}–{s.end}" for s in statement.content)
    return str(
        Markup("<div><b>{}</b> {} <small>{} · content at {}</small></div>").format(
            chain, statement.stance, statement.quotation, spans
        )
    )


def _plain(dossier: Dossier, printer: Any, cycle: bool) -> None:
    from stemma.dossier import outline

    printer.text("\n".join(outline(dossier)))
