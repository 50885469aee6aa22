"""Words, sentences and queries on news text."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from neighbours import are_adjacent

from analysis.errors import QueryError
from analysis.text import compile_query, encode, sentence_spans, word_spans, words
from analysis.text.words import closes, fold, opens


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Oil rose 3.5%, to $1,200.", ["Oil", "rose", "3.5", "to", "1,200"]),
        ("Iran’s oil-rich south", ["Iran’s", "oil-rich", "south"]),
        ("AT&T (“Ma Bell”)", ["AT&T", "Ma", "Bell"]),
        ("تهران و واشنطن", ["تهران", "و", "واشنطن"]),
        ("Тегеран: Ёлка", ["Тегеран", "Ёлка"]),
        ("São Paulo, cafe\u0301", ["São", "Paulo", "cafe\u0301"]),
        ("😀 … —", []),
    ],
)
def test_words_are_cut_as_a_reader_would(text: str, words: list[str]) -> None:
    assert cut(text) == words


# One line is a text and its words between bars. What Unicode's own rules and ours cut alike stands
# with what they cut otherwise on purpose; the second is named in analysis.text.words.
LANGUAGES = """
English: The U.S.-Iran deal isn't dead. | The|U.S|Iran|deal|isn't|dead
English: “AT&T’s oil-rich co-owner,” he said; Covid-19… | AT&T’s|oil-rich|co-owner|he|said|Covid-19
English: It rose 3.5% to $1,200.50 (£5bn), US$5bn. | It|rose|3.5|to|1,200.50|5bn|US|5bn
English: 'twas the '90s, 1990's rock 'n' roll -- and/or | twas|the|90s|1990's|rock|n|roll|and|or
English: at 10:30 a.m. on 24/7 No. 10 C++ C# | at|10|30|a.m|on|24|7|No|10|C|C
English: Apple Inc.'s and the U.S.’s. ‘Inc.’ So | Apple|Inc.'s|and|the|U.S.’s|Inc|So
English: CANADA:POOR YEAR 2010-11 1990–95 a_b _it_ | CANADA|POOR|YEAR|2010-11|1990|95|a_b|it
French: L’économie d'aujourd’hui, c’est-à-dire 3,5 % | L’économie|d'aujourd’hui|c’est-à-dire|3,5
French: « Où ? » demande-t-il à l'Élysée ! 10\u202f000 € | Où|demande-t-il|à|l'Élysée|10|000
German: „Größe“ der EU-Außenpolitik: 1.200,50 Euro | Größe|der|EU-Außenpolitik|1.200,50|Euro
Spanish: ¿Qué pasó? ¡El 1.º año! Irán-EE.UU. | Qué|pasó|El|1.º|año|Irán-EE.UU
Catalan: La col·lecció d’art | La|col·lecció|d’art
Swedish: EU:s möte i Malmö | EU:s|möte|i|Malmö
Turkish: İstanbul'da 5. gün, Türkiye’nin ışığı | İstanbul'da|5|gün|Türkiye’nin|ışığı
Russian: Санкт-Петербург: «Ёлка», т.е. 5-й год. | Санкт-Петербург|Ёлка|т.е|5-й|год
Greek: Η Ελλάδα· ο κ. Τσίπρας; Ναι | Η|Ελλάδα|ο|κ|Τσίπρας|Ναι
Armenian: Ինչո՞ւ եկավ։ | Ինչո՞ւ|եկավ
Arabic: قال الرئيس، إنَّ ٣٫٥ و١٬٢٠٠ دولار؟ | قال|الرئيس|إنَّ|٣٫٥|و١٬٢٠٠|دولار
Persian: می‌خواهم به خانه‌ها بروم؛ ایران | می‌خواهم|به|خانه‌ها|بروم|ایران
Hebrew: ארה"ב וצה״ל, ג׳ורג׳ אמר: 'שָׁלוֹם' ל"י | ארה"ב|וצה״ל|ג׳ורג׳|אמר|שָׁלוֹם|ל"י
Hindi: प्रधानमंत्री ने कहा। हिन्दी में २,५०० रु. | प्रधानमंत्री|ने|कहा|हिन्दी|में|२,५००|रु
Bengali: বাংলাদেশের প্রধানমন্ত্রী বলেন। | বাংলাদেশের|প্রধানমন্ত্রী|বলেন
Tamil: தமிழ்நாடு அரசு, சென்னை. | தமிழ்நாடு|அரசு|சென்னை
Thai: นายกรัฐมนตรี กล่าวว่า 100บาท | นายกรัฐมนตรี|กล่าวว่า|100|บาท
Lao: ລາວ ດີ | ລາວ|ດີ
Khmer: ភ្នំពេញ។ | ភ្នំពេញ
Burmese: မြန်မာ၊ | မြန်မာ
Chinese: 中国2019年GDP增长。 | 中|国|2019|年|GDP|增|长
Japanese: 東京タワーへ、コンピューター・ゲーム | 東|京|タワー|へ|コンピューター|ゲーム
Japanese: Tシャツと人々がすき | T|シャツ|と|人|々|が|す|き
Korean: 대한민국의 5시간, Samsung전자 | 대한민국의|5시간|Samsung전자
Amharic: ሰላም፡ለዓለም። | ሰላም|ለዓለም
Georgian: საქართველო – თბილისი | საქართველო|თბილისი
Fula: 𞤀𞤣𞤤𞤢𞤥 𞤨𞥄 | 𞤀𞤣𞤤𞤢𞤥|𞤨𞥄
Chakma: 𑄌𑄋𑄴𑄟𑄳𑄦 | 𑄌𑄋𑄴𑄟𑄳𑄦
Emoji: I ❤️ NY 👩‍👩‍👧👍🏽🇫🇷 ok😀no Ⓜ | I|NY|ok|no
Accents: e\u0301te\u0301. A\u030angstro\u0308m | e\u0301te\u0301|A\u030angstro\u0308m
Signs: m² 1½ Ⅻ ①, 50° | m²|1½|Ⅻ|①|50
Invisible: \ufeffoil\u00adfield\u200e (Iran\u200f). zero\u200bwidth | oil\u00adfield|Iran|zero|width
Unseen: 葛\U000e0100城 a\u2060b | 葛\U000e0100|城|a\u2060b
"""
NAMES = """
See https://a.com/b_(c)?q=1&r=%20#top, or (http://t.co/x). | See|https://a.com/b_(c)?q=1&r=%20#top|or|http://t.co/x
“HTTPS://A.ORG/”; www.bbc.co.uk/news. www. http:// | HTTPS://A.ORG/|www.bbc.co.uk/news|www|http
Source:https://a.org more.http://b.org/ | Source|https://a.org|more|http://b.org/
访问https://c.cn。中 example.com/x mp3.com | 访|问|https://c.cn|中|example.com|x|mp3.com
https://fr.wikipedia.org/wiki/Élysée’s! | https://fr.wikipedia.org/wiki/Élysée’s
jane.o'neil+news@mail.example.co.uk, a@b | jane.o'neil+news@mail.example.co.uk|a|b
<x_y@z.org>. me@home mailto:a@b.de | x_y@z.org|me|home|mailto:a@b.de
@AP's .@real_name: @user@mastodon.social, @5pm? | @AP's|@real_name|@user@mastodon.social|@5pm
@@two @_ @5 | @two|5
#MeToo’s #COVID19, #武汉加油! | #MeToo’s|#COVID19|#武汉加油
#1 a#b &#8217; #-x ## | 1|a|b|8217|x
$AAPL, $BRK.B. $TSLA’s; $AAPL.It | $AAPL|$BRK.B|$TSLA’s|$AAPL|It
$5 $5bn A$5 US$5bn $ap Ke$ha $TOOLONGNAME | 5|5bn|A|5|US|5bn|ap|Ke|ha|TOOLONGNAME
"""


def rows(table: str) -> list[tuple[str, list[str]]]:
    pairs = [line.rsplit(" | ", 1) for line in table.strip().splitlines()]
    return [(text, words.split("|")) for text, words in pairs]


@pytest.mark.parametrize(("text", "words"), rows(LANGUAGES))
def test_words_of_many_languages(text: str, words: list[str]) -> None:
    assert cut(text.split(": ", 1)[1]) == words


@pytest.mark.parametrize(("text", "words"), rows(NAMES))
def test_addresses_names_and_tags_are_one_word_each(text: str, words: list[str]) -> None:
    assert cut(text) == words


# Characters and strings that meet in the rule, for texts that no writer would write.
PIECES = st.sampled_from(
    [
        *"aAh1_'’.-&@#$+:/,;\"()א׳״ก中アー한é٫ \n😀",
        *("\u0301", "\u0bae", "\u200e", "\u200d", "\u202f", "\x1c", "\x85", "\u3000"),
        *("\U0001e944", "\U0001e900", "\U000e0100", "http://", "www.", "a@b.c", "$A", "U.S.", "'s"),
    ]
)
LONG = re.compile(rf"(?=[\w@#$])(?:{words._WORD})")  # without the short way for plain words
TEXTS = st.one_of(st.lists(PIECES, max_size=20).map("".join), st.text(max_size=30))


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_words_and_their_neighbours_follow_from_the_chunks(text: str) -> None:
    spans: list[tuple[int, int]] = []
    adjacent: list[bool] = []
    closed = False
    for match in re.finditer(r"\S+", text):
        chunk, shift = match.group(), match.start()
        inside = word_spans(chunk)
        spans += [(start + shift, end + shift) for start, end in inside]
        adjacent += [closed and opens(chunk)] * bool(inside)
        adjacent += [
            are_adjacent(chunk[slice(*before)], chunk[before[1] : after[0]])
            for before, after in itertools.pairwise(inside)
        ]
        closed = closes(chunk)
    assert spans == word_spans(text)
    assert adjacent == encode([text]).words.adjacent.tolist()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_short_way_for_plain_words_changes_none(text: str) -> None:
    assert [match.span() for match in LONG.finditer(text)] == word_spans(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_letter_and_digit_is_in_a_word_and_every_word_has_one(text: str) -> None:
    spans = word_spans(text)
    assert all(any(map(str.isalnum, text[start:end])) for start, end in spans)
    assert not any(map(str.isspace, "".join(cut(text))))
    inside = {place for start, end in spans for place in range(start, end)}
    assert [char for place, char in enumerate(text) if char.isalnum() and place not in inside] == []


HOSTILE = [
    "a'", "http://", "http://a(", "www.", "@", "$", "#", "a-", "a.", "1,", "a@", "a+", "a@b-",
    "a@b.c@", "a@b--", "@a", "#1", "$A", "a_", "a\u200e", "\u200e", "a\u0301", "\u0301", "ก1",
    "中\U000e0100", 'א"', "_", "(", "a+-----@", "http://a,,", "\U0001e944", "Mr.", "\x1c",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    for text in (piece, f"http://a{piece}", f"a@{piece}"):
        started = time.perf_counter()
        word_spans((text + piece * (200_000 // len(piece))) + "!")
        assert time.perf_counter() - started < 2  # a tenth of it as a rule; an hour if quadratic


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "U.S. officials met Gov. Smith",
            ["U.S officials", "officials met", "met Gov", "Gov Smith"],
        ),
        ("Oil fell. Oil rose, then. He", ["Oil fell", "Oil rose"]),
        ("He said no. Then No. 5 rose", ["He said", "said no", "Then No", "No 5", "5 rose"]),
        (
            "George W. Bush at 5 p.m. EST",
            ["George W", "W Bush", "Bush at", "at 5", "5 p.m", "p.m EST"],
        ),
        ("It hit 3.5. Now", ["It hit", "hit 3.5"]),
        ("the U.S., he; yes/no (or) $5", ["the U.S"]),
        ("Roe v. Wade", ["Roe v", "v Wade"]),
        ("中国 GDP", ["中 国", "国 GDP"]),
        ("Iran\u200e oil\u200e. Gas", ["Iran oil"]),
    ],
)
def test_the_stop_of_an_abbreviation_parts_no_words(text: str, pairs: list[str]) -> None:
    words, follows = cut(text), encode([text]).words.adjacent
    found = [f"{words[place - 1]} {word}" for place, word in enumerate(words) if follows[place]]
    assert found == pairs


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_words_of_tokens_are_the_words_of_the_text(texts: list[str]) -> None:
    words = encode(texts).words
    assert len(words.lengths) == len(texts)
    for place, text in enumerate(texts):
        span = slice(words.offsets[place], words.offsets[place + 1])
        assert [words.forms[word] for word in words.ids[span]] == [fold(w) for w in cut(text)]
        follows = [
            are_adjacent(text[a:b], text[b:c])
            for (a, b), (c, _) in itertools.pairwise(word_spans(text))
        ]
        found = words.adjacent[span].tolist()
        assert found == [False, *follows][: len(found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. met Gov. Smith. He left.", ["The U.S. met Gov. Smith.", "He left."]),
        ("He lives in the U.S. The rest left.", ["He lives in the U.S.", "The rest left."]),
        ("It was No. 5 on Jan. 3. Prices rose.", ["It was No. 5 on Jan. 3.", "Prices rose."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ("Oil rose 3.5 percent. It fell.", ["Oil rose 3.5 percent.", "It fell."]),
        ("J. Smith of Acme Inc. spoke. We heard.", ["J. Smith of Acme Inc. spoke.", "We heard."]),
        ("“We won.” He left.", ["“We won.”", "He left."]),
        ("VIENNA, Austria (Reuters) - Oil fell.", ["VIENNA, Austria (Reuters) - Oil fell."]),
        ("A headline\n\nThen a text.", ["A headline", "Then a text."]),
        ("The cat sat. The sun set.", ["The cat sat.", "The sun set."]),
        ("  ", []),
    ],
)
def test_sentences_of_news(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aB. !?\n“”(No.5U.S.\t", max_size=80))
def test_sentences_hold_everything_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


WORDS = ["oil", "Iran", "talks"]
TREES = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.one_of(
        st.tuples(st.just("NOT"), inner),
        st.tuples(st.sampled_from(["AND", "OR"]), inner, inner),
    ),
    max_leaves=6,
)


def written(tree: object) -> str:
    if isinstance(tree, str):
        return tree
    if tree[0] == "NOT":
        return f"NOT ({written(tree[1])})"
    return f"({written(tree[1])}) {tree[0]} ({written(tree[2])})"


def holds(tree: object, there: set[str]) -> bool:
    if isinstance(tree, str):
        return tree in there
    if tree[0] == "NOT":
        return not holds(tree[1], there)
    join = all if tree[0] == "AND" else any
    return join(holds(part, there) for part in tree[1:])


@settings(max_examples=150, deadline=None)
@given(tree=TREES, there=st.sets(st.sampled_from(WORDS)))
def test_queries_mean_what_they_say(tree: object, there: set[str]) -> None:
    assert compile_query(written(tree))(" ".join(sorted(there)).upper()) is holds(tree, there)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("iran", "Iran’s oil", True),
        ("iran", "Iranian oil", False),
        ("iran*", "Iranian oil", True),
        ("*oil", "They embroil", True),
        ("oil price", "Oil\n prices", False),
        ('"oil price*"', "Oil\n prices", True),
        ("oil OR gas AND coal", "oil", True),
        ("oil NOT gas", "oil and gas", False),
        ("C++ OR a.b", "axb", False),
        ("don't", "They don’t", True),
    ],
)
def test_terms_are_whole_words_and_literal(query: str, text: str, expected: bool) -> None:
    assert compile_query(query)(text) is expected


TAKES = ' It takes terms, "phrases", wildcards*, AND, OR, NOT and brackets.'


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("  ", "The query is empty; write at least one term, such as 'Iran'."),
        ("(a1", "The query '(a1' does not parse: an opening bracket is not closed (after '( a1')."),
        (
            "a1)",
            "The query 'a1)' does not parse: a closing bracket has no opening one (after 'a1').",
        ),
        ("a1 OR", "The query 'a1 OR' does not parse: a term is missing (after 'a1 OR')."),
        (
            'a1 "b1"',
            "The query 'a1 \"b1\"' does not parse: AND or OR is missing before 'b1' (after 'a1').",
        ),
        (
            "a1 or b1",
            "The query 'a1 or b1' does not parse: 'or' joins terms in capitals only; write OR,"
            " or put a phrase with it in quotation marks (after 'a1 or b1').",
        ),
        ('"a1', "A quotation mark is not closed in the query '\"a1'; add the second one."),
        (
            "***",
            "The term '***' has no letter or digit to look for; write a word or its beginning.",
        ),
    ],
)
def test_a_query_that_does_not_parse_says_where(query: str, message: str) -> None:
    with pytest.raises(QueryError) as raised:
        compile_query(query)
    assert str(raised.value).removesuffix(TAKES) == message


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab*\"() ANDORT'’.$[", max_size=40))
@example("(" * 20_000)
@example("NOT " * 20_000 + "a")
@example("a" * 100_000)
def test_any_query_is_read_or_refused(query: str) -> None:
    try:
        asked = compile_query(query)
    except QueryError:
        return
    asked("a b AND c " * 20)


def test_hostile_wildcards_stay_fast() -> None:
    assert not compile_query("a*a*a*a*a*a*a*a*b")("a" * 20_000)
