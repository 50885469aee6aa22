"""Every column that a table here may have: what it means, and in which unit."""

from __future__ import annotations

from types import MappingProxyType

NONE = ""  # a name, a text or a truth value: no unit
CHARACTERS = "characters, from 0"
COUNT = "count"
DATE = "date"
DAYS = "days"
MILLION = "per million words"
MOMENT = "moment, UTC"
SHARE = "0 to 1"
SENTENCES = "sentences, from 0"
TONE = "-1 to 1"
VALUE = "unit of the value"
WEIGHT = "-4 to 4"

_DOCUMENTS = {
    "doc_id": ("identity of the document", NONE),
    "story_id": ("doc_id of the earliest near copy", NONE),
    "date": ("when it was published; of an event or a change of level, when it was", MOMENT),
    "date_doubt": ("why the date may be wrong; mostly missing", NONE),
    "source": ("who published it", NONE),
    "title": ("its headline", NONE),
    "text": ("its text, without the title", NONE),
    "url": ("where it stands", NONE),
    "language": ("code of its language", NONE),
    "label": ("name of an event; of a score, negative, neutral or positive", NONE),
    "origin": ("file that a rejected row comes from", NONE),
    "row": ("its place in the file, from 1", NONE),
    "reason": ("why it was rejected", NONE),
    "excerpt": ("how it begins", NONE),
    "first_date": ("earliest date", MOMENT),
    "last_date": ("latest date", MOMENT),
    "representative": ("doc_id of the earliest document of a story", NONE),
    "n_copies": ("other documents of the story", COUNT),
    "hours_to_last": ("from a story's first document to its last", "hours"),
    "n_days_missing": ("days collected without a document", DAYS),
    "n_date_doubts": ("documents with a doubtful date", COUNT),
    "median_tokens": ("words of a document, median", COUNT),
    "age": ("time since the last document", "duration"),
    "state": ("fresh, warn or stale", NONE),
}
_TONE = {
    "sentence": ("position in the document; in a list to read, the sentence itself", SENTENCES),
    "speaker": ("who says it, where that applies", NONE),
    "lexicon": ("word list that scored it", NONE),
    "score": ("tone; in a table of presence, 1 on the topic and 0 off it", TONE),
    "n_sentences": ("sentences", COUNT),
    "n_hits": ("words that carry tone", COUNT),
    "neg": ("share of negative words, by VADER", SHARE),
    "neu": ("share of neutral words, by VADER", SHARE),
    "pos": ("share of positive words, by VADER", SHARE),
    "compound": ("VADER's compound score", TONE),
    "start": ("where a word begins in the text; of a burst, its first period", CHARACTERS),
    "end": ("where it ends; of a burst, its last period", CHARACTERS),
    "weight": ("of the word in the lexicon; of a burst, in natural logs", WEIGHT),
    "rule": ("why the word counted as it did", NONE),
    "contribution": ("to the document's score; in a sum over documents, to all of them", TONE),
}
_COUNTS = {
    "term": ("word, words or label of a query", NONE),
    "n_docs": ("documents", COUNT),
    "n_with": ("documents with the term", COUNT),
    "n_tokens": ("words; of a term, its occurrences", COUNT),
    "per_million": ("occurrences", MILLION),
    "share": ("part of the documents; of carriers, of all tone", SHARE),
    "left": ("words before the term, as printed", NONE),
    "node": ("the term, as printed", NONE),
    "right": ("words after the term, as printed", NONE),
}
_PERIODS = {
    "period": ("first day of the period", DATE),
    "n_sources": ("sources", COUNT),
    "n_stories": ("stories: near copies counted once", COUNT),
    "complete": ("False where the collection cuts the period", NONE),
    "mean": ("mean over documents", VALUE),
    "lower": ("lower bound of the interval", VALUE),
    "upper": ("upper bound of the interval", VALUE),
    "balanced": ("mean at a constant mix of sources", VALUE),
    "balanced_lower": ("lower bound of the balanced mean", VALUE),
    "balanced_upper": ("upper bound of the balanced mean", VALUE),
    "masked": ("True where there are too few documents for a mean", NONE),
    "n_docs_baseline": ("documents of the baseline periods that count", COUNT),
    "mean_baseline": ("mean of the baseline periods", VALUE),
    "difference": ("mean less mean_baseline; of two groups, of a less b", VALUE),
    "p_adjusted": ("chance of a difference so large in any row of the table", SHARE),
    "verdict": ("moved, inside the noise or too few", NONE),
    "influence": ("the mean with the document less the mean without it", VALUE),
}
_MOVERS = {
    "n_target": ("occurrences in the target", COUNT),
    "n_reference": ("occurrences in the reference", COUNT),
    "docs_target": ("documents of the target with the term", COUNT),
    "docs_reference": ("documents of the reference with the term", COUNT),
    "share_target": ("part of the target's documents", SHARE),
    "share_reference": ("part of the reference's documents", SHARE),
    "per_million_target": ("occurrences in the target", MILLION),
    "per_million_reference": ("occurrences in the reference", MILLION),
    "g2": ("log-likelihood ratio on occurrences", NONE),
    "chi2": ("chi-square on occurrences, negative where the target has fewer", NONE),
    "log_ratio": ("binary log of the ratio of rates", "doublings"),
    "log_odds": ("difference in log-odds, shrunk by a prior", "natural log"),
    "z": ("log_odds in standard errors", "standard errors"),
    "q_value": ("false discovery rate at which the term moved", SHARE),
    "n_screened": ("terms tested", COUNT),
    "rank_lower": ("best rank among redrawn documents (95%)", "rank"),
    "rank_upper": ("worst rank among redrawn documents (95%)", "rank"),
    "top_doc_share": ("largest part of the occurrences in one document", SHARE),
    "example": ("a sentence with the term", NONE),
    "direction": ("rising or fading; of two series, which comes first", NONE),
}
_TERMS = {
    "collocation": ("words that stand together, case-folded", NONE),
    "lambda_": ("interaction of the words in a log-linear model", "natural log"),
    "pmi": ("pointwise mutual information", "bits"),
    "npmi": ("the same, normalized: never together, by chance, always", TONE),
    "log_dice": ("14 for words always together, 1 less for each halving", "bits"),
    "dp": ("deviation of proportions: 0 even, 1 in one place", SHARE),
    "dp_norm": ("the same, reaching 1", SHARE),
    "juilland_d": ("Juilland's D: 1 even, 0 in one place", SHARE),
    "term_a": ("first term of a pair, by the alphabet", NONE),
    "term_b": ("second term of a pair", NONE),
    "docs_a": ("documents with the first term", COUNT),
    "docs_b": ("documents with the second term", COUNT),
}
_SHIFTS = {
    "weight_before": ("what the term counted for before, after every rule", "tone per share"),
    "weight_after": ("what it counts for after", "tone per share"),
    "freq_before": ("mean share of a document's words before", SHARE),
    "freq_after": ("mean share of a document's words after", SHARE),
    "kind": ("use: how often the term occurs; context: what it counts for there", NONE),
}
_SERIES = {
    "before": ("mean of the periods up to the change", VALUE),
    "after": ("mean of the periods from it on", VALUE),
    "group_a": ("the one group", NONE),
    "group_b": ("the other, whose mean is taken off", NONE),
    "n_docs_a": ("documents of the one group", COUNT),
    "n_docs_b": ("documents of the other", COUNT),
    "value": ("what was smoothed or taken apart", VALUE),
    "smooth": ("the calmer line, from this period and those before", VALUE),
    "trend": ("slow part of a series", VALUE),
    "seasonal": ("part that repeats every week", VALUE),
    "remainder": ("what neither explains", VALUE),
    "weekday": ("day of the week", NONE),
    "effect": ("of the weekday within its week", VALUE),
    "n_periods": ("periods with a value", COUNT),
    "memory": ("correlation of a period with the one before", NONE),
    "tau": ("rises less falls over all pairs of periods", NONE),
    "p": ("chance of as much where there is nothing", SHARE),
    "slope": ("change a period", VALUE),
    "lag": ("periods between the two series, above 0 where ours comes first", "periods"),
    "r_raw": ("correlation of the series as they are", NONE),
    "r_prewhitened": ("correlation without the memory of the series", NONE),
    "f": ("F statistic", NONE),
}
_STUDIES = {
    "setting": ("number of a setting, from 1", "number"),
    "unit": ("what was scored: text or title", NONE),
    "balance": ("pooled, or balanced by source", NONE),
    "copies": ("all, or once a story", NONE),
    "weighting": ("whether a document or a word counts the same", NONE),
    "baseline": ("periods before that count as usual", "periods"),
    "left_out": ("the source left out, or none", NONE),
    "n_settings": ("settings tried", COUNT),
    "n_estimated": ("settings that gave an estimate", COUNT),
    "share_up": ("part of the settings with a difference above 0", SHARE),
    "share_down": ("part of the settings with a difference below 0", SHARE),
    "share_moved": ("part of the settings called moved", SHARE),
    "median_difference": ("of all settings", VALUE),
    "lowest_difference": ("of all settings", VALUE),
    "highest_difference": ("of all settings", VALUE),
    "permuted": ("what changed places: weeks, or documents within their source", NONE),
    "alarm": ("what a pipeline may cry about", NONE),
    "n_draws": ("permutations", COUNT),
    "n_alarms": ("permutations in which it was raised", COUNT),
    "rate": ("part of the permutations in which it was raised", SHARE),
    "node": ("number of a node of the tree, the change is 0", "number"),
    "parent": ("the node that it is part of", "number"),
    "level": ("of a tree, change to article; of a burst, 1 for twice the usual", NONE),
    "name": ("what the node is called", NONE),
    "part": ("within, mix, entering or leaving", NONE),
    "side": ("before or after", NONE),
    "index": ("attention, 100 on average over the base", "index points"),
    "points": ("what a source adds to the index", "index points"),
    "lowest": ("the term or source without which the index is lowest", NONE),
    "highest": ("the term or source without which the index is highest", NONE),
    "why": ("why an article should be read", NONE),
    "group": ("part of the collection that a document belongs to", NONE),
    "now": ("documents on the topic in the period", COUNT),
    "usual": ("documents on the topic in a baseline period, mean", COUNT),
    "collected": ("documents of any kind in the period", COUNT),
    "last_seen": ("day of the last document", DATE),
    "days_silent": ("from the last document to the end of the period", DAYS),
    "silent": ("True where a source wrote nothing though it usually does", NONE),
    "doubt": ("what was counted", NONE),
    "n": ("how many are doubtful", COUNT),
    "n_all": ("out of how many", COUNT),
    "detail": ("the first of them", NONE),
    "days_late": ("from its date to its arrival", DAYS),
    "first_day": ("first day of a silence", DATE),
    "last_day": ("last day of a silence", DATE),
    "n_days": ("days of a silence", DAYS),
    "n_expected": ("silences as long to be expected by chance", COUNT),
}

# Name -> meaning and unit; a docvar and a column named by `by` keep the name that users gave.
COLUMNS = MappingProxyType(
    _DOCUMENTS | _TONE | _COUNTS | _PERIODS | _MOVERS | _TERMS | _SHIFTS | _SERIES | _STUDIES
)
