"""What mail servers answer, in our words: never in theirs, which quote addresses."""

import pytest

from mail.refusals import sentence


@pytest.mark.parametrize(
    ("code", "answer", "said"),
    [
        (550, "5.1.1 <ada@x.example> unknown user", "The other side refused it: there is no such mailbox (5.1.1)."),
        (552, "5.2.2 over quota", "The other side refused it: the mailbox is full (5.2.2)."),
        (554, "5.7.26 unauthenticated", "The other side refused it: their rules do not let it in (5.7.26)."),
        (None, "5.1.99 smtp; 550", "The other side refused it: the address is not accepted (5.1.99)."),
        (
            550,
            "ada@x.example is gone",
            "The other side refused it: the mailbox is not there, or their rules do not let the mail in (550).",
        ),
        (599, "5.0.0 x", "The other side refused it (599)."),
        (None, "", "The other side refused it."),
    ],
)
def test_sentence(code, answer, said):
    assert sentence(code, answer) == said
