"""Identity: which rows are the same document, and whether two corpora are the same."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

DIGEST = 8  # bytes, 16 hex digits: a chance of 3e-8 for one clash among a million documents
CHUNK = 10_000  # documents hashed at a time: the whole text is never copied
_PORTS = {"http": 80, "https": 443}
# Parameters that tell where a reader came from, never which article it is.
_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|gclsrc|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|_ga|cmp|cmpid|ocid|ncid"
    r"|smid|spm|ref_src|at_medium|at_campaign",
    re.IGNORECASE,
)


def digest(*parts: str) -> str:
    """16 hex digits that stand for the parts."""
    joined = "\x1f".join(parts).encode("utf-8", "replace")
    return hashlib.blake2b(joined, digest_size=DIGEST).hexdigest()


def canonical_url(url: str) -> str:
    """The address that all links to one article share.

    Scheme and host in lower case; without default port, fragment, tracking parameters and
    trailing slash.

    >>> canonical_url("HTTPS://Example.org:443/a/?utm_source=x&id=2#top")
    'https://example.org/a?id=2'
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    scheme = parts.scheme.lower()
    host = parts.netloc.lower()
    if port is not None and port == _PORTS.get(scheme):
        host = host.removesuffix(f":{port}")
    query = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(pair[0])
    ]
    return urlunsplit((scheme, host, parts.path.rstrip("/"), urlencode(query), ""))


def key(own: str | None, url: str | None, source: str) -> str | None:
    """The identity of a row by its own id, else by its address; None where it has neither.

    The address of a home page is no identity: many articles carry it.
    """
    if own:
        return digest("id", source, own)
    if url:
        canonical = canonical_url(url)
        parts = canonical.split("://", 1)[-1]
        if "/" in parts or "?" in parts:
            return digest("url", canonical)
    return None


def content_key(source: str, date: str, text: str) -> str:
    """The identity of a row that has only its content; white space does not matter."""
    return digest("text", source, date, " ".join(text.split()))


def fingerprint(documents: pd.DataFrame) -> str:
    """SHA-256 of what the documents say, in hex; neither row nor column order matters.

    Story ids and date doubts are left out: they are conclusions, not content.
    """
    made = hashlib.sha256()
    ordered = documents.sort_values("doc_id")
    names = sorted(set(ordered.columns) - {"story_id", "date_doubt"})
    for name in names:
        made.update(f"{len(name)}:{name}:{len(ordered)};".encode())
        for start in range(0, len(ordered), CHUNK):
            sizes, blob = _content(ordered[name].iloc[start : start + CHUNK])
            made.update(sizes.astype("<i8").tobytes())
            made.update(blob)
    return made.hexdigest()


def _content(column: pd.Series) -> tuple[npt.NDArray[np.int64], bytes | memoryview]:
    """Characters of each value, -1 where it is missing, and all of them as UTF-8."""
    if isinstance(column.dtype, pd.StringDtype):
        held = pa.array(column, pa.large_string(), from_pandas=True)
        sizes = pc.fill_null(pc.utf8_length(held), -1).to_numpy()
        whole = held.fill_null("")
        if isinstance(whole, pa.ChunkedArray):
            whole = whole.combine_chunks()
        _, offsets, data = whole.buffers()
        first, last = np.frombuffer(offsets, np.int64)[whole.offset :][[0, len(whole)]]
        return sizes, memoryview(data)[first:last] if data is not None else b""
    missing = column.isna().tolist()
    values = ["" if gone else str(v) for v, gone in zip(column.tolist(), missing, strict=True)]
    sizes = np.where(missing, -1, np.fromiter(map(len, values), np.int64, len(values)))
    return sizes, "".join(values).encode("utf-8", "replace")
