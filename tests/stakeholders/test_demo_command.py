"""`manage.py demo`: makes the demo once, and tells its story back from today."""

from django.core.management import call_command
from django.utils import timezone

from accounts.isolation import enter
from stakeholders.demo.workspace import make_demo
from stakeholders.models import Assessment


def test_the_command_says_what_it_did(db, capsys):
    call_command("demo")
    call_command("demo")
    assert capsys.readouterr().out == (
        "Northwind Instruments (/w/northwind/): made.\n"
        "Northwind Instruments (/w/northwind/): there already; nothing changed.\n"
    )


def test_the_command_tells_the_story_back_from_today(db):
    call_command("demo")
    workspace, _ = make_demo(today=timezone.localdate())
    enter(workspace=workspace.pk)
    newest = Assessment.objects.latest("assessed_on").assessed_on
    assert 0 <= (timezone.localdate() - newest).days <= 13
