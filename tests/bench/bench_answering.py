#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""How long pages behind a personal link take in a discussion of 500 people, 1,500 ideas and 2,000 shown ones, as p50,
p95 and a ratio to a bare page of the same server.

    python tests/bench/bench_answering.py              brings everything up by itself, in a folder of its own
    python tests/bench/bench_answering.py --data DIR   keeps that folder, so that a second run is quick

Budget: p95 of 40 ms. A loaded machine gives other figures, so nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices  # noqa: E402
from tests.bench.bench_pages import fetch, prepare, run, server, sign_in, temporary_folder, times  # noqa: E402

P95_MS = 40
MAKE = """
import datetime as dt
from django.core.signing import get_cookie_signer
from django.utils import timezone
from accounts import links
from accounts.isolation import scope
from accounts.models import User
from accounts.workspaces import memberships_of
from discussions.answering import ideas
from discussions.answering.answers import finish, give_answer
from discussions.answering.script import script_of
from discussions.answering.typed import Typed
from discussions.models import Discussion, Guide, GuideVersion, Invitation, Prompt, Step, Variant
from stakeholders.models import Stakeholder
user = User.objects.get(email="leader@generated.example")
workspace = memberships_of(user.pk)[0].workspace
mine = {"workspace": workspace}
with scope(workspace=workspace.pk, user=user.pk):
    guide = Guide.objects.create(**mine, name="Bench", author=user)
    version = GuideVersion.objects.create(**mine, guide=guide, number=1, problem="Half of our leads are dropped.")
    Variant.objects.create(**mine, version=version, segment="unknown", opening="Thank you.", close="Thank you.")
    now = timezone.now()
    held = Discussion.objects.create(**mine, title="Bench", version=version, facilitator=user, opens_at=now)
    kinds = [("success", "text"), ("roadblock", "text"), ("shift", "scale"), ("idea", "text"), ("idea", "ideas"),
             ("commitment", "commitment")]
    prompts = [
        Prompt.objects.create(**mine, version=version, place=place, purpose=purpose, kind=kind, mode="attributed",
                              text="What would make this year a good one?", asked_again=kind == "scale")
        for place, (purpose, kind) in enumerate(kinds)
    ]
    for prompt in prompts:
        Step.objects.create(**mine, discussion=held, place=prompt.place, prompt=prompt)
    people = list(Stakeholder.objects.order_by("pk")[:500])
    invited = [Invitation.objects.create(**mine, discussion=held, stakeholder=person) for person in people]
    for number, invitation in enumerate(invited):
        give_answer(invitation, prompts[0], Typed(text="Nobody has to ask twice."))
        give_answer(invitation, prompts[3], Typed(ideas=tuple(f"Idea {number}{letter}" for letter in "abc")))
    for invitation in invited:
        script = script_of(invitation)
        ideas.show(script, script.question(5))
    finish(invited[1])
    for invitation in invited[:2]:
        token = links.issue(workspace, purpose="discussion", subject=invitation.pk,
                            expires_at=now + dt.timedelta(days=1))
        signed = get_cookie_signer(salt=f"visit{invitation.pk}").sign(links.hashed(token))
        print("made", token, invitation.pk, f"visit={signed}")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=120, help="requests a page (120)")
    parser.add_argument("--data", type=Path, help="a folder to keep the database in; without it a temporary one")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(temporary_folder()))
        services = stack.enter_context(EmbeddedServices(folder, command="bench"))
        environment = prepare(services, "M")
        said = [
            line.split()[1:] for line in run(environment, "shell", "-v0", "-c", MAKE).splitlines() if "made" in line
        ]
        # Statistics of what was just made, as a database has them a minute later.
        prepare(services, "M")
        port = stack.enter_context(server(environment))
        session, _ = sign_in(environment, "M")
        bare = times(port, "/w/generated-m/bench/bare/", {"Cookie": session}, options.rounds)
        print(
            f"\n{options.rounds} requests a page, one at a time, warm. Load of the machine: {os.getloadavg()[0]:.1f}\n"
        )
        print(f"{'page':<34}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'kB':>7}{'x bare':>8}  budget")
        (token, half, half_cookie), (_, done, done_cookie) = said
        pages = [("bare page of 50 rows", "/w/generated-m/bench/bare/", session)]
        pages += [("the link itself", f"/l/{token}/", "")]
        pages += [
            (f"half-way, {name}", f"/d/{half}/{path}", half_cookie)
            for name, path in [("start", ""), ("text", "1/"), ("scale", "3/"), ("ideas", "5/"), ("all", "all/")]
        ]
        pages += [("finished, what became of it", f"/d/{done}/", done_cookie)]
        for name, address, cookie in pages:
            report(port, name, address, {"Cookie": cookie}, options.rounds, median(bare))


def report(port: int, name: str, address: str, headers: dict[str, str], rounds: int, middle: float) -> None:
    status, _, body, queries = fetch(port, address, headers)
    if status != 200:
        sys.exit(f"{name} answers {status}")
    taken = times(port, address, headers, rounds)
    p50, p95 = median(taken), quantiles(taken, n=20)[-1]
    verdict = "" if name.startswith("bare") else "within" if p95 <= P95_MS else f"p95 over {P95_MS} ms"
    print(f"{name:<34}{p50:>9.1f}{p95:>9.1f}{queries:>9}{len(body) / 1024:>7.0f}{p50 / middle:>8.2f}  {verdict}")


if __name__ == "__main__":
    main()
