"""Reads journeys from a plain table: a path a line, how many converted on it, what that was worth, how many did not."""

from __future__ import annotations

from impact.attribution.journeys import Journey, Journeys, collect
from impact.tables import Table, is_formula, number
from stakeholders.formats.plain import TableError

BETWEEN = ">"


def journeys_of(table: Table) -> Journeys:
    """Columns path and total_conversions; if there are any, total_conversion_value, total_null and days_before, the
    days of every touch before the end, written like the path. Raises TableError."""
    listed = [_journey(table, line, cells) for line, cells in table.rows]
    try:
        return collect(listed)
    except ValueError as error:
        raise TableError(f"{table.name}: {error}") from None


def _journey(table: Table, line: int, cells: dict[str, str]) -> Journey:
    path = tuple(channel.strip() for channel in cells["path"].split(BETWEEN))
    if not all(path):
        what = "the path names no channel" if not any(path) else "a channel is missing between two “>”"
        raise table.fault(line, f"{what}.")
    if is_formula(cells["path"]):
        raise table.fault(line, "the path is a formula: save the sheet with its values.")
    conversions = _count(table, line, cells, "total_conversions")
    value = _count(table, line, cells, "total_conversion_value") if "total_conversion_value" in table.columns else None
    if value and not conversions:
        raise table.fault(line, "a value, and no conversion that it could come from.")
    return Journey(
        path,
        conversions,
        value,
        _count(table, line, cells, "total_null") if "total_null" in table.columns else None,
        _days(table, line, cells["days_before"], len(path)) if "days_before" in table.columns else None,
    )


def _count(table: Table, line: int, cells: dict[str, str], column: str) -> float:
    found = number(table, line, cells[column])
    if found is None:
        raise table.fault(line, f"{column} is empty: write 0 where there was none.")
    if found < 0:
        raise table.fault(line, f"{column} is below zero.")
    return found


def _days(table: Table, line: int, cell: str, touches: int) -> tuple[float, ...]:
    days = [number(table, line, part.strip()) for part in cell.split(BETWEEN)]
    if len(days) != touches or any(day is None or day < 0 for day in days):
        raise table.fault(line, f"days_before needs a number of days, not below zero, for each of {touches:,} touches.")
    return tuple(day for day in days if day is not None)
