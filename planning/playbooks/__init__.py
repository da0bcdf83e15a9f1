"""How to approach each type of investor: the original texts, a workspace's own, and the brief for one person."""
