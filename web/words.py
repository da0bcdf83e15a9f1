"""Long words of people, where only a line of them has room."""

MOST = 60


def in_short(text: str, most: int = MOST) -> str:
    """One line of at most `most` characters: what is longer ends after a whole word, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    kept = line[:most].rpartition(" ")[0].rstrip(" ,;:.–-")
    # A single word that is too long, or one that would take nearly everything with it, is cut where it is.
    return f"{kept if len(kept) >= most // 2 else line[: most - 1]}…"
