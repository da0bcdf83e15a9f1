"""Numbers from other systems: who may send them, how they are read and stored, and what a repeated request is told."""
