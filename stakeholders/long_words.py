"""Where a long text is folded: its beginning is read at once, the rest on request."""

from __future__ import annotations

SHOWN = 600
# A rest shorter than this is no reason to fold.
AT_LEAST = 200


def folded_words(words: str) -> tuple[str, str]:
    """The beginning and the rest, parted between two words; no rest where all of it can be shown."""
    if len(words) < SHOWN + AT_LEAST:
        return words, ""
    gap = max(words.rfind(" ", 0, SHOWN), words.rfind("\n", 0, SHOWN))
    end = gap if gap > SHOWN // 2 else SHOWN
    return words[:end].rstrip(), words[end:].lstrip()
