#!/usr/bin/env python3
"""Takes the pictures of README and guide from the demo workspace, in a real Chromium.

.venv/bin/python docs/screenshots.py
    starts a Coalition of its own, with a database that is gone afterwards
.venv/bin/python docs/screenshots.py --address http://localhost:8000
    uses a running `manage.py up` with its demo
"""

import argparse
import contextlib
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, FilePayload, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Root has no sandbox to put a browser in.
ARGUMENTS = ["--disable-gpu", "--no-first-run", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
DESK = (1440, 900)
PHONE = (390, 844)
START_WITHIN = 300  # seconds; the first start fills an empty database
BUDGET = 1_200_000  # bytes of all pictures together: they are part of every clone


@dataclass(frozen=True)
class Picture:
    """One file in docs/images: what to do on a page of the workspace, in which window."""

    name: str
    prepare: Callable[[Page, str], None]
    window: tuple[int, int] = DESK
    scheme: str = "light"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", help="a running Coalition with its demo, instead of starting one")
    parser.add_argument("--into", type=Path, default=IMAGES, help="folder of the pictures (docs/images)")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=[picture.name for picture in PICTURES])
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    wanted = [picture for picture in PICTURES if not options.only or picture.name in options.only]
    with sync_playwright() as playwright, contextlib.ExitStack() as stack:
        # Before the server starts, which takes longer than finding out that there is no browser.
        browser = stack.enter_context(chromium(playwright))
        address = options.address.rstrip("/") if options.address else stack.enter_context(own_server())
        taken = [take(browser, address, picture, options.into) for picture in wanted]
    size = sum(path.stat().st_size for path in taken)
    say(f"{len(taken)} pictures, {size // 1000} kB in all, in {options.into}")
    if size > BUDGET:
        say(f"That is more than the {BUDGET // 1000} kB a clone should carry: leave some out.")
        return 1
    return 0


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


# Browser and server ---------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium or Chrome of this machine, else the one that Playwright installed."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    try:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
    except Error as error:
        sys.exit(
            "There is no Chromium here to take pictures with. Install one and run this again:\n"
            "    apt-get install chromium                       (Debian, Ubuntu)\n"
            "    .venv/bin/playwright install chromium          (anywhere)\n"
            f"The browser said: {str(error).strip().splitlines()[0]}"
        )
    try:
        yield browser
    finally:
        browser.close()


@contextlib.contextmanager
def own_server() -> Iterator[str]:
    """The address of a `manage.py up` on free ports, whose data is thrown away afterwards."""
    port = free_ports()
    address = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory(prefix="coalition-pictures-") as folder:
        command = [sys.executable, str(ROOT / "manage.py"), "up", "--data", f"{folder}/var", "--port", str(port)]
        say(f"Starting Coalition with a demo workspace on {address} …")
        log = Path(folder) / "up.log"
        with log.open("w") as said:
            server = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
            try:
                wait_for(address, server, log)
                yield address
            finally:
                server.send_signal(signal.SIGINT)
                try:
                    server.wait(timeout=60)
                except subprocess.TimeoutExpired:
                    server.kill()


def free_ports() -> int:
    """A port that is free and whose successor is, too: pages and live updates."""
    for _ in range(50):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port
    sys.exit("No two free ports in a row were found on this machine.")


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            sys.exit(f"Coalition did not start. It said:\n{log.read_text()[-3000:]}")
        # `up` says so last, when web, live and worker all answer.
        if "Coalition is ready" in log.read_text() and answers(address):
            return
        threading.Event().wait(0.5)
    sys.exit(f"Coalition did not start within {START_WITHIN} seconds. It said:\n{log.read_text()[-3000:]}")


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


# Taking them ----------------------------------------------------------------------------------------------------------


def take(browser: Browser, address: str, picture: Picture, folder: Path) -> Path:
    width, height = picture.window
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
        has_touch=width < 600,
        locale="en-GB",
    )
    path = folder / f"{picture.name}.png"
    try:
        page = context.new_page()
        picture.prepare(page, enter(page, address))
        settle(page)
        path.write_bytes(fewer_colours(page.screenshot(animations="disabled")))
    except Error as error:
        sys.exit(f"{picture.name}: {error}")
    finally:
        context.close()
    say(f"  {picture.name}.png  {path.stat().st_size // 1000} kB")
    return path


def enter(page: Page, address: str) -> str:
    """Walk into the demo as its leader; the address of the workspace."""
    try:
        page.goto(address)
    except Error:
        sys.exit(f"Nothing answers at {address}.")
    door = page.get_by_role("button", name="Walk in as the marketing leader")
    if not door.count():
        sys.exit(f"{address} offers no demo to walk into. Start it by `manage.py up`, without --no-demo.")
    door.click()
    page.wait_for_url("**/w/*/today/**")
    return page.url.partition("/today/")[0]


def settle(page: Page) -> None:
    """Fonts are there and nothing is under way. Live updates never end, so that the network is never idle."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    page.mouse.move(2, 2)
    page.wait_for_timeout(250)


# Making them small ----------------------------------------------------------------------------------------------------


def fewer_colours(png: bytes) -> bytes:
    """The same picture with a palette of 256 of its colours: a third of the bytes, no difference to see."""
    width, height, channels, lines = unpacked(png)
    pixels = [line[at : at + 3] for line in lines for at in range(0, len(line), channels)]
    counts = Counter(pixels)
    palette, index = palette_of([colour for colour, _count in counts.most_common()])
    numbers = bytes(map(index.__getitem__, pixels))
    rows = b"".join(b"\0" + numbers[at : at + width] for at in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in parts)


def palette_of(colours: list[bytes]) -> tuple[list[bytes], dict[bytes, int]]:
    """256 of these colours, which come most frequent first, and for each of all the number of the nearest.

    Surfaces are kept exactly; then colours unlike those, so that a mark of ten pixels stays green; then shades.
    """
    palette: list[bytes] = []
    index: dict[bytes, int] = {}
    gap = dict.fromkeys(colours, 1 << 20)
    for apart, most in ((0, 64), (900, 256), (300, 256), (100, 256), (30, 256), (0, 256)):
        for colour in colours:
            if len(palette) == most:
                break
            if gap[colour] > apart:
                for other, known in gap.items():
                    if (found := distance(colour, other)) < known:
                        gap[other], index[other] = found, len(palette)
                palette.append(colour)
    return palette, index


def distance(one: bytes, other: bytes) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def unpacked(png: bytes) -> tuple[int, int, int, list[bytes]]:
    """(width, height, bytes a pixel, lines) of a PNG as browsers write them: 8 bits a channel, not interlaced."""
    at, packed = 8, b""
    header: tuple[int, ...] = ()
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + size]
        if name == b"IHDR":
            header = struct.unpack(">IIBBBBB", data)
        elif name == b"IDAT":
            packed += data
        at += size + 12
    width, height, depth, kind, _compression, _filter, interlaced = header
    if depth != 8 or kind not in (2, 6) or interlaced:
        raise ValueError(f"Not a PNG as browsers write them: depth {depth}, colour type {kind}.")
    step = 3 if kind == 2 else 4
    raw, length = zlib.decompress(packed), width * step
    lines: list[bytes] = []
    above = bytes(length)
    for row in range(height):
        start = row * (length + 1)
        above = unfiltered(raw[start], raw[start + 1 : start + 1 + length], above, step)
        lines.append(above)
    return width, height, step, lines


def unfiltered(how: int, line: bytes, above: bytes, step: int) -> bytes:
    """One line without its PNG filter (PNG specification, 9.2)."""
    if how == 0:
        return line
    if how == 2:
        return bytes((one + up) & 255 for one, up in zip(line, above, strict=True))
    made = bytearray(line)
    for at, up in enumerate(above):
        left = made[at - step] if at >= step else 0
        if how == 1:
            guess = left
        elif how == 3:
            guess = (left + up) // 2
        else:
            guess = paeth(left, up, above[at - step] if at >= step else 0)
        made[at] = (made[at] + guess) & 255
    return bytes(made)


def paeth(left: int, up: int, corner: int) -> int:
    to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner


# What each shows ------------------------------------------------------------------------------------------------------


def investor_map(page: Page, workspace: str) -> None:
    page.goto(f"{workspace}/map/")
    page.locator("[data-map].is-live").wait_for()
    page.locator("[data-map-range]").wait_for()


def map_person(page: Page, workspace: str) -> None:
    """The whole map with legend and time slider, and somebody's card beside it."""
    investor_map(page, workspace)
    page.locator(".map-mark[aria-label^='Marcus Hale']").click()
    page.locator("#map-person .map-card").wait_for()
    page.locator(".map-bar").evaluate("bar => window.scrollTo(0, bar.getBoundingClientRect().top + scrollY - 16)")


def presentation(page: Page, workspace: str) -> None:
    page.goto(f"{workspace}/map/?present=1")
    page.locator("[data-map].is-live").wait_for()


def register(page: Page, workspace: str) -> None:
    page.goto(f"{workspace}/stakeholders/?segment=decision_maker&segment=detractor")
    page.locator("#rows table").wait_for()


def person(page: Page, workspace: str) -> None:
    page.goto(f"{workspace}/stakeholders/?q=Marcus+Hale")
    page.locator("#rows").get_by_role("link", name="Marcus Hale", exact=True).click()
    page.get_by_role("heading", name="Where they stand").wait_for()


def assess(page: Page, workspace: str) -> None:
    person(page, workspace)
    page.locator(".head-actions").get_by_role("link", name="Assess").click()
    page.locator("#panel[open] form.assess").wait_for()


def engagement(page: Page, workspace: str) -> None:
    page.goto(f"{workspace}/map/engagement/")
    page.get_by_text("A gap to close", exact=True).wait_for()


def organisation(page: Page, workspace: str) -> None:
    page.goto(f"{workspace}/map/organisation/")
    page.locator(".chart-roots .node").first.wait_for()


def network(page: Page, workspace: str) -> None:
    """Marcus chosen: whom he moves, and his card beside the drawing."""
    page.goto(f"{workspace}/network/")
    page.locator('[data-network-stage][data-state="ready"]').wait_for(timeout=60_000)
    page.get_by_label("Find somebody").fill("Marcus Hale")
    page.keyboard.press("Enter")
    page.locator("#network-person").get_by_role("heading", name="Marcus Hale").wait_for()


def paths(page: Page, workspace: str) -> None:
    page.goto(f"{workspace}/network/paths/?person=Gordon+Pike")
    page.get_by_role("heading", name="The warmest way").wait_for()


def coverage(page: Page, workspace: str) -> None:
    page.goto(f"{workspace}/coverage/")
    page.locator(".gap").first.wait_for()


def impact(page: Page, workspace: str) -> None:
    page.goto(f"{workspace}/impact/")
    page.locator(".leading").wait_for()


def metric(page: Page, workspace: str) -> None:
    impact(page, workspace)
    page.get_by_role("link", name="Customer satisfaction").click()
    page.locator(".xmr-wide").wait_for()


def brief(page: Page, workspace: str) -> None:
    person(page, workspace)
    page.goto(page.url.replace("/stakeholders/", "/playbook/for/"))
    page.locator(".brief-way").wait_for(timeout=60_000)


def goals(page: Page, workspace: str) -> None:
    page.goto(f"{workspace}/goals/")
    page.get_by_role("heading", level=1).wait_for()


def map_phone(page: Page, workspace: str) -> None:
    """Below the filters, where the map begins."""
    investor_map(page, workspace)
    page.locator(".map-bar").evaluate("bar => window.scrollTo(0, bar.getBoundingClientRect().top + scrollY - 90)")


def import_preview(page: Page, workspace: str) -> None:
    """What the sample file would do. Nothing of it is stored; the preview stays under Imports for a week."""
    page.goto(f"{workspace}/imports/new/")
    sample = page.context.request.get(f"{workspace}/imports/sample.csv")
    people: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": sample.body()}
    page.set_input_files("input[type=file]", people)
    page.get_by_role("button", name="Check the file").click()
    page.locator("form#choices").wait_for(timeout=60_000)


PICTURES = (
    Picture("map", investor_map),
    Picture("map-dark", investor_map, scheme="dark"),
    Picture("map-person", map_person),
    Picture("map-phone", map_phone, window=PHONE),
    Picture("presentation", presentation),
    Picture("register", register),
    Picture("person", person),
    Picture("assess", assess),
    Picture("engagement", engagement),
    Picture("organisation", organisation),
    Picture("import-preview", import_preview),
    Picture("network", network),
    Picture("warm-paths", paths),
    Picture("coverage", coverage),
    Picture("brief", brief),
    Picture("impact", impact),
    Picture("metric", metric),
    Picture("goals", goals),
)

if __name__ == "__main__":
    sys.exit(main())
