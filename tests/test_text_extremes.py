"""Texts that nobody writes: huge, empty, broken, hostile. Right, or refused in words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from analysis.errors import InputError
from analysis.text import encode, vocabulary

LINE = b"oil " + b"x" * 40 + b" \xc3\xa9" + b"y" * 52 + b"\n"  # 100 bytes, three chunks
MANY = 22_000_000  # lines: 2.2 GB, more than 32-bit offsets reach


def arrow(data: bytes | npt.NDArray[np.uint8], offsets: list[int], kind: pa.DataType) -> pa.Array:
    width = np.int32 if kind in (pa.string(), pa.binary()) else np.int64
    buffers = [None, pa.py_buffer(np.array(offsets, width)), pa.py_buffer(data)]
    return pa.Array.from_buffers(kind, len(offsets) - 1, buffers)


@pytest.fixture(scope="module")
def huge() -> npt.NDArray[np.uint8]:
    data = np.tile(np.frombuffer(LINE, np.uint8), MANY)
    data[-4:] = np.frombuffer(b" end", np.uint8)
    return data


def test_an_article_of_fifty_megabytes_is_encoded_like_any_other() -> None:
    tokens = encode(["Oil fell, said no one.\n\n" * 2_100_000])
    assert tokens.offsets.tolist() == [0, 10_500_000]
    assert (tokens.ids.reshape(-1, 5) == range(5)).all()
    assert (tokens.breaks == np.arange(5, 10_500_000, 5)).all()


def test_fifty_megabytes_without_white_space_are_one_token() -> None:
    text = "ab\u00e9\x00" * 10_000_000
    tokens = encode([text, "a", text, text + "b"])
    assert tokens.ids.tolist() == [0, 1, 0, 2]
    assert tokens.vocabulary.find([text, text + "b", text + "c"]).tolist() == [0, 2, -1]
    assert tokens.vocabulary[0] == text


def test_a_million_empty_texts_have_a_million_places() -> None:
    tokens = encode([""] * 500_000 + ["end"] + [" \u3000\n\n"] * 500_000)
    assert tokens.ids.tolist() == [0]
    assert (tokens.offsets == np.arange(1_000_002) // 500_001).all()
    assert len(tokens.breaks) == 0


@pytest.mark.slow
def test_five_million_types_keep_their_numbers() -> None:
    words = [f"{n:07x}{'-long-enough-to-be-hashed' * (n % 3 == 0)}" for n in range(5_000_000)]
    tokens = encode([" ".join(words), " ".join(reversed(words))])
    assert (tokens.ids[:5_000_000] == np.arange(5_000_000)).all()
    assert (tokens.ids[:4_999_999:-1] == np.arange(5_000_000)).all()
    some = range(0, 5_000_000, 997)
    assert tokens.vocabulary.some(some) == words[::997]
    assert tokens.vocabulary.find([*words[::997], "4c4b40"]).tolist() == [*some, -1]


@pytest.mark.slow
def test_more_bytes_than_32_bits_count_are_right_in_one_text(huge: npt.NDArray[np.uint8]) -> None:
    tokens = encode(arrow(huge, [0, len(huge)], pa.large_string()))
    _is_huge(tokens.ids, tokens.vocabulary.strings)
    assert tokens.offsets.tolist() == [0, 3 * MANY + 1]


@pytest.mark.slow
def test_more_bytes_than_32_bits_count_are_right_in_many_texts(huge: npt.NDArray[np.uint8]) -> None:
    whole = arrow(huge, list(range(0, len(huge) + 1, 1000)), pa.large_string())
    tokens = encode(whole)
    _is_huge(tokens.ids, tokens.vocabulary.strings)
    assert (np.diff(tokens.offsets)[:-1] == 30).all()
    assert encode(whole[-2:]).ids.tolist() == [0, 1, 2] * 19 + [0, 1, 3, 4]


@pytest.mark.slow
def test_chunks_of_a_column_together_pass_32_bits(huge: npt.NDArray[np.uint8]) -> None:
    part = arrow(huge[:1_100_000_000], list(range(0, 1_100_000_001, 1000)), pa.string())
    tokens = encode(pa.chunked_array([part, part]))
    assert (tokens.ids.reshape(-1, 3) == [0, 1, 2]).all()
    assert (np.diff(tokens.offsets) == 30).all()
    assert len(tokens) == 2_200_000


def _is_huge(ids: npt.NDArray[np.int32], strings: tuple[str, ...]) -> None:
    long = LINE.decode().split()
    assert strings == (*long[:2], long[2], long[2][:-3], "end")
    assert (ids[:-4].reshape(-1, 3) == [0, 1, 2]).all()
    assert ids[-4:].tolist() == [0, 1, 3, 4]


@pytest.mark.slow
def test_a_gigabyte_without_white_space_is_refused() -> None:
    data = np.full((1 << 30) + 5000, ord("a"), np.uint8)
    with pytest.raises(InputError) as refused:
        encode(arrow(data, [0, len(data)], pa.large_string()))
    assert str(refused.value) == (
        "A text has more than 1,073,741,824 bytes without white space, which are no words; leave"
        " it out."
    )


def test_more_types_than_can_be_numbered_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "SLOTS_MOST", 1 << 16)
    with pytest.raises(InputError) as refused:
        encode([" ".join(map(str, range(60_000)))])
    assert str(refused.value) == (
        "Texts can have 49,152 distinct tokens at most, and these have more; encode fewer articles"
        " at a time."
    )


def test_texts_that_are_no_strings_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        encode(["oil", 5, None, 1.5])  # type: ignore[list-item]  # what is to be refused
    assert str(refused.value) == "Texts must be strings (got 'float', 'int')."


def test_lone_surrogates_are_characters_like_others() -> None:
    texts = ["\ud800 a\udfff\u3000\udfff\ud800", "a \ud800"]
    tokens = encode(texts)
    assert list(tokens.vocabulary) == ["\ud800", "a\udfff", "\udfff\ud800", "a"]
    assert tokens.ids.tolist() == [0, 1, 2, 3, 0]


def test_bytes_that_are_no_text_join_nothing_across_texts() -> None:
    # The first two bytes of a space that has three, at the end of a text before the third.
    whole = b"a\xe2\x80\x83b\xe2\x80\x83 \xff\xc2\xa0"
    tokens = encode(arrow(whole, [0, 3, 7, 8, 9, 11, 12], pa.binary()))
    assert list(tokens.vocabulary) == [
        "a\ufffd",
        "\ufffdb\ufffd",
        "\ufffd",
        "\ufffd\ufffd",
        "\ufffd",
    ]
    assert tokens.ids.tolist() == [0, 1, 2, 3, 4]
