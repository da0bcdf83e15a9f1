"""The typefaces are cut once, small, and found like any static file."""

import io

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from web import fonts


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fonts")


@pytest.mark.parametrize("name", sorted(set(fonts.FACES) - fonts.FIGURES))
def test_a_face_is_small_woff2_with_latin(name, folder):
    path = fonts.face(name, folder)
    data = path.read_bytes()
    assert data[:4] == b"wOF2"
    assert len(data) < 48_000
    font = TTFont(io.BytesIO(data))
    characters = font.getBestCmap()
    assert {chr(code) for code in characters} >= set("AZaz09éßłőŠž€–—“”’…→−≥")


def test_the_serif_brings_its_own_tabular_figures(folder):
    font = TTFont(fonts.face("SourceSerifPro-Semibold.woff2", folder))
    assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


@pytest.mark.parametrize("name", sorted(fonts.FIGURES))
def test_figures_are_ten_digits_of_one_width_drawn_as_they_were(name, folder):
    path = fonts.face(name, folder)
    assert path.stat().st_size < 3_000
    font = TTFont(path)
    assert sorted(font.getBestCmap()) == list(fonts.DIGITS)
    widths = {font["hmtx"][glyph][0] for glyph in font.getBestCmap().values()}
    assert len(widths) == 1
    glyphs, whole = font.getGlyphSet(), TTFont(fonts.face(name.replace("Figures", "Grotesk"), folder))
    for code, glyph in font.getBestCmap().items():
        new, old = BoundsPen(glyphs), BoundsPen(whole.getGlyphSet())
        glyphs[glyph].draw(new)
        whole.getGlyphSet()[whole.getBestCmap()[code]].draw(old)
        assert new.bounds[2] - new.bounds[0] == old.bounds[2] - old.bounds[0]
        assert (new.bounds[1], new.bounds[3]) == (old.bounds[1], old.bounds[3])
        assert glyphs[glyph].width == widths.copy().pop()


def test_a_face_is_cut_once_and_leaves_no_part_behind(folder, monkeypatch):
    first = fonts.face("HankenGrotesk-Regular.woff2", folder)
    stamp = first.stat().st_mtime_ns
    monkeypatch.setattr(fonts, "cut", lambda *args: pytest.fail("cut again"))
    assert fonts.face("HankenGrotesk-Regular.woff2", folder).stat().st_mtime_ns == stamp
    assert list(folder.glob("*.part")) == []


def test_the_finder_knows_its_own_files_alone(settings, tmp_path):
    settings.FONT_CACHE = tmp_path
    finder = fonts.FontFinder()
    assert finder.find("css/base.css") is None
    assert finder.find("fonts/../secret.woff2") is None
    assert finder.find("fonts/Other.woff2", find_all=True) == []
    found = finder.find("fonts/HankenGrotesk-Regular.woff2")
    assert found == str(fonts.cache_folder() / "HankenGrotesk-Regular.woff2")
    listed = {f"{storage.prefix}/{name}" for name, storage in finder.list(["*SemiBold*", "*Semibold*", "*Figures*"])}
    assert listed == {"fonts/HankenGrotesk-Regular.woff2"}


def test_a_cache_that_cannot_be_written_falls_back_to_a_private_folder(settings, tmp_path, monkeypatch):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    settings.FONT_CACHE = in_the_way
    monkeypatch.setattr(fonts.tempfile, "gettempdir", lambda: str(tmp_path))
    folder = fonts.cache_folder()
    assert folder.parent.parent == tmp_path
    assert folder.stat().st_mode & 0o777 == 0o700
