"""How much of the conversions each channel is credited with, by every usual rule, on plain data.

No rule here knows what would have happened without a channel. Side by side they say how far the answer depends on the
rule; nothing here knows Django, a database or a clock."""
