"""What was worked out about a discussion's votes and answers, what changed since, and what of it was published."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, within
from discussions.models.discussion import Discussion
from discussions.models.guide import Prompt


class AgreementChange(Owned):
    """A vote, answer or idea that the last reading has not seen. Written by the database in the transaction of the
    change, taken away by the reading that saw it: while there is one, the reading is out of date. It names nobody."""

    # No key: what is deleted together with its discussion leaves a mark, too.
    discussion_id = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["workspace", "discussion_id"], name="agreement_change")]

    def __str__(self) -> str:
        return f"a change in {self.discussion_id}"


class AgreementReading(Owned):
    """The figures of a discussion as they were last worked out in the background: `findings` by segment and `groups`
    of opinion, both as pages show them. Only what may be shown is in here. `themes` are found among so much that
    nobody can wait for it: by who may read those words, the facilitator or the team, with the keys of the rows."""

    discussion = within(Discussion)
    read_at = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=dict, blank=True)
    groups = models.JSONField(default=dict, blank=True)
    themes = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["discussion"], name="one_reading_a_discussion")]

    def __str__(self) -> str:
        return f"reading of {self.discussion_id}"


class Published(Owned):
    """What of a confidential or anonymous prompt was published so far, with what of each voice is in it: the next
    publication differs from it by whole batches of five (discussions.synthesis.publishing)."""

    discussion = within(Discussion)
    prompt = within(Prompt, goes_with=False)
    kept = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "published"
        constraints = [models.UniqueConstraint(fields=["discussion", "prompt"], name="published_once_a_prompt")]

    def __str__(self) -> str:
        return f"published of {self.prompt_id}"
