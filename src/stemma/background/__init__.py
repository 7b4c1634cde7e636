"""What is known before any article is read: how rare a word is in English news, which words carry only grammar, and the
lexicons of agencies, cues, roles and hedges."""

from stemma.background.function_words import FUNCTION_WORDS, is_function_word
from stemma.background.idf import idf, idf_ceiling

__all__ = ["FUNCTION_WORDS", "idf", "idf_ceiling", "is_function_word"]
