"""Files that are broken, mislabelled or made to hurt: one sentence each, never another error."""

from __future__ import annotations

import json
import random
import zipfile
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stakeholders.formats import Format, Unreadable, read, write
from stakeholders.formats.archives import check
from stakeholders.formats.document import Element
from tests.stakeholders.formats.workbooks import DOCUMENT, LAUGHS, parts_of, sentence, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (b"", "x.csv", "The file is empty."),
        (b" \n\r\n\t", "x.csv", "The file is empty."),
        (b"\xef\xbb\xbf", "x.csv", "The file is empty."),
        (b"Name,Email\n", "x.csv", "The file has column titles and no rows below them."),
        (b"Name,Email\nA\x00da,x\n", "x.csv", "The file holds NUL characters, so it is not a text table."),
        (b"%PDF-1.7 ...", "people.csv", "This is a PDF, whatever its name says."),
        (b"\x89PNG\r\n\x1a\n...", "people.xlsx", "This is a picture, whatever its name says."),
        (b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nEND:VCARD\n", "x.vcf", "This is a contact card (vCard)"),
        (b"MZ", "odd.exe", "“odd.exe” is no table of people or connections: neither its name nor its first rows say"),
        (b"import os\nprint(1)\n", "x.py", "“x.py” is no table of people or connections"),
        (b"body {\ncolor: red, blue }\n", "x.css", "“x.css” is no table of people or connections"),
        (OLE + "Workbook".encode("utf-16-le"), "x.xls", "This is a workbook in the old .xls format."),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "x.xlsx", "The workbook is protected by a password."),
        (OLE + "WordDocument".encode("utf-16-le"), "x.xlsx", "This is a file of an old Office program."),
        (b"<html><body><table><tr><td>Name</td></tr></table>", "x.xls", "This is a web page saved"),
        (b"\n<!DOCTYPE html><html>", "x.csv", "This is a web page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "x.xls", "This is a workbook in"),
        (b"<?xml version='1.0'?><svg/>", "x.xml", "This is XML, but neither GraphML nor GEXF."),
        (b"PK\x03\x04 cut off", "x.xlsx", "The file is damaged or was cut off"),
        (b"{", "x.json", "The JSON is damaged or was cut off: line 1, column 2"),
        (b"[1, 2]", "x.json", "This JSON is a bare list."),
        (b'{"a": 1}', "x.json", "This JSON is neither a Kumu export"),
        (b'{"elements": [], "connections": []}', "x.json", "The file holds no elements and no connections."),
        (b'{"elements": 3, "connections": []}', "x.json", "“elements” of this JSON is not a list."),
        (b'{"elements": [{"label": "A", "x": NaN}]}', "x.json", "The JSON holds a number that is none"),
        (b'{"elements": [{"label": "A", "x": 1e999}]}', "x.json", "The JSON holds a number that is none"),
        (b'{"format": "coalition", "version": 2}', "x.json", "This Coalition backup is of version 2; this"),
        (zipped({"mimetype": b"", "content.xml": b""}), "x.ods", "This is an OpenDocument file."),
        (zipped({"Index/Document.iwa": b""}), "x.numbers", "This is a Numbers file."),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "x.docx", "This is a text document"),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "x.xlsb", "This is a binary workbook (.xlsb)."),
        (zipped({"[Content_Types].xml": b"<", "xl/workbook.xml": b"<"}), "x.xlsx", "The workbook is damaged"),
        (zipped({"readme.md": b"hello"}), "x.zip", "The zip should hold CSV tables"),
        (zipped({"people.csv": b"Name\n", "connections.csv": b""}), "x.zip", "The tables in the zip are empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(content: bytes, filename: str, said: str) -> None:
    assert sentence(content, filename).startswith(said)


def test_sizes_are_limited_and_stated() -> None:
    large = b"Name\n" + b"Ada Lovelace, Countess\n" * 1_000_000
    assert sentence(large).startswith("The file is 22 MB large; at most 20 MB")
    assert sentence(b"Name\n" + b"A\n" * 100_001).startswith("“people” has more than 100,000 rows.")
    wide = ",".join(f"c{n}" for n in range(201)).encode() + b"\n1\n"
    assert sentence(wide).startswith("The file has 201 columns; at most 200")
    assert sentence(b"Name," + b"," * 300 + b"x\n1\n").startswith("Row 1 has 302 cells; at most 200")
    assert sentence(b"Name\n" + b"\n" * 1_048_577).startswith("The file has more than 1,048,576 lines")
    noise = random.Random(1).randbytes(1_000_000)
    packed = zipped({"people.csv": b"Name\n" + b"\n" * 22_000_000, "noise.bin": noise})
    assert sentence(packed) == "Unpacked, the tables take 22 MB; at most 20 MB can be imported."
    keys = "".join(f'<key id="{n}" for="node" attr.name="{n}"/>' for n in range(402))
    assert sentence(f"<graphml>{keys}<graph/></graphml>".encode()) == "The network has more than 200 columns."
    fields = json.dumps({"elements": [{"label": "Ada", **{str(n): n for n in range(201)}}]})
    assert sentence(fields.encode()) == "The file has more than 200 different fields."
    assert sentence(zipped({f"{n}.csv": b"Name\nAda\n" for n in range(201)})).startswith(
        "The file packs 201 parts; at most"
    )


def test_a_zip_bomb_is_refused_before_unpacking() -> None:
    bomb = zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 10_000_000})
    assert len(bomb) < 20_000
    assert "at most 100 times are allowed" in sentence(bomb, "x.xlsx")
    entries = [zipfile.ZipInfo(f"{number}.csv") for number in range(5)]
    for entry in entries:
        entry.file_size = 50_000_000
    with pytest.raises(Unreadable, match="Unpacked, the file would take 238 MB; at most 200 MB are allowed"):
        check(entries, 20_000_000)


def test_an_encrypted_zip_is_refused() -> None:
    locked = bytearray(zipped({"people.csv": b"Name\nAda\n"}))
    for place in (locked.index(b"PK\x03\x04") + 6, locked.index(b"PK\x01\x02") + 8):
        locked[place] |= 1
    assert sentence(bytes(locked), "x.zip").startswith("The file is protected by a password.")


@pytest.mark.parametrize(
    "content",
    [
        f'<?xml version="1.0"?>{LAUGHS}<graphml><graph><node id="&b;"/></graph></graphml>',
        f'<?xml version="1.0"?>{LAUGHS}<gexf><graph><nodes><node id="&b;"/></nodes></graph></gexf>',
        '<!DOCTYPE graphml SYSTEM "file:///etc/passwd"><graphml><graph/></graphml>',
    ],
)
def test_entities_and_document_types_are_refused(content: str) -> None:
    assert sentence(content.encode(), "x.graphml").startswith("The file defines a document type or entities")


def test_depth_is_limited() -> None:
    assert sentence(b'{"elements":' + b"[" * 100_000, "x.json").startswith("The JSON is nested deeper than 50 levels")
    deep = b'{"elements": [{"label": "A", "x": ' + b"[" * 60 + b"]" * 60 + b"}]}"
    assert sentence(deep, "x.json") == "The JSON is nested deeper than 50 levels, which no export is."
    xml = b"<graphml>" + b"<graph>" * 200 + b"</graph>" * 200 + b"</graphml>"
    assert sentence(xml, "x.graphml") == "The XML is nested deeper than 100 levels, which no network is."
    many = b'{"elements": [' + b"[]," * 3_000_000 + b"1]}"
    assert sentence(many, "x.json").startswith("The JSON holds more than 3,000,000 values.")


def test_what_json_can_spell_and_no_database_store_is_left_out_with_the_reason() -> None:
    content = (
        b'{"name": "half \\ud83d", "elements": [{"label": "A\\u0000"}, {"label": "B"}, 7, {"label": ""}, {"id": 1}]}'
    )
    document = read(content, "x.json")
    assert [(element.key, element.name) for element in document.elements] == [(None, "B"), ("1", "")]
    assert document.project == {"name": "half �"}
    fatal = {"element 1": True, "element 3": True, "element 4": True, "element 5": False, "The file": False}
    assert {problem.where: problem.fatal for problem in document.problems} == fatal
    assert document.problems[0].sentence == "It holds a character that cannot be stored (NUL or half an emoji)."


def test_content_beats_the_name() -> None:
    for shape in (Format.XLSX, Format.GRAPHML, Format.GEXF, Format.COALITION_JSON):
        assert read(write(DOCUMENT, shape), "people.csv").elements == DOCUMENT.elements
        assert read(write(DOCUMENT, shape), "noname").elements == DOCUMENT.elements
    assert [e.name for e in read(b"<b>,Name\n1,Ada\n", "x.csv").elements] == ["Ada"]
    assert [e.name for e in read(b"[x],Name\n1,Ada\n", "x.csv").elements] == ["Ada"]


def test_a_name_alone_makes_no_table_unreadable() -> None:
    for name in ("x.csv", "x.TXT", "x", "x.csv.bak", "people 2026.11", "Dr. Ada"):
        assert [e.name for e in read(b"Ada Lovelace\nGrace Hopper\n", name).elements] == [
            "Ada Lovelace",
            "Grace Hopper",
        ]
    assert [e.name for e in read(b"Name,Team\nAda,Engines\n", "x.report").elements] == ["Ada"]
    assert len(read(b"Ada,Grace\nGrace,Ada\n", "x.net").connections) == 2


def test_a_backup_may_come_zipped() -> None:
    packed = zipped({"backup.json": write(DOCUMENT, Format.COALITION_JSON), "__MACOSX/._backup.json": b"\x00"})
    assert read(packed, "archive.zip").elements == DOCUMENT.elements


def readable(content: bytes, filename: str) -> bool:
    """Any other exception than Unreadable fails the test that calls this."""
    try:
        read(content, filename)
    except Unreadable:
        return False
    return True


fuzz = settings(max_examples=50, deadline=timedelta(seconds=20), suppress_health_check=list(HealthCheck))
FILENAMES = st.sampled_from(["x.csv", "x.xlsx", "x.json", "x.graphml", "x.gexf", "x.zip", "x.txt", "x"])
STARTS = [
    b"",
    b"PK\x03\x04",
    OLE[:8],
    b"{",
    b"[",
    b"<",
    b"<graphml>",
    b"<gexf>",
    b"Name,",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"sep=;\n",
]


@fuzz
@given(st.sampled_from(STARTS), st.binary(max_size=400), FILENAMES)
def test_random_bytes_are_read_or_refused(start: bytes, content: bytes, filename: str) -> None:
    readable(start + content, filename)


@fuzz
@given(st.text(st.sampled_from(list(",;\t|\"'\n\r =#%<>{}[]:aN1\u00e4\u202e")), max_size=200), FILENAMES)
def test_random_tables_are_read_or_refused(content: str, filename: str) -> None:
    readable(content.encode(), filename)


SHAPES = [Format.XLSX, Format.CSV_ZIP, Format.GRAPHML, Format.GEXF, Format.COALITION_JSON, Format.KUMU_JSON, Format.CSV]
FILES = {shape: write(DOCUMENT, shape) for shape in SHAPES}


@fuzz
@given(st.sampled_from(SHAPES), st.data())
def test_damaged_files_are_read_or_refused(shape: Format, data: st.DataObject) -> None:
    content = bytearray(FILES[shape])
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    readable(bytes(content[: data.draw(st.integers(0, len(content)))]), "x")


XML_PARTS = sorted(parts_of(FILES[Format.XLSX]))


@fuzz
@given(st.sampled_from(XML_PARTS), st.data())
def test_workbooks_with_one_damaged_part_are_read_or_refused(name: str, data: st.DataObject) -> None:
    parts = parts_of(FILES[Format.XLSX])
    content = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(32, 126))
    readable(zipped({**parts, name: bytes(content)}), "x.xlsx")


json_text = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["elements", "connections", "_id", "id", "attributes", "label", "from", "to", "format",
                         "direction", "version", "stakeholders", "relationships", "key", "name", "project"]),
        inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@fuzz
@given(json_text, st.sampled_from([{}, {"format": "coalition", "version": 1}, {"elements": []}]))
def test_json_of_any_shape_is_read_or_refused(data: object, base: dict[str, object]) -> None:
    whole = {**base, **data} if isinstance(data, dict) else data
    readable(json.dumps(whole).encode(), "x.json")


def test_a_hundred_thousand_rows_arrive() -> None:
    header = "Name,Email,Department,Influence,Tags\n"
    rows = (f"Person {n},p{n}@example.com,D{n % 20},{n % 5 + 1},a|b\n" for n in range(100_000))
    document = read((header + "".join(rows)).encode(), "x.csv")
    assert len(document.elements) == 100_000
    assert document.elements[-1] == Element(
        100_001, None, "Person 99999",
        {"Email": "p99999@example.com", "Department": "D19", "Influence": "5", "Tags": ["a", "b"]},
    )  # fmt: skip
    assert document.problems == ()
