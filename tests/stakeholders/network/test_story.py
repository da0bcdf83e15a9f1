"""What the network says in sentences."""

from stakeholders.network.story import Story, tell

NAMES = {1: "Ana", 2: "Bo", 3: "Cy"}


def findings(**changes) -> dict:
    return {
        "people": 3,
        "ties": 2,
        "alone": 0,
        "top": {"pagerank": [[1, 0.5], [2, 0.3], [3, 0.2]]},
        "cut_points": {"worst": []},
    } | changes


def words(story: Story) -> str:
    return "".join(part.text for part in (*story.strong, *story.rest)).strip()


def test_it_names_who_carries_most_whose_loss_cuts_off_and_who_stands_alone() -> None:
    cut = {"worst": [{"id": 3, "cut_off": 4, "some": []}]}
    story = tell(findings(cut_points=cut, alone=2), NAMES)
    assert (
        words(story)
        == "Ana and Bo carry most influence. Without Cy 4 people would lose touch. 2 people have no tie yet."
    )
    assert [part.person for part in story.strong] == [1, None, 2, None]


def test_one_is_spoken_of_as_one() -> None:
    # One who would lose touch is no news; they are in the list below the drawing.
    cut = {"worst": [{"id": 3, "cut_off": 1, "some": []}]}
    story = tell(findings(top={"pagerank": [[1, 1.0]]}, cut_points=cut, alone=1), NAMES)
    assert words(story) == "Ana carries most influence. 1 person has no tie yet."


def test_our_own_team_is_nobody_to_be_won() -> None:
    assert words(tell(findings(), NAMES, ours={1})) == "Outside our own team, Bo and Cy carry most influence."


def test_nobody_and_nothing_to_say() -> None:
    assert tell(findings(people=0, ties=0), {}) == Story((), ())
    assert words(tell(findings(ties=0), NAMES)) == "3 people, and no tie between them yet."
    assert words(tell(findings(people=1, ties=0), NAMES)) == "One person, and nobody to be tied to yet."


def test_whoever_was_erased_since_is_not_spoken_of() -> None:
    assert words(tell(findings(), {2: "Bo"})) == "Bo carries most influence."
