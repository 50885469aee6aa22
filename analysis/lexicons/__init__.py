"""Word lists with weights: what they are, where they come from, how they are loaded."""

from analysis.lexicons.lexicon import Lexicon
from analysis.lexicons.loaders import NAMES, described, load

__all__ = ["NAMES", "Lexicon", "described", "load"]
