"""The investor map: influence over interest, read as sentences, drawn as a picture, replayed over time."""
