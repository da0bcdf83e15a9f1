"""Folded operations make the same models: the whole state of the project, and its database, hang on it."""

import pgtrigger
from django.db import migrations, models
from django.db.migrations.state import ProjectState

from web.folding import folded

KEY = [("id", models.BigAutoField(primary_key=True))]
TRIGGER = pgtrigger.Trigger(name="t", when=pgtrigger.Before, operation=pgtrigger.Insert, func="RETURN NEW;")


def operations() -> list[migrations.operations.base.Operation]:
    named = models.UniqueConstraint(fields=["name"], name="named_once")
    return [
        migrations.CreateModel("One", fields=[*KEY, ("name", models.TextField())], options={}),
        pgtrigger.migrations.AddTrigger(model_name="one", trigger=TRIGGER),
        migrations.CreateModel("Other", fields=list(KEY), options={}),
        migrations.AddField("other", "one", models.ForeignKey("stage.one", models.CASCADE)),
        # Ahead of the model it leads to: stays where it is, and so does the index that may be about it.
        migrations.AddField("one", "other", models.ForeignKey("stage.other", models.CASCADE, null=True)),
        migrations.AddIndex("one", models.Index(fields=["other"], name="one_other")),
        migrations.AddConstraint("other", models.UniqueConstraint(fields=["one"], name="once")),
        migrations.AddConstraint("one", named),
    ]


def state_after(listed) -> ProjectState:
    state = ProjectState()
    for operation in listed:
        operation.state_forwards("stage", state)
    return state


def told(state: ProjectState) -> dict[str, object]:
    return {
        model.name: (
            {name: field.deconstruct()[1:] for name, field in model.fields.items()},
            {key: [str(each) for each in model.options.get(key, [])] for key in ("indexes", "constraints", "triggers")},
        )
        for model in state.models.values()
    }


def test_the_state_is_the_same() -> None:
    assert told(state_after(folded("stage", operations()))) == told(state_after(operations()))


def test_what_can_be_said_where_a_model_is_made_is_said_there() -> None:
    made = [type(operation).__name__ for operation in folded("stage", operations())]
    assert made == ["CreateModel", "CreateModel", "AddField", "AddIndex", "AddConstraint", "Triggers"]


def test_a_trigger_is_taken_away_again() -> None:
    removed = [*operations(), pgtrigger.migrations.RemoveTrigger(model_name="one", name="t")]
    assert told(state_after(folded("stage", removed)))["One"][1]["triggers"] == []
