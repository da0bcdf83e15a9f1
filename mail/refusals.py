"""What a mail server's answer means, in a sentence that names nobody: its own words often quote the address."""

import re

ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# RFC 3463: subject.detail, the detail left out means all of them.
MEANINGS = {
    "1.1": "there is no such mailbox",
    "1.2": "there is no such domain",
    "1": "the address is not accepted",
    "2.1": "the mailbox is closed",
    "2.2": "the mailbox is full",
    "2.3": "the mail is too large for the mailbox",
    "2": "the mailbox takes no mail",
    "3": "the mail system there takes no mail",
    "4": "the mail could not be carried there",
    "5": "the two servers did not understand each other",
    "6": "the mail's format is not accepted",
    "7": "their rules do not let it in",
}
PLAIN = {
    421: "the server takes no mail at the moment",
    450: "the mailbox is busy",
    451: "the server has a problem",
    452: "the server has no room",
    550: "the mailbox is not there, or their rules do not let the mail in",
    551: "the mailbox is not there",
    552: "the mailbox is full",
    553: "the address is not accepted",
    554: "the mail was not accepted",
}


def sentence(code: int | None, answer: str) -> str:
    """`code` is SMTP's, `answer` what came with it; "5.1.1" in it says more than the code."""
    found = ENHANCED.search(answer)
    if found is not None:
        meaning = MEANINGS.get(f"{found[2]}.{found[3]}") or MEANINGS.get(found[2])
        if meaning:
            return f"The other side refused it: {meaning} ({found[0]})."
    if code in PLAIN:
        return f"The other side refused it: {PLAIN[code]} ({code})."
    return f"The other side refused it{f' ({code})' if code else ''}."
