"""When rooms of tests stand, and a discussion as the database has it now."""

import datetime as dt

from discussions.models import Discussion

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def read(discussion: Discussion) -> Discussion:
    return Discussion.objects.select_related("workspace", "version__guide", "facilitator").get(pk=discussion.pk)
