"""A workbook as Kumu exports it: elements and connections, some of them judged, most of them not."""

import io
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "imports"
ELEMENTS = [
    ("Aiko Tanabe", "Chief executive", "Board", 5, 4),
    ("Marcus Hale", "Head of Sales", "Sales", None, None),
    ("Priya Raman", "Product marketing", "Marketing", None, None),
    ("Tomás Vidal", "Chief financial officer", "Finance", None, None),
    ("Lena Voss", "Head of Operations", "Operations", None, None),
    ("Gunnar Lindqvist", "Plant manager", "Operations", None, None),
    ("Ruth Abara", "General counsel", "Legal", None, None),
    ("Nora Quist", "Key accounts", "Sales", None, None),
    ("Bilal Osman", "Data engineer", "IT", None, None),
    ("Chiara Conti", "Head of People", "People", None, None),
    ("Ferry Works", "", "", None, None),
    ("Søren Kjær", "Controller", "Finance", None, None),
]
CONNECTIONS = [
    ("Marcus Hale", "Aiko Tanabe", "reports to"),
    ("Tomás Vidal", "Aiko Tanabe", "reports to"),
    ("Priya Raman", "Marcus Hale", "trusts"),
    ("Lena Voss", "Gunnar Lindqvist", "advises"),
    ("Nora Quist", "Ferry Works", "advises"),
]


@dataclass(frozen=True)
class Book:
    """A file to import, and what must come of it: `first` and `second` are not judged in it."""

    filename: str
    content: bytes = field(repr=False)
    people: int
    ties: int
    judged: int
    first: str
    second: str


def kumu_workbook(elements: list[tuple], connections: list[tuple]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Elements"
    sheet.append(["Label", "Job title", "Department", "Influence", "Interest"])
    for row in elements:
        sheet.append(list(row))
    # A formula is text here, as it is in what Kumu writes.
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet = book.create_sheet("Connections")
    sheet.append(["From", "To", "Type"])
    for row in connections:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def northwind() -> Book:
    return Book(
        "northwind-kumu.xlsx",
        kumu_workbook(ELEMENTS, CONNECTIONS),
        people=12,
        ties=5,
        judged=1,
        first="Marcus Hale",
        second="Priya Raman",
    )


def paypal_mafia() -> Book | None:
    """Kumu's own example, where it stands beside the repository."""
    file = SHARED / "paypal-mafia.xlsx"
    if not file.exists():
        return None
    return Book(file.name, file.read_bytes(), people=34, ties=49, judged=0, first="Roelof Botha", second="Max Levchin")
