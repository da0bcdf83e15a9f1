"""k-means and silhouettes of points in a plane, many sheets of points at once."""

from __future__ import annotations

import numpy as np

from discussions.agreement.votes import Floats, Ints

_STEPS = 60


def kmeans(points: Floats, groups: int, random: np.random.Generator, *, restarts: int) -> Ints:
    """The group of each point, int64[sheets, points], of points float64[sheets, points, 2]: Lloyd's iterations from
    k-means++ starts (Arthur & Vassilvitskii 2007), of `restarts` the one with the least squared distance."""
    sheets, many, _ = points.shape
    table = np.repeat(points.transpose(0, 2, 1), restarts, axis=0)
    centres = _starts(table, groups, random)
    label = _nearest(table, centres)
    moving = np.arange(len(table))
    for _ in range(_STEPS):
        centres[moving] = _means(table[moving], label[moving], centres[moving])
        now = _nearest(table[moving], centres[moving])
        changed = (now != label[moving]).any(axis=1)
        label[moving] = now
        moving = moving[changed]
        if not len(moving):
            break
    spread = ((table - np.take_along_axis(centres, label[:, None, :], axis=2)) ** 2).sum(axis=(1, 2))
    best = spread.reshape(sheets, restarts).argmin(axis=1)
    return np.asarray(label.reshape(sheets, restarts, many)[np.arange(sheets), best], dtype=np.int64)


def distances(points: Floats) -> Floats:
    """Between the points of each sheet, float64[sheets, points, points]."""
    x, y = (points[:, :, axis, None] - points[:, None, :, axis] for axis in (0, 1))
    return np.asarray(np.sqrt(x * x + y * y), dtype=np.float64)


def silhouettes(apart: Floats, label: Ints, groups: int) -> Floats:
    """Mean silhouette of each sheet (Rousseeuw 1987), float64[sheets]; a point alone in its group counts 0."""
    member = (label[:, None, :] == np.arange(groups)[:, None]).astype(np.float64)
    size = member.sum(axis=2)
    total = member @ apart
    own = np.take_along_axis(total, label[:, None, :], axis=1)[:, 0]
    beside = np.take_along_axis(size, label, axis=1) - 1
    inside = own / np.maximum(beside, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where((member == 1) | (size == 0)[:, :, None], np.inf, total / size[:, :, None])
        outside = mean.min(axis=1)
        value = (outside - inside) / np.maximum(outside, inside)
    return np.asarray(np.where((beside > 0) & np.isfinite(value), value, 0.0).mean(axis=1), dtype=np.float64)


# Inside, points are float64[sheets, 2, points] and centres float64[sheets, 2, groups].


def _nearest(points: Floats, centres: Floats) -> Ints:
    """|p − c|² without |p|², which is the same for every centre."""
    half = (centres * centres).sum(axis=1)[:, :, None] / 2
    return np.asarray((half - centres.transpose(0, 2, 1) @ points).argmin(axis=1), dtype=np.int64)


def _means(points: Floats, label: Ints, before: Floats) -> Floats:
    """The middle of each group; an empty one stays where it was."""
    groups = before.shape[2]
    member = (label[:, :, None] == np.arange(groups)).astype(np.float64)
    size = member.sum(axis=1)[:, None, :]
    return np.asarray(np.where(size > 0, (points @ member) / np.maximum(size, 1), before), dtype=np.float64)


def _starts(points: Floats, groups: int, random: np.random.Generator) -> Floats:
    """Each next centre is drawn with the squared distance to the nearest one so far as its chance."""
    sheets, _, many = points.shape
    sheet = np.arange(sheets)
    centres = np.empty((sheets, 2, groups))
    centres[:, :, 0] = points[sheet, :, random.integers(many, size=sheets)]
    nearest = np.full((sheets, many), np.inf)
    for group in range(1, groups):
        nearest = np.minimum(nearest, ((points - centres[:, :, group - 1 : group]) ** 2).sum(axis=1))
        reached = np.cumsum(nearest, axis=1)
        at = random.random((sheets, 1)) * reached[:, -1:]
        centres[:, :, group] = points[sheet, :, np.minimum((reached <= at).sum(axis=1), many - 1)]
    return centres
