"""The guide check in English. Sources of the rules: docs/decisions/0010-guides.md."""

# ruff: noqa: E501 - a pattern a line: what is looked for and what is offered are read side by side.

from __future__ import annotations

import re

from discussions.guides.rules import en_words
from discussions.guides.rules.language import EVERYWHERE, SHOWN, Language, Line, Missing, TextRule
from discussions.guides.text import PromptText

US = r"(?:us|marketing|our team|the marketing team)"
WE = r"(?:we|marketing|our team|the marketing team)"
MAKE = r"(?:make|build|create|produce|deliver|design|write|send|prepare|provide|develop|do|give you|run|print|film|record|draw|post|publish|organi[sz]e|arrange|order|book|translate|add|put|set up)"
FOR_THEM = r"(?: for (?:you|your team|your department)\b)?"
ASSET = r"(?:materials?|brochures?|slides?|decks?|assets?|campaigns?|flyers?|leaflets?|videos?|films?|content|posts?|landing pages?|events?|mailings?|newsletters?|templates?|one-pagers?|posters?|banners?|roll-?ups?|adverts?|ads|logos?|presentations?|podcasts?|webinars?|case studies|white ?papers?|catalogues?|booklets?|giveaways?|merchandise|t-shirts?|mugs?|stickers?|photos?|animations?|infographics?|blogs?|stands?|booths?)"
# What only somebody asks who has decided already that a thing is made.
SPECIFIED = r"(?:format|size|colours?|colors?|layout|design|print run|quantity|quantities|number of (?:copies|pages)|paper|length|medium|style|font)"
# A clause before the question itself: "When a lead comes in, …".
LEAD = r"^(?P<lead>(?:(?:when|if|after|before|in|on|for|with|as|during|at|since|once|while|looking|thinking|today|right now|so far|until now|overall|generally|by|from|to|of|under|without|over|last|this|next|every|despite|because|whenever|apart|compared|given)\b[^?,]{0,80}, )?(?:and |so |now )?)"
POLITE = r"(?!(?:could|would|can|will|may) (?:you|we) (?:please |kindly |perhaps |be so kind (?:as|and) (?:to )?|mind |care to |like to )?(?:tell|describ|say|shar|explain|nam|giv|list|walk|show|imagin|think|writ|ask you|talk))"
STATE = "clear|ready|sure|aware|involved|open|familiar|important|realistic|relevant|visible|confident|comfortable|different|urgent|busy|fast|early|late|close"
NEGATED = {
    "isn": "is",
    "aren": "are",
    "wasn": "was",
    "weren": "were",
    "doesn": "does",
    "don": "do",
    "didn": "did",
    "won": "will",
    "wouldn": "would",
    "shouldn": "should",
    "hasn": "has",
    "haven": "have",
    "can": "can",
    "couldn": "could",
}
AUX = r"(?:is|are|was|were|does|do|did|wo|will|would|should|has|have|ca|can|could)"
QUALITY = r"(?:[a-z]+(?:ful|able|ible|ive|ous|ant|ent|ly|ing)|fast|easy|clear|quick|simple|complete|correct|honest|fair|cheap|modern|accurate|safe|good|polite|open|short|quiet|cost-effective|early|up to date|well known)"
SOMETHING = r"(?:it|this|that|there|we|they|marketing|sales|(?:the|our|your|this|these|those) [\w-]+)"
BALANCED = {
    "helpful": "unhelpful",
    "useful": "not useful",
    "valuable": "not valuable",
    "good": "bad",
    "great": "poor",
    "effective": "ineffective",
    "successful": "unsuccessful",
    "satisfied": "dissatisfied",
    "happy": "unhappy",
    "easy": "hard",
    "bad": "good",
    "poor": "good",
    "pleased": "displeased",
    "delighted": "disappointed",
    "impressed": "unimpressed",
    "frustrating": "pleasant",
    "annoying": "pleasant",
    "confusing": "clear",
}
FILLERS = r"(?:obviously|clearly|surely|of course|needless to say|as (?:you|we all) know|as (?:everyone|everybody) knows|undoubtedly|naturally)"
WH = r"(?:what|how|which|where|when|whom?|whose|why)"
# "… and what hasn't?", "… and why?", "… and what failed?" ask the same thing from its other side.
SAME_QUESTION = rf"(?!why(?: not| so)?\s*\?|what not\b|{WH} (?:\w+ )?(?:has|have|had|does|do|did|is|are|was|were|would|will|can|could|should)(?:n['’]t| not)\b|what (?:failed|fell flat|got in the way|disappointed|hindered|hurt)\b)"
RATING = frozenset({"scale"})


def line(pattern: str, rewrite: str, *, other: str = "", kinds: frozenset[str] | None = None) -> Line:
    find = re.compile(pattern, re.IGNORECASE)
    return Line(find, rewrite, other) if kinds is None else Line(find, rewrite, other, kinds)


STAND = "where do you stand on this: “{}”?"

ORDERS = TextRule(
    name="orders",
    label="Takes an order",
    reason="This asks for a delivery, and what comes back is a list to work off. Ask for the problem or the result, and the ways there stay open.",
    lines=(
        line(rf"\bwhat (?:do|would|should|can) you (?:want|need|like|expect|wish)(?: for)? {US} to {MAKE}\b{FOR_THEM} (?:for|at) (?!you\b|your team\b)(?P<about>[^?]+)\?", r"think of \g<about>: what should be different for your team afterwards?"),
        line(rf"\bwhat (?:do|would|should|can) you (?:want|need|like|expect|wish)(?: for)? {US} to {MAKE}\b{FOR_THEM}(?P<rest>[^?]*)\?", r"what should be different for your team\g<rest>?"),
        line(rf"\bwhat (?:can|could|should|shall|may) {WE} {MAKE}\b{FOR_THEM} (?:for|at) (?!you\b|your team\b)(?P<about>[^?]+)\?", r"think of \g<about>: what should be different for your team afterwards?"),
        line(rf"\bwhat (?:can|could|should|shall|may) {WE} {MAKE}\b(?: for (?:you|your team|your department)\b)(?P<rest>[^?]*)\?", r"what should be different for your team\g<rest>?"),
        line(rf"\bwhat (?:can|could|should|shall|may) {WE} (?:make|build|create|produce|deliver|design|write|send|prepare|provide|develop)\b(?P<rest>[^?]*)\?", r"what should be different for your team\g<rest>?"),
        line(rf"\b(?:do|would|did) (?:you|your team) (?:want|need|like|expect|wish)(?: for)? {US} to {MAKE}\b(?! (?:differently|better|less|more)\b)[^?]*\?", r"what should be different for your team?"),
        line(rf"\b(?:do|would) (?:you|your team) (?:want|need|like|require)(?: to have)? (?P<thing>(?:an? |some |any |more )?(?:new )?(?:[\w-]+ )?{ASSET})\b(?: from {US})?(?P<rest>[^?]*)\?", r"what would \g<thing> change for your customers\g<rest>?"),
        line(rf"\b(?:which|what)(?: kind of| kinds of| sort of)? (?P<thing>(?:[\w-]+ )?{ASSET}) (?:can|could|should|shall|must|may) {WE} {MAKE}\b[^?]*\?", r"what would \g<thing> change for your customers?"),
        line(rf"\bhow (?:can|could|may|should) {WE} (?:better |best )?(?:help|support|serve|assist) (?:you|your team) with (?P<about>[^?]+)\?", r"what makes \g<about> hard for your team today?"),
        line(rf"\bhow (?:can|could|may|should) {WE} (?:better |best )?(?:help|support|serve|assist) (?:you|your team)\b[^?]*\?", "what holds your team up most today?"),
        line(rf"\b(?:which|what)(?: kind of| kinds of| sort of)? (?P<thing>(?:[\w-]+ )?{ASSET}) (?:do|would) you (?:need|want|like|require)\b[^?]*\?", r"what would \g<thing> change for your customers?"),
        line(rf"\bwhat (?:do|does|would) (?:you|your team) (?:need|want|require|expect|like|wish for) from {US}(?P<rest>[^?]*)\?", r"what stands between your team and its goals\g<rest>?"),
        line(rf"\b(?:send|give|tell|list|name) (?:us )?(?:what|which)(?: kind of| kinds of)? (?:[\w-]+ )?{ASSET} (?:you|your team) (?:need|want|would like|require)[^.?!]*[.?!]?", r"tell us what gets in the way of your work."),
        line(r"\b(?:send|give|tell|list|name) (?:us )?(?:all )?(?:your |the )?(?:requests|wishes|wish ?list|orders|requirements)(?P<rest>[^.?!]*)[.?!]?", r"tell us what gets in the way of your work\g<rest>."),
        line(r"\bwhat is on your wish ?list(?P<rest>[^?]*)\?", r"what gets in the way of your work most\g<rest>?"),
        line(rf"\b(?:which|what)(?: kind of| kinds of| sort of)? (?P<thing>(?:[\w-]+ ){{0,3}}{ASSET}) (?:do|does|would|should|are) (?:you|your team) (?:need|want|like|require|prefer|expect|after|looking for|have in mind)\b[^?]*\?", r"what would \g<thing> change for your customers?"),
        line(rf"\b(?:how many|how much) (?P<thing>(?:[\w-]+ )?{ASSET}) (?:do|does|would|should|shall|can|could|may) (?:you|your team|{WE}) (?:need|want|like|require|order|{MAKE})\b[^?]*\?", r"what would \g<thing> change for your customers?"),
        line(rf"\b(?:by )?when (?:do|does|would|should|must|can) (?:you|your team|{WE}) (?:need|want|like|require|have|get|deliver|finish|send)(?: to have)? (?:the|your|this|these) (?:new )?(?P<thing>{ASSET})\b[^?]*\?", r"what would \g<thing> change for your customers?"),
        line(rf"\b(?:how|what) should (?:the|your|our|this|these) (?:new )?(?:[\w-]+ )?(?P<thing>{ASSET}) (?:look|sound|be|say|show|contain|include|read)\b[^?]*\?", r"what should be different once people have seen it?"),
        line(rf"\b(?:in |on )?(?:which|what) (?:pages?|channels?|platforms?|websites?|networks?|magazines?|papers?|languages?|days?) (?:should|shall|must|can|could) (?:{WE}|it|they|the [\w-]+) (?:{MAKE}|advertise|appear|go|be|use|share|be (?:in|on))\b[^?]*\?", r"who should do something else afterwards?"),
        line(rf"\b(?:what|which) {SPECIFIED} (?:do|would|should|does) (?:you|your team|it|the [\w-]+) (?:need|want|like|prefer|require|have|be)\b[^?]*\?", r"what should be different for your customers afterwards?"),
        line(rf"\b(?:tell us|name|state|list|give us|send us) (?:your |the |which |what )?(?:exact |preferred )?{SPECIFIED}\b[^.?!]*[.?!]?", r"tell us what should be different for your customers afterwards."),
        line(rf"\b(?:list|name|tell us|send us|give us|write down|tick|choose) (?:us )?(?:all |everything |the |any |which |what )*(?:items?|things?|products?|services?|pieces|(?:[\w-]+ )?{ASSET})? ?(?:that |which )?(?:you|your team) (?:would like|want|need|wish|require)(?: (?:us|marketing))? to (?:order|have|get|receive|{MAKE})\b[^.?!]*[.?!]?", r"tell us what gets in the way of your work."),
        line(rf"\b(?:how often|when|where|on which days?|at what time|in which \w+) (?:should|shall|could|can|must) {WE} (?:{MAKE}|advertise|place|share|show|hold|host|launch|start)\b[^?]*\?", r"who should do something else afterwards?"),
        line(rf"\b(?:should|shall|can|could|may) {WE} {MAKE}(?: you)? (?:an? |some |any |the |another |more |you )*(?:new )?(?:[\w-]+ )?{ASSET}\b[^?]*\?", r"what should be different for your team?"),
        line(rf"\b(?:what|which) (?:[\w-]+ ){{1,3}}(?:do|does|would|did) (?:you|your team) (?:need|want|require|expect|like|wish for) from {US}(?P<rest>[^?]*)\?", r"what stands between your team and its goals\g<rest>?"),
        line(r"\bwhat(?: are|['’]s| is) (?:on )?(?:all )?your (?:requests|wishes|wish ?list|orders?|requirements|briefs?)\b(?: for (?:us|marketing|our team|the marketing team))?(?P<rest>[^?]*)\?", r"what gets in the way of your work most\g<rest>?"),
        line(rf"\bwhat (?:else |more )(?:can|could|should|may) {WE} {MAKE}\b{FOR_THEM}(?P<rest>[^?]*)\?", r"what should be different for your team\g<rest>?"),
        line(rf"\bwhat (?:do|would|should) you (?:want|need|like) to (?:order|get|have|receive) from {US}(?P<rest>[^?]*)\?", r"what stands between your team and its goals\g<rest>?"),
        line(rf"\bhow (?:long|big|large|wide|thick|colou?rful|formal) should (?:the|your|our|this|these) (?:new )?{ASSET} be\b[^?]*\?", r"what should be different once people have seen it?"),
        line(rf"\bwhat (?:should|must|shall|has to|needs to) (?:be|go|stand|appear) (?:on|in|into) (?:the|your|our|this) (?:new )?(?:[\w-]+ )?{ASSET}\b[^?]*\?", r"what should be different once people have seen it?"),
        line(r"\bwhat (?:would|do) you (?:like|want|need) (?:printed|made|designed|produced|written|filmed|posted|built|delivered|created|translated)\b(?P<rest>[^?]*)\?", r"what should be different for your team\g<rest>?"),
        line(rf"\bwhat would you order from {US}(?P<rest>[^?]*)\?", r"what stands between your team and its goals?"),
        line(rf"\bhow (?:can|could|may) {WE} be of (?:service|help|use)(?: to (?:you|your team))?\b[^?]*\?", "what holds your team up most today?"),
        line(rf"\bwhat (?:tasks?|jobs?|work) (?:can|could|should|may) {WE} (?:take|do|carry)\b[^?]*\?", "what holds your team up most today?"),
        line(r"\bwhich of our services (?:do|would|will) (?:you|your team) [^?]+\?", "what holds your team up most today?"),
        line(rf"\b(?:let us know|tell us|say|write down) (?:what|which(?: [\w-]+)?) (?:you|your team) (?:need|want|would like|expect|require)(?: from {US})?(?P<rest>(?: (?:this|next|for|in|by|before)\b[^.?!]*)?)[.?!]", r"tell us what gets in the way of your work\g<rest>."),
        line(rf"\bwould (?:you|your team) (?:rather|prefer|sooner)(?: to)?(?: have| get| see| receive)? (?P<thing>(?:an? |the |some )?(?:new )?(?:[\w-]+ )?{ASSET})\b[^?]*\?", r"what would \g<thing> change for your customers?"),
        line(rf"\b(?:which|what)(?: of (?:these|our|the))?(?: kind of| kinds of| sort of)? (?P<thing>(?:new )?(?:[\w-]+ ){{0,2}}{ASSET}) (?:should|shall|must|needs? to|has to|have to) (?:be|come|get|run|go|appear|start)\b[^?]*\?", r"what should be different for your customers afterwards?"),
        line(rf"\b(?:which|what)(?: kind of| kinds of| sort of)? (?P<thing>(?:new )?(?:[\w-]+ )?{ASSET}) (?:are|is) (?:you|your team) (?:missing|lacking|short of|waiting for|hoping for)\b[^?]*\?", r"what would \g<thing> change for your customers?"),
        line(rf"\b(?:which|what)(?: kind of| kinds of| sort of)? (?P<thing>(?:new )?(?:[\w-]+ )?{ASSET}) (?:do|does) (?:you|your team) (?:lack|miss)\b[^?]*\?", r"what would \g<thing> change for your customers?"),
        line(rf"\b(?:which|what) (?:topics?|subjects?|stories|features?|products?|offers?|messages?|pictures?|sections?|information|wording|words|headline|claim|slogan) (?:should|shall|must|would you like|do you want) (?:{WE}|{US}|it|the [\w-]+|our [\w-]+|to (?:see|read|find|have))\b[^?]*\?", r"what should be different once people have seen it?"),
        line(rf"\b(?:to whom|who(?:m)?) (?:should|shall|could|can) {WE} (?:send|mail|e-?mail|address|post|deliver|invite)\b[^?]*\?", r"who should do something else afterwards, and what keeps them from it?"),
        line(r"\b(?:by )?when (?:do|does|would) (?:you|your team) (?:need|want|require) (?:it|this|them|these|everything|all of it)\b[^?]*\?|\b(?:what|which) (?:deadline|delivery date)\b[^?]*\b(?:you|your team)\b[^?]*\?", r"what happens on that day outside of the company?"),
        line(rf"\b(?:describe|sketch|outline|specify|request|suggest|propose) (?:us )?(?:the |a |an |your |any |which )*(?:ideal |next |new )?(?P<thing>(?:[\w-]+ )?{ASSET})(?: that)? (?:you|your team) (?:need|want|would like|require|have in mind|would (?:order|use))[^.?!]*[.?!]?", r"what would \g<thing> change for your customers?"),
        line(rf"\bwhat (?:would|do) you (?:like|wish|want|hope) to (?:see|get|receive|hear|have)(?: more)? (?:from|of) {US}\b(?P<rest>[^?]*)\?", r"what should be different for your team\g<rest>?"),
        line(rf"\bwhat do you wish(?: that)? {WE} (?:would|could) {MAKE}\b[^?]*\?", r"what should be different for your team?"),
        line(rf"\bwhat can {WE} take off your (?:plate|hands|desk)\b[^?]*\?", "what holds your team up most today?"),
        line(rf"\b(?:is there )?anything(?: else)? (?:(?:that )?{WE} (?:can|could|should|may) {MAKE}|you(?:['’]d| would)? (?:need|want|like|require)) ?(?:for you|from {US})?\b[^?]*\?", r"what stands between your team and its goals?"),
        line(rf"\b(?:do|would) (?:you|your team) (?:need|want|like|require) (?:anything|something)(?: else| more)? from {US}\b[^?]*\?", r"what stands between your team and its goals?"),
        line(rf"\bwhat(?: are|['’]s| is) your (?:top|first|main|biggest|most|three|five|ten|\d+|current|open|next|urgent|important| ){{1,6}} ?(?:requests?|wishes|asks?|orders?|needs from {US})\b[^?]*\?", r"what gets in the way of your work most?"),
        line(rf"\b(?:rank|tick|pick|choose|vote (?:for|on)|select|order|prioriti[sz]e) (?:the |these |our |your |all )*(?:[\w-]+ )?(?:{ASSET}|channels?|formats?|services?|deliverables?)(?: below)?(?: that| which)? (?:you|your team|below|we should|by)\b[^.?!]*[.?!]?", r"tell us what gets in the way of your work."),
        line(rf"\bwhat (?:should|would you) (?:{WE} )?(?:put|include|change|add|write|show|say|print)(?: next)? (?:in|into|on|to|about in) (?:the|our|your|this) (?:next |new )?(?:[\w-]+ )?{ASSET}\b[^?]*\?", r"what should be different once people have seen it?"),
        line(r"\b(?:fill in|enter|submit|hand in) (?:all )?(?:your |the )?(?:requests|wishes|wish ?list|orders|requirements|briefs?)(?P<rest>[^.?!]*)[.?!]?", r"tell us what gets in the way of your work\g<rest>."),
    ),
)  # fmt: skip

LEADING = TextRule(
    name="leading",
    label="Leads to an answer",
    reason="It says which answer is wanted, and people are polite: many will give it. Put both sides into the question, or take the judgement out.",
    lines=(
        line(r"\bdon['’]t you (?:think|agree|find|feel|believe|see) (?:that )?(?P<claim>[^?]+)\?", STAND.format(r"\g<claim>")),
        line(r"\bdo you (?:not |also |really )?agree (?:that |with us that )(?P<claim>[^?]+)\?", STAND.format(r"\g<claim>")),
        line(r"\bwould(?:n['’]t)? you (?:not )?agree (?:that )?(?P<claim>[^?]+)\?", STAND.format(r"\g<claim>")),
        line(r"\bwouldn['’]t you (?:say|think|like it if) (?:that )?(?P<claim>[^?]+)\?", STAND.format(r"\g<claim>")),
        line(rf"(?:^|(?<=[.!?:] ))(?P<claim>[^?.!:]+), (?:right|correct|agreed|no|yes|true|don['’]t you (?:think|agree|find)|wouldn['’]t you (?:say|agree)|{AUX}(?:n['’]t)? (?:it|they|we|you|he|she|there|this|that))\?", STAND.format(r"\g<claim>")),
        *(line(rf"\b{negated}['’]t (?P<claim>{SOMETHING} [^?]+)\?", rf"where do you stand: {said} \g<claim>, or not?") for negated, said in NEGATED.items()),
        line(rf"(?:^|(?<=[.!?:] )){FILLERS}\b,? ?", ""),
        line(rf",? {FILLERS},", ","),
        line(r"\b(?:everyone|everybody|most people|we all|most of us)(?: else)? (?:has |have )?(?:know[ns]?|agree[sd]?|says?|said|thinks?|thought)(?: that|,)? ", ""),
        *(line(rf"\bhow {good}(?! or\b)(?= (?:is|are|was|were|did|do|does|would|will|have|has)\b)", f"how {good} or {bad}") for good, bad in BALANCED.items()),
        line(r"\bhow much (?P<do>do|did|would) you (?:like|love|enjoy|value|appreciate|dislike|hate)\b", r"how \g<do> you feel about"),
        line(r"\b(?P<our>our|this) (?:excellent|great|award-winning|exciting|innovative|successful|fantastic|amazing|outstanding|popular|brilliant|world-class|wonderful)(?: and [\w-]+)? (?!deal\b|many\b|majority\b)", r"\g<our> "),
        line(r"\b(?P<the>the|our|your|their|these|those|this|such|an?) (?:awful|terrible|horrible|dreadful|appalling|ridiculous|useless|hopeless|disastrous|pathetic|shocking|lousy|excellent|fantastic|amazing|outstanding|brilliant|world-class|wonderful|award-winning) (?!deal\b|many\b|majority\b)", r"\g<the> "),
        line(rf"(?:^|(?<=[.!?:,] ))(?P<aux>is|are|was|were|do|does|did|should|would|could|can|has|have) (?P<who>{SOMETHING}|you) not (?:true that |the case that |obvious that |clear that )?(?P<claim>[^?]+)\?", r"where do you stand: \g<aux> \g<who> \g<claim>, or not?"),
        line(r"\bwhy (?P<be>is|are|was|were) (?P<who>[^?,]+?) (?:so|such an?|that|too) (?P<state>[^?]+)\?", STAND.format(r"\g<who> \g<be> \g<state>")),
        line(r"\bwhy (?P<do>do|does|did) (?P<who>nobody|no one|hardly anybody|hardly anyone|so few (?:[\w-]+)|everybody|everyone) (?P<claim>[^?]+)\?", r"who does, and who does not, \g<claim>?"),
        line(r"\bwhat (?P<do>do|did|does) (?P<who>you|your team|customers|your customers) (?:really )?(?:love|adore|enjoy|hate|appreciate)(?: most| best)? about (?P<what>[^?]+)\?", r"what \g<do> \g<who> make of \g<what>?"),
        line(r"\bwhy (?P<do>do|did|does) (?P<who>you|your team|customers|your customers) (?:love|like|enjoy|prefer|hate|dislike|distrust) (?P<what>[^?]+)\?", r"what \g<do> \g<who> make of \g<what>?"),
        line(r"\bwhat (?:is|was|makes|made) (?:so (?:good|bad|great|special|hard|difficult|wrong)|wrong) (?:about|with) (?P<what>[^?]+)\?", r"what do you make of \g<what>?"),
        line(r"\bwhat (?:problems?|damage|harm|trouble|confusion) (?:has|have|did|does|do) (?P<who>[^?]+?) (?:caused?|done|do|created?|made|make)\b[^?]*\?", r"what do you make of \g<who>?"),
        line(r"\bwhat is it about (?P<what>[^?]+?) that [^?]+\?", r"what do you make of \g<what>?"),
        line(r"(?:^|(?<=[.!?:] ))(?:given|considering|seeing|knowing|now that we know) (?:how|that|the fact that|what a|our|the) [^?,]{1,120}, ", ""),
        line(r"\bfinally (?=\w[^?]*\?)", ""),
        line(r"\bany (?:sensible|reasonable|serious|sane|intelligent|rational|normal) ", "any "),
        line(r"\b(?P<how>in what ways?|to what extent|how(?: much| far)?) (?P<aux>has|have|did|does|do|will) (?!you\b)(?P<who>[^?]+?) (?P<verb>improve)\b(?! or\b)", r"\g<how> \g<aux> \g<who> \g<verb> or worsen"),
        line(r"\b(?P<how>in what ways?|to what extent|how(?: much| far)?) (?P<aux>has|have) (?!you\b)(?P<who>[^?]+?) improved\b(?! or\b)", r"\g<how> \g<aux> \g<who> improved or worsened"),
    ),
)  # fmt: skip

DOUBLE = TextRule(
    name="double",
    label="Asks two things at once",
    reason="Two questions get one answer, and nobody can tell to which of them. Ask one here and the other on its own.",
    whole=True,
    lines=(
        line(r"^(?P<first>.*?\?)\s+(?!(?:and )?why\b|what makes|what made|how so|in what way|what else|who else|how come)(?:and |or )?(?P<second>[^?]{8,}\?)", r"\g<first>", other=r"\g<second>"),
        line(r"\b(?P<first>what (?:is|was|are|were|works?|worked) ?[\w-]*),? and (?P<second>what (?:is|was|are|were) [\w-]+) (?P<about>(?:about|in|of|with|at) [^?]+)\?", r"\g<first> \g<about>?", other=r"\g<second> \g<about>?"),
        line(rf"(?P<first>\b(?:{WH}|(?:do|did|would|could|can|will|have|are) you)\b[^?]{{0,300}}?),? (?:and|or|plus|as well as|but) (?:also )?{SAME_QUESTION}(?P<second>(?:{WH}|does|(?:do|did|is|are|was|were|can|could|would|should|will|have|has) (?:you|we|they|it|he|she|this|that|there|your|our))\b[^?]{{0,300}}+)\?", r"\g<first>?", other=r"\g<second>?"),
        line(r"\bhow (?P<first>\w+) and (?P<second>\w+)(?= (?:is|are|was|were|do|did|does|would|will)\b)", r"how \g<first>"),
        line(r"\b(?P<first>(?:describe|tell us|name|list|explain|write)\b[^.?!]*?),? and (?P<second>(?:describe|tell us|name|list|explain)\b[^.?!]*)(?P<end>[.?!]|$)", r"\g<first>\g<end>", other=r"\g<second>."),
        *(line(rf"(?:^|(?<=[.!?:,] )){be} (?P<who>[^?]{{1,80}}?) (?P<first>{QUALITY}) and (?P<second>{QUALITY})(?P<end>(?: (?:to|for|in|on)\b[^?]*)?)\?", rf"how \g<first> {be} \g<who>\g<end>?", other=rf"how \g<second> {be} \g<who>\g<end>?") for be in ("is", "are", "was", "were")),
        line(r"(?:^|(?<=[.!?:,] ))(?P<begin>(?:is|are|was|were|do|does|did|have|has) (?:(?!between|both)[^?]){1,80}? (?:the|our|your)) (?P<first>(?:[\w-]+ )?[\w-]+) and (?:the|our|your) (?P<second>(?:[\w-]+ )?[\w-]+)\?", r"\g<begin> \g<first>?", other=r"\g<begin> \g<second>?"),
        line(r"(?P<begin>\b(?:rate|judge|assess|evaluate|score|grade|(?:dis)?satisfied(?: or dissatisfied)? are you with|(?:un)?happy(?: or unhappy)? are you with)\b[^?,]{0,60}?) (?P<first>[\w-]+) and (?P<the>the |our |its )?(?P<second>[\w-]+)(?P<end>(?: (?:of|in|for|with|at|from|by|on)\b[^?]*)?)\?", r"\g<begin> \g<first>\g<end>?", other=r"how do you see the \g<second>\g<end>?"),
        line(rf"(?P<first>\b(?:tell us|describe|explain|say|write|share) {WH}\b[^.?!]{{0,200}}?),? and (?:also )?{SAME_QUESTION}(?P<second>{WH}\b[^.?!]{{3,200}})(?P<end>[.?!]|$)", r"\g<first>\g<end>", other=r"tell us \g<second>."),
        line(r"(?<!between )\b(?!(?:you|we|they|pros|sales|marketing|research|terms|time|more)\b)(?P<first>[\w-]+) and (?!(?:your|my|me|us)\b)(?P<second>[\w-]+)(?= (?:of|in|for|with|at|is|are|was|were|to|from)\b|\?)", r"\g<first>", kinds=RATING),
    ),
)  # fmt: skip

YES_NO = TextRule(
    name="yes_no",
    label="Can be answered with yes or no",
    reason="A yes or a no ends the conversation before it begins. Begin with what, how or which, and people tell you something.",
    kinds=frozenset({"text"}),
    after="double",
    unless_then=re.compile(r"\b(?:what|how|which|why|tell|describe|say|give|name)\b", re.IGNORECASE),
    lines=(
        line(LEAD + r"(?:do|did) you (?:think|believe|feel|find) (?:that )?(?P<claim>[^?]+)\?", r"\g<lead>" + STAND.format(r"\g<claim>")),
        line(LEAD + r"(?:can|could) (?:we|marketing|our team) (?:help|support)\b[^?]*\?", r"\g<lead>what holds your team up most today?"),
        line(LEAD + r"(?P<do>do|did) you have enough (?P<what>[^?]+)\?", r"\g<lead>how much \g<what> \g<do> you have?"),
        line(LEAD + r"(?P<do>do|did) you have (?:any |some |an? )?(?P<what>[^?]+)\?", r"\g<lead>what \g<what> \g<do> you have?"),
        line(LEAD + r"(?:is|are|was|were) there (?:anything|something)(?P<else> else)? (?:that|which) (?P<rest>[^?]+)\?", r"\g<lead>what\g<else> \g<rest>?"),
        line(LEAD + r"(?:is|are|was|were) there (?:anything|something)(?P<else> else)? (?P<who>you|we|your team|marketing) (?P<aux>should|could|can|would|will|must) (?P<rest>[^?]+)\?", r"\g<lead>what\g<else> \g<aux> \g<who> \g<rest>?"),
        line(LEAD + r"(?:is|are|was|were) there (?:anything|something)(?P<else> else)? (?P<who>you|we|they) (?P<rest>[^?]+)\?", r"\g<lead>what\g<else> do \g<who> \g<rest>?"),
        line(LEAD + r"(?:is|are|was|were) there (?:any |an? |some )?(?P<what>[^?]+)\?", r"\g<lead>which \g<what> do you see?"),
        line(LEAD + POLITE + r"(?:would you|are you|will you be) (?:be )?(?:willing|ready|prepared|happy|able|open) to (?P<act>[^?]+)\?", r"\g<lead>what would have to be true for you to \g<act>?"),
        line(LEAD + POLITE + r"would you (?:like to |be )?(?P<act>[^?]+)\?", r"\g<lead>what would have to be true for you to \g<act>?"),
        line(LEAD + POLITE + r"will you (?P<act>[^?]+)\?", r"\g<lead>what would it take for you to \g<act>?"),
        line(LEAD + rf"(?:should|shall) (?P<who>{SOMETHING}|I) (?P<act>[^?]+)\?", r"\g<lead>if \g<who> were to \g<act>, what would change for you?"),
        line(LEAD + r"(?:do|did) you (?:want|need|wish) to (?P<act>[^?]+)\?", r"\g<lead>what would make you want to \g<act>?"),
        line(LEAD + r"(?:do|did) you (?:need|want) (?:any |some )?(?P<what>[^?]+)\?", r"\g<lead>what would \g<what> change for you?"),
        line(LEAD + r"(?P<do>do|did) you (?:ever |already |currently |often |regularly )?(?P<act>[^?]+)\?", r"\g<lead>how \g<do> you \g<act>?"),
        line(LEAD + r"(?P<do>do|does|did) (?P<rest>[^?]+)\?", r"\g<lead>how well \g<do> \g<rest>?"),
        line(LEAD + r"(?:have|had) you (?:ever |already )?(?P<act>[^?]+)\?", r"\g<lead>when have you \g<act>?"),
        line(LEAD + r"(?P<aux>has|have|had) (?P<rest>[^?]+)\?", r"\g<lead>how \g<aux> \g<rest>?"),
        line(LEAD + rf"(?P<be>is|are|was|were) (?P<who>[^?]+?) (?P<state>{STATE})\b(?P<rest>[^?]*)\?", r"\g<lead>how \g<state> \g<be> \g<who>\g<rest>?"),
        line(LEAD + r"(?:is there )?(?:anything|something)(?P<else> else)? (?:that |which )?(?P<who>you|we|your team|marketing) (?P<aux>should|could|can|would|will|must) (?P<rest>[^?]+)\?", r"\g<lead>what\g<else> \g<aux> \g<who> \g<rest>?"),
        line(r"^(?:please )?(?:(?:could|can|would|will) you (?:please )?)?(?:tell us|let us know|say|state|indicate) (?:if|whether) (?P<claim>[^?.!]+)[?.!]?$", STAND.format(r"\g<claim>")),
        line(r"^(?:we|I)(?:['’]d| would) like to know (?:if|whether) (?P<claim>[^?.!]+)[?.!]?$", STAND.format(r"\g<claim>")),
        line(LEAD + r"(?:any|some) (?P<what>[^?]+)\?", r"\g<lead>which \g<what> do you see?"),
        line(LEAD + r"(?:anything|something)(?P<else> else)?(?P<rest>(?: to [^?]+)?)\?", r"\g<lead>what\g<else> is there\g<rest>?"),
        line(LEAD + r"(?P<be>is|are|was|were) (?P<rest>[^?]+)\?", r"\g<lead>in what way \g<be> \g<rest>?"),
        line(LEAD + POLITE + r"(?P<aux>can|could|will|would|may|might|should) (?P<rest>[^?]+)\?", r"\g<lead>how \g<aux> \g<rest>?"),
    ),
)  # fmt: skip

JARGON = TextRule(
    name="jargon",
    label="Jargon",
    reason="People outside marketing read past such words, or take them to mean something else. The plain word costs nothing.",
    lines=tuple(en_words.lines()),
    gate=en_words.ANY,
    parts=EVERYWHERE,
    whole=True,
    every=True,
)

KIND_OF_PERSON = (
    r"(?:detractor|decision[- ]maker|influencer|champion|opponent|sceptic|skeptic|resister|supporter|advocate)"
)
LABELS = TextRule(
    name="labels",
    label="Tells them how you see them",
    reason="Nobody wants to read how they were sorted, and nobody who takes part may learn it here. Say what you want to hear from them instead.",
    whole=True,
    every=True,
    parts=SHOWN,
    lines=(
        line(rf"\b(?:since|because|as) you(?: are|['’]re) (?:known as |considered |seen as )?(?:an?|our|one of (?:our|the)) (?:\w+ )?{KIND_OF_PERSON}s?,? ?", ""),
        line(rf"\b(?:as|being) (?:an?|our|one of (?:our|the)) (?:\w+ )?{KIND_OF_PERSON}s?,? ?", ""),
        line(rf"\b(?:you are|you['’]re) (?:an?|our|one of (?:our|the)) (?:\w+ )?{KIND_OF_PERSON}s?\b", "you know this well"),
        line(r"\b(?:detractors?|influencers?)\b", "colleagues"),
        line(r"\byour (?:influence score|level of influence|level of resistance|resistance|segment)\b", "your view"),
    ),
)  # fmt: skip

CHANGE = "revenue|sales growth|margins?|profits?|costs?|cash|orders?|deals?|customers?|clients?|buyers?|churn|retention|renewals?|repeat|price|prices|discounts?|market share|win rate|won|growth|returns?|complaints?|hours?|days?|weeks?|waste|rework|faster|sooner|safer|hires?|patients?|members?|donors?|students?"
MORE_BECOME = (
    (re.compile(r"\b(?:leads?|enquir(?:y|ies)|inquir(?:y|ies)|sign-?ups?)\b", re.IGNORECASE), ", of which more become customers"),
    (re.compile(r"\b(?:traffic|clicks?|visits?|visitors|impressions|reach|website|landing pages?)\b", re.IGNORECASE), ", so that more visitors become customers"),
    (re.compile(r"\b(?:awareness|brand|visibility|mentions|followers|likes|posts?|social media)\b", re.IGNORECASE), ", so that more buyers ask us first"),
    (re.compile(r"\b(?:campaigns?|brochures?|content|events?|videos?|newsletters?|slides?|decks?|materials?|webinars?)\b", re.IGNORECASE), ", so that customers decide sooner"),
)  # fmt: skip

GIVE = r"(?:give(?! up)|bring|offer|contribute|put in|lend|share|spare|add|invest|take on|open)"
OWN_CAPACITY = (
    rf"\b(?:what|which|how much|who(?:m|se)?|one thing)\b[^.?!]{{0,160}}\b(?:you|your team|your people|your department)\b[^.?!]{{0,160}}\b{GIVE}\b"
    rf"|\b(?:you|your team|your people)\b[^.?!]{{0,40}}\b(?:could|can|would|might|will) (?:\w+ )?{GIVE}\b"
    r"|\bin your (?:own )?(?:hands|power|reach)\b|\bcould you (?:\w+ )?do yoursel(?:f|ves)\b"
)

ENGLISH = Language(
    code="en",
    text_rules=(ORDERS, LEADING, DOUBLE, YES_NO, JARGON, LABELS),
    missing={
        "others_ideas": Missing(
            "Nobody sees what others think",
            "Without a prompt that shows others’ ideas this is a questionnaire: everybody answers alone, and nobody builds on anybody.",
            PromptText("others-ideas", "idea", "ideas", "anonymous", "Here is what others suggest. What do you make of it?"),
        ),
        "own_idea": Missing(
            "Nobody is asked for an idea",
            "The guide shows others’ ideas, and nothing in it asks for one: nobody would have any to show.",
            PromptText("own-idea", "idea", "text", "attributed", "What is one thing we could try together?", help="Up to three ideas, each in its own box. Rough ones are welcome."),
        ),
        "own_capacity": Missing(
            "Nobody is asked what they can give",
            "People who only say what they want become customers of ours. Whoever puts something in becomes an investor.",
            PromptText("own-capacity", "idea", "text", "attributed", "What could you or your team bring to this?", help="An hour, a name, a number nobody else has: small things count."),
        ),
        "success": Missing(
            "Nobody is asked what success is",
            "Without their own picture of success, all that follows is about marketing and not about the business.",
            PromptText("success", "success", "text", "attributed", "Think of a year that went well for your team. What part would marketing have had in it?"),
        ),
        "commitment": Missing(
            "It ends without a commitment",
            "A conversation that ends without a promise is forgotten by Monday. Ask for one small thing, by a day they name.",
            PromptText("commitment", "commitment", "commitment", "attributed", "What is one small thing you will do, and by when?", help="Something that is in your own hands."),
        ),
    },
    own_capacity=re.compile(OWN_CAPACITY, re.IGNORECASE),
    business=re.compile(rf"\b(?:{CHANGE})\b|[%€$£]|\d", re.IGNORECASE),
    activities=MORE_BECOME,
    example_outcome="More customers decide for us, and they decide sooner.",
    outcome_label="No business outcome",
    outcome_missing="People give their time to a result of the business, not to a conversation about marketing. Say which result this leads to.",
    outcome_is_activity="This is what marketing does, not what the business gets from it. Say what follows for customers or in money.",
    blind_label="Others’ ideas come before their own",
    blind_reason="Nobody is shown others’ ideas before they have written their own, so that they do not only echo them. Asked here, they would find nothing to see yet.",
    close_label="The commitment is not at the close",
    close_reason="What is asked after the promise takes the weight off it. Let the commitment be the last thing they do.",
    minutes_label="Longer than promised",
    minutes_reason="Reading and answering this takes about {minutes} minutes ({who}), and {promised} are promised. Promise what is true, or ask less.",
    not_asked_of="Not asked of: {who}.",
    sentence_end=re.compile(r"(?<=[.?!])\s+"),
)  # fmt: skip
