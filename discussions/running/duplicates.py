"""Ideas that say the same in other words, as a suggestion to a person. Pure, and of no language in particular: it looks
at runs of letters, so an ending, a typing error or a compound word costs little.

Each idea is a vector of its runs of 3 to 5 letters within a word (of 1 to 2 in writing without spaces), weighted
by (1 + ln count) · (ln((1 + n) / (1 + df)) + 1) as in scikit-learn's TfidfVectorizer (sublinear, smooth) and set to
length 1; likeness is the cosine. 1.0 is the same words, 0 nothing in common.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

# Chosen on the pairs of tests/discussions/running/test_duplicates.py: below it stands what only shares a subject.
ALIKE = 0.45
SIZES = range(3, 6)
SIZES_WITHOUT_SPACES = range(1, 3)
MOST = 1_000
BLOCK, COLUMNS = 200, 4_096
WORD = re.compile(r"\w+")
# Kana, Chinese characters, Thai, Lao, Khmer, Burmese: written without spaces between words.
WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Pair(Generic[Key]):
    """Two ideas as alike as `likeness` says, 0 to 1; in the order in which they were given."""

    one: Key
    other: Key
    likeness: float


def alike(texts: Mapping[Key, str], *, threshold: float = ALIKE) -> list[Pair[Key]]:
    """Pairs at or above the threshold, the most alike first. Beyond `MOST` texts the first ones are compared."""
    keys = list(texts)[:MOST]
    vectors = _weighted([texts[key] for key in keys])
    found = []
    for one, other in _likely(vectors, threshold):
        likeness = _cosine(vectors[one], vectors[other])
        if likeness >= threshold:
            found.append((min(1.0, round(likeness, 3)), one, other))
    found.sort(key=lambda each: (-each[0], each[1], each[2]))
    return [Pair(keys[one], keys[other], likeness) for likeness, one, other in found]


def runs(text: str) -> Iterator[str]:
    """Runs of letters within each word, which stands between blanks so that its ends count; accents and case do not."""
    for word in WORD.findall(_plain(text)):
        if WITHOUT_SPACES.search(word):
            yield from (word[at : at + size] for size in SIZES_WITHOUT_SPACES for at in range(len(word) - size + 1))
            continue
        bounded = f" {word} "
        for size in SIZES:
            if len(bounded) <= size:
                yield bounded
                break
            yield from (bounded[at : at + size] for at in range(len(bounded) - size + 1))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(each for each in decomposed if unicodedata.category(each) != "Mn"))


def _weighted(texts: Sequence[str]) -> list[dict[str, float]]:
    """A vector of length 1 for each text, as far as it has letters."""
    counts = [Counter(runs(text)) for text in texts]
    among = Counter(run for count in counts for run in count)
    rarity = {run: math.log((1 + len(counts)) / (1 + number)) + 1 for run, number in among.items()}
    vectors = []
    for count in counts:
        weights = {run: (1 + math.log(times)) * rarity[run] for run, times in count.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({run: weight / length for run, weight in weights.items()})
    return vectors


def _likely(vectors: Sequence[Mapping[str, float]], threshold: float) -> Iterator[tuple[int, int]]:
    """Pairs worth an exact look: by the signed hashing trick into few columns, whose error is about 1/√columns."""
    sketches = np.zeros((len(vectors), COLUMNS), dtype=np.float32)
    for row, vector in enumerate(vectors):
        for run, weight in vector.items():
            hashed = zlib.crc32(run.encode())
            sketches[row, hashed % COLUMNS] += weight if hashed & (1 << 31) else -weight
    for start in range(0, len(vectors), BLOCK):
        block = sketches[start : start + BLOCK] @ sketches.T
        for row, column in zip(*np.nonzero(block >= threshold - 6 / math.sqrt(COLUMNS)), strict=True):
            if start + int(row) < int(column):
                yield start + int(row), int(column)


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(weight * other.get(run, 0.0) for run, weight in one.items())
