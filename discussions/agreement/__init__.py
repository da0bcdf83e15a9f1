"""Where people agree, on plain data: by segment, against the rest, in doubt, in groups that were looked for.

Nothing here knows Django, a database or a clock; counts go in, figures with their n and interval come out."""
