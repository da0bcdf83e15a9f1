#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""How soon the drawing of the network can be used, how smoothly somebody is dragged, and what it holds in memory, in
headless Chromium, with networks of 300, 1,000 and 5,000 people and four ties each.

    python tests/bench/bench_network.py              brings everything up by itself, in a folder of its own
    python tests/bench/bench_network.py --data DIR   keeps that folder, so that a second run is quick

Prints a line a size; a loaded machine gives other figures, so nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices  # noqa: E402
from tests.bench.bench_pages import prepare, run, server, sign_in, temporary_folder  # noqa: E402
from tests.browsers import ARGUMENTS, installed  # noqa: E402

SIZES = (300, 1_000, 5_000)
TIES_EACH = 4
RUNS = 5
STEPS = 180
# People in groups that know each other well, some ties across, strengths as people give them; then the reading itself.
MAKE = """
from random import Random
from django.db import connection
from django.utils import timezone
from accounts.isolation import scope
from accounts.models import User
from accounts.workspaces import create_workspace, memberships_of
from stakeholders.models import Assessment, Department, Relationship, Segment, Stakeholder
from stakeholders.network.reading import read_network
user = User.objects.get(email="leader@generated.example")
random = Random(COUNT)
slug = "network-COUNT"
found = [each.workspace for each in memberships_of(user.pk) if each.workspace.slug == slug]
workspace = found[0] if found else create_workspace(name="Network of COUNT", slug=slug, leader=user)
with scope(workspace=workspace.pk, user=user.pk):
    if not found:
        departments = Department.objects.bulk_create(
            Department(workspace=workspace, name=f"Department {n}") for n in range(12))
        people = Stakeholder.objects.bulk_create(
            Stakeholder(workspace=workspace, name=f"{random.choice(GIVEN)} {random.choice(FAMILY)}",
                        department=random.choice(departments),
                        kind=random.choices(["internal", "customer", "partner"], [88, 8, 4])[0]) for _ in range(COUNT))
        Assessment.objects.bulk_create(
            Assessment(workspace=workspace, stakeholder=person, assessed_on=timezone.localdate(),
                       segment=random.choice(Segment.values), position=random.choice([-2, -1, 0, 1, 2, None]))
            for person in people)
        connection.cursor().execute(
            "UPDATE stakeholders_stakeholder AS person SET current_id = assessment.id FROM stakeholders_assessment "
            "AS assessment WHERE assessment.stakeholder_id = person.id")
        drawn, ties = set(), []
        while len(ties) < COUNT * EACH:
            one = random.randrange(COUNT)
            near = one // 25 * 25 + random.randrange(25)
            other = random.randrange(COUNT) if random.random() < 0.12 else near % COUNT
            kind = random.choices(["influences", "advises", "trusts", "conflict", "other"], [35, 20, 30, 5, 10])[0]
            if one == other or (one, other, kind) in drawn:
                continue
            drawn.add((one, other, kind))
            ties.append(Relationship(workspace=workspace, source=people[one], target=people[other], kind=kind,
                direction=random.choices(["directed", "mutual"], [85, 15])[0],
                weight=random.choice([None, 1, 2, 3, 4, 5])))
        Relationship.objects.bulk_create(ties, batch_size=5000)
if not found:
    read_network(workspace)
with scope(workspace=workspace.pk, user=user.pk):
    print(Stakeholder.objects.count(), Relationship.objects.count())
"""
FRAMES = """() => {
    const times = [];
    let on = true;
    const step = (now) => { times.push(now); if (on) requestAnimationFrame(step); };
    requestAnimationFrame(step);
    window.stopFrames = () => { on = false; return times; };
}"""
# Somebody with many ties, in the middle of the window.
BUSY = """() => {
    const stage = document.querySelector("[data-network-stage]");
    const box = stage.getBoundingClientRect();
    const far = (found) => Math.hypot(found.x - box.x - box.width / 2, found.y - box.y - box.height / 2);
    return [...document.querySelectorAll("#network-people [data-network-go]")].map((link) => {
        const event = new CustomEvent("network:where", { detail: { id: Number(link.dataset.networkGo) } });
        stage.dispatchEvent(event);
        return event.detail.found;
    }).sort((a, b) => far(a) - far(b))[0];
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a folder to keep the database in; without it a temporary one")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(temporary_folder()))
        services = stack.enter_context(EmbeddedServices(folder, command="bench"))
        environment = prepare(services, "S")
        port = stack.enter_context(server(environment))
        cookie, _ = sign_in(environment, "S")
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=installed(), args=[*ARGUMENTS, "--enable-precise-memory-info"]
        )
        print(f"Load of the machine: {os.getloadavg()[0]:.1f}")
        for count in SIZES:
            people, ties = make(environment, count).split()
            print(f"{int(people):,} people, {int(ties):,} ties: {measure(browser, port, cookie, count)}", flush=True)
        browser.close()


def make(environment: dict[str, str], count: int) -> str:
    names = "from stakeholders.generation import FAMILY, GIVEN\nFAMILY, GIVEN = FAMILY.split(), GIVEN.split()\n"
    code = MAKE.replace("COUNT", str(count)).replace("EACH", str(TIES_EACH))
    return run(environment, "shell", "-v0", "-c", names + code).splitlines()[-1]


def measure(browser: Browser, port: int, cookie: str, count: int) -> str:
    base = f"http://127.0.0.1:{port}"
    name, _, value = cookie.partition("=")
    context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    path = f"/w/network-{count}/network/"
    loads = sorted(usable(page, path) for _ in range(RUNS))
    memory = page.evaluate("performance.memory.usedJSHeapSize / 2 ** 20")
    whole, near = dragging(page), ""
    page.locator("[data-network-stage]").focus()
    for _ in range(6):
        page.keyboard.press("+")
    page.wait_for_timeout(400)
    near = dragging(page)
    context.close()
    after, click = loads[len(loads) // 2]
    return (
        f"usable {after:.0f} ms after the page's answer ({click:.0f} ms after the click), "
        f"dragging {whole}, zoomed in {near}, {memory:.1f} MB of JavaScript's memory"
    )


def usable(page: Page, path: str) -> tuple[float, float]:
    """Milliseconds from the page's answer, and from the click, until the drawing stands and takes a hand."""
    page.goto(path)
    page.wait_for_selector("[data-network-stage][data-state=ready]")
    marked, answered = page.evaluate(
        "[performance.getEntriesByName('network:usable')[0].startTime,"
        " performance.getEntriesByType('navigation')[0].responseStart]"
    )
    return marked - answered, marked


def dragging(page: Page) -> str:
    """Frames while somebody is dragged in circles."""
    found = page.evaluate(BUSY)
    page.mouse.move(found["x"], found["y"])
    page.mouse.down()
    page.mouse.move(found["x"] + 12, found["y"])
    page.wait_for_timeout(200)
    page.evaluate(FRAMES)
    for step in range(STEPS):
        page.mouse.move(found["x"] + 12 + step % 60, found["y"] + step % 45)
    times = page.evaluate("window.stopFrames()")
    page.keyboard.press("Escape")
    page.mouse.up()
    gaps = [after - before for before, after in pairwise(times)]
    p95 = quantiles(gaps, n=20)[18]
    return f"{1000 * len(gaps) / sum(gaps):.0f} frames/s (frame p50 {median(gaps):.1f} ms, p95 {p95:.1f} ms)"


if __name__ == "__main__":
    main()
