"""Texts of messages, letters and answers, each flow in its own voice."""

import re
from datetime import date
from random import Random

from demo import grammar, people, replies
from demo.record import Handling, Matter, Record
from demo.speaker import Speaker

# Topics about something one can drive to and see.
SITE_GROUPS = {
    "housing",
    "energy",
    "roads",
    "waste",
    "amenities",
    "safety",
    "ecology",
    "construction",
    "culture",
    "sport",
}
PAPER_TOPICS = {
    "housing.utility_bills", "housing.companies", "waste.fees", "energy.connection", "construction.permits",
}  # fmt: skip
# Words that betray a season: months in which they make sense.
IN_WINTER = re.compile(
    r"мороз|минус|снег|\bл[её]д|льд|льду|нале?д|м[её]рз|шуб|валенк|голол|куртк|\bтопят|\bтопит|сосул|зим", re.I
)
IN_SUMMER = re.compile(
    r"гроз[аы]|\bкупа|\bкос[яи]т|скоси|выкос|бурьян|клещ|\bтрав[аы]|дожд|\bжар|сохнет|\bутки|комар", re.I
)
WINTER_MONTHS, SUMMER_MONTHS = (10, 11, 12, 1, 2, 3, 4), (4, 5, 6, 7, 8, 9, 10)
ATTEMPTS = 8


def social(matter: Matter, rng: Random) -> str:
    """A post or comment: `<br>`, VK markup, emoji, careless spelling."""
    speaker = Speaker(matter, rng, names_place=rng.random() < 0.72)
    parts = _body(speaker, rng, details=(0.62, 0.18), plea=0.6, tone="social")
    if rng.random() < 0.35:
        parts.insert(0, rng.choice(grammar.common()["greeting_social"]))
    if rng.random() < 0.07:
        parts.insert(0, _mention(matter, rng))
    if rng.random() < 0.04:
        parts.append(_say("contact", speaker, rng))
    text = ("<br>" if rng.random() < 0.3 else " ").join(parts)
    return _careless(text, rng)


def portal(matter: Matter, rng: Random) -> str:
    """A message of the portal: polite, often in HTML paragraphs, sometimes with contacts."""
    speaker = Speaker(matter, rng, names_place=rng.random() < 0.66)
    parts = _body(speaker, rng, details=(0.8, 0.4), plea=0.85, tone="portal")
    if rng.random() < 0.55:
        parts.insert(0, rng.choice(grammar.common()["greeting_portal"]))
    if rng.random() < 0.12:
        parts.append(_say("contact", speaker, rng))
    if rng.random() < 0.4:
        return " ".join(parts)
    joint = rng.choice(("</p><p>", "&nbsp; ", "<br />", " "))
    return f"<p>{joint.join(parts)}</p>"


def letter(matter: Matter, rng: Random) -> str:
    """The gist of a letter as the clerk writes it down."""
    speaker = Speaker(matter, rng, names_place=rng.random() < 0.85)
    patterns = grammar.patterns(matter.topic.code)
    parts = [_one(patterns.about, speaker, rng)]
    if rng.random() < 0.75:
        parts.append(_one(patterns.detail or patterns.open, speaker, rng))
    if rng.random() < 0.25:
        parts.append(_one(_shared("history", speaker), speaker, rng))
    if rng.random() < 0.8:
        parts.append(_one(_shared("plea_formal", speaker), speaker, rng))
    if rng.random() < 0.06:
        parts.append(_say("contact", speaker, rng))
    return " ".join(parts)


def answer(record: Record, rng: Random) -> str:
    """The final answer; a formal one says nothing."""
    greeting, said = _said(record, rng)
    return replies.dressed(record, greeting, said)


def _said(record: Record, rng: Random) -> tuple[str, str]:
    """A greeting, if there is one, and what is said of the matter."""
    matter, handling = record.matter, record.handling
    speaker = _answerer(matter, handling, rng)
    if handling.formal and handling.outcome != "solved":
        return "", rng.choice(grammar.common()["formal_reply"])
    if handling.outcome in ("deferred", "rejected"):
        return "", _say(handling.outcome, speaker, rng)
    kind = "solved" if handling.outcome == "solved" else "explained"
    pattern = rng.choice(grammar.answers(matter.topic.group_code)[kind])
    return rng.choice(GREETINGS), sentence(grammar.unfold(pattern, speaker, rng))


GREETINGS = ("Здравствуйте!", "Добрый день!", "Здравствуйте, спасибо за обращение!", "Добрый день, спасибо за сигнал.")


def interim(record: Record, rng: Random) -> str:
    """The first reply before there is a solution."""
    handling = record.handling
    return _say("interim", _answerer(record.matter, handling, rng, handling.due_on), rng)


def _answerer(matter: Matter, handling: Handling, rng: Random, promised_on: date | None = None) -> Speaker:
    return Speaker(
        matter,
        rng,
        names_place=True,
        answered_on=handling.answered_at.date(),
        promised_on=promised_on or handling.promised_on,
    )


def _body(speaker: Speaker, rng: Random, details: tuple[float, float], plea: float, tone: str) -> list[str]:
    """Opening, perhaps what was tried before, details, a plea."""
    patterns = grammar.patterns(speaker.matter.topic.code)
    parts = [_one(patterns.open, speaker, rng)]
    wanted = sum(rng.random() < chance for chance in details)
    for detail in rng.sample(patterns.detail, min(wanted, len(patterns.detail))):
        parts += [said for said in [_one((detail,), speaker, rng)] if _fits(said, speaker)]
    if speaker.matter.is_repeat or rng.random() < 0.16:
        parts.append(_one(_shared("history", speaker), speaker, rng))
    if rng.random() < plea:
        own = patterns.plea and rng.random() < 0.6
        parts.append(_one(patterns.plea if own else _shared(f"plea_{tone}", speaker), speaker, rng))
    return parts


def _shared(name: str, speaker: Speaker) -> tuple[str, ...]:
    """Patterns of all topics, with those of visible things where they belong."""
    lines, topic = grammar.common()[name], speaker.matter.topic
    is_visible = topic.group_code in SITE_GROUPS and topic.code not in PAPER_TOPICS
    return lines + grammar.common()[f"{name}_site"] if is_visible else lines


def _one(patterns: tuple[str, ...], speaker: Speaker, rng: Random) -> str:
    """A sentence by one of the patterns; tried again while it speaks of another season."""
    said = ""
    for _ in range(ATTEMPTS):
        said = sentence(grammar.unfold(rng.choice(patterns), speaker, rng))
        if _fits(said, speaker):
            break
    return said


def _fits(said: str, speaker: Speaker) -> bool:
    month = speaker.matter.received_at.month
    if month not in WINTER_MONTHS and IN_WINTER.search(said):
        return False
    return month in SUMMER_MONTHS or not IN_SUMMER.search(said)


def _say(name: str, speaker: Speaker, rng: Random) -> str:
    return sentence(grammar.unfold(rng.choice(grammar.common()[name]), speaker, rng))


def sentence(text: str) -> str:
    """With a capital letter and a full stop where there is no other end."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", "…")) else text + "."


def _mention(matter: Matter, rng: Random) -> str:
    other = people.draw(rng)
    if rng.random() < 0.5:
        return f"[id{other.profile}|{other.first}], вы тоже писали."
    return f"[club{other.profile}|Подслушано {matter.place.name}]"


def _careless(text: str, rng: Random) -> str:
    """How people type on a telephone."""
    if rng.random() < 0.35:
        text = text.rstrip(".")
    if rng.random() < 0.12:
        text = text.lower()
    if rng.random() < 0.1:
        text = text.rstrip(".?!") + rng.choice(("!!!", "??", "...", "!!"))
    if rng.random() < 0.1:
        text = _slip(text, rng)
    if rng.random() < 0.22:
        text += " " + rng.choice(grammar.common()["emoji"])
    return text


def _slip(text: str, rng: Random) -> str:
    """Two neighbouring letters swapped, or commas left out."""
    if rng.random() < 0.5:
        return text.replace(",", "")
    typed = text.find("]") + 1  # who is mentioned before is put in by the network
    spots = [
        i for i in range(typed + 1, len(text) - 2) if text[i].isalpha() and text[i + 1].isalpha() and text[i].islower()
    ]
    if not spots:
        return text
    at = rng.choice(spots)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
