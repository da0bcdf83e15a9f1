"""Docker has no engine where the tests run: so at least every name in its files must exist."""

import importlib
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
OURS = {"web", "live", "worker", "beat", "migrate"}
CODE = "\n".join(path.read_text() for path in [ROOT / "manage.py", *ROOT.glob("config/*.py"), *ROOT.glob("web/*.py")])
VARIABLE = re.compile(r"\$\{(\w+)")


def variables_read() -> set[str]:
    """The environment that settings and the processes read."""
    return set(re.findall(r"""\benv\.\w+\(\s*"([A-Z_]+)\"""", CODE)) | set(
        re.findall(r"""os\.environ(?:\.get\(|\[)"([A-Z_]+)\"""", CODE)
    )


def documented() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_services_are_those_of_production() -> None:
    assert SERVICES.keys() == {"proxy", "postgres", "redis", "mail"} | OURS
    assert SERVICES["mail"]["profiles"] == ["mail"]


def test_every_variable_of_compose_is_in_the_example_and_the_other_way_round() -> None:
    assert set(VARIABLE.findall(COMPOSE_TEXT)) == set(documented())


@pytest.mark.parametrize("service", sorted(OURS))
def test_every_variable_given_to_a_process_is_read_by_it(service: str) -> None:
    assert set(SERVICES[service]["environment"]) - variables_read() == set()


def test_production_settings_get_all_they_demand() -> None:
    demanded = set(re.findall(r"""env\.\w+\("([A-Z_]+)"\)\s*if PRODUCTION|env\.\w+\("([A-Z_]+)"\)\n""", CODE))
    names = {name for pair in demanded for name in pair if name}
    assert {"SECRET_KEY", "BASE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"} <= names
    assert names <= set(SERVICES["web"]["environment"])


def test_every_variable_is_in_the_operations_table() -> None:
    table = (ROOT / "docs" / "operations.md").read_text()
    undocumented = {name for name in variables_read() if f"`{name}`" not in table}
    # Set by the machine, Python or the terminal rather than by who operates this.
    assert undocumented - {"DJANGO_SETTINGS_MODULE", "NO_COLOR", "PYTHONWARNINGS"} == set()


@pytest.mark.parametrize("service", ["web", "live"])
def test_granian_commands(service: str) -> None:
    program, *arguments = SERVICES[service]["command"]
    assert program == "granian"
    options, target = arguments[:-1], arguments[-1]
    _assert_options_exist(["granian", "--help"], options)
    module, _, name = target.partition(":")
    if module == "config.live":
        assert "def __getattr__" in (ROOT / "config" / "live.py").read_text()
    assert importlib.util.find_spec(module) is not None
    assert name == {"web": "application", "live": "app"}[service]
    port = next(option.partition("=")[2] for option in options if option.startswith("--port="))
    assert f"{service}:{port}" in COMPOSE["configs"]["caddyfile"]["content"]
    address = urlsplit(SERVICES[service]["healthcheck"]["test"][-1])
    assert (address.port, address.path) == (int(port), "/healthz")


@pytest.mark.parametrize("service", ["worker", "beat"])
def test_celery_commands(service: str) -> None:
    program, option, app, command, *options = SERVICES[service]["command"]
    assert (program, option, app, command) == ("celery", "-A", "config", service)
    _assert_options_exist(["celery", service, "--help"], options)


def test_migrate_runs_a_command_as_the_owner() -> None:
    assert SERVICES["migrate"]["command"][:3] == ["python", "manage.py", "migrate"]
    assert SERVICES["migrate"]["environment"]["DATABASE_OWNER_URL"].startswith("postgres://coalition_owner:${OWNER_")
    assert SERVICES["web"]["environment"]["DATABASE_URL"].startswith("postgres://coalition_app:${APP_")
    assert "DATABASE_OWNER_URL" not in SERVICES["web"]["environment"]


def _assert_options_exist(help_command: list[str], options: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *help_command], capture_output=True, text=True, check=True, cwd=ROOT)
    known = set(re.findall(r"--[a-z][a-z-]+", done.stdout))
    assert {option.partition("=")[0] for option in options if option.startswith("--")} - known == set()


def test_everything_named_exists() -> None:
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", {})) <= set(SERVICES), name
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in COMPOSE["volumes"], name
        for config in service.get("configs", []):
            assert config["source"] in COMPOSE["configs"], name
        assert name == "migrate" or service["healthcheck"]["test"], name
    assert (ROOT / COMPOSE["configs"]["roles"]["file"]).is_file()
    hosts = re.findall(r"@(\w+):5432|redis://(\w+):6379", COMPOSE_TEXT)
    assert {host for pair in hosts for host in pair if host} == {"postgres", "redis"}


def test_processes_of_ours_have_no_rights_to_lose() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
        assert "privileged" not in service
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^USER (\w+)", dockerfile, re.MULTILINE)[-1] == "coalition"
    assert re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE) == ["python:3.11-slim"]
    for source in re.findall(r"^COPY (\S+) ", dockerfile, re.MULTILINE):
        assert (ROOT / source).exists()


def test_no_secret_has_a_default() -> None:
    secrets = ["SECRET_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD"]
    assert [documented()[name] for name in secrets] == ["", "", "", ""]
    assert re.findall(r"\$\{(?:SECRET_KEY|\w+_PASSWORD):-", COMPOSE_TEXT) == []
