"""Today: which conversations are worth most this week, and why."""
