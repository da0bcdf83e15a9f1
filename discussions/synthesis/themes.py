"""Themes suggested from the words of a discussion: words that people use together, with what they said.

Pure and offline. Words are cut out in any script; the same texts give the same themes, in whatever order they come."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Letters and the marks that belong to them, in any script; apostrophes and hyphens within a word are part of it.
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
SHORTEST = 3
# Chinese, Japanese and Korean write no spaces: pairs of neighbouring signs stand for words.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_ENGLISH = """
a about above after again against all almost also although always am an and another any anyone anything are
aren't around as at away back be became because been before being below between both but by came can can't
cannot come comes could couldn't did didn't do does doesn't doing don't done down during each either else enough
especially even ever every everyone everything few for from further get gets getting give given go goes going
gone got had hadn't has hasn't have haven't having he her here hers herself him himself his how however i i'd
i'll i'm i've if in instead into is isn't it it's its itself just keep know let let's like likely made make
makes making many may maybe me might mine more most much must mustn't my myself need needs neither never no
nobody none nor not nothing now of off often on once one only or other others our ours ourselves out over own
per perhaps please quite rather really same say says see seem seems seen shall she should shouldn't since so
some somebody someone something sometimes soon still such take takes than that that's the their theirs them
themselves then there there's these they they're thing things think this those though through thus to too toward
towards under until up upon us use used using very want wants was wasn't way ways we we'd we'll we're we've well
were weren't what what's when where whether which while who whole whom whose why will with within without won't
would wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves lot lots bit able actually
already back good better best big new first last long
"""
ENGLISH = frozenset(_ENGLISH.split())
MOST_WORDS = 600
# Themes are found among so many texts, evenly taken from all; the others join the theme they are like.
MOST_TEXTS = 1_200
ROUNDS = 120
LEAST_TEXTS = 6
# A text belongs to its strongest theme when that explains so much of it.
BELONGS = 0.35
LABEL = 3


@dataclass(frozen=True)
class Theme:
    """`words` the strongest first, `texts` the keys of what was said, the clearest first."""

    words: tuple[str, ...]
    texts: tuple[Hashable, ...]

    @property
    def label(self) -> str:
        return ", ".join(self.words[:LABEL])


def themes(texts: Mapping[Hashable, str], *, most: int = 6, least: int = 3) -> tuple[Theme, ...]:
    """Up to `most` themes of at least `least` texts each, the largest first; none in fewer than six texts.

    Texts are weighed words (tf-idf, sublinear), taken apart into few parts that only add up (non-negative matrix
    factorisation, Lee & Seung 2001), started from the texts least like one another, so that nothing is drawn by lot."""
    said = sorted(((key, words_of(text)) for key, text in texts.items()), key=lambda each: (each[1], str(each[0])))
    said = [each for each in said if each[1]]
    if len(said) < LEAST_TEXTS:
        return ()
    table, words = _weighed([each[1] for each in said])
    if not len(words):
        return ()
    parts = min(most, max(2, round(math.sqrt(len(said) / 2))), len(words))
    drawn = np.unique(np.linspace(0, len(said) - 1, min(len(said), MOST_TEXTS)).astype(np.int64))
    _, meaning = _factors(table[drawn], parts)
    strength = _strength(table, meaning)
    return _told([each[0] for each in said], strength, meaning, words, least)


def words_of(text: str) -> tuple[str, ...]:
    """Words in lower case without stop words; plural and singular of English words alike."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    pairs = [run[at : at + 2] for run in UNSPACED.findall(plain) for at in range(len(run) - 1)]
    spaced = UNSPACED.sub(" ", plain)
    found = [word for word in WORD.findall(spaced) if len(word) >= SHORTEST and word not in ENGLISH]
    return tuple([_singular(word) for word in found] + pairs)


def _singular(word: str) -> str:
    word = word.removesuffix("'s")
    if word.isascii() and len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.isascii() and len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _weighed(said: Sequence[Sequence[str]]) -> tuple[Floats, list[str]]:
    """Texts by words, rows of unit length. Words of one text alone join nothing; a word of most texts tells nothing."""
    among = Counter(word for words in said for word in set(words))
    kept = [word for word, many in among.items() if 2 <= many <= max(2, 0.6 * len(said))]
    kept = sorted(kept, key=lambda word: (-among[word], word))[:MOST_WORDS]
    place = {word: column for column, word in enumerate(kept)}
    table = np.zeros((len(said), len(kept)))
    for row, words in enumerate(said):
        for word, many in Counter(words).items():
            if word in place:
                table[row, place[word]] = (1 + math.log(many)) * math.log(1 + len(said) / among[word])
    length = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table / np.where(length > 0, length, 1.0)), kept


def _factors(table: Floats, parts: int) -> tuple[Floats, Floats]:
    """(texts by parts, parts by words), both at least zero."""
    meaning = table[_far_apart(table, parts)] + 0.01
    strength = table @ meaning.T + 0.01
    for _ in range(ROUNDS):
        strength *= (table @ meaning.T) / (strength @ (meaning @ meaning.T) + 1e-12)
        meaning *= (strength.T @ table) / ((strength.T @ strength) @ meaning + 1e-12)
    return strength, meaning


def _strength(table: Floats, meaning: Floats) -> Floats:
    """Of each text by part, the meaning of parts as it is."""
    aimed, between = table @ meaning.T, meaning @ meaning.T
    strength = aimed + 0.01
    for _ in range(ROUNDS // 2):
        strength *= aimed / (strength @ between + 1e-12)
    return np.asarray(strength)


def _far_apart(table: Floats, parts: int) -> list[int]:
    """Rows to start from: the one most like all, then ever the one least like those chosen, as long as it is like
    some other at all."""
    alike = table @ table.T
    company = alike.sum(axis=1)
    chosen = [int(np.argmax(company))]
    while len(chosen) < parts:
        nearest = alike[chosen].max(axis=0)
        chosen.append(int(np.argmax((1 - nearest) * (company - 1 + 1e-9))))
    return chosen


def _told(
    keys: Sequence[Hashable], strength: Floats, meaning: Floats, words: Sequence[str], least: int
) -> tuple[Theme, ...]:
    size = np.linalg.norm(meaning, axis=1)
    weight = strength * size
    whole = weight.sum(axis=1, keepdims=True)
    share = weight / np.where(whole > 0, whole, 1.0)
    strongest = share.argmax(axis=1)
    found = []
    for part in range(len(meaning)):
        mine = [row for row in np.argsort(-weight[:, part], kind="stable").tolist() if strongest[row] == part]
        mine = [row for row in mine if share[row, part] >= BELONGS and weight[row, part] > 0.05]
        top = [words[column] for column in np.argsort(-meaning[part], kind="stable")[:6].tolist()]
        if len(mine) >= least:
            found.append(Theme(tuple(top), tuple(keys[row] for row in mine)))
    return tuple(sorted(found, key=lambda theme: (-len(theme.texts), theme.words)))
