"""Whether a dossier still is what it was made to be: nothing altered, every quotation in its text, every bound from the tree."""

from stemma.proving.files import verify
from stemma.proving.values import prove

__all__ = ["prove", "verify"]
