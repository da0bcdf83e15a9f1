"""Who brought the conversions, by every usual rule, on plain data."""
