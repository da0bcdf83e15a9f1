"""A quarter planned by stakeholders and marketing in one room: what they order, size and commit to."""
