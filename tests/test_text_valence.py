"""VADER's rules: nltk's own analyser is the oracle, on the same word list."""

from __future__ import annotations

import inspect
import random
import re
import string
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import nltk
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

from analysis.lexicons import load
from analysis.measures import tone
from analysis.text import forms, valence
from analysis.text.kernels import tone as kernel

Scores = dict[str, float]
Oracle = Callable[[str], Scores]


@pytest.fixture(scope="module")
def nltks(tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    """nltk's analyser, reading vaderSentiment's list from a data folder of the test's own."""
    folder = tmp_path_factory.mktemp("nltk_data")
    text = (resources.files("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf-8")
    (folder / "vader_lexicon.txt").write_text(text.rstrip("\n"), encoding="utf-8")
    nltk.data.path.insert(0, str(folder))
    try:
        analyser = SentimentIntensityAnalyzer(lexicon_file="vader_lexicon.txt")
    finally:
        nltk.data.path.remove(str(folder))
    return analyser.polarity_scores


def ours(texts: list[str]) -> list[Scores]:
    return tone.vader(texts).to_dict("records")


def generated(n: int, seed: int) -> list[str]:
    """Strings that reach idioms, boosters, negation, "but", capitals, marks and odd characters."""
    draw = random.Random(seed)
    idioms = [*VaderConstants.SPECIAL_CASE_IDIOMS, "sort of", "kind of", "at least", "never so"]
    words = [*VaderConstants.NEGATE, *VaderConstants.BOOSTER_DICT]
    words += [word for idiom in idioms for word in idiom.split()]
    words += "but But BUT never so this least at very kind of good bad war great hate love".split()
    words += "the is ran killing happy sad don't WON'T a I 😀 ÉTÉ ß İ \u2003 --- ) :) :( x".split(
        " "
    )
    words += ["great!!", "?!?bad", '"good"', "(war)", "...", "", "???", "\x1f", "can't", "ok,"]
    texts = []
    for _ in range(n):
        chosen: list[str] = []
        for _ in range(draw.randint(0, 14)):
            word = draw.choice(idioms) if draw.random() < 0.08 else draw.choice(words)
            word = word.upper() if draw.random() < 0.15 else word
            word += draw.choice(VaderConstants.PUNC_LIST) if draw.random() < 0.15 else ""
            chosen.append(
                draw.choice(VaderConstants.PUNC_LIST) + word if draw.random() < 0.05 else word
            )
        texts.append(" ".join(chosen))
    return texts


def worded(texts: list[str]) -> list[Scores]:
    """The scores by the rules in words, which explain a score."""
    weights = load("vader").weights
    found = []
    for text in texts:
        values = [word.value for word in valence.valued(valence.chunks(text), weights)]
        figures = [round(share, 3) for share in valence.shares(values, text)]
        figures.append(round(valence.compound(values, text)[0], 4))
        found.append(dict(zip(["neg", "neu", "pos", "compound"], figures, strict=True)))
    return found


def differing(texts: list[str], oracle: Oracle) -> list[str]:
    return [text for text, found in zip(texts, ours(texts), strict=True) if found != oracle(text)]


def test_generated_strings_score_as_nltk_scores_them(nltks: Oracle) -> None:
    texts = generated(6_000, seed=1)
    assert differing(texts, nltks) == []
    assert worded(texts) == [nltks(text) for text in texts]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_string_scores_as_nltk_scores_it(nltks: Oracle, text: str) -> None:
    assert differing([text], nltks) == []
    assert worded([text]) == [nltks(text)]


@pytest.mark.slow
def test_every_labelled_and_collected_text_scores_as_nltk_scores_it(
    nltks: Oracle, evaluation: Path
) -> None:
    files = [*evaluation.glob("corpora/*.csv.gz"), *evaluation.glob("labelled/*.csv.gz")]
    texts = [text for file in files for text in pd.read_csv(file)["text"].dropna().astype(str)]
    assert len(texts) > 40_000
    assert differing(texts, nltks) == []


@pytest.mark.slow
def test_many_generated_strings_score_as_nltk_scores_them(nltks: Oracle) -> None:
    assert differing(generated(200_000, seed=2), nltks) == []


def _unchanged(self: object, value: float, *_: object) -> float:
    return value


def _negation_alone(
    self: valence._Context, value: float, i: int, back: int, rules: list[str]
) -> float:
    word = self.lower[i - back]
    return value * valence.NEGATION if word in valence.NEGATORS or "n't" in word else value


def _stripped_whole(chunk: str) -> str:
    return chunk.strip(string.punctuation) or chunk


def _all_chunks(text: str) -> list[valence.Word]:
    found = re.finditer(r"\S+", text)
    return [valence.Word(valence.strip_punctuation(each.group()), *each.span()) for each in found]


RULES = {
    "boosters": (valence._Context, "_boosted", _unchanged),
    "negation": (valence._Context, "_negated", _unchanged),
    "idioms": (valence._Context, "_idiom", _unchanged),
    "least": (valence._Context, "_least", _unchanged),
    "but": (valence, "_after_but", lambda words, lower: words),
    "punctuation": (valence, "punctuation_emphasis", lambda text: 0.0),
    "stripping": (valence, "strip_punctuation", lambda chunk: chunk),
    "capitals": (valence.RULES, "C_INCR", 0.0),
    "booster words": (valence, "BOOSTERS", {}),
    "special idioms": (valence, "IDIOMS", {}),
    "negators": (valence, "NEGATORS", frozenset()),
    "never so, never this": (valence._Context, "_negated", _negation_alone),
    "pairs such as sort of": (valence.RULES, "B_DECR", 0.0),
    "one mark on one side": (valence, "strip_punctuation", _stripped_whole),
    "one character vanishes": (valence, "chunks", _all_chunks),
    "repeated word": (valence, "_scored_at", lambda forms, places: list(places)),
}


@pytest.mark.parametrize("rule", RULES)
def test_without_any_one_rule_in_words_the_scores_differ(
    rule: str, nltks: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = generated(1_500, seed=3)
    expected = [nltks(text) for text in texts]
    owner, name, replacement = RULES[rule]
    monkeypatch.setattr(owner, name, replacement)
    assert worded(texts) != expected


# Lines of the kernel, and what stands there when one rule is off.
KERNEL = {
    "stronger": ("step = _MORE if word & MORE else _LESS", "step = 0.0"),
    "booster before a negative word": ("step = -step", "pass"),
    "booster in capitals": ("step += CAPITALS if value > 0 else -CAPITALS", "pass"),
    "second word before": ("step *= 0.95", "pass"),
    "third word before": ("step *= 0.9\n", "pass\n"),
    "never so": ("if back == 2 and word & NEVER and near:", "if False:"),
    "so or this": ("elif back == 3 and ((word & NEVER", "elif False and ((word & NEVER"),
    "negation": ("elif word & NEGATOR:", "elif False:"),
    "idioms": ("value = found\n", "pass\n"),
    "idioms of two ahead": ("found = two[d, e]", "pass"),
    "idioms of three ahead": ("found = three[d, e, flags[i + 2] >> IDIOM]", "pass"),
    "pairs such as sort of": ("if pairs[a, b] or pairs[b, c]:", "if False:"),
    "least": ("if i > 0 and flags[i - 1] & LEAST", "if False and flags[i - 1] & LEAST"),
    "at least": ("and not at_least:", ":"),
    "a lexicon word is no context": ("entries[i - back] != NO_ENTRY", "False"),
    "kind of": ("if kind & KIND and", "if False and"),
    "capitals": ("value += CAPITALS if value > 0 else -CAPITALS", "pass"),
    "capitals everywhere": ("shouting = 0 < upper < n", "shouting = 0 < upper"),
    "repeated word": ("if seen[form] == text:", "if False:"),
    "but": ("value *= 0.5 if i < turn else 1.5", "pass"),
    "first but": ("if kind & BUT and turn < 0:", "if kind & BUT:"),
    "one character vanishes": ("if kind & LONE:", "if False:"),
    "exclamation": ("min(exclaims, 4) * 0.292", "0"),
    "at most four": ("min(exclaims, 4)", "exclaims"),
    "questions": ("asked = 0.0 if asks < 2 else", "asked = 0.0 if True else"),
    "many questions": ("asks * 0.18 if asks <= 3 else 0.96", "asks * 0.18"),
    "shares count the words": ("positive += values[j] + 1", "positive += values[j]"),
    "emphasis in the shares": ("positive += emphasis", "pass"),
    "half to even": ("whole += 1.0", "pass"),
}


@pytest.mark.parametrize("rule", KERNEL)
def test_without_any_one_rule_in_the_kernel_the_scores_differ(
    rule: str, nltks: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = generated(3_000, seed=3)
    there, instead = KERNEL[rule]
    source = inspect.getsource(kernel)
    assert there in source
    changed = {"__name__": "changed"}
    monkeypatch.setattr("analysis.text.kernels.jit.kernel", lambda function: function)
    exec(source.replace(there, instead), changed)
    monkeypatch.setattr(kernel, "vader", changed["vader"])
    assert ours(texts) != [nltks(text) for text in texts]


MARKED = {
    "never": (forms._AS_WRITTEN, kernel.NEVER),
    "so, this": (forms._AS_WRITTEN, kernel.NEAR),
    "but": (forms._LOWERED, kernel.BUT),
    "negators": (forms._LOWERED, kernel.NEGATOR),
    "at, very": (forms._LOWERED, kernel.AT_VERY),
    "more": (forms._LOWERED, kernel.MORE),
    "less": (forms._LOWERED, kernel.LESS),
}


@pytest.mark.parametrize("mark", MARKED)
def test_without_any_kind_of_marked_word_the_scores_differ(
    mark: str, nltks: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = generated(3_000, seed=3)
    words, flag = MARKED[mark]
    monkeypatch.setitem(words, flag, [])
    assert ours(texts) != [nltks(text) for text in texts]


@settings(max_examples=500, deadline=None)
@given(st.floats(-1, 1) | st.integers(-100_000, 100_000).map(lambda n: n / 100_000))
def test_the_kernel_rounds_as_python_rounds(value: float) -> None:
    assert kernel.rounded(value, 10_000.0) == round(value, 4)
    assert kernel.rounded(value, 1_000.0) == round(value, 3)
