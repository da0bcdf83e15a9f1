from discussions.room.formats import FORMATS, ONE_TWO_FOUR_ALL, TRIZ


def test_one_two_four_all_takes_twelve_minutes_and_asks_throughout():
    assert [(each.title, each.setting, each.minutes, each.asks) for each in ONE_TWO_FOUR_ALL.stages] == [
        ("Alone", "alone", 1, True),
        ("In pairs", "pairs", 2, True),
        ("In fours", "fours", 4, True),
        ("Everybody", "all", 5, True),
    ]
    assert ONE_TWO_FOUR_ALL.minutes == 12


def test_triz_asks_only_for_the_first_step():
    assert [(each.title, each.asks) for each in TRIZ.stages] == [
        ("The worst result", False),
        ("What resembles it", False),
        ("What stops it", True),
    ]
    assert TRIZ.stages[0].says.format(prompt="What could we try?") == (
        "“What could we try?” – now turn it round. List all you can do to achieve the worst possible result."
    )


def test_formats_are_found_by_key():
    assert {key: each.name for key, each in FORMATS.items()} == {"1-2-4-all": "1-2-4-All", "triz": "TRIZ"}
