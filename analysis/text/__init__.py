"""Characters to integers: tokens, sentences and queries. Nothing here knows what a corpus is."""

from analysis.text.queries import Query, compile_query
from analysis.text.sentences import sentence_spans
from analysis.text.tokens import Tokens, encode
from analysis.text.words import word_spans

__all__ = ["Query", "Tokens", "compile_query", "encode", "sentence_spans", "word_spans"]
