"""A discussion held live: its agenda, its clock, who is in, and what is shown to everybody."""
