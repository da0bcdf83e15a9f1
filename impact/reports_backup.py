"""Audiences and reports in the archive of a workspace, beside the metrics they tell of. What is empty is left out.

audiences   objects: who they are (AUDIENCE), retired_on, signs_off (an e-mail), created_at, and
            people    keys
            metrics   metric (a name), called, means, scale; in their order
reports     objects: audience (a name) or stakeholder (a key), title, answer, its days (DAYS), author (an e-mail), at,
            updated_at, signed_by (an e-mail) and signed_at where what stands is signed, and
            pieces    part, words, to_them, metric and initiative (names), stake and commitment (as below); in order
            editions  edition, why, document, pdf (base64), issued_by (an e-mail), at, withdrawn_at, withdrawn_by,
                      withdrawn_why
measures    stake, metric (a name), author, at
A stake or a commitment is named by whose it is (a key, or none), what it says and when it was written down. In a
document a metric and an initiative stand by their names, an observation and a target by its place among those of its
metric, from 0, a contribution by the name of its initiative and its place there, and a person by their key; every other
word and number of it is as it was issued, and so are its pages.

Links, openings, letters and dismissed suggestions are not in it.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Membership, User, Workspace
from discussions.models import Commitment, Prompt
from impact.models import (
    Audience,
    AudienceMetric,
    AudiencePerson,
    Contribution,
    Initiative,
    IssuedReport,
    Metric,
    Observation,
    Report,
    ReportItem,
    ReportSending,
    ReportShare,
    StakeMeasure,
    Target,
)
from impact.naming import plain, trimmed
from impact.reports import audiences, pdf
from impact.reports.audiences import Leading
from impact.reports.document import Document, checked
from impact.reports.spans import Span
from impact.reports.writing import Piece, Text, check_days, check_text
from impact.verdicts import ICONS, UNKNOWN
from planning.models import Stake
from stakeholders.held_about import Restoring, Written, day_of, iso_of, moment_of, number_of
from stakeholders.models import Stakeholder

AUDIENCE = ("name", "role", "question", "cadence", "from_library")
DAYS = ("starts_on", "ends_on", "compared_from", "compared_to")
# No metric of any workspace: a figure whose metric is not there points to none.
NOWHERE = 0
# How what is pointed to stands in a document of the archive; by its name or key where nothing else is said.
POINTED = {"observation": int, "target": int, "contribution": list}
Entry = dict[str, Any]
# What of the archive stands for a row of this database, by the sort of thing and the row's number.
Pointers = Mapping[str, Mapping[int, Any]]
# Whose it is, what it says, when it was written down.
Named = tuple[int | None, str, dt.datetime]
Take = Callable[[str, Callable[[Any], None], Any], None]


def pack(workspace: Workspace, keys: Mapping[int, str], pointers: Pointers) -> dict[str, list[Entry]]:
    measures = StakeMeasure.objects.filter(workspace=workspace).select_related("stake", "metric", "author")
    return {
        "audiences": _audiences(workspace, keys),
        "reports": _reports(workspace, keys, {**pointers, "stakeholder": keys}),
        "measures": [
            {"stake": _named(one.stake, keys), "metric": one.metric.name, **_by(one.author, one.created_at)}
            for one in measures.order_by("pk")
        ],
    }


def _audiences(workspace: Workspace, keys: Mapping[int, str]) -> list[Entry]:
    rows = Audience.objects.filter(workspace=workspace).select_related("signs_off").order_by("pk")
    return [
        _told({
            **{name: getattr(one, name) for name in AUDIENCE},
            "retired_on": iso_of(one.retired_on),
            "signs_off": one.signs_off.email if one.signs_off else None,
            "created_at": one.created_at.isoformat(),
            "people": [keys[row.stakeholder_id] for row in one.people.all()],
            "metrics": [
                _told({"metric": row.metric.name, "called": row.called, "means": row.means, "scale": row.scale})
                for row in one.metric_rows.all()
            ],
        })
        for one in rows.prefetch_related("people", "metric_rows__metric")
    ]  # fmt: skip


def _reports(workspace: Workspace, keys: Mapping[int, str], pointers: Pointers) -> list[Entry]:
    found: dict[int, Entry] = {}
    for one in (
        Report.objects.filter(workspace=workspace).select_related("audience", "author", "signed_by").order_by("pk")
    ):
        found[one.pk] = _told({
            "audience": one.audience.name if one.audience else None,
            "stakeholder": None if one.stakeholder_id is None else keys[one.stakeholder_id],
            "title": one.title, "answer": one.answer,
            **{name: iso_of(getattr(one, name)) for name in DAYS},
            "signed_by": one.signed_by.email if one.signed_by and one.is_signed else None,
            "signed_at": one.signed_at.isoformat() if one.signed_at and one.is_signed else None,
            "updated_at": one.updated_at.isoformat(),
            **_by(one.author, one.created_at),
        })  # fmt: skip
    pieces = ReportItem.objects.filter(workspace=workspace).select_related("metric", "initiative", "stake")
    # What was promised in confidence is told in no report, and stands in no file.
    told = Q(commitment__answer=None) | Q(commitment__answer__prompt__mode=Prompt.Mode.ATTRIBUTED)
    for row in pieces.filter(told).select_related("commitment").order_by("report", "place", "pk"):
        found[row.report_id].setdefault("pieces", []).append(_piece(row, keys))
    editions = IssuedReport.objects.filter(workspace=workspace).select_related("issued_by", "withdrawn_by")
    for issued in editions.order_by("report", "edition").iterator(chunk_size=20):
        entry = _edition(issued, lambda kind, key: pointers[kind].get(key))
        found[issued.report_id].setdefault("editions", []).append(entry)
    return list(found.values())


def _piece(row: ReportItem, keys: Mapping[int, str]) -> Entry:
    return _told({
        "part": row.part, "words": row.words, "to_them": row.to_them,
        "metric": row.metric.name if row.metric else None,
        "initiative": row.initiative.name if row.initiative else None,
        "stake": _named(row.stake, keys) if row.stake else None,
        "commitment": _named(row.commitment, keys) if row.commitment else None,
    })  # fmt: skip


def _edition(one: IssuedReport, pointed: Callable[[str, Any], Any]) -> Entry:
    return _told({
        "edition": one.edition, "why": one.why,
        "document": _pointing(one.document, pointed),
        "pdf": base64.b64encode(bytes(one.pdf)).decode(),
        "issued_by": one.issued_by.email, "at": one.issued_at.isoformat(),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
        "withdrawn_by": one.withdrawn_by.email if one.withdrawn_by else None,
        "withdrawn_why": one.withdrawn_why,
    })  # fmt: skip


def _pointing(document: Any, pointed: Callable[[str, Any], Any]) -> Any:
    """A copy whose figures, rows and pieces point to what `pointed` gives for what they point to: by the sort of thing
    and its key. Documents of the first format point to fewer things."""

    def pointing(held: Any, **keys: str) -> Any:
        return {**held, **{name: pointed(kind, held[name]) for name, kind in keys.items() if name in held}}

    def each(held: Any, name: str, **keys: str) -> Any:
        return {name: [pointing(one, **keys) for one in held[name]]} if name in held else {}

    def figure(held: Any) -> Any:
        if held is None:
            return None
        rows, asked = each(held, "rows", observation="observation"), each(held, "asked", target_row="target")
        return pointing(held, metric="metric") | rows | asked

    def item(held: Any) -> Any:
        evidence = each(held, "evidence", contribution="contribution")
        kept = pointing(held, stakeholder="stakeholder", initiative="initiative") | evidence
        return {**kept, "figure": figure(held["figure"])}

    sections = [{**held, "items": [item(one) for one in held["items"]]} for held in document["sections"]]
    return {**document, "sections": sections}


def _nowhere(kind: str, key: Any) -> int | None:
    if key is not None and type(key) is not POINTED.get(kind, str):
        raise TypeError(key)
    if isinstance(key, list) and [type(each) for each in key] != [str, int]:
        raise TypeError(key)
    return NOWHERE if kind == "metric" else None


def _named(one: Stake | Commitment, keys: Mapping[int, str]) -> Entry:
    of = None if one.stakeholder_id is None else keys[one.stakeholder_id]
    return {"of": of, "what": one.what, "at": one.created_at.isoformat()}


def _by(author: User, at: dt.datetime) -> Entry:
    return {"author": author.email, "at": at.isoformat()}


def _told(entry: Entry) -> Entry:
    return {name: value for name, value in entry.items() if value is not None and value not in ("", [])}


class Restored:
    """The audiences and reports of a backup as model instances, which refer to rows that are not stored yet. `metrics`
    and `initiatives` are those that are there or restored with them, by their names in small letters; `numbers` and
    `asked` the observations and the targets of a restored metric, `evidence` the contributions of a restored
    initiative, by their places and None where one was left out."""

    def __init__(
        self,
        to: Restoring,
        metrics: Mapping[str, Metric],
        initiatives: Iterable[Initiative],
        numbers: Mapping[str, Sequence[Observation | None]],
        asked: Mapping[str, Sequence[Target | None]],
        evidence: Mapping[str, Sequence[Contribution | None]],
    ) -> None:
        self.to = to
        self.metrics, self.numbers, self.asked, self.evidence = metrics, numbers, asked, evidence
        here = [*Initiative.objects.filter(workspace=to.workspace), *initiatives]
        self.initiatives: dict[str, Initiative] = {one.name.lower(): one for one in here}
        self.audiences = {one.name.lower(): one for one in Audience.objects.filter(workspace=to.workspace)}
        team = Membership.objects.filter(workspace=to.workspace).team().select_related("user")
        self.team = {one.user.email: one.user for one in team}
        self.made: list[Audience] = []
        self.people: list[AudiencePerson] = []
        self.leads: list[AudienceMetric] = []
        self.reports: list[Report] = []
        self.pieces: list[tuple[ReportItem, Any, Any]] = []
        self.editions: list[tuple[IssuedReport, Entry]] = []
        self.measures: list[tuple[StakeMeasure, Any]] = []

    def audience(self, row: Any) -> None:
        made = Audience(
            workspace=self.to.workspace,
            retired_on=day_of(row["retired_on"]) if row.get("retired_on") else None,
            signs_off=self.team.get(row.get("signs_off") or ""),
            created_at=moment_of(row["created_at"]),
            **trimmed({name: row[name] for name in AUDIENCE if name in row}),
        )
        audiences.check_sense(made)
        if made.name.lower() in self.audiences:
            raise ValidationError(f"There is an audience called “{made.name}” already; it stays.")
        leads = [
            Leading(self._metric(each["metric"]), each.get("called", ""), each.get("means", ""), each["scale"])
            for each in row.get("metrics", [])
        ]
        audiences.check_leads(leads)
        people = [self.to.people[key] for key in dict.fromkeys(row.get("people", []))]
        of = {"workspace": self.to.workspace, "audience": made}
        self.audiences[made.name.lower()] = made
        self.made.append(made)
        self.people += [AudiencePerson(**of, stakeholder=person) for person in people]
        self.leads += [
            AudienceMetric(
                **of, metric=lead.metric, place=place, called=plain(lead.called), means=plain(lead.means),
                scale=lead.scale,
            )
            for place, lead in enumerate(leads, start=1)
        ]  # fmt: skip

    def report(self, take: Take, where: str, row: Any) -> None:
        days = {name: day_of(row[name]) for name in DAYS if row.get(name)}
        compared = None
        if "compared_from" in days or "compared_to" in days:
            compared = Span(days["compared_from"], days["compared_to"])
        check_days(Span(days["starts_on"], days["ends_on"]), compared)
        title = " ".join(row["title"].split())
        check_text(Text(title, row.get("answer", ""), tuple(Piece("", "") for _ in row.get("pieces", []))))
        made = Report(
            workspace=self.to.workspace, title=title, answer=row.get("answer", "").strip(), **days,
            author=self._user(row["author"]), created_at=moment_of(row["at"]), updated_at=moment_of(row["updated_at"]),
            **self._reader(row),
        )  # fmt: skip
        signer = self.to.users.get(row.get("signed_by") or "")
        if signer is not None:
            made.signed_by, made.signed_at, made.signed_version = signer, moment_of(row["signed_at"]), 1
        made.clean_fields(exclude=["workspace", "audience", "stakeholder", "author", "signed_by"])
        self.reports.append(made)
        for place, each in enumerate(row.get("pieces", []), start=1):
            take(f"{where}, piece {place}", partial(self._piece, made, place), each)
        taken: set[int] = set()
        for number, each in enumerate(row.get("editions", []), start=1):
            take(f"{where}, edition {number}", partial(self._edition, made, taken), each)

    def _reader(self, row: Mapping[str, Any]) -> dict[str, Any]:
        if row.get("stakeholder"):
            return {"stakeholder": self.to.people[row["stakeholder"]]}
        found = self.audiences.get(row["audience"].lower())
        if found is None:
            raise ValidationError(f"There is no audience called “{row['audience']}”.")
        return {"audience": found}

    def _piece(self, of: Report, place: int, row: Mapping[str, Any]) -> None:
        words, stake, commitment = row.get("words", ""), row.get("stake"), row.get("commitment")
        to_them = row.get("to_them", "") if stake is not None else ""
        check_text(Text(of.title, "", (Piece("0", row["part"], words, to_them=to_them),)))
        metric = self._metric(row["metric"]) if row.get("metric") else None
        initiative = self._initiative(row["initiative"]) if row.get("initiative") else None
        about = (metric is not None or stake is not None, initiative is not None, commitment is not None)
        if sum(about) > 1 or not (any(about) or words.strip()):
            raise ValidationError("A piece is about one thing, or is words.")
        made = ReportItem(
            workspace=self.to.workspace, report=of, part=ReportItem.Part(row["part"]), place=place, words=words.strip(),
            metric=metric, initiative=initiative, to_them=to_them.strip(),
        )  # fmt: skip
        self.pieces.append((made, stake and self._whose(stake), commitment and self._whose(commitment)))

    def _edition(self, of: Report, taken: set[int], row: Mapping[str, Any]) -> None:
        kept = row["document"]
        document = checked(_pointing(kept, _nowhere))
        pages = base64.b64decode(row["pdf"], validate=True)
        _check_drawn(document, pages)
        made = IssuedReport(
            workspace=self.to.workspace, report=of, edition=row["edition"], why=row.get("why", "").strip(), pdf=pages,
            issued_by=self._user(row["issued_by"]), issued_at=moment_of(row["at"]),
        )  # fmt: skip
        if made.edition != document.edition or made.edition < 1 or made.edition in taken:
            raise ValidationError("It is another edition than it says.")
        if made.edition > 1 and not made.why:
            raise ValidationError("Another edition is issued for a reason.")
        if row.get("withdrawn_at"):
            made.withdrawn_at, made.withdrawn_why = moment_of(row["withdrawn_at"]), row["withdrawn_why"].strip()
            made.withdrawn_by = self._user(row["withdrawn_by"])
            if not made.withdrawn_why:
                raise ValidationError("What was withdrawn was withdrawn for a reason.")
        taken.add(made.edition)
        self.editions.append((made, kept))

    def measure(self, row: Any) -> None:
        made = StakeMeasure(
            workspace=self.to.workspace, metric=self._metric(row["metric"]), author=self._user(row["author"]),
            created_at=moment_of(row["at"]),
        )  # fmt: skip
        self.measures.append((made, self._whose(row["stake"])))

    def _metric(self, name: str) -> Metric:
        found = self.metrics.get(name.lower())
        if found is None or found.is_effort:
            raise ValidationError(f"There is no metric called “{name}” that a report could tell of.")
        return found

    def _initiative(self, name: str) -> Initiative:
        found = self.initiatives.get(name.lower())
        if found is None:
            raise ValidationError(f"There is no initiative called “{name}”.")
        return found

    def _whose(self, row: Mapping[str, Any]) -> tuple[Stakeholder | None, str, dt.datetime]:
        if not isinstance(row["what"], str):
            raise TypeError(row["what"])
        return self.to.people[row["of"]] if row["of"] else None, row["what"], moment_of(row["at"])

    def _user(self, email: str) -> User:
        # Whoever it was may not be a member here: then it is whoever restores it.
        return self.to.users.get(email) or self.to.author

    def write(self) -> Written:
        """To be called when people, stakes, commitments, metrics and initiatives are stored."""
        now = timezone.now()
        for one in self.made:
            one.updated_at = now
        stakes, commitments = _stored(self.to.workspace, Stake), _stored(self.to.workspace, Commitment)
        pieces = []
        for row, stake, commitment in self.pieces:
            row.stake_id, row.commitment_id = _found(stakes, stake), _found(commitments, commitment)
            # What it was about may have been left out; the words beside it stay.
            if row.words or row.metric or row.initiative or row.stake_id or row.commitment_id:
                pieces.append(row)
        for issued, kept in self.editions:
            issued.document = self._document(kept)
        measures: dict[int, StakeMeasure] = {}
        for measure, whose in self.measures:
            found = _found(stakes, whose)
            if found is not None:
                measure.stake_id = found
                measures[found] = measure
        editions = [issued for issued, _ in self.editions]
        stored: tuple[Sequence[models.Model], ...] = (
            self.made, self.people, self.leads, self.reports, pieces, editions, list(measures.values()),
        )  # fmt: skip
        for rows in stored:
            for each in rows:
                _point(each)
            if rows:
                type(rows[0])._default_manager.bulk_create(rows, batch_size=500)
        return [
            ("audience", self.made),
            ("audienceperson", self.people),
            ("report", self.reports),
            ("issuedreport", editions),
        ]

    def _document(self, kept: Entry) -> Any:
        """As it was issued, pointing to what was restored with it."""
        metric = ""

        def pointed(kind: str, key: Any) -> Any:
            if kind == "stakeholder":
                return self.to.people[key].pk if key in self.to.people else None
            if kind == "metric":
                return self.metrics[key.lower()].pk if key and key.lower() in self.numbers else NOWHERE
            if kind == "initiative":
                return self.initiatives[key.lower()].pk if key and key.lower() in self.evidence else None
            if kind == "contribution":
                name, place = key or ("", None)
                return _at(self.evidence.get(name.lower(), ()), place)
            return _at((self.numbers if kind == "observation" else self.asked).get(metric, ()), key)

        for section in kept["sections"]:
            for item in section["items"]:
                if item["figure"] is not None:
                    metric = (item["figure"]["metric"] or "").lower()
                item |= _pointing({"sections": [{"items": [item]}]}, pointed)["sections"][0]["items"][0]
        return kept


def _at(rows: Sequence[Any], place: Any) -> int | None:
    found = rows[place] if type(place) is int and 0 <= place < len(rows) else None
    return None if found is None else found.pk


def _check_drawn(document: Document, pages: bytes) -> None:
    """That it can be shown and sent as it was."""
    spoken = [said for one in document.figures for said in (one.verdict, one.pace, one.comparison) if said is not None]
    if any(said.icon not in {*ICONS.values(), UNKNOWN} for said in spoken):
        raise ValueError("A sign that nobody knows.")
    try:
        pdf.check(document)
    except pdf.PartMissingError as problem:
        raise ValidationError(str(problem)) from problem
    pdf.sheet(document)
    if not pdf.is_of(pages, document):
        raise ValidationError("Its PDF does not say what the report says.")


def _stored(workspace: Workspace, model: type[Stake] | type[Commitment]) -> dict[Named, Any]:
    rows = model._default_manager.filter(workspace=workspace).order_by("pk")
    return {(of, what, at): pk for pk, of, what, at in rows.values_list("pk", "stakeholder_id", "what", "created_at")}


def _found(stored: Mapping[Named, Any], whose: Any) -> Any:
    if whose is None:
        return None
    person, what, at = whose
    return stored.get((None if person is None else person.pk, what, at))


def _point(row: models.Model) -> None:
    """Django takes keys over when a row is made, and what these point to had none then."""
    for field in row._meta.concrete_fields:
        if field.is_relation and (pointed := row._state.fields_cache.get(field.name)) is not None:
            setattr(row, field.attname, pointed.pk)


def take_back(created: Mapping[str, Iterable[int]]) -> None:
    """Remove restored reports that nobody has written on, issued or passed on since, then audiences that are alone."""
    came = set(created["issuedreport"])
    rows = IssuedReport.objects.filter(report__in=list(created["report"])).order_by()
    shared = [Exists(model.objects.filter(issued=OuterRef("pk"))) for model in (ReportShare, ReportSending)]
    used = set(rows.filter(shared[0] | shared[1]).values_list("report", flat=True))
    used |= {report for key, report in rows.values_list("pk", "report") if number_of(key) not in came}
    Report.objects.filter(pk__in=set(created["report"]) - used, version=1).delete()
    Audience.objects.filter(pk__in=list(created["audience"]), version=1, people=None, reports=None).delete()


def hanging(name: str) -> Q:
    """On a metric or an initiative, by that name, what audiences, reports and stakes that stay hold to it."""
    holding: tuple[type[models.Model], ...] = (ReportItem,)
    if name == "metric":
        holding = ReportItem, AudienceMetric, StakeMeasure
    found = Q()
    for model in holding:
        found |= Q(Exists(model._default_manager.filter(**{name: OuterRef("pk")})))
    return found
