"""pressgauge: a gauge for the press.

How much is written, in what tone, which words rise and fall, whether a move is more than noise,
and the evidence behind each number. Names are loaded when first used, so that importing is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis import charts, cluster, lexicons, reporting, stats, trends
    from analysis.corpus import Corpus
    from analysis.lexicons import Lexicon
    from analysis.measures import (
        collocations,
        concordance,
        dispersion,
        frequency,
        keyness,
        network,
        tone,
        wordshift,
    )
    from analysis.studies import brief, doubts, indices, movers, reading, robust, terms, why
    from analysis.text import Tokens
    from analysis.trends import bursts, changes, outside

__version__ = "0.1.0"

# Where each public name lives; a name without a colon is a module.
_PLACES = {
    "Corpus": "analysis.corpus:Corpus",
    "Lexicon": "analysis.lexicons:Lexicon",
    "Tokens": "analysis.text:Tokens",
    "brief": "analysis.studies.brief",
    "bursts": "analysis.trends.bursts",
    "changes": "analysis.trends.changes",
    "charts": "analysis.charts",
    "cluster": "analysis.cluster",
    "collocations": "analysis.measures.collocations",
    "concordance": "analysis.measures.concordance",
    "dispersion": "analysis.measures.dispersion",
    "doubts": "analysis.studies.doubts",
    "frequency": "analysis.measures.frequency",
    "indices": "analysis.studies.indices",
    "keyness": "analysis.measures.keyness",
    "lexicons": "analysis.lexicons",
    "movers": "analysis.studies.movers",
    "network": "analysis.measures.network",
    "outside": "analysis.trends.outside",
    "reading": "analysis.studies.reading",
    "reporting": "analysis.reporting",
    "robust": "analysis.studies.robust",
    "stats": "analysis.stats",
    "terms": "analysis.studies.terms",
    "tone": "analysis.measures.tone",
    "trends": "analysis.trends",
    "why": "analysis.studies.why",
    "wordshift": "analysis.measures.wordshift",
}

__all__ = [
    "Corpus",
    "Lexicon",
    "Tokens",
    "brief",
    "bursts",
    "changes",
    "charts",
    "cluster",
    "collocations",
    "concordance",
    "dispersion",
    "doubts",
    "frequency",
    "indices",
    "keyness",
    "lexicons",
    "movers",
    "network",
    "outside",
    "reading",
    "reporting",
    "robust",
    "stats",
    "terms",
    "tone",
    "trends",
    "why",
    "wordshift",
]


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module 'analysis' has no name {name!r}; it has {', '.join(__all__)}")
    module, _, attribute = _PLACES[name].partition(":")
    loaded = import_module(module)
    value: object = getattr(loaded, attribute) if attribute else loaded
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
