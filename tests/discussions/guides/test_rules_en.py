"""The English rules about words: what each finds, what it leaves alone, and that what it offers passes every rule."""

# ruff: noqa: E501 - what is found and what is offered are read side by side.

import re

import pytest

from discussions.guides.check import check, rewritten
from discussions.guides.rules import ENGLISH
from discussions.guides.text import GuideText, PromptText

WORDS = {rule.name for rule in ENGLISH.text_rules}


def asked(text: str, *, kind: str = "text", **fields) -> list:
    guide = GuideText("G", prompts=(PromptText("1", "challenge", kind, "attributed", text, **fields),))
    return [finding for finding in check(guide) if finding.rule in WORDS]


def rules(text: str, **fields) -> list[str]:
    return [finding.rule for finding in asked(text, **fields)]


REWRITES = {
    "orders": [
        ("What do you want us to make?", "What should be different for your team?"),
        ("What do you want us to make for the trade fair?", "Think of the trade fair: what should be different for your team afterwards?"),
        ("What would you like marketing to produce next quarter?", "What should be different for your team next quarter?"),
        ("What do you need us to do for your team?", "What should be different for your team?"),
        ("What can we do for you?", "What should be different for your team?"),
        ("What can marketing create in the first half?", "What should be different for your team in the first half?"),
        ("What could we build for the launch?", "Think of the launch: what should be different for your team afterwards?"),
        ("How can we help you?", "What holds your team up most today?"),
        ("How can marketing better support your team with pricing talks?", "What makes pricing talks hard for your team today?"),
        ("Which brochures do you need?", "What would brochures change for your customers?"),
        ("What kind of content would you like from us?", "What would content change for your customers?"),
        ("Would you rather have a brochure or a video?", "What would a brochure change for your customers?"),
        ("Which campaign should run first?", "What should be different for your customers afterwards?"),
        ("Which topics should we cover in spring?", "What should be different once people have seen it?"),
        ("How often should we send the mailing?", "Who should do something else afterwards?"),
        ("What would you like to see from us next year?", "What should be different for your team next year?"),
        ("What can we take off your plate?", "What holds your team up most today?"),
        ("Is there anything else you need from us?", "What stands between your team and its goals?"),
        ("What are your top three requests?", "What gets in the way of your work most?"),
        ("What do you need from marketing this year?", "What stands between your team and its goals this year?"),
        ("Do you want us to make a brochure?", "What should be different for your team?"),
        ("Would you like marketing to run a campaign in May?", "What should be different for your team?"),
        ("Do you want a video?", "What would a video change for your customers?"),
        ("Would your team like to have some new product slides from us this quarter?", "What would some new product slides change for your customers this quarter?"),
        ("Which assets should marketing produce for you?", "What would assets change for your customers?"),
        ("What would you like from us?", "What stands between your team and its goals?"),
        ("Tell us what content you need.", "Tell us what gets in the way of your work."),
        ("Send us your requests for spring.", "Tell us what gets in the way of your work for spring."),
        ("What is on your wish list?", "What gets in the way of your work most?"),
        ("What would you like printed for the fair?", "What should be different for your team for the fair?"),
        ("What should be on the new poster?", "What should be different once people have seen it?"),
        ("How should the new banner look?", "What should be different once people have seen it?"),
        ("How long should the video be?", "What should be different once people have seen it?"),
        ("Hand in your requests for the next quarter.", "Tell us what gets in the way of your work for the next quarter."),
        ("How could we be of service to you?", "What holds your team up most today?"),
        ("What tasks can marketing take off your hands?", "What holds your team up most today?"),
        ("Which of our services will you use?", "What holds your team up most today?"),
        ("Let us know what you need from us before summer.", "Tell us what gets in the way of your work before summer."),
        ("What help do you need from us this year?", "What stands between your team and its goals this year?"),
        ("What do you want to get from us?", "What stands between your team and its goals?"),
        ("What would you order from us if you could?", "What stands between your team and its goals?"),
        ("How many posters do you need?", "What would posters change for your customers?"),
        ("What kind of videos does your team have in mind?", "What would videos change for your customers?"),
        ("By when do you need the new slides?", "What would slides change for your customers?"),
        ("In which magazines should we advertise?", "Who should do something else afterwards?"),
        ("Which size would you like?", "What should be different for your customers afterwards?"),
        ("Tell us your preferred colours.", "Tell us what should be different for your customers afterwards."),
        ("List all the things you want us to print.", "Tell us what gets in the way of your work."),
        ("Shall we produce another catalogue?", "What should be different for your team?"),
        ("What are your requirements this year?", "What gets in the way of your work most this year?"),
        ("What else can we do for your team?", "What should be different for your team?"),
    ],
    "leading": [
        ("Don’t you think planning starts too late?", "Where do you stand on this: “Planning starts too late”?"),
        ("Would you agree that leads have become better?", "Where do you stand on this: “Leads have become better”?"),
        ("Do you agree that the site is slow?", "Where do you stand on this: “The site is slow”?"),
        ("Wouldn't you say that prices matter more?", "Where do you stand on this: “Prices matter more”?"),
        ("Isn't our planning too slow?", "Where do you stand: is our planning too slow, or not?"),
        ("Shouldn’t marketing own the price list?", "Where do you stand: should marketing own the price list, or not?"),
        ("Doesn't the new site help your team?", "Where do you stand: does the new site help your team, or not?"),
        ("The campaign went well, didn’t it, right?", "Where do you stand on this: “The campaign went well, didn’t it”?"),
        ("Our plan is clear, isn't it?", "Where do you stand on this: “Our plan is clear”?"),
        ("Obviously, customers wait too long. What slows us down?", "Customers wait too long. What slows us down?"),
        ("What, of course, slows us down?", "What, slows us down?"),
        ("Everybody knows that handovers are slow. What slows them down?", "Handovers are slow. What slows them down?"),
        ("How helpful was the last campaign?", "How helpful or unhelpful was the last campaign?"),
        ("How satisfied are you with our events?", "How satisfied or dissatisfied are you with our events?"),
        ("How much do you like the new site?", "How do you feel about the new site?"),
        ("What did our excellent campaign change?", "What did our campaign change?"),
        ("Why is the price list so hard to read?", "Where do you stand on this: “The price list is hard to read”?"),
        ("Why do so few dealers order online?", "Who does, and who does not, order online?"),
        ("Why do you prefer the old catalogue?", "What do you make of the old catalogue?"),
        ("Why would any serious dealer wait?", "Why would any dealer wait?"),
        ("What do customers love about the new shop?", "What do customers make of the new shop?"),
        ("What is so good about the old price list?", "What do you make of the old price list?"),
        ("What is it about planning that annoys everybody?", "What do you make of planning?"),
        ("What damage has the delay done to your team?", "What do you make of the delay?"),
        ("What do you make of the awful queue?", "What do you make of the queue?"),
        ("Given how late our letters go out, what do dealers think?", "What do dealers think?"),
        ("Would it not be better to start earlier?", "Where do you stand: would it be better to start earlier, or not?"),
        ("You have seen the figures, haven’t you?", "Where do you stand on this: “You have seen the figures”?"),
        ("To what extent has the new shop improved your week?", "To what extent has the new shop improved or worsened your week?"),
        ("How did the new shop improve your week?", "How did the new shop improve or worsen your week?"),
        ("Everyone else has agreed, what holds you back?", "What holds you back?"),
        ("What would it take to finally answer on time?", "What would it take to answer on time?"),
    ],
    "double": [
        ("What does success look like for your team? And where would marketing fit in?", "What does success look like for your team?"),
        ("What is good and what is bad about our work?", "What is good about our work?"),
        ("What does success look like and where does marketing fit?", "What does success look like?"),
        ("Which numbers do you trust, and when do you decide?", "Which numbers do you trust?"),
        ("Do you trust these numbers, and when do you decide?", "Do you trust these numbers?"),
        ("How clear and complete was the plan?", "How clear was the plan?"),
        ("Describe a good week and tell us who was in it.", "Describe a good week."),
        ("What slows you down or do you have all you need?", "What slows you down?"),
        ("Whom do you ask and how long does it take?", "Whom do you ask?"),
        ("Which reports do you read, and are they any help?", "Which reports do you read?"),
        ("Is the form short and clear?", "How short is the form?"),
        ("Do you trust the price list and the newsletter?", "Do you trust the price list?"),
        ("How would you rate the speed and quality of our answers?", "How would you rate the speed of our answers?"),
        ("Tell us what you heard at the fair and how customers took it.", "Tell us what you heard at the fair."),
    ],
    "yes_no": [
        ("Do you think that events pay off?", "Where do you stand on this: “Events pay off”?"),
        ("Do you have any ideas for the launch?", "What ideas for the launch do you have?"),
        ("Do you have enough time for interviews?", "How much time for interviews do you have?"),
        ("Is there anything that slows you down?", "What slows you down?"),
        ("Is there anything else we should know?", "What else should we know?"),
        ("Is there something you miss?", "What do you miss?"),
        ("Are there any roadblocks in your team?", "Which roadblocks in your team do you see?"),
        ("Would you support a trial?", "What would have to be true for you to support a trial?"),
        ("Are you willing to open your customer list?", "What would have to be true for you to open your customer list?"),
        ("Will you join the trial?", "What would it take for you to join the trial?"),
        ("Should marketing own pricing?", "If marketing were to own pricing, what would change for you?"),
        ("Do you want to take part?", "What would make you want to take part?"),
        ("Do you need help with pricing?", "What would help with pricing change for you?"),
        ("Do you use our material?", "How do you use our material?"),
        ("Does the handover work?", "How well does the handover work?"),
        ("Have you ever worked with marketing before?", "When have you worked with marketing before?"),
        ("Has marketing helped your team?", "How has marketing helped your team?"),
        ("Is the process clear to everybody?", "How clear is the process to everybody?"),
        ("Is marketing slowing you down?", "In what way is marketing slowing you down?"),
        ("Could this work in your region?", "How could this work in your region?"),
        ("Can we help you?", "What holds your team up most today?"),
        ("When a new lead comes in, do you call the same day?", "When a new lead comes in, how do you call the same day?"),
        ("Think of the last launch. Did it help?", "Think of the last launch. How well did it help?"),
        ("Anything else we should know?", "What else should we know?"),
        ("Anything else?", "What else is there?"),
        ("Any worries about the move?", "Which worries about the move do you see?"),
        ("Please tell us whether the dates suit you.", "Where do you stand on this: “The dates suit you”?"),
        ("We would like to know if you use the slides.", "Where do you stand on this: “You use the slides”?"),
    ],
    "jargon": [
        ("How do we leverage synergies?", "How do we use gains from working together?"),
        ("What would make our omnichannel work more synergistic?", "What would make our all-channel work more joint?"),
        ("Which KPIs matter to you?", "Which measures matter to you?"),
        ("Leveraging what you know, what would you change?", "Using what you know, what would you change?"),
        ("Which touchpoints would stakeholders miss?", "Which contacts would people involved miss?"),
        ("What is the low hanging fruit?", "What is the easy first step?"),
        ("Which go to market would you choose?", "Which way to the customer would you choose?"),
        ("What would it take to sunset the old price list?", "What would it take to end the old price list?"),
        ("How do B2B buyers see our messaging?", "How do business buyers see our wording?"),
    ],
    "labels": [
        ("As a detractor, what worries you?", "What worries you?"),
        ("Since you are one of our champions, what would spread it?", "What would spread it?"),
        ("What would other influencers say?", "What would other colleagues say?"),
        ("What would change your resistance?", "What would change your view?"),
    ],
}  # fmt: skip
TABLE = [(rule, text, better) for rule, rows in REWRITES.items() for text, better in rows]


def left_of(better: str) -> list[str]:
    """What a question was split into may be the next thing to look at."""
    return ["yes_no"] if better.startswith("Do you trust") else []


@pytest.mark.parametrize(("rule", "text", "better"), TABLE)
def test_what_is_found_and_what_is_offered(rule, text, better):
    found = [finding for finding in asked(text) if finding.rule == rule]
    assert [finding.rewrite for finding in found] == [better]


@pytest.mark.parametrize(("rule", "text", "better"), TABLE)
def test_what_is_offered_passes_every_rule_about_words(rule, text, better):
    assert rules(better) == left_of(better)


@pytest.mark.parametrize(
    "text",
    [
        "Which channels do you and your team use?",
        "What has worked in past marketing efforts, and what hasn’t?",
        "What worked and what failed?",
        "What would you change, and why?",
        "What do you want us to know?",
        "What do you want customers to say about us?",
        "What are the biggest challenges you face that marketing could help solve?",
        "Which challenge, if it were gone, would free your team most?",
        "What would have to be true for you to support a trial?",
        "What evidence would you need, from whom?",
        "What can you and we do together for customers who wait?",
        "How do sales and marketing meet in your week?",
        "How useful or not useful was the last launch?",
        "What would clearly show that it worked?",
        "What do most people in your team think about it?",
        "Could you describe a normal week?",
        "Would you tell us what slows you down?",
        "Does it slow you down? Tell us how.",
        "When did something we did make your day easier?",
        "What is right about the plan?",
        "Think of the last time we worked together. What would you do again?",
        "Describe a normal week, from Monday to Friday.",
        "What do you make of the new price list?",
        "What does our marketing team make harder than it needs to be?",
        "Which of these two, and in which order?",
        "What did you and a customer agree on last?",
        "How would you answer somebody who asks whether it pays?",
        "What part do events play in how your customers decide?",
        "Who signs off, you or somebody above you?",
        "Which of the deliveries arrive late?",
        "What is the cost of a ticket at sunset?",
        "What do you value most in how your customers are treated?",
        "What is good and bad about your first week with a new customer?",
        "What do you need from your own team to decide?",
        "When do you decide on the budget for next year?",
        "When did you last hear a customer talk about our videos?",
        "What content do your customers read before they buy?",
        "What does a good brochure do for your customers?",
        "Would you mind telling us what you saw?",
        "How many customers did you lose last year?",
        "What would a good launch be for you: one that is early or one that is complete?",
    ],
)
def test_what_is_left_alone(text):
    assert rules(text) == []


def test_only_an_open_question_may_not_be_answered_with_yes():
    assert rules("Do you use our material?", kind="choice") == []
    assert rules("Do you use our material?", kind="text") == ["yes_no"]


def test_a_scale_measures_one_thing():
    [finding] = asked("How do you see the speed and quality of our work?", kind="scale")
    assert (finding.rule, finding.words, finding.rewrite) == (
        "double", "speed and quality", "How do you see the speed of our work?",
    )  # fmt: skip
    assert asked("How do you see the speed and quality of our work?", kind="text") == []
    assert asked("How ready are you and your team for a trial?", kind="scale") == []
    assert asked("How well do sales and marketing work together?", kind="scale") == []


def test_the_other_half_becomes_a_prompt_of_its_own():
    [finding] = asked("Which numbers do you trust, and when do you decide?")
    assert (finding.adds.text, finding.adds.kind) == ("When do you decide?", "text")


def test_jargon_is_found_in_what_surrounds_a_prompt_and_rewritten_at_once():
    [finding] = asked("What slows you down?", help="Think of KPIs, ROI or Buy-in.")
    assert (finding.place.field, finding.words, finding.rewrite) == (
        "p1-help", "KPIs, ROI, Buy-in", "Think of measures, return or Support.",
    )  # fmt: skip


def test_an_abbreviation_is_jargon_only_in_capitals():
    assert rules("Where on the site do customers abm out?") == []


def test_only_the_words_found_change_in_a_longer_text():
    text = "You see what we don’t.\n\nDo you use our material? It is new."
    [finding] = asked(text)
    assert finding.rewrite == "You see what we don’t.\n\nHow do you use our material? It is new."
    assert finding.words == "Do you use our material?"


@pytest.mark.parametrize(("rule", "text", "better"), TABLE[::5])
def test_taking_what_is_offered_ends_the_finding(rule, text, better):
    guide = GuideText("G", prompts=(PromptText("1", "challenge", "text", "attributed", text),))
    finding = next(each for each in check(guide) if each.rule == rule)
    again = rewritten(guide, finding)
    assert again.prompts[0].text == better
    assert [each.rule for each in check(again) if each.place == finding.place] == left_of(better)


@pytest.mark.parametrize(
    "text",
    ["", "?", "???", "and and and", "Do", "a" * 5000, "What " * 2000 + "?", "What " * 399 + "?", "and what " * 222],
)
def test_odd_texts_are_read_in_no_time(text):
    assert isinstance(rules(text), list)


def test_every_rule_says_why_in_one_or_two_sentences():
    for rule in ENGLISH.text_rules:
        assert len(re.findall(r"[.!?](?:\s|$)", rule.reason)) in {1, 2}, rule.name
