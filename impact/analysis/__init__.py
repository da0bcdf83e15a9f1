"""What marketing's numbers say, on plain data: signal or chance, how sure, how far, and what was returned.

Nothing here knows Django, a database or a clock. What is not known is None with its reason and never 0; what cannot be
(more successes than tries, a finite sum of infinities) raises ValueError."""
