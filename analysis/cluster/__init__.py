"""The same measures on parts of a corpus, one after the other or on many machines."""

from analysis.cluster.running import run

__all__ = ["run"]
