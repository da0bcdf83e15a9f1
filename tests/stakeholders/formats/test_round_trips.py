"""What is written comes back, whatever was typed; each test says what its format cannot carry."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stakeholders.formats import Document, Format, Unwritable, read, write
from stakeholders.formats.document import Connection, Element, with_named_refs
from tests.stakeholders.formats.documents import documents, headers, json_values, names, texts

thorough = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
numbers = st.integers(-(2**53), 2**53) | st.integers(-(10**6), 10**6).map(lambda n: n / 64) | st.booleans()


def again(document: Document, shape: Format, filename: str) -> Document:
    return read(write(document, shape), filename)


def assert_same(back: Document, document: Document) -> None:
    assert [problem for problem in back.problems if problem.fatal] == []
    assert back.elements == document.elements
    assert back.connections == document.connections


@thorough
@given(documents(Format.COALITION_JSON, values=json_values), st.dictionaries(texts, json_values, max_size=3))
def test_a_coalition_backup_carries_everything(document: Document, project: dict[str, object]) -> None:
    document = replace(document, project=project)
    back = again(document, Format.COALITION_JSON, "backup.json")
    assert_same(back, document)
    assert back == document


# Kumu's field names are in lower case, everything has an id, and fields get definitions.
@thorough
@given(
    documents(
        Format.KUMU_JSON,
        values=json_values,
        titles=headers.map(str.lower).filter(lambda h: h == h.lower() and h not in ("label", "type")),
        with_tags=False,
        by_key=True,
    )
)
def test_a_kumu_backup_carries_elements_and_connections(document: Document) -> None:
    assert_same(again(document, Format.KUMU_JSON, "kumu.json"), document)


# Tables do not tell blank from missing, and CSV has text alone.
@thorough
@given(documents(Format.CSV_ZIP))
def test_csv_tables_in_a_zip_carry_text(document: Document) -> None:
    back = again(document, Format.CSV_ZIP, "export.zip")
    assert_same(back, document)
    assert back.format == Format.CSV_ZIP


@thorough
@given(documents(Format.CSV, only="elements"))
def test_a_csv_carries_people(document: Document) -> None:
    assert again(document, Format.CSV, "people.csv") == document


@thorough
@given(documents(Format.EDGES, only="connections"))
def test_an_edge_list_carries_connections(document: Document) -> None:
    assert again(document, Format.EDGES, "edges.csv") == document


@thorough
@given(documents(Format.XLSX, values=texts | numbers))
def test_a_workbook_carries_text_numbers_and_truth_values(document: Document) -> None:
    back = again(document, Format.XLSX, "people.xlsx")
    assert_same(back, document)
    assert back.format == Format.XLSX


# In a Kumu workbook a pipe in “To” means two connections, unless somebody bears that name.
@thorough
@given(documents(Format.KUMU_XLSX, values=texts | numbers))
def test_a_kumu_workbook_carries_what_a_workbook_carries(document: Document) -> None:
    whole = tuple(c for c in document.connections if "|" not in c.target_ref or document.find(c.target_ref))
    document = replace(document, connections=whole)
    back = again(document, Format.KUMU_XLSX, "kumu.xlsx")
    assert_same(back, document)
    assert back.format == Format.KUMU_XLSX


@thorough
@given(documents(Format.GRAPHML, by_key=True), st.lists(numbers, min_size=1, max_size=3))
def test_graphml_carries_text_and_columns_of_one_type(document: Document, found: list[object]) -> None:
    document = with_numbers(document, found)
    assert_same(again(document, Format.GRAPHML, "net.graphml"), document)


@thorough
@given(documents(Format.GEXF, by_key=True), st.lists(numbers, min_size=1, max_size=3))
def test_gexf_carries_text_and_columns_of_one_type(document: Document, found: list[object]) -> None:
    document = with_numbers(document, found)
    assert_same(again(document, Format.GEXF, "net.gexf"), document)


def with_numbers(document: Document, found: list[object]) -> Document:
    """A column each of truth values, whole numbers and fractions, which XML formats type by column."""
    sorts = {bool: "a truth", int: "a number", float: "a fraction"}
    extra = {sorts[type(value)]: value for value in found}
    elements = tuple(replace(e, attributes={**e.attributes, **extra}) for e in document.elements)
    connections = tuple(replace(c, attributes={**c.attributes, **extra, "weight": 2}) for c in document.connections)
    return replace(document, elements=elements, connections=connections)


@thorough
@given(documents(Format.GRAPHML, values=json_values), st.sampled_from(list(Format)))
def test_no_document_makes_a_writer_fail(document: Document, shape: Format) -> None:
    if shape in (Format.COMBINED, Format.KUMU_BLUEPRINT):
        return
    first = write(document, shape)
    assert read(first, "x") is not None if shape != Format.EDGES or document.connections else first
    assert write(document, shape) == first


@given(names)
def test_networks_get_nodes_for_people_that_only_connections_mention(name: str) -> None:
    document = Document(
        Format.CSV,
        (Element(2, None, "Ada", {}),),
        (Connection(2, None, "ada ", name, "directed", {}),),
    )
    for shape, filename in ((Format.GRAPHML, "x.graphml"), (Format.GEXF, "x.gexf"), (Format.KUMU_JSON, "x.json")):
        back = again(document, shape, filename)
        (connection,) = back.connections
        source, target = back.find(connection.source_ref), back.find(connection.target_ref)
        assert source is not None
        assert target is not None
        assert source.name == "Ada"
        assert target.name == name or name.casefold() == "ada"


def test_networkx_reads_our_graphml_and_gexf(tmp_path) -> None:
    document = Document(
        Format.CSV,
        (Element(2, "a", "Ada", {"Influence": 4, "Note": "<b>&"}), Element(3, "b", "Bob", {"Influence": 2})),
        (Connection(2, "c1", "a", "b", "directed", {"weight": 3}),),
    )
    (tmp_path / "x.graphml").write_bytes(write(document, Format.GRAPHML))
    graph = nx.read_graphml(tmp_path / "x.graphml")
    assert dict(graph.nodes(data=True)) == {
        "a": {"name": "Ada", "Influence": 4, "Note": "<b>&"},
        "b": {"name": "Bob", "Influence": 2},
    }
    assert [(u, v, d["weight"]) for u, v, d in graph.edges(data=True)] == [("a", "b", 3)]
    # networkx knows GEXF up to 1.2.
    older = write(document, Format.GEXF).replace(b"gexf.net/1.3", b"www.gexf.net/1.2draft").replace(b'"1.3"', b'"1.2"')
    (tmp_path / "x.gexf").write_bytes(older)
    graph = nx.read_gexf(tmp_path / "x.gexf")
    assert {node: data["label"] for node, data in graph.nodes(data=True)} == {"a": "Ada", "b": "Bob"}
    assert [(u, v, d["weight"]) for u, v, d in graph.edges(data=True)] == [("a", "b", 3.0)]


@pytest.mark.parametrize("directed", [True, False])
def test_networks_written_by_networkx_arrive(tmp_path, directed: bool) -> None:
    graph = nx.karate_club_graph()
    graph = graph.to_directed() if directed else graph
    for write_graph, filename in ((nx.write_graphml, "k.graphml"), (nx.write_gexf, "k.gexf")):
        write_graph(graph, tmp_path / filename)
        document = read((tmp_path / filename).read_bytes(), filename)
        assert len(document.elements) == 34
        assert len(document.connections) == (156 if directed else 78)
        assert {c.direction for c in document.connections} == {"directed" if directed else "undirected"}
        assert document.elements[0].attributes["club"] == "Mr. Hi"
        assert document.unlisted() == ()


def test_a_cell_longer_than_a_workbook_holds_is_refused_with_a_sentence() -> None:
    document = Document(Format.CSV, (Element(2, None, "Ada", {"Notes": "x" * 40_000}),))
    with pytest.raises(Unwritable, match="40,000 characters; a cell of a workbook holds 32,767"):
        write(document, Format.XLSX)
    assert read(write(document, Format.COALITION_JSON), "x.json").elements == document.elements


def test_formulas_are_neutralised_in_csv_and_stay_text_in_workbooks() -> None:
    document = Document(Format.CSV, (Element(2, None, "=cmd|' /C calc'!A0", {"A": "@SUM(1)", "B": "+1", "C": -2}),))
    assert write(document, Format.CSV).decode("utf-8-sig") == "Name,A,B,C\r\n'=cmd|' /C calc'!A0,'@SUM(1),'+1,-2\r\n"
    assert read(write(document, Format.XLSX), "x.xlsx").elements == document.elements


def test_openpyxl_opens_our_workbooks(tmp_path) -> None:
    document = Document(
        Format.CSV,
        (Element(2, "7", "=Ada", {"Influence": 4, "Is board": True, "Share": 0.25, "Note": " a <b>\n"}),),
        (Connection(2, None, "7", "Bob", "mutual", {"Type": "#N/A"}),),
    )
    (tmp_path / "x.xlsx").write_bytes(write(document, Format.XLSX))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert {sheet.title: list(sheet.values) for sheet in book} == {
        "People": [("Name", "ID", "Influence", "Is board", "Share", "Note"), ("=Ada", "7", 4, True, 0.25, " a <b>\n")],
        "Connections": [("From", "To", "Direction", "Type"), ("7", "Bob", "mutual", "#N/A")],
    }
    assert {cell.data_type for cell in book["People"]["2"][:2]} == {"s"}
    assert book["People"].freeze_panes == "A2"


def test_references_by_name_where_names_are_unique() -> None:
    document = Document(
        Format.CSV,
        (Element(2, "1", "Ada", {}), Element(3, "2", "Bob", {}), Element(4, "3", "bob", {})),
        (Connection(2, None, "1", "2", "directed", {}),),
    )
    (connection,) = with_named_refs(document).connections
    assert (connection.source_ref, connection.target_ref) == ("Ada", "2")
