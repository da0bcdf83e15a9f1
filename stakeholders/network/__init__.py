"""The network of a workspace: which way influence flows along its ties, and what was worked out about it."""
