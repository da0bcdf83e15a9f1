"""Every route of the product: who gets in, by which methods, and what the key in its address names. A route without a
row here fails tests/test_routes.py, and a row without a route."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import URLPattern, get_resolver

PAGE, FORM, VERB = frozenset({"GET"}), frozenset({"GET", "POST"}), frozenset({"POST"})
PUBLIC, SIGNED_IN = "public", "signed in"
# Whoever came by a personal link: to everybody else these pages are a link that has ended.
LINK = "link holders"
# Systems that send a token: of a browser's cookies they read none.
TOKEN = "token holders"
ALL = frozenset({"executive", "member", "leader"})
TEAM = frozenset({"member", "leader"})
LEADERS = frozenset({"leader"})


@dataclass(frozen=True)
class Row:
    """Who gets in, by which methods, and what the key in the address names."""

    who: object
    methods: frozenset[str]
    key: str = ""
    # GET keeps a challenge in the session: a passkey, a secret to scan.
    keeps_session: bool = False


ROUTES = {
    "home": Row(PUBLIC, PAGE),
    "healthz": Row(PUBLIC, PAGE),
    "theme": Row(PUBLIC, VERB),
    "styleguide": Row(PUBLIC, PAGE),
    "invitation": Row(PUBLIC, FORM, "token"),
    "invitation-pending": Row(PUBLIC, FORM),
    "workspace-new": Row(SIGNED_IN, FORM),
    "unsubscribe": Row(PUBLIC, FORM, "unsubscribe"),
    "link": Row(PUBLIC, FORM, "link"),
    "answering:start": Row(LINK, PAGE, "subject"),
    "answering:everything": Row(LINK, FORM, "subject"),
    "answering:question": Row(LINK, FORM, "question"),
    "answering:draft": Row(LINK, VERB, "question"),
    "answering:ideas": Row(LINK, VERB, "question"),
    "answering:vote": Row(LINK, VERB, "question"),
    "answering:reply": Row(LINK, VERB, "question"),
    "answering:room": Row(LINK, PAGE, "subject"),
    "answering:room-here": Row(LINK, VERB, "subject"),
    "answering:room-answer": Row(LINK, VERB, "question"),
    "answering:commitment": Row(LINK, VERB, "commitment-of-theirs"),
    "answering:meant": Row(LINK, VERB, "quote"),
    "shared:report": Row(LINK, PAGE, "subject"),
    "shared:passphrase": Row(LINK, FORM, "subject"),
    # noted, hence no GET
    "shared:pdf": Row(LINK, VERB, "subject"),
    "inbox": Row(PUBLIC, PAGE),
    "inbox-mail": Row(PUBLIC, PAGE, "caught"),
    "inbox-framed": Row(PUBLIC, PAGE, "caught"),
    # sign-in and one's own account: allauth's
    "account_login": Row(PUBLIC, FORM),
    "account_logout": Row(PUBLIC, FORM),
    "account_inactive": Row(PUBLIC, PAGE),
    "account_signup": Row(PUBLIC, FORM),
    "account_email_verification_sent": Row(PUBLIC, FORM),
    "account_reset_password": Row(PUBLIC, FORM),
    "account_confirm_login_code": Row(PUBLIC, FORM),
    "account_confirm_password_reset_code": Row(PUBLIC, FORM),
    "account_complete_password_reset": Row(PUBLIC, FORM),
    "account_password_reset_completed": Row(PUBLIC, PAGE),
    "account_request_login_code": Row(PUBLIC, FORM),
    "mfa_authenticate": Row(PUBLIC, FORM),
    "mfa_login_webauthn": Row(PUBLIC, FORM, keeps_session=True),
    "account_reauthenticate": Row(SIGNED_IN, FORM),
    "account_email": Row(SIGNED_IN, FORM),
    "account_change_password": Row(SIGNED_IN, FORM),
    "account_set_password": Row(SIGNED_IN, FORM),
    "mfa_index": Row(SIGNED_IN, PAGE),
    "mfa_reauthenticate": Row(SIGNED_IN, FORM),
    "mfa_activate_totp": Row(SIGNED_IN, FORM, keeps_session=True),
    "mfa_deactivate_totp": Row(SIGNED_IN, FORM, "none"),
    "mfa_view_recovery_codes": Row(SIGNED_IN, PAGE, "none"),
    "mfa_generate_recovery_codes": Row(SIGNED_IN, FORM, keeps_session=True),
    "mfa_download_recovery_codes": Row(SIGNED_IN, PAGE, "none"),
    "mfa_list_webauthn": Row(SIGNED_IN, PAGE),
    "mfa_add_webauthn": Row(SIGNED_IN, FORM, keeps_session=True),
    "mfa_reauthenticate_webauthn": Row(SIGNED_IN, FORM, keeps_session=True),
    "mfa_remove_webauthn": Row(SIGNED_IN, FORM, "passkey", keeps_session=True),
    "mfa_edit_webauthn": Row(SIGNED_IN, FORM, "passkey", keeps_session=True),
    # the workspace and its people
    "accounts:workspace": Row(ALL, PAGE),
    "accounts:members": Row(LEADERS, PAGE),
    "accounts:invite": Row(LEADERS, FORM),
    "accounts:member-role": Row(LEADERS, FORM, "membership"),
    "accounts:member-remove": Row(LEADERS, VERB, "membership"),
    "accounts:invitation-revoke": Row(LEADERS, VERB, "invitation"),
    "accounts:invitation-resend": Row(LEADERS, VERB, "invitation"),
    "accounts:settings": Row(LEADERS, FORM),
    "accounts:audit": Row(LEADERS, PAGE),
    "mail:messages": Row(TEAM, PAGE),
    "mail:again": Row(LEADERS, VERB, "message"),
    # the Map station
    "stakeholders:register": Row(TEAM, PAGE),
    "stakeholders:new": Row(TEAM, FORM),
    "stakeholders:bulk": Row(TEAM, FORM),
    "stakeholders:view-save": Row(TEAM, VERB),
    "stakeholders:view-delete": Row(TEAM, VERB, "view"),
    "stakeholders:person": Row(TEAM, PAGE, "stakeholder"),
    "stakeholders:edit": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:assess": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:segment-suggestion": Row(TEAM, PAGE),
    "stakeholders:touchpoint-any": Row(TEAM, FORM),
    "stakeholders:touchpoint-new": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:touchpoint-done": Row(TEAM, VERB, "touchpoint"),
    "stakeholders:tie-new": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:tie-edit": Row(TEAM, FORM, "tie"),
    "stakeholders:tie-remove": Row(TEAM, VERB, "tie"),
    "stakeholders:note-new": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:note-remove": Row(TEAM, VERB, "note"),
    "stakeholders:follow-up-new": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:follow-up-done": Row(TEAM, VERB, "follow-up"),
    "stakeholders:cadence": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:salience": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:person-network": Row(TEAM, PAGE, "stakeholder"),
    "stakeholders:concerns": Row(TEAM, PAGE, "stakeholder"),
    "stakeholders:concern-new": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:concern-answer": Row(TEAM, FORM, "concern"),
    "stakeholders:concern-settle": Row(TEAM, FORM, "concern"),
    "stakeholders:concern-reopen": Row(TEAM, FORM, "concern"),
    "stakeholders:find": Row(TEAM, PAGE),
    "stakeholders:map": Row(TEAM, PAGE),
    "stakeholders:map-data": Row(TEAM, PAGE),
    "stakeholders:map-export-svg": Row(TEAM, VERB),
    "stakeholders:map-export-png": Row(TEAM, VERB),
    "stakeholders:map-moved": Row(TEAM, PAGE),
    "stakeholders:map-moves": Row(TEAM, PAGE, "stakeholder"),
    "stakeholders:map-move": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:matrix": Row(TEAM, PAGE),
    "stakeholders:matrix-desired": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:chart": Row(TEAM, PAGE),
    "stakeholders:chart-branch": Row(TEAM, PAGE, "stakeholder"),
    "stakeholders:network": Row(TEAM, PAGE),
    "stakeholders:paths": Row(TEAM, PAGE),
    "stakeholders:path-plan": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:network-data": Row(TEAM, PAGE),
    "stakeholders:network-person": Row(TEAM, PAGE, "stakeholder"),
    "stakeholders:network-pin": Row(TEAM, VERB, "stakeholder"),
    "stakeholders:imports": Row(TEAM, PAGE),
    "stakeholders:import-new": Row(TEAM, FORM),
    "stakeholders:import": Row(TEAM, PAGE, "import"),
    "stakeholders:import-sample": Row(TEAM, PAGE),
    "stakeholders:import-revise": Row(TEAM, VERB, "import"),
    "stakeholders:import-again": Row(TEAM, VERB, "import"),
    "stakeholders:import-reasons": Row(TEAM, PAGE, "import"),
    "stakeholders:import-apply": Row(TEAM, VERB, "import"),
    "stakeholders:import-discard": Row(TEAM, VERB, "import"),
    "stakeholders:import-undo": Row(TEAM, VERB, "import"),
    "stakeholders:import-undo-anyway": Row(LEADERS, VERB, "import"),
    "stakeholders:exports": Row(TEAM, PAGE),
    # every export is noted in the audit trail, hence no GET
    "stakeholders:export-file": Row(TEAM, VERB, "format"),
    "stakeholders:person-export": Row(TEAM, FORM, "stakeholder"),
    "stakeholders:person-erase": Row(LEADERS, FORM, "stakeholder"),
    # the Align station
    "planning:goals": Row(TEAM, PAGE),
    "planning:goal-new": Row(TEAM, FORM),
    "planning:goal": Row(TEAM, PAGE, "goal"),
    "planning:goal-edit": Row(TEAM, FORM, "goal"),
    "planning:goal-close": Row(TEAM, VERB, "goal"),
    "planning:goal-reopen": Row(TEAM, VERB, "goal"),
    "planning:goal-move": Row(TEAM, VERB, "goal"),
    "planning:goal-stake-new": Row(TEAM, FORM, "goal"),
    "planning:position-new": Row(TEAM, FORM, "goal"),
    "planning:stake-edit": Row(TEAM, FORM, "stake"),
    "planning:stake-end": Row(TEAM, VERB, "stake"),
    "planning:coverage": Row(TEAM, PAGE),
    "planning:alignment": Row(TEAM, PAGE),
    "planning:alignment-departments": Row(TEAM, PAGE),
    "planning:for-stakeholder": Row(TEAM, PAGE, "stakeholder"),
    "planning:stake-new": Row(TEAM, FORM, "stakeholder"),
    "planning:playbook": Row(TEAM, PAGE),
    "planning:playbook-edit": Row(TEAM, FORM, "segment"),
    "planning:playbook-original": Row(TEAM, VERB, "segment"),
    "planning:brief": Row(TEAM, PAGE, "stakeholder"),
    "planning:brief-way": Row(TEAM, PAGE, "stakeholder"),
    # the Discuss station: discussions
    "discussions:discussions": Row(TEAM, PAGE),
    "discussions:discussion-new": Row(TEAM, FORM),
    "discussions:discussion": Row(TEAM, PAGE, "discussion"),
    "discussions:discussion-edit": Row(TEAM, FORM, "discussion"),
    "discussions:discussion-open": Row(TEAM, FORM, "discussion"),
    "discussions:discussion-extend": Row(TEAM, FORM, "discussion"),
    "discussions:discussion-close": Row(TEAM, VERB, "discussion"),
    "discussions:discussion-reveal": Row(TEAM, VERB, "discussion"),
    "discussions:outcome": Row(TEAM, FORM, "discussion"),
    "discussions:calendar": Row(TEAM, PAGE, "discussion"),
    "discussions:invite": Row(TEAM, FORM, "discussion"),
    "discussions:remind": Row(TEAM, VERB, "discussion"),
    "discussions:invitation-link": Row(TEAM, FORM, "invited"),
    "discussions:send-again": Row(TEAM, VERB, "invited"),
    "discussions:withdraw": Row(TEAM, VERB, "invited"),
    "discussions:moderate": Row(TEAM, PAGE, "discussion"),
    "discussions:hide": Row(TEAM, VERB, "discussion"),
    "discussions:unhide": Row(TEAM, VERB, "discussion"),
    "discussions:seed": Row(TEAM, VERB, "discussion"),
    "discussions:same": Row(TEAM, VERB, "discussion"),
    "discussions:for-stakeholder": Row(TEAM, PAGE, "stakeholder"),
    # the room of a live discussion
    "discussions:room": Row(TEAM, PAGE, "discussion"),
    "discussions:room-wall": Row(TEAM, PAGE, "discussion"),
    "discussions:room-start": Row(TEAM, VERB, "discussion"),
    "discussions:room-go": Row(TEAM, VERB, "discussion"),
    "discussions:room-time": Row(TEAM, VERB, "discussion"),
    "discussions:room-reveal": Row(TEAM, VERB, "discussion"),
    "discussions:room-end": Row(TEAM, VERB, "discussion"),
    "discussions:room-agenda": Row(TEAM, FORM, "discussion"),
    # what comes out of a discussion
    "discussions:synthesis": Row(TEAM, PAGE, "discussion"),
    "discussions:synthesis-markdown": Row(TEAM, PAGE, "discussion"),
    "discussions:synthesis-pdf": Row(TEAM, PAGE, "discussion"),
    "discussions:synthesis-table": Row(TEAM, PAGE, "discussion"),
    "discussions:agreement": Row(TEAM, PAGE, "discussion"),
    "discussions:votes-as-evidence": Row(TEAM, FORM, "idea"),
    "discussions:coding": Row(TEAM, PAGE, "discussion"),
    "discussions:attach": Row(TEAM, VERB, "discussion"),
    "discussions:themes": Row(TEAM, FORM, "discussion"),
    "discussions:check-back": Row(TEAM, VERB, "discussion"),
    "discussions:insight-edit": Row(TEAM, FORM, "insight"),
    "discussions:insight-delete": Row(TEAM, VERB, "insight"),
    "discussions:evidence-remove": Row(TEAM, VERB, "evidence"),
    "discussions:shifts": Row(TEAM, PAGE, "discussion"),
    "discussions:shift-accept": Row(TEAM, VERB, "shift"),
    "discussions:shift-set-aside": Row(TEAM, VERB, "shift"),
    "discussions:stake-carry": Row(TEAM, FORM, "shift"),
    "discussions:carry": Row(TEAM, VERB, "discussion"),
    "discussions:loop": Row(TEAM, PAGE, "discussion"),
    "discussions:became": Row(TEAM, VERB, "discussion"),
    "discussions:commitments": Row(TEAM, PAGE),
    "discussions:commitment-new": Row(TEAM, FORM),
    "discussions:commitment-settle": Row(TEAM, FORM, "commitment"),
    # guides
    "discussions:guides": Row(TEAM, PAGE),
    "discussions:guide-new": Row(TEAM, FORM),
    "discussions:guide-built-in": Row(TEAM, PAGE, "built-in"),
    "discussions:guide": Row(TEAM, PAGE, "guide"),
    "discussions:guide-edit": Row(TEAM, VERB, "guide"),
    "discussions:guide-check": Row(TEAM, VERB, "guide"),
    "discussions:guide-preview": Row(TEAM, PAGE, "guide"),
    "discussions:guide-versions": Row(TEAM, PAGE, "guide"),
    "discussions:guide-next": Row(TEAM, VERB, "guide"),
    "discussions:guide-copy": Row(TEAM, VERB, "guide"),
    "discussions:guide-archive": Row(TEAM, VERB, "guide"),
    "discussions:guide-unarchive": Row(TEAM, VERB, "guide"),
    # numbers from files
    "impact:files": Row(TEAM, PAGE),
    "impact:file-new": Row(TEAM, FORM),
    "impact:file-sample": Row(TEAM, PAGE),
    "impact:file": Row(TEAM, PAGE, "file"),
    "impact:file-revise": Row(TEAM, VERB, "file"),
    "impact:file-store": Row(TEAM, VERB, "file"),
    "impact:file-again": Row(TEAM, VERB, "file"),
    "impact:file-discard": Row(TEAM, VERB, "file"),
    "impact:file-undo": Row(TEAM, VERB, "file"),
    "impact:file-problems": Row(TEAM, PAGE, "file"),
    # numbers from other systems
    "api-observations": Row(TOKEN, VERB),
    "api-metrics": Row(TOKEN, PAGE),
    "api-description": Row(PUBLIC, PAGE),
    "impact:tokens": Row(LEADERS, PAGE),
    "impact:token-new": Row(LEADERS, FORM),
    "impact:token-revoke": Row(LEADERS, VERB, "api-token"),
}
ROUTES |= {
    "impact:overview": Row(ALL, PAGE),
    "impact:explore": Row(ALL, PAGE),
    "impact:metrics": Row(ALL, PAGE),
    "impact:library": Row(TEAM, PAGE),
    "impact:metric-new": Row(TEAM, FORM),
    "impact:metric": Row(ALL, PAGE, "metric"),
    "impact:metric-edit": Row(TEAM, FORM, "metric"),
    "impact:metric-retire": Row(TEAM, VERB, "metric"),
    "impact:metric-lead": Row(TEAM, VERB, "metric"),
    "impact:metric-lead-no-more": Row(TEAM, FORM, "metric"),
    "impact:metric-again": Row(TEAM, VERB, "metric"),
    "impact:observe": Row(TEAM, FORM, "metric"),
    "impact:observe-check": Row(TEAM, VERB, "metric"),
    "impact:target-new": Row(TEAM, FORM, "metric"),
    "impact:note-new": Row(TEAM, FORM, "metric"),
    "impact:rebase-new": Row(TEAM, FORM, "metric"),
    "impact:withdraw": Row(TEAM, FORM, "observation"),
    "impact:target-end": Row(TEAM, VERB, "target"),
    "impact:note-back": Row(TEAM, VERB, "annotation"),
    "impact:rebase-back": Row(TEAM, VERB, "rebase"),
    "impact:attribution": Row(ALL, PAGE),
    "impact:attribution-new": Row(TEAM, FORM),
    "impact:journeys-sample": Row(TEAM, PAGE),
    "impact:attribution-set": Row(ALL, PAGE, "journey-set"),
    "impact:attribution-behind": Row(TEAM, PAGE, "journey-set"),
    "impact:attribution-contribute": Row(TEAM, PAGE, "journey-set"),
    "impact:attribution-take-back": Row(TEAM, FORM, "journey-set"),
    "impact:journeys": Row(TEAM, PAGE, "journey-file"),
    "impact:journeys-revise": Row(TEAM, VERB, "journey-file"),
    "impact:journeys-store": Row(TEAM, VERB, "journey-file"),
    "impact:journeys-again": Row(TEAM, VERB, "journey-file"),
    "impact:journeys-discard": Row(TEAM, VERB, "journey-file"),
    "impact:journeys-problems": Row(TEAM, PAGE, "journey-file"),
    "impact:initiatives": Row(ALL, PAGE),
    "impact:initiative-new": Row(TEAM, FORM),
    "impact:initiative": Row(ALL, PAGE, "initiative"),
    "impact:initiative-edit": Row(TEAM, FORM, "initiative"),
    "impact:initiative-stage": Row(TEAM, FORM, "initiative"),
    "impact:initiative-decision": Row(TEAM, FORM, "initiative"),
    "impact:contribution-new": Row(TEAM, FORM, "initiative"),
    "impact:contribution-replace": Row(TEAM, FORM, "contribution"),
    "impact:contribution-withdraw": Row(TEAM, FORM, "contribution"),
    "impact:contribution-file": Row(ALL, PAGE, "contribution"),
    "impact:issued": Row(ALL, PAGE, "issued"),
    "impact:share-new": Row(TEAM, FORM, "issued"),
    "impact:report-send": Row(TEAM, FORM, "issued"),
    "impact:share": Row(TEAM, PAGE, "share"),
    "impact:share-end": Row(TEAM, VERB, "share"),
    "impact:sending-call-off": Row(TEAM, VERB, "sending"),
}
if settings.DEMO:
    ROUTES["demo-sign-in"] = Row(PUBLIC, VERB, "role")
KEYED_BY_PK = {
    "membership", "message", "invitation", "stakeholder", "touchpoint", "note", "follow-up", "concern", "tie", "view",
    "import", "goal", "stake", "discussion", "invited", "insight", "evidence", "commitment", "guide",
    "file", "api-token", "issued", "share", "sending",
    "metric", "observation", "target", "annotation", "rebase", "initiative", "contribution", "journey-file",
    "journey-set",
}  # fmt: skip
IN_WORKSPACE = {name for name, row in ROUTES.items() if ":" in name and row.who != LINK}
NOBODY = UUID(int=7)
BEHIND_A_LINK = {
    "subject": {}, "question": {"number": 1}, "commitment-of-theirs": {"pk": NOBODY}, "quote": {"pk": 1},
}  # fmt: skip
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS")
# A statement that a request which only looks may not make.
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|TRUNCATE|MERGE|COPY)|\bFOR (NO KEY )?UPDATE\b", re.IGNORECASE)


def routes() -> dict[str, URLPattern]:
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns, namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
        else:
            yield from _walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
