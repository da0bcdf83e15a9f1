#!/usr/bin/env python3
"""Django's commands, and `up`: the whole product with one command, its own PostgreSQL and Redis included."""

import contextlib
import os
import sys
import warnings
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent

# They read no table, so nothing needs to run for them.
WITHOUT_SERVICES = {
    "",
    "agreement",
    "analyse",
    "attribute",
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "makemigrations",
    "nps",
    "startapp",
    "version",
    "xmr",
    "--help",
    "-h",
    "--version",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "up":
        from config import up

        sys.exit(up.main(sys.argv[2:]))
    with contextlib.ExitStack() as stack:
        # BASE_URL is production's: there a missing DATABASE_URL is a mistake, and settings say so.
        if not {"DATABASE_URL", "BASE_URL"} & os.environ.keys():
            _use_this_machine(command, stack)
        if command == "migrate" and "DATABASE_OWNER_URL" in os.environ:
            # Only the owner may change tables; the application's role never does.
            os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


def _use_this_machine(command: str, stack: contextlib.ExitStack) -> None:
    """Without a DATABASE_URL, work on the data of `up`: with its services when it runs, else with our own for now."""
    from config.data_directory import DataDirectory
    from config.embedded import EmbeddedServices
    from config.installations import ServicesError

    directory = DataDirectory(Path(os.environ.get("DATA_DIR", BASE_DIR / "var")))
    os.environ["DATA_DIR"] = str(directory.path)
    os.environ["EMBEDDED"] = "1"
    if command in WITHOUT_SERVICES or {"--help", "-h"} & set(sys.argv):
        warnings.filterwarnings("ignore", "Got an error checking a consistent migration history")
        return
    try:
        running = directory.running()
        if running is not None:
            stack.enter_context(directory.using())
            environment = running.environment
        else:
            environment = stack.enter_context(EmbeddedServices(directory.path, command=command)).environment
    except ServicesError as error:
        sys.exit(str(error))
    os.environ["SECRET_KEY"] = directory.secret_key()
    for name, value in environment.items():
        os.environ.setdefault(name, value)


if __name__ == "__main__":
    main()
