"""Articles from files or tables to one frozen noun, the Corpus."""

from analysis.corpus.about import read_events
from analysis.corpus.cleaning import display_title
from analysis.corpus.corpus import Corpus
from analysis.corpus.door import documents_of
from analysis.corpus.doubts import now

__all__ = ["Corpus", "display_title", "documents_of", "now", "read_events"]
