from pathlib import Path

from web.plotly import PlotlyFinder


def test_the_finder_knows_plotlys_script_alone():
    finder = PlotlyFinder()
    found = finder.find("plotly/plotly.min.js")
    assert isinstance(found, str)
    assert Path(found).stat().st_size > 1_000_000
    assert finder.find("plotly/plotly.min.js", find_all=True) == [found]
    assert finder.find("plotly/../plotly.min.js") is None
    assert finder.find("plotly/datasets/iris.csv.gz", find_all=True) == []
    assert [f"{storage.prefix}/{name}" for name, storage in finder.list([])] == ["plotly/plotly.min.js"]
    assert list(finder.list(["*.min.js"])) == []
