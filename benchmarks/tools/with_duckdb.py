"""duckdb, from a table of its own, in memory."""

from __future__ import annotations

import duckdb

from benchmarks import corpora
from benchmarks.tasks import WORD_RE2, Job

COUNT = """
    SELECT month, word, count(*) AS n
    FROM (SELECT month, unnest(regexp_extract_all(lower(text), $${word}$$)) AS word FROM documents)
    GROUP BY month, word
"""
NGRAMS = """
    WITH cut AS (
        SELECT month, regexp_extract_all(lower(text), $${word}$$) AS words FROM documents
    ), counted AS (
        SELECT month, word, after, count(*) AS n FROM (
            SELECT month, unnest(words) AS word, NULL AS after FROM cut
            UNION ALL SELECT month, unnest(words[:-2]), unnest(words[2:]) FROM cut
        ) GROUP BY month, word, after
    )
    SELECT month, CASE WHEN after IS NULL THEN word ELSE word || ' ' || after END AS term, n
    FROM counted
"""


def count(size: str) -> Job:
    return _asked(size, COUNT)


def ngrams(size: str) -> Job:
    return _asked(size, NGRAMS)


def _asked(size: str, query: str) -> Job:
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.register("given", corpora.texts(size))
    connection.execute("CREATE TABLE documents AS SELECT * FROM given")
    connection.unregister("given")
    asked = query.replace("{word}", WORD_RE2)
    return Job(lambda: connection.sql(asked).to_arrow_table())
