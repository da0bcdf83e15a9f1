"""The participant's side of a discussion: what they are asked, what they store, and what became of it."""
