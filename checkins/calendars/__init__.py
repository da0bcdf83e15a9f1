"""Check-ins in the calendar of whoever has them: an address that it reads, and invitations by mail."""
