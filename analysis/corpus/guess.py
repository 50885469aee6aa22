"""Which column holds what: the usual names, in order of preference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# Names as exports, feeds and published data sets use them; case, spaces, hyphens and underscores
# do not matter. The first name that is there wins, so a full text wins over a description.
USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "full_text", "article_text", "body", "body_text", "article_body", "content",
        "article", "maintext", "main_text", "document", "story", "paragraphs", "sentence",
        "lead_paragraph", "summary", "abstract", "snippet", "description",
    ),
    "date": (
        "date", "published", "published_at", "pub_date", "publish_date", "publication_date",
        "date_published", "published_date", "date_publish", "datetime", "date_time", "timestamp",
        "web_publication_date", "article_date", "issued", "created_at", "created", "time", "day",
    ),
    "source": (
        "source", "source_name", "outlet", "publisher", "newspaper", "publication", "news_source",
        "media", "media_name", "source_domain", "domain", "site", "website", "journal", "provider",
    ),
    "title": ("title", "headline", "headline_text", "head", "header", "article_title", "web_title"),
    "url": ("url", "link", "href", "web_url", "article_url", "permalink", "uri"),
    "language": ("language", "lang"),
    "id": ("doc_id", "id", "_id", "article_id", "document_id", "guid", "uuid"),
}  # fmt: skip
_IGNORED = re.compile(r"[\s_\-]+")


def guess(columns: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Role -> column, for the roles given and those that a usual name tells.

    A column serves one role. A role that nothing tells is left out.

    >>> guess(["Headline", "publishedAt", "body", "day"], {})
    {'text': 'body', 'date': 'publishedAt', 'title': 'Headline'}
    """
    columns = list(columns)
    taken = set(given.values())
    roles: dict[str, str] = {}
    for role, names in USUAL_NAMES.items():
        if role in given:
            roles[role] = given[role]
            continue
        plain = {_plain(column): column for column in reversed(columns) if column not in taken}
        found = next((plain[key] for name in names if (key := _plain(name)) in plain), None)
        if found is not None:
            roles[role] = found
            taken.add(found)
    return roles


def known(column: str) -> bool:
    """True for a column whose name tells a role."""
    return _plain(column) in _EVERY


def _plain(name: str) -> str:
    return _IGNORED.sub("", name.casefold())


_EVERY = frozenset(_plain(name) for names in USUAL_NAMES.values() for name in names)
