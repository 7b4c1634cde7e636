"""Take a dossier away: tables, graphs, trees, provenance, apparatus, annotations, wire items.

Every form is a function from a dossier to files, name to bytes; the same dossier gives the same bytes.
"""

from stemma.exporting.forms import FORMS, Form, export

__all__ = ["FORMS", "Form", "export"]
