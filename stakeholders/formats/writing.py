"""Writes a document in any format: what each is called, its file name's ending and media type, and its writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stakeholders.formats.archives import packed
from stakeholders.formats.delimited import write_connections_csv, write_people_csv
from stakeholders.formats.document import FORMAT_NAMES, Document, Format
from stakeholders.formats.gexf import write_gexf
from stakeholders.formats.graphml import write_graphml
from stakeholders.formats.jsons import write_coalition_json
from stakeholders.formats.kumu_writing import write_kumu_json
from stakeholders.formats.workbook_writing import write_kumu_xlsx, write_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Writer:
    """`carries`: what a person loses or keeps with this format, in a few words."""

    name: str
    extension: str
    media_type: str
    write: Callable[[Document], bytes]
    carries: str


def write_csv_zip(document: Document) -> bytes:
    return packed({"people.csv": write_people_csv(document), "connections.csv": write_connections_csv(document)})


def _writer(shape: Format, extension: str, media: str, write: Callable[[Document], bytes], carries: str) -> Writer:
    return Writer(FORMAT_NAMES[shape], extension, media, write, carries)


_TABLE = "people and connections with all their columns, as text"
WRITERS: Mapping[Format, Writer] = {
    Format.KUMU_XLSX: _writer(Format.KUMU_XLSX, "xlsx", _XLSX, write_kumu_xlsx, "people and connections, for Kumu"),
    Format.KUMU_JSON: _writer(
        Format.KUMU_JSON, "json", "application/json", write_kumu_json, "everything Kumu knows, its maps included"
    ),
    Format.XLSX: _writer(Format.XLSX, "xlsx", _XLSX, write_xlsx, "people and connections with all their columns"),
    Format.CSV: _writer(Format.CSV, "csv", "text/csv", write_people_csv, "people with all their columns"),
    Format.CSV_ZIP: _writer(Format.CSV_ZIP, "zip", "application/zip", write_csv_zip, _TABLE),
    Format.EDGES: _writer(Format.EDGES, "csv", "text/csv", write_connections_csv, "connections alone"),
    Format.GRAPHML: _writer(
        Format.GRAPHML, "graphml", "application/graphml+xml", write_graphml, "the network with simple columns"
    ),
    Format.GEXF: _writer(Format.GEXF, "gexf", "application/gexf+xml", write_gexf, "the network, for Gephi"),
    Format.COALITION_JSON: _writer(
        Format.COALITION_JSON, "json", "application/json", write_coalition_json, "everything"
    ),
}


def write(document: Document, shape: Format) -> bytes:
    """The file's bytes; Unwritable with a sentence when the format cannot hold the document."""
    return WRITERS[shape].write(document)
