"""Return on stake: each thing that somebody put in beside what became of the number that would prove it."""
