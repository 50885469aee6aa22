"""What a word is, and which words stand side by side.

Words are cut at the word boundaries of Unicode (UAX 29), and a piece counts as a word where it has
a letter or digit. News text asks for other answers than the standard in these places:

- White space always parts words, so the words of a text are those of its pieces between white
  space. The standard lets the narrow no-break space of "10 000" hold a number together.
- A hyphen holds a word together (oil-rich, Covid-19), and so does an ampersand (AT&T). A full stop
  or an apostrophe holds a digit and a letter as well (1990's, mp3.com). A colon holds before a
  small letter only (EU:s): headlines lack the space after it (CANADA:POOR YEAR).
- Nothing that holds words together inside stays at an edge: underscores, apostrophes of Hebrew,
  the Arabic decimal separator and invisible marks of direction go. The stop of an abbreviation is
  not in the word (U.S. -> U.S) unless a possessive follows (U.S.'s).
- A web or mail address, an @name, a #tag and a $TICKER are one word each.
- Letters and digits are those of Python's str.isalnum, so m² is one word, while emoji and other
  symbols are none. Emoji with a digit inside count as the digit.
- Thai, Lao, Khmer, Burmese and other scripts that write no spaces between words: the standard
  leaves them to a dictionary; without one, what stands between spaces, digits and marks is one
  word. Chinese characters and Hiragana are a word each, Katakana and Hangul a word by the run.
"""

from __future__ import annotations

import re

TOKENIZER = "words-3"  # changes with the rule below: kept results name the rule they were made by

# What \w leaves out although it belongs to the letter before it: combining marks (vowel signs of
# Arabic, Hebrew and the scripts of India, decomposed accents), the joiners of Persian and variation
# selectors. Ranges may hold letters, never punctuation or spaces.
MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a"
    r"\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711-\u07f3\u07fd\u0816-\u082d"
    r"\u0859-\u085b\u0897-\u08e1\u08e3-\u0963\u0981-\u09e3\u09fe-\u0a75\u0a81-\u0ae3\u0afa-\u0b63"
    r"\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d4d\u0d57-\u0d63\u0d81-\u0df3\u0e31"
    r"\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18-\u0f19\u0f35\u0f37\u0f39"
    r"\u0f3e-\u0f84\u0f86-\u0fbc\u0fc6\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064"
    r"\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u135d-\u135f\u1712-\u1734"
    r"\u1752-\u1773\u17b4-\u17d3\u17dd\u180b-\u180d\u180f-\u193b\u1a17-\u1a1b\u1a55-\u1a7f"
    r"\u1ab0-\u1b44\u1b6b-\u1b73\u1b80-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1dff\u200c\u200d"
    r"\u20d0-\u20f0\u2cef-\u2cf1\u2d7f-\u2dff\u302a-\u302f\u3099-\u309a\ua66f-\ua672\ua674-\ua67d"
    r"\ua69e-\ua6f1\ua802-\ua827\ua82c\ua880-\ua8c5\ua8e0-\ua8f1\ua8ff-\ua92d\ua947-\ua953"
    r"\ua980-\ua9c0\ua9e5\uaa29-\uaa4d\uaa7b-\uaa7d\uaab0\uaab2-\uaab4\uaab7-\uaab8\uaabe-\uaabf"
    r"\uaac1\uaaeb-\uaaef\uaaf5-\uaaf6\uabe3-\uabea\uabec-\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
)
# The same beyond the first 65,536 characters, where a class is searched range by range.
_HIGH_MARKS = (
    r"\U000101fd-\U0001037a\U00010a01-\U00010a3f\U00010ae5-\U00010ae6\U00010d24-\U00010eac"
    r"\U00010efc-\U00010f50\U00010f82-\U00010f85\U00011000-\U00011046\U00011070-\U000110ba"
    r"\U000110c2\U00011100-\U00011134\U00011145-\U00011173\U00011180-\U000111c0"
    r"\U000111c9-\U000111cc\U000111ce-\U000111cf\U0001122c-\U00011237\U0001123e-\U00011241"
    r"\U000112df-\U00011446\U0001145e-\U000114c3\U000115af-\U000115c0\U000115dc-\U00011640"
    r"\U000116ab-\U000116b7\U0001171d-\U0001172b\U0001182c-\U0001183a\U00011930-\U00011943"
    r"\U000119d1-\U000119e0\U000119e4-\U00011a3e\U00011a47-\U00011a99\U00011c2f-\U00011c3f"
    r"\U00011c92-\U00011ef6\U00011f00-\U00011f42\U00011f5a\U00013440-\U0001612f"
    r"\U00016af0-\U00016af4\U00016b30-\U00016b36\U00016f4f-\U00016f92\U00016fe4-\U00016ff1"
    r"\U0001bc9d-\U0001bc9e\U0001cf00-\U0001cf46\U0001d165-\U0001d169\U0001d16d-\U0001d172"
    r"\U0001d17b-\U0001d182\U0001d185-\U0001d18b\U0001d1aa-\U0001d1ad\U0001d242-\U0001d244"
    r"\U0001da00-\U0001da36\U0001da3b-\U0001da6c\U0001da75\U0001da84\U0001da9b-\U0001e136"
    r"\U0001e2ae-\U0001e2ef\U0001e4ec-\U0001e94a\U000e0020-\U000e01ef"
)
# Characters without a shape: the soft hyphen, marks of direction. Inside a word they belong to it.
_INVISIBLE = r"\u00ad\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
# Letters that do not make words as those of an alphabet do.
_ALONE = (  # Han, Hiragana, Tangut, Nushu: each a word
    r"\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00017000-\U00018dff\U0001aff0-\U0001b2ff\U00020000-\U0003ffff"
)
_KATAKANA = r"\u3031-\u3035\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_UNSPACED = (  # Thai, Lao, Burmese, Khmer, Tai; digits and punctuation left out
    r"\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u109a-\u109d"
    r"\u1780-\u17d3\u17d7\u17dc-\u17dd\u1950-\u19c9\u1a20-\u1a7c\u1aa7\ua9e0-\ua9ef\ua9fa-\ua9fe"
    r"\uaa60-\uaa76\uaa7a-\uaadd"
)

_LETTER = rf"[^\W_{_ALONE}{_KATAKANA}{_UNSPACED}]"  # of an alphabet, or a digit
_MARK = rf"(?!\w)(?:[{MARKS}]|[\U00010000-\U000e01ff](?<=[{_HIGH_MARKS}]))"
_RUN = (
    rf"{_LETTER}++(?:[{MARKS}\u05f3]++|{_LETTER}++|[\U00010000-\U000e01ff](?<=[{_HIGH_MARKS}])"
    rf"|[{_INVISIBLE}]++(?=[{MARKS}]|{_LETTER}))*+"
)
_HEBREW = r"\u05d0-\u05f2\ufb1d-\ufb4f"
_THEN = rf"[{MARKS}{_INVISIBLE}]*?"
_INSIDE = "|".join(
    [
        rf"[-.'’‘&‐‑\u058a\u05be\u2024\ufe52\ufe63\uff07\uff0d\uff0e]{_THEN}",
        r"\.['’](?=[sS](?!\w))",  # Inc.'s
        rf"[_\u203f\u2040\u2054\ufe33\ufe34\ufe4d-\ufe4f\uff3f]++{_THEN}",
        # Between letters: the colon of EU:s, middle dots, the signs of Hebrew and Armenian.
        r"(?<!\d)(?::(?=[a-zß-öø-ÿ])|[·\u0387\u055b\u055c\u055e\u055f\u05f4\u2027])"
        rf"{_THEN}(?!\d)",
        # Between digits: commas, semicolons, the separators of Arabic, the fraction slash.
        r"(?<=\d)[,;\u037e\u0589\u060c\u060d\u066b\u066c\u07f8\u2044\ufe10\ufe14\ufe50\ufe54\uff0c\uff1b]"
        rf"{_THEN}(?=\d)",
        rf'(?<=[{_HEBREW}\u0591-\u05c7])"(?=[{_HEBREW}])',
    ]
)
_WEB = r"(?i:https?://|ftp://|www\.)(?=\w)"
_DOMAIN = rf"{_LETTER}++(?:-++{_LETTER}++)*+(?:\.{_LETTER}++(?:-++{_LETTER}++)*+)++"
_WORD = "|".join(
    [
        # An address ends before the punctuation that follows it; brackets in pairs are its own.
        rf"{_WEB}(?:{_LETTER}++|[/%=#~@$+\-_]++|\([^\s()]*+\)|[{MARKS}]++"
        rf"|[.,;:!?'’()\[\]{{}}&*]++(?={_LETTER}|[/%=#~@$+\-_]))++",
        rf"{_RUN}(?:[{_INVISIBLE}]*+(?:{_INSIDE})(?!{_WEB}){_RUN})*+"
        rf"(?:(?:\+[\w.\-]{{0,63}}+)?+@{_DOMAIN})?+",
        rf"[{_ALONE}](?:{_MARK})*+",
        rf"[{_KATAKANA}]++(?:(?:{_MARK})[{_KATAKANA}]*+)*+",
        rf"(?![{MARKS}])[{_UNSPACED}]++(?:{_MARK}|[{_UNSPACED}])*+",
        rf"(?<![\w&])[@#](?=[\d_]*+[^\W\d_])(?:\w++|{_MARK})++(?:['’]{_RUN}|@{_DOMAIN})?+",
        rf"(?<!\w)\$[A-Z]{{1,6}}+(?:\.[A-Z]{{1,2}}+(?!\w))?+(?!\w)(?:['’]{_RUN})?+",
    ]
)
# Most words need none of this: letters, then white space, with a mark between them or not.
_PLAIN = (
    r"[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u03a3-\u03ce\u0400-\u0481\u0620-\u064a]"
)
WORD = re.compile(rf"{_PLAIN}{_PLAIN}*+(?:(?=\s)|(?=[,.;:!?)]?+(?!\S)))|(?=[\w@#$])(?:{_WORD})")

_ADDRESS = re.compile(_WEB)

# With a capital, these have a full stop that ends no sentence.
ABBREVIATIONS = frozenset(
    """
    mr mrs ms messrs dr prof rev hon sr jr st ft mt
    gov govs sen sens rep reps gen col lt sgt cpl capt cmdr adm maj brig pres supt atty
    inc corp co cos ltd bros dept univ assn no nos vs
    jan feb mar apr jun jul aug sept sep oct nov dec
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mich minn mo mont neb nev okla
    ore pa tenn tex va vt wash wis wyo
    """.split()
)
_SMALL = frozenset({"v", "vs"})
_STOPPED = re.compile(r"(?:[^\W\d_]{1,2}\.)++[^\W\d_]{1,2}")  # U.S, Ph.D, p.m
_BEFORE = re.compile(rf"[{_INVISIBLE}]*+")
_AFTER = re.compile(rf"[{_INVISIBLE}]*+(\.?+)[{_INVISIBLE}]*+")


_TYPED = str.maketrans({"’": "'", "‐": "-", "‑": "-"})


def fold(word: str) -> str:
    """The form under which words are counted: case-folded, apostrophes straight.

    >>> fold("Iran’s")
    "iran's"
    """
    return word.casefold().replace("’", "'")


def plain(word: str) -> str:
    """The word with apostrophes and hyphens as they are typed, which is how lexicons have them.

    >>> plain("Iran’s")
    "Iran's"
    """
    return word.translate(_TYPED)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where each word of the text begins and ends, in characters.

    >>> [ "The U.S.-Iran deal"[a:b] for a, b in word_spans("The U.S.-Iran deal") ]
    ['The', 'U.S', 'Iran', 'deal']
    """
    return [match.span() for match in WORD.finditer(text)]


def addresses(text: str) -> list[tuple[int, int]]:
    """Where each @name, web or mail address of the text begins and ends, in characters.

    >>> [ "See @oil, www.oil.com/x."[a:b] for a, b in addresses("See @oil, www.oil.com/x.") ]
    ['@oil', 'www.oil.com/x']
    """
    spans = word_spans(text)
    return [(a, b) for a, b in spans if text.find("@", a, b) >= 0 or _ADDRESS.match(text, a, b)]


def is_abbreviation(word: str) -> bool:
    """Whether a full stop after the word belongs to it and parts nothing.

    So it is for letters with stops between them, for a capital alone (an initial) and for
    ABBREVIATIONS with a capital, also after a hyphen.

    >>> words = ["U.S", "Gov", "W", "No", "no", "R-Ga", "vs", "3.5", "fell"]
    >>> [word for word in words if is_abbreviation(word)]
    ['U.S', 'Gov', 'W', 'No', 'R-Ga', 'vs']
    """
    last = word.rpartition("-")[2]
    known = len(last) == 1 or fold(last) in ABBREVIATIONS
    return (last[:1].isupper() and known) or word in _SMALL or bool(_STOPPED.fullmatch(word))


def opens(chunk: str) -> bool:
    """Whether the first word of a chunk (text without white space) can follow another word.

    It does where `closes` holds for the chunk before.

    >>> [chunk for chunk in ("Oil", "oil,", "(oil", "$5", "--") if opens(chunk)]
    ['Oil', 'oil,']
    """
    first = WORD.search(chunk)
    return first is not None and _BEFORE.fullmatch(chunk, 0, first.start()) is not None


def closes(chunk: str) -> bool:
    """Whether a word of the next chunk can follow the last word of this one.

    >>> [chunk for chunk in ("oil", "U.S.", "Gov.", "oil,", "fell.", "--") if closes(chunk)]
    ['oil', 'U.S.', 'Gov.']
    """
    spans = word_spans(chunk)
    if not spans:
        return False
    start, end = spans[-1]
    match = _AFTER.fullmatch(chunk, end)
    return match is not None and (not match[1] or is_abbreviation(chunk[start:end]))
