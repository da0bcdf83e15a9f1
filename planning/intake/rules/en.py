"""The order check in English. What it finds and misses is measured on sentences it was not tuned on
(tests/planning/intake/)."""

# ruff: noqa: E501 - a pattern a line.

from __future__ import annotations

import re

from planning.intake.rules.language import Advice, Language, Prescription

ASSET = (
    r"(?:(?:landing|web|product|facebook|linkedin|instagram|campaign|info|team|careers?|pricing|home) ?pages?|micro-?sites?|web ?sites?|homepages?|(?:web)?shops?"
    r"|(?:explainer |promo |product |image |short |testimonial |training )?(?:videos?|films?|clips?|reels?|animations?)|webinars?|podcasts?|newsletters?|mailings?|mail-?outs?|mailers?"
    r"|(?:e-?mail|email|social media|social|ad|advertising|marketing|awareness|nurture|outreach|poster|search|drip|influencer|billboard|pr|retargeting|launch|print|google|tv|radio)[ -](?:campaigns?|series|sequences?|blasts?|flights?)|campaigns?"
    r"|(?:google |facebook |linkedin |print |tv |radio |display |banner |search |job )?(?:ads?|adverts?|advertisements?|commercials?|spots?)|banners?|pop-?ups?|billboards?|posters?|flyers?|fliers?|leaflets?|brochures?|pamphlets?|booklets?|folders?|catalogues?|catalogs?|handouts?|postcards?|roll-?ups?|signage|stickers?"
    r"|(?:sales |pitch |slide |power ?point )?(?:decks?|slides?|presentations?)|one-?pagers?|two-?pagers?|fact ?sheets?|data ?sheets?|battle ?cards?|(?:sales|press|media|starter|demo|welcome|event|marketing) ?(?:kits?|packs?|toolkits?|collateral|materials?)|collateral|tool ?kits?|white ?papers?|e-?books?|case stud(?:y|ies)|success stor(?:y|ies)|testimonials?|infographics?"
    r"|(?:blog|social|linkedin|facebook|instagram|social media)[ -](?:posts?|articles?)|blogs?|press releases?|press conferences?|advertorials?|editorials?|(?:thought leadership |trade )?articles?"
    r"|(?:customer |launch |networking |open |vip |team )?(?:events?|road ?shows?|open days?|conferences?|dinners?|breakfasts?|workshops? for customers)|(?:trade (?:show|fair) )?(?:booths?|stands?)|sponsorships?|(?:prize )?(?:raffles?|competitions?|giveaways?|contests?)"
    r"|logos?|re-?brand(?:ing)?|brand refresh|rebrands?|re-?designs?|re-?launch(?:es)?|slogans?|taglines?|swag|merch(?:andise)?|seminars?|galas?|magazines?|(?:pocket |printed |buyers?[’'] |how-to |user |quick |style |visitor )?guides?|training (?:days?|sessions?|courses?)|comics?(?: strips?)?|cartoons?|mailshots?|quizz?e?s?|surveys?|calendars?|faqs?|q ?& ?a pages?|open (?:evenings?|houses?)|tours?|tutorials?|how-?tos?|announcements?|invitations?|displays?|lettering|wraps?|badges?|pens?|lanyards?|gift (?:bags?|cards?)|vouchers?|discount codes?|name|scoreboards?|dashboards?|portals?|newspaper|inserts?|letters?|cards?|sheets?|explainers?|teasers?|trailers?|jingles?|mascots?|pitch(?:es)?|keynotes?|interviews?|features?|columns?|series|t-?shirts?|mugs?|hoodies?|tote bags?|business cards?|(?:e-?mail |letter |slide |document )?templates?|e-?mail signatures?|chat ?bots?|loyalty (?:app|card|programme|program|scheme)s?|mobile apps?|(?:facebook|linkedin|instagram|tiktok|youtube|twitter|x) (?:accounts?|channels?|groups?|profiles?)|tiktok|seo|hashtags?|content (?:calendar|plan|series)|visuals?|artwork|graphics?|icons?|photo ?shoots?|product (?:photos|shots)|press coverage|directory listing)"
)
# Between the wish and the thing: how it is to be, and no verb of finding out.
LOOK = r"(?:(?!(?:to|why|how|that|because|whether|if|understand|know|help|less|fewer|stop|since|when|who|which|what|and|but|after|before|from|for|about|on|in|with|of|is|are|was|were|not|no)\b)[\w’'./&%-]+,? |(?:set|series|couple|batch|bunch|run|round|range|version|pair|kind|sort|piece|lot|stack|dozen|handful) of ){0,6}?"
THING = rf"(?P<thing>{LOOK}{ASSET})\b(?![’'-]s\b| (?:traffic|visitors?|leads?|budget|numbers?|performance|results?|sign-?ups?|rates?|team|manager|clicks?|views?|costs?|spend)\b)"
SOMEBODY = r"(?:we|i|you|they|(?:my|our|the|your) (?:[\w-]+ ){0,3}(?:team|department|people|boss|reps?|sellers?|group|office|manager|director)|sales|marketing|hr|finance|support|product|management|recruiting|the (?:board|ceo|cfo|cmo|coo|md))"
SOFT = r"(?:(?:really|urgently|also|just|definitely|desperately|still|now|ideally|badly|simply|clearly|probably|therefore|only|actually|basically|all) )*"
MAKE = r"(?:creat|mak|build|design|writ|produc|launch|run|send|post|publish|put together|put up|put out|put|prepar|develop|set up|organi[sz]|do|shoot|film|record|print|redesign|redo|rewrit|refresh|updat|rework|host|hold|start|commission|order|mock up|come up with|draft|plan|place|book|buy|arrang|roll out|kick off|stage|translat|cut|edit|throw|sponsor|get|give us|hand out|knock up|knock together|whip up|spin up|pull together|add|supply|provide|deliver|interview|compose|assemble|establish|introduce|offer|bring out|issue|make up|work up|sort out|set|reprint|resend|repeat|relaunch|revamp|moderni[sz]|adapt|locali[sz]|renew|upgrad|replac|illustrat|animat|photograph|compil|distribut|install|hang|extend|expand|generat|procur|sourc|paint|brush up|spruce up|polish|overhaul|enlarg)"
MAKES = rf"(?:{MAKE}e?)"
PLEASE = r"(?:(?:please|pls|plz|kindly|just|so|and|then|also|first(?:ly)?|next|finally|ideally|asap|hi(?: all| team| there)?|hello|hey|dear marketing)[,:!]? )*"
CHANNEL = r"(?:linked ?in|instagram|insta|facebook|fb|twitter|tik ?tok|you ?tube|pinterest|whatsapp|google(?: ads)?|bing|meta|social media|social|socials|all (?:our |the |your )?(?:social )?channels|the (?:home ?page|web ?site|intranet|front page|local (?:paper|press|radio)|newspapers?|radio|trade press|company page|blog|app|ticker)|our (?:home ?page|web ?site|intranet|blog|channels|socials|company page|linked ?in(?: page)?|instagram|facebook(?: page)?|newsletter|lobby|shop window)|tv|radio|billboards|the (?:whole |entire |full )?(?:mailing |email |e-mail |customer |distribution )?list|the (?:whole |entire |full )(?:customer |contact )?(?:base|database)|(?:all|every|each of) (?:our |the )?(?:customers?|contacts?|subscribers?|clients?|prospects?|leads)|everyone (?:in|on) (?:the|our) (?:crm|list|database)|(?:the|our) crm|buses|the (?:metro|subway|tube))"


def line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# An order without a verb: "Infographic about our supply chain, A3". What is told of it makes it a report.
FRAGMENT = line(
    rf"^{PLEASE}(?:an? |some |new |one |two |three |another |\d+ ?x? |more )*(?P<thing>(?:(?!(?:our|the|my|their|this|that|these|those|no|not|each|every|last|many|most|few|all|half|why|how|when|since|because|if|as|in|on|at|for|after|before|with|we|i|you|they|customers?|people|it|to)\b)[\w’'-]+ ){{0,3}}?{ASSET})\b(?: ?x ?\d+| \d+x)?(?= (?:about|for|to|on|with|saying|in|at|like|that|of|from|by|pls|please|asap|showing|explaining|before|next|this|where|which|plus|and)\b|[,.:;!(+]|\s*$)(?![^.?!]*\b(?:is|are|was|were|has|had|have|do|does|did|don['’]t|doesn['’]t|didn['’]t|isn['’]t|aren['’]t|gets?|got|brings?|brought|fell|rose|costs?|goes|go|comes?|came|takes?|took|shows? that|reach(?:es|ed)?|works?|worked|fails?|failed|lands?|landed|makes?|made|says? (?:nothing|little)|never|no longer|arrives?|arrived|confuses?|contradicts?|wins?|won|loses?|lost|drops?|dropped|declin\w+|grew|increased|decreased|look(?:s|ed)? )\b)"
)

DELIVERABLE = Prescription(
    name="deliverable",
    label="Names what is to be made",
    reason="What is made is the answer; the question behind it is still missing, and there may be a better or cheaper answer to it.",
    ask="Suppose “{thing}” existed tomorrow: what would be different, for which customer? Say that, and keep the thing under your ideas.",
    ask_without_thing="Suppose it existed tomorrow: what would be different, for which customer? Say that, and keep the thing under your ideas.",
    gate=line(rf"\b(?:{ASSET}|re-?(?:brand|design|launch|do|work)|refresh|overhaul)"),
    lines=(
        line(rf"^{PLEASE}{MAKES} (?:us |me |up |out |together )?{THING}"),
        line(rf"\b(?:can|could|would|will|should|shall|may|might)(?:n['’]t)? (?:you|we|marketing|somebody|someone|your team|the team|you guys|i)(?: guys| all)? {SOFT}(?:please |maybe |perhaps |possibly )?(?:{MAKES}|have|get) (?:us |me |up |out |together )?{THING}"),
        line(rf"\b(?:marketing|you|we|they|your team|somebody|someone) (?:should|must|has to|have to|need to|needs to|ought to|is to|are to|could|can|will|shall|might want to|may want to|want to|wants to|would like to|plan to|are going to|['’]d like to) {SOFT}(?:{MAKES}|have) (?:us |me |up |out |together )?{THING}"),
        line(rf"\b(?:{SOMEBODY}) {SOFT}(?:['’]d |would |do |did |will |must )?{SOFT}(?:needs?|wants?|requires?|likes?|love|asks? for|asked (?:me )?for|wishe?s? for|demands?|expects?|could use|could do with|should have|must have|ha(?:s|ve) to have|(?:am|are|is) looking for|(?:am|are|is) after|(?:am|are|is) missing|request(?:s|ed|ing)?|wanted|needed|(?:can|could) really use|(?:am|are|is) (?:in need|requesting|asking)(?: of| for)?) {SOFT}(?:to (?:have|get|see|order|request|book|commission) )?{THING}"),
        line(rf"\b(?:i|we)['’]d (?:really )?(?:like|love) (?:to (?:have|get|see|order|request|{MAKES}) )?{THING}"),
        line(rf"^{PLEASE}(?:need|needing|want|wanted|looking for|request for|requesting|requested|require|required|asking for|in need of)[: ]+{SOFT}{THING}"),
        line(rf"^{PLEASE}(?:an? |some |new |one |two |three |\d+ |\d+x |more )(?:{THING})[^.?!]{{0,60}}(?:\bplease\b|\bneeded\b|\brequired\b|\bis needed\b|\bare needed\b|\bwould (?:be (?:great|good|nice|ideal|perfect|enough|helpful|useful)|help|do|fix|solve|work)\b|\basap\b)"),
        line(rf"\b(?:let['’]?s|how about|what about|why (?:not|don['’]t we)|time (?:for|to)|thinking (?:of|about)|the (?:solution|answer|fix|plan|idea|ask) is(?: to)?|idea is to|it would be (?:great|good|nice|helpful|ideal) (?:to have|to {MAKES}|if (?:we|you|marketing) (?:had|could {MAKES}|made|did|built|ran))|would be (?:great|good|nice|helpful) to (?:have|get|{MAKES})|there (?:should|must|needs to|has to) be|all we need is|what we need is|we just need|my (?:request|wish|ask) is|our (?:request|wish|ask) is|deserves?|calls for) (?:us to |to )?(?:{MAKES} )?(?:us |up |out |together )?{THING}"),
        line(rf"\b(?:send|give|get|make|build|design|create|write|order|print) (?:us|me|them|the reps|sales|my team|our team|{SOMEBODY}) {SOFT}{THING}"),
        line(rf"\b{THING} (?:is|are) (?:urgently |also |badly )?(?:needed|required|wanted|overdue|a must)\b"),
        line(r"\b(?:re-?brand|re-?design|re-?launch|re-?do|refresh|overhaul|rework) (?:the|our|this|my|us|everything)\b(?P<thing>)"),
        line(rf"\b(?:by|through|via|with) (?:making|building|creating|running|launching|sending|producing|designing|writing|publishing|hosting|organi[sz]ing) {THING}"),
        line(rf"\b(?:needs?|wants?|deserves?) (?:its|their|his|her|an?) own {THING}"),
        line(rf"\b(?:suggest|propose|recommend|vote for|in favour of|keen on|dreaming of|had in mind|have in mind|picture|envisage|imagin(?:e|ing))(?:s|d|ed|ing)?\b(?: that)?(?: (?:we|you|marketing))? (?:should |could )?(?:{MAKES} )?{THING}"),
        line(rf"\b{THING}(?: [\w’'-]+){{0,6}}? (?:(?:is|are|would be|seems?|looks like) (?:the (?:way to go|answer|solution|right thing|best|obvious|fix)|what (?:we|i|they) need|overdue|long overdue)|(?:would|might|could|should|will) (?:help|fix|solve|do (?:it|the (?:job|trick))|work|be (?:great|good|nice|ideal|perfect|enough|helpful|useful|fun|cool|lovely)))\b"),
        line(rf"\b(?:what(?:['’]s| is) (?:missing|needed|required)(?: here)? is|missing:|needed:|wanted:|wish:|idea:|request:|to do:|ask:)\s*{THING}"),
        line(rf"\b(?:would you|could you|can you)(?: [\w’'-]+){{0,5}}? (?:to )?{MAKES} (?:us |me |up |out |together )?{THING}"),
        line(rf"\b(?:so|and|then|therefore) (?:please |pls )(?:can you |could you )?{MAKES} (?:us |me |up |out |together )?(?:{THING}|one|some|it|a few)\b"),
        line(rf"^{PLEASE}(?:new|another|one more|more) {THING}[^.?!]{{0,30}} (?:with|saying)\b[^.?!]{{0,25}}[“\"‘«]"),
        line(rf"\b(?:would it be possible|is it possible|any chance|is there (?:any|a) (?:way|chance)|wondering (?:if|whether)|do you have (?:time|capacity)|are you able|who (?:can|could|will|would)|grateful (?:for|if)|appreciate(?: it)?(?: if)?|hop(?:e|ing) (?:for|to get|to have)|thought of) (?:(?:to|of|for|you|we|i|us|marketing|somebody|someone|could|can|would|might|will|please|get|getting|have|having) ){{0,4}}(?:{MAKE}(?:e|ing)? )?(?:us |me )?{THING}"),
        line(rf"\b(?:ran|run|running|are|almost|nearly) (?:out of|short of|low on) {THING}"),
        FRAGMENT,
    ),
)  # fmt: skip

MEDIA = rf"(?:{CHANNEL}|google|bing|radio|tv|television|linked ?in|instagram|facebook|tik ?tok|you ?tube|spotify|newspapers?|mail-?shots?|e-?mail (?:blast|every|all|the)|(?:home|front|start) ?page|lobby|waiting rooms?|lifts?|reception|shop windows?|vans?|lorries|trucks|bus(?:es)?|trams?|stations?|(?:customer )?portal|in the app|intranet|every customer|all (?:customers|contacts|clients|donors|patients|students|members|parents|\d[\d,.]* \w+))"
QUOTED = r"[“\"‘«][^”\"’»]{3,}[”\"’»]"
COLOUR = r"(?:red|blue|green|orange|yellow|purple|black|white|pink|gr[ea]y|gold|silver|turquoise|teal|brown|navy|magenta|pantone(?: \w+)?|(?:house|brand|corporate|team|club|school) colou?rs?)"
DICTATED = rf"(?:saying|reading|says?|with the (?:line|words?|text|slogan|motto|claim|headline|title|caption|tagline|subject)|motto|slogan|tagline|headline|titled|called|entitled|subject(?: line)?|write|words?|text|line)\b[^.?!]{{0,25}}{QUOTED}|\b(?:in|with|on) (?:our |the |a |an |bright |dark |light |house )*{COLOUR}\b|[,:] {COLOUR}\b|\buse (?:our|the) (?:house |brand )?{COLOUR}\b|\b\d+ ?(?:pt|px|pixels|points)\b"

CHANNELS = Prescription(
    name="channel",
    label="Names the channel",
    reason="Where it is said depends on who shall hear it and what they shall do then. That choice is easier once both are known.",
    ask="Who should hear of it, and what should they do then? Keep “{thing}” under your ideas.",
    ask_without_thing="Who should hear of it, and what should they do then? Keep the channel under your ideas.",
    beside=line(rf"\b{MEDIA}\b|\b(?:in|on) (?:the )?(?-i:[A-Z]\w+)(?: (?-i:[A-Z]\w+))* (?:weekly|daily|magazine|times|post|fm|radio|news|journal|gazette|herald)\b"),
    lines=(
        line(rf"\b(?:post|publish|put|place|share|advertise|promote|announce|push|run|show|feature|mention|pin|stream|air|broadcast|tweet|blast|upload|boost|paint|stick|hang|print|wrap|spread|tease|communicate|distribute|belong|run ads|place ads|be (?:more )?(?:active|present|visible)|go live|do (?:something|more))(?:ed|ing|s)?\b[^.?!;]{{0,70}}? (?:on|in|to|via|through|over|across|onto) (?:(?:the|our|their|all|its|your) )?(?:[\w’'-]+ ){{0,3}}?(?P<thing>{MEDIA})\b"),
        line(rf"\b(?P<thing>{MEDIA}) is (?:where|the (?:place|way|channel))\b[^.?!]{{0,60}}\b(?:we (?:have to|should|must|need to|ought to|belong|want to)|to (?:be|go)\b)"),
        line(rf"\b(?:we|marketing|you) (?:should|must|have to|need to|ought to|want to|could) {SOFT}(?:be|get|go|move|switch|start|advertise|recruit|sell|appear) (?:[\w-]+ ){{0,3}}?(?:on|onto|in|to|via|with) (?:our |the )?(?P<thing>{MEDIA})\b"),
        line(rf"\b(?:get|bring|put) (?:it|this|them|us|that|our [\w-]+|the [\w-]+) (?:up )?(?:on|onto|in|into) (?:our |the )?(?P<thing>{MEDIA})\b"),
        line(rf"\b(?:an? |our own |the |more )(?:presence|account|profile|page|channel|group|spot|slot) on (?:our |the )?(?P<thing>{MEDIA})\b(?=[^.?!]*\b(?:please|would|needed|should|must|soon|too|as well)\b|[^\w]*$)"),
        line(rf"\b(?:ideally|best|preferably|please|maybe|perhaps) (?:on|in|via|through|over|by) (?:our |the )?(?P<thing>{MEDIA})\b"),
        line(r"\b(?:paint|stick|print|hang|put)\b[^.?!;]{0,70}? (?:on|onto|in) (?:[\w’'-]+ ){0,7}?(?P<thing>vans?|lorries|trucks|bus(?:es)?|trams?|windows?|walls?|fences?|doors?)\b"),
        line(r"\b(?:to|please|you|let[’']s|should|must|we[’']d|just|pls) (?:e-?mail|mail|message|text|write to|notify) (?P<thing>(?:every|all|each|the whole|the entire|everyone)\b[^.?!,;]{0,40})"),
        line(rf"\b(?:send|mail|e-?mail|blast|forward|distribute)(?:ing|s)?\b(?: [\w’'-]+){{0,8}}? (?:to|through|via|over) (?P<thing>{CHANNEL})\b"),
        line(rf"^{PLEASE}(?:e-?mail|mail|message|spam|target|text) (?P<thing>{CHANNEL})\b"),
        line(rf"\b(?:needs?|wants?|should|must|has|have|ought|like) (?:to )?(?:be|get|go|appear|stand|live|feature)(?: [\w’'-]+){{0,3}}? (?:on|in|to|across|onto) (?P<thing>{CHANNEL})\b"),
        line(r"\b(?:we|i|sales|you|marketing|they)(?:['’]d| would| should| must| need| needs| want| wants| could| can| have| has)?(?: to| like to| also| really)* (?:run|buy|book|use|start|try|do|need|want|place|have|get|invest in|spend on|put money (?:in|into)) (?:some |more |a few |targeted |paid )*(?P<thing>(?:google|facebook|linked ?in|instagram|meta|tik ?tok|youtube|tv|radio|print|bing|search|display|programmatic|social media) ?(?:ads?|adverts?|advertising|ad words|campaigns?|spots?|influencers)|google ?ads|ad ?words|tik ?tok|seo|sea|influencers|billboards|direct mail|paid social|paid search)\b"),
        line(rf"^{PLEASE}(?:run|buy|book|start|try|use|do|place|switch on|turn on) (?:some |more |a few |targeted |paid )*(?P<thing>(?:google|facebook|linked ?in|instagram|meta|tik ?tok|youtube|tv|radio|print|bing|search|display|programmatic) ?(?:ads?|adverts?|advertising|campaigns?|spots?)|google ?ads|ad ?words|tik ?tok|influencers|billboards|direct mail)\b"),
    ),
)  # fmt: skip

WORDING = Prescription(
    name="wording",
    label="Dictates words or looks",
    reason="Words and looks follow from what somebody should understand. Finished wording leaves nothing to test with the people it is for.",
    ask="What should somebody understand or feel who reads it? Keep your wording under your ideas.",
    beside=line(DICTATED),
    ask_without_thing="What should somebody understand or feel who reads it? Keep your wording under your ideas.",
    lines=(
        line(r"\b(?:headlines?|titles?|subject(?: line)?s?|slogans?|taglines?|claims?|text|copy|wording|words|message|caption|captions|button|cta|hashtag|sentence|intro|line)(?: [\w-]+){0,3} (?:should|must|has to|needs to|shall|ought to|will|to) (?:be|say|read|state|start|begin|include|mention|contain|end|go)\b"),
        line(r"\b(?:with|use|using|add|include|put|insert) (?:the |this |our |a |an |my |new )*(?:following )?(?:headline|title|subject line|slogan|tagline|claim|text|wording|words|copy|caption|phrase|sentence|hashtag|quote)s?\b(?: [\w-]+){0,3}\s*[:“\"‘']"),
        line(r"\b(?:should|must|has to|needs to|please|shall|make it|just|and|can it|could it) (?:say|read|state|write)s?\b[^.?!]{0,20}[“\"‘:]"),
        line(r"\b(?:change|replace|swap|reword|rename|rephrase)\b[^.?!]{1,80}\b(?:to|with|by|into) [“\"‘']"),
        line(r"\b(?:make|turn|set|paint|colour|color|keep|use|have|want|put|need)\b(?: [\w’'-]+){0,6}? (?:in )?(?P<thing>(?:bold|bigger|larger|smaller|red|blue|green|orange|yellow|purple|black|white|pink|darker|brighter|pantone(?: \w+)?|brand colou?rs?|arial|helvetica|comic sans|capitals|all caps|#[0-9a-f]{3,6}|\d+ ?pt|\d+ ?(?:px|pixels)))(?=[ ,.;:!?)]|$)"),
        line(r"\bmake (?:it|them|this|that|the \w+) (?:[\w-]+ ){0,3}(?P<thing>size|bigger|larger|smaller|bolder|friendlier|brighter|shorter|longer|modern|pop)\b"),
        line(r"\bmove (?:it|them|the \w+) (?:[\w-]+ ){0,3}(?P<thing>left|right|top|bottom|up|down)\b"),
        line(r"\b(?P<thing>bigger|larger|smaller|friendlier|brighter|bolder|more colou?rful|less text|fewer words)\b[^.?!]{0,20}\b(?:please|pls)\b"),
        line(r"\b(?:must|should|has to|have to|needs? to|please) (?:also |not |never |always )?(?:mention|contain|include|avoid|use|repeat) (?:the |our |my )?(?:words?|phrases?|slogan|claim|motto|logo|colou?rs?|font|name of|tagline|sentence)\b"),
        line(r"\b(?:same|our|the) (?:font|typeface|wording|colou?rs?|colou?r scheme|layout|design|tone) (?:as|like) (?:last|in|on|the|our|before|always)\b|\bjust like (?:last|the last|the one)\b"),
        line(rf"\b(?:should|must|to|please) say\b[^.?!]{{0,25}}{QUOTED}"),
        line(rf"\b(?:paint|print|write|put|add|use|include|insert|call it|name it|replace|change it to)\b[^.?!]{{0,25}}{QUOTED}|{QUOTED} (?:instead|in (?:bold|large|big|capitals))"),
        line(r"^(?:the |our |my |new |a )?(?:tagline|slogan|headline|motto|claim|subject line|title)\b[^.?!:]{0,40}: ?\w"),
        line(r"\b(?:the )?(?:logo|button|banner|font|background|headline|picture|photo|image|colou?rs?|icon|text)s?\b(?: [\w’'-]+){0,4}? (?:should|must|has to|have to|needs? to|shall|to|ought to|can|could)(?: please)? (?:be|go|stand|sit|move|get|look|appear|come)\b"),
        line(r"\b(?:put|place|move|add|stick|insert|show|centre|center|align)\b(?: [\w’'-]+){0,5}? (?:logo|button|banner|headline|picture|photo|image|footer|header|menu|qr code|disclaimer)s?\b(?: [\w’'-]+){0,5}? (?:on|in|at|to|above|below|under|beside|next to|into) (?:the )?(?:top|bottom|left|right|upper|lower|centre|center|middle|corner|front|back|first|footer|header|cover|logo|headline|fold)"),
    ),
)  # fmt: skip

OUTSIDE = r"(?:customers?|clients?|prospects?|buyers?|shoppers?|consumers?|purchasers?|users?|subscribers?|visitors?|guests?|patients?|famil(?:y|ies)|parents?|students?|pupils?|applicants?|candidates?|job ?seekers?|graduates?|alumni|donors?|volunteers?|members?(?! of (?:my|our|the) team)|partners?|dealers?|distributors?|resellers?|retailers?|wholesalers?|suppliers?|vendors?|carriers?|shippers?|hauliers?|installers?|electricians?|plumbers?|architects?|engineers at|developers? (?:at|who|using|in)|owners?|operators?|accounts?|households?|tenants?|landlords?|borrowers?|savers?|investors? (?:who|outside)|farmers?|citizens?|residents?|commuters?|travell?ers?|passengers?|drivers?|cyclists?|readers?|viewers?|listeners?|companies|firms?|businesses|manufacturers?|hospitals?|clinics?|schools?|universit(?:y|ies)|municipalit(?:y|ies)|(?:city|local|town|county|parish|district) councils?|banks? (?:in|that|who|with)|agencies|smes?|smbs?|start-?ups?|mid-?market|enterprises?|markets?|segment|industry|sector|the public|people (?:who|with|in|over|under|aged|looking|living|that|outside)|anyone (?:who|with|looking)|(?:doctors|nurses|gps?|physicians|surgeons|therapists|teachers|lawyers|accountants|bookkeepers|consultants|pharmacists|dentists|vets|midwives|carers|mechanics|fleet managers|plant managers|site managers|facility managers|procurement|purchasing managers|it managers|cfos?|ctos?|cios?|treasurers|chefs|restaurants?|hotels?|shops|stores|garages|bakeries|builders|contractors|freelancers|retirees|pensioners|seniors|teenagers|women|men|children|mothers|fathers|couples|refugees|charities|foundations|funders|grant-?makers|journalists|policy ?makers|regulators|first-time \w+|newcomers|entrepreneurs|merchants|sellers (?:on|who)|truckers|exporters|importers|brokers?|policyholders|insureds?|depositors|mortgage \w+|account holders|card ?holders|diners|fans|ticket holders|audiences?|churches|ngos?|theatres?|museums?|libraries))"

ENGLISH = Language(
    code="en",
    prescriptions=(DELIVERABLE, CHANNELS, WORDING),
    reports=line(
        r"\b(?:customers?|clients?|visitors?|users?|prospects?|people|buyers?|patients|students|donors|competitors?|they) (?:\w+ ){0,2}(?:say|says|said|ask|asks|asked|tell|told|complain|complains|complained|expect|need|want|request)\b(?: us| me)?(?: for| that)? ?$|\b(?:because|since|after|although|when|whenever|if|until|while|whether|why|how|that|who|where|which|as) (?:we|they|i|you|it|he|she|our \w+|the \w+) (?:\w+ ){0,4}$|\b(?:did|didn['’]t|do not|don['’]t|doesn['’]t|does not|never|no longer|stopped|cannot|can['’]t|failed to|nobody|no one|not) (?:\w+ ){0,2}$"
    ),
    outside=line(
        rf"\b{OUTSIDE}\b|\b(?!(?:managers|directors|sellers|recruiters|trainers|controllers|starters|joiners|leaders|officers|others|numbers|matters|members|papers|posters|banners|orders|offers|answers|floors|doors|errors|colours|hours|employees|trainees|committees|departments|parents|presidents|events|accounts|agents in|comments|documents|assistants|receptionists|technicians|engineers|buyers in)\b)\w{{3,}}(?:ers|ors|ists|ants|ents|ians|eers|ees|yers|smen|women|nauts|crats)\b"
    ),
    inside=line(
        r"^\W*(?:n/?a|none|nobody|no ?one|tbd|tba|unknown|see above|as above|general|all|us|we|me|myself|any(?:one|body) interested|(?:the )?(?:whole |entire )?world|(?:for )?the brand|mankind|the (?:general )?public|internal(?:ly)?|anyone|whoever|those who need it)?\W*$|\b(?:every(?:one|body)|all of us|us|ourselves|me|myself|i|my|we|our(?:selves)?|internal\w*|in-?house|teams?|staff|colleagues?|co-?workers?|employees|workforce|departments?|dept|divisions?|units?|office|headquarters|hq|sales|marketing|hr|human resources|finance|controlling|accounting|(?-i:IT)|legal|operations|product|engineering|r&d|support|customer service|procurement|logistics|works council|management|leadership|executives?|board|directors?|boss(?:es)?|ceo|cfo|cmo|coo|cto|md|chair(?:man|woman)?|president|vps?|head of|heads|managers?|reps?|sellers?|recruiters?|hiring|trainees|interns|new (?:joiners|starters|hires)|company|organisation|organization|intranet)\b"
    ),
    customer=Advice(
        "customer",
        "No customer in it",
        "Work that helps nobody outside the company is hard to defend when money is short, and harder to measure.",
        "Which customers, or which market, notice the problem? If only colleagues do: whose customers notice in the end?",
    ),
    result=line(
        r"\b(?:(?:more|fewer|less|higher|lower|faster|shorter|sooner|better|cheaper|easier|earlier|longer|quicker|safer) (?!(?:posts?|likes?|followers?|impressions?|clicks?|content|videos?|ads?|visibility|presence|brochures?|webinars?|events?|campaigns?|newsletters?|views?|reach|awareness|articles?|marketing|slides|leaflets?|social|traffic|flyers)\b)|(?:(?:increas|decreas|reduc|rais)(?:e|es|ed|ing)\b(?! (?:the |our |brand |online )*(?:visibility|awareness|presence|reach|traffic|followers|likes|views|impressions|buzz|engagement))|lower|cut|halve|double|grow|win|keep|retain|save|shorten|avoid|recover|close|convert|renew|prevent|lift|fill|regain|stop losing|sell|earn)\w*\b|go on to|ask for|stop \w+ing|revenue|turnover|profit|margin|costs?|churn|renewals?|retention|conversions?|pipeline|win rate|market share|order value|orders?(?= (?:from|per|in|rise|grow|online|up|go))|sales (?:rise|grow|go up|increase|cycle|of)|complaints?|returns|waiting time|no-?shows?|applications?|enrolments?|donations?|bookings?|occupancy|hires?|customers? (?:\w+ )?(?:can|understand|know|find|stay|come|buy|choose|trust|order|renew|see|get|feel|switch|recommend|call less|stop)|patients? (?:\w+ )?(?:can|understand|know|find|come|book|arrive|show|keep|attend)|(?:buyers?|clients?|users?|visitors?|students?|parents?|donors?|applicants?|candidates?|members?|partners?|dealers?|people|prospects?|families|shoppers?|guests?|nurses|doctors|companies) (?:\w+ )?(?:can|understand|know|find|stay|come|buy|choose|trust|order|renew|see|get|feel|switch|apply|register|sign|ask|give|return|recommend|use|complete|finish|start|stop|pay|book|keep|need|will|no longer|do not|don['’]t|decide|answer)|\d+ ?(?:%|percent|per cent|points)|[€$£] ?\d)"
    ),
    activity_words=line(
        rf"\b(?:{ASSET}|posts|likes|followers?|impressions?|clicks|reach|visibility|presence|awareness|buzz|content|views|mentions|coverage|traffic|attendees?|sign-?offs?|(?:is|are|gets?|be|been) (?:live|done|ready|finished|launched|published|sent|printed|online|out|delivered|on time|approved|in place|up and running)|happens?|takes? place|goes? (?:live|out|well|smoothly|ahead)|delivered|look(?:s|ing)? (?:modern|fresh|nice|good|better|great|cool|professional|more \w+)|stand out|go viral|be everywhere|happy (?:team|boss|management|sales)|(?:team|boss|management|sales|board|ceo) (?:is|are) (?:happy|satisfied|pleased))\b"
    ),
    activity=Advice(
        "activity",
        "Names the work, not the result",
        "That something exists or happens changes nothing by itself; the result is what somebody does then.",
        "And then: what will customers do differently, and what will that be worth to the business?",
    ),
    outcome=Advice(
        "outcome",
        "No result said",
        "Without a result nobody can tell later whether it was worth doing, or put it beside other requests.",
        "What should be different afterwards, for customers and for the business?",
    ),
    hurry=line(
        r"\b(?:a\.?s\.?a\.?p\.?|as soon as possible|urgent(?:ly)?|yesterday|immediately|right away|right now|top prio(?:rity)?|high(?:est)? prio(?:rity)?|prio 1|quickly|quick|now|soonest|no later|can['’]t wait|cannot wait|already late|long overdue|overdue|end of (?:the )?(?:day|week|month|quarter|year)|eo[dwmq]|cob|close of business|(?:by |before |this |next |on )(?:monday|tuesday|wednesday|thursday|friday|the weekend|week|month|christmas|easter|summer)|before (?:i|my|we|the) (?:\w+ )?(?:go|holidays?|vacation|leave|break|(?:one|1)[:-](?:one|1)|review)|(?:my |the |our |her |his )?(?:boss|manager|director|head|ceo|cmo|cfo|md|chief|management|vp|board|president|leadership)(?: of \w+)? (?:\w+ )?(?:wants?|asked|said|says|expects?|promised|insists?|needs?|is waiting|would like|likes?|decided)|(?:i|we) (?:promised|said|told|want|would like|need it|just want|hope|have capacity|have time|have budget left|planned)|because (?:i|we) (?:said|want|promised|need)|no (?:special |particular |real )?reason|would be (?:nice|good|great|cool)|the sooner the better|sooner is better|nice to have|gut feeling|everyone is waiting|as always|use up|left over|leftover|today|tomorrow|tonight|in (?:\d+|two|three|four|five|a few|a couple of) (?:days|hours|working days)|if (?:that['’]?s |at all )?possible|if you can|if you could|short notice|nice (?:round )?date|round (?:date|number)|middle of the month|my (?:birthday|targets?|bonus|objectives|goals|last day|to-?do)|personal (?:targets?|goals?|objectives?)|just because|gut|hurry|rush|pressing|time is short|whenever|flexible|anytime)\b"
    ),
    event=line(
        r"\b(?:goes? public|becomes? effective|takes? effect|comes? into (?:force|effect)|recalls?|trade (?:fair|show)s?|fairs?|exhibition|expo|conference|congress|summit|symposium|law|legal|regulat\w+|regulator|directive|compliance|audit|gdpr|deadline (?:of|set by)|tender|rfp|bid|contracts? (?:\w+ )?(?:ends?|expires?|runs? out|renew\w*|is up|are up|lapse)|renewals?|season\w*|semester|term starts?|school year|academic year|enrolment|enrollment|admissions?|intake|application (?:window|period|deadline)|open(?:s|ing)? (?:on|in|of)|opening|launch(?:es|ed)?|go-?live|release|product ship|ships|roll-?out|product launch|price (?:change|increase|rise)|prices? (?:go|rise|change|increase)|tariffs?|tax(?:es)?|vat|budget (?:round|decision|freeze|is (?:set|decided|fixed)|talks|closes|meeting|cycle|planning)|budgets? (?:\w+ )?(?:decided|fixed|set|frozen|approved|allocated|close)|board (?:meets|decides|meeting|votes|approves)|decides? (?:on|about|in)|general meeting|agm|election|fiscal year|financial year|year-end accounts|black friday|christmas (?:business|trade|shopping|season)|harvest|sowing|ramadan|olympics?|world cup|competitor \w+|merger|acquisition|closes? (?:its|their|the)|closing of|closure|end of (?:life|support|sale|lease|warranty|the contract|the grant|funding|the season|the pilot|the tender)|(?:support|warranty|lease|patent|licen[cs]e|certificate|grant|funding|subsid\w+|permit) (?:\w+ )?(?:ends?|expires?|runs? out|lapses?|begins?|starts?)|reporting date|switch-?off|shut ?down|moves? (?:to|into) (?:the )?new|new (?:building|site|store|branch|ward|plant|warehouse|terminal) opens|strike|flu|vaccination|winter|heating|holiday season|summer (?:holidays|timetable|season)|timetable|visit of|delegation|anniversary of|quarterly figures|results day|exam\w*|delivery (?:date|starts)|first (?:delivery|shipment|patients|students)|customers? (?:\w+ )?(?:decide|renew|order|plan|budget|move|leave|buy)|order window|catalogue (?:goes|closes)|print deadline)\b"
    ),
    artificial=Advice(
        "artificial",
        "A date without a reason",
        "Hurry that comes from nowhere pushes aside work that somebody outside is waiting for.",
        "What happens outside the company on that day? If nothing does: by when would it still be useful?",
    ),
    why_then=Advice(
        "why_then",
        "Why then?",
        "A date is easier to keep when everybody knows what hangs on it.",
        "What happens on that day, and what if it is a month later?",
    ),
    soon=Advice(
        "soon",
        "Very soon",
        "Within a week hardly anything can be understood and done well; something else has to wait for it.",
        "What is the smallest thing that would help by then, and what may come later?",
    ),
    long=Advice(
        "long",
        "More instructions than problem",
        "Whoever gets pages of instructions can only carry them out. Two or three sentences on the problem leave room for a good answer.",
        "What would you tell about it in a lift? Put that here, and the details under your ideas.",
    ),
    sentence_end=re.compile(r"(?<=[.!?;\n])\s+|\n+"),
)  # fmt: skip
