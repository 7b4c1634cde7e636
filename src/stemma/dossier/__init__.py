"""Binds all the layers of a story into a `Dossier` and shows it: as one HTML page, or as a few lines of text.

`bind` counts and says what is not known, `render` makes the self-contained page, `outline` the text for a terminal, `opened` one
claim there; `withhold` leaves what may be shared without the reports' texts.
"""

from stemma.dossier.bind import bind
from stemma.dossier.changes_page import render_changes
from stemma.dossier.opened import opened
from stemma.dossier.outline import outline
from stemma.dossier.render import render
from stemma.dossier.withholding import withhold

__all__ = ["bind", "opened", "outline", "render", "render_changes", "withhold"]
