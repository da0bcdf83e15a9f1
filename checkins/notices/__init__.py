"""How the team hears of check-ins by mail: what each chose, when a mail may come, and digests."""
