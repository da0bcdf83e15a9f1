"""Folded operations make the same models: the whole state of the project, and its database, hang on it."""

import pgtrigger
import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from web import folding
from web.folding import folded, told_together

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


def changes() -> list[migrations.operations.base.Operation]:
    """What a later migration makes of the models above, each kind of operation next to one it has to be parted from."""
    remade = pgtrigger.Trigger(name="t", when=pgtrigger.After, operation=pgtrigger.Insert, func="RETURN NULL;")
    return [
        pgtrigger.migrations.RemoveTrigger(model_name="one", name="t"),
        pgtrigger.migrations.AddTrigger(model_name="one", trigger=remade),
        migrations.RemoveIndex("one", "one_other"),
        migrations.AddIndex("one", models.Index(fields=["name", "other"], name="one_other")),
        migrations.RemoveIndex("one", "one_other"),
        migrations.RunSQL("SELECT 1"),
        migrations.AddField("one", "size", models.IntegerField(default=1)),
        migrations.AlterField("one", "size", models.BigIntegerField(default=1)),
        migrations.AddConstraint("one", models.CheckConstraint(condition=models.Q(size__gt=0), name="has_size")),
        migrations.AlterField("one", "name", models.CharField(max_length=20)),
        migrations.CreateModel("Third", fields=list(KEY), options={}),
        migrations.CreateModel(
            "Fourth", fields=[*KEY, ("third", models.ForeignKey("stage.third", models.CASCADE))], options={}
        ),
        migrations.AddField("third", "name", models.TextField(default="")),
        migrations.AddIndex("third", models.Index(fields=["name"], name="third_name")),
        migrations.RemoveConstraint("one", "has_size"),
        migrations.RemoveField("one", "size"),
        migrations.RenameField("third", "name", "called"),
        migrations.AddField("one", "size", models.TextField(default="large")),
        migrations.DeleteModel("Fourth"),
    ]


def statements(migration: type[migrations.Migration], listed) -> tuple[list[str], dict[str, object]]:
    """What a migration would tell the database, and the state it leaves."""
    made = migration("0002_changes", "stage")
    made.operations = listed
    state = state_after(operations())
    # As in a run of migrations: models are rendered when one begins.
    assert state.apps.get_model("stage", "one")
    with connection.schema_editor(collect_sql=True) as editor:
        state = made.apply(state, editor)
        fields = {model.__name__: [field.name for field in model._meta.fields] for model in state.apps.get_models()}
    return editor.collected_sql, {**told(state), "rendered": fields}


@pytest.mark.django_db
def test_the_database_hears_the_same_in_fewer_parts() -> None:
    assert statements(folding.Migration, changes()) == statements(migrations.Migration, changes())
    assert [len(part) for part in told_together(changes())] == [4, 3, 2, 3, 3, 1, 1, 1, 1]


@pytest.mark.django_db
def test_python_of_a_migration_sees_the_models_as_they_are_then() -> None:
    seen = []

    def look(apps, editor) -> None:
        seen.append([field.name for field in apps.get_model("stage", "one")._meta.fields])

    first, second = (migrations.AddField("one", name, models.TextField(default="")) for name in ("first", "second"))
    statements(folding.Migration, [first, migrations.RunPython(look), second, migrations.RunPython(look)])
    assert seen == [["id", "name", "other", "first"], ["id", "name", "other", "first", "second"]]


@pytest.mark.django_db
def test_only_models_that_operations_lead_to_are_rendered(monkeypatch) -> None:
    """The other way round they are not followed: `other` leads to `one`, and asking for `one` would render both."""
    rendered = []
    render = ModelState.render
    monkeypatch.setattr(ModelState, "render", lambda self, apps: (rendered.append(self.name), render(self, apps))[1])
    state = state_after(operations()[:4])
    changes = [migrations.RunSQL("SELECT 1"), migrations.AddField("one", "size", models.IntegerField(default=1))]
    made = folding.Migration("0002_changes", "stage")
    made.operations = changes
    with connection.schema_editor(collect_sql=True) as editor:
        state = made.apply(state, editor)
        assert rendered == ["One", "One"]
        assert sorted(model.__name__ for model in state.apps.get_models()) == ["One", "Other"]
    rendered.clear()
    made.operations = [migrations.AlterField("one", "id", models.AutoField(primary_key=True))]
    with connection.schema_editor(collect_sql=True) as editor:
        made.apply(state.clone(), editor)
        assert 'ALTER TABLE "stage_other" ALTER COLUMN "one_id"' in "".join(editor.collected_sql)
