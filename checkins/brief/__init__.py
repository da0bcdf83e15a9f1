"""What is worth knowing before a check-in: read from the other apps, composed by rule, kept as it was known."""
