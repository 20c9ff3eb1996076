"""Normalised tables of the store, in groups.

dimensions  what records are described by: places, topics, recipients, channels, rules, calendar
records     appeals and messages, their questions and problems; no identity
identity    names, contacts, addresses, originals of texts: apart from the question, read only with a right and a reason
ledger      imports, rejected rows, changes, touched months
replies     what the replies say, read from their texts
decisions   what people have said of columns and of single records
duties      who answers for what, by which document
signals     signals about answers that people have dismissed
edits       what people did to rows of state, edit by edit
discussions proposals, polls and hearings of other platforms with their comments
events      what happened where and when, and what leaves the norms
checks      answers drawn to be read by people, and what they found
topic_rereadings  topics that the classifier in force would give to what an earlier one has read
search      words of the masked texts, by which records are found
row_fingerprints  by which rows of files are known before they are read
materials   sets of tables for the regional centre, what was sent of them
profiles    by what recipients are rated, and values put in by hand
roadmaps    what is done about a topic in a territory, and what was promised of it
surveys     what applicants answered when asked, and control questions
views       the last filters of each screen, views that people have saved
subscriptions  who is mailed which report, where to, and what became of every letter
orders      what officials are to do by a day
meetings    agendas and minutes of meetings
recommendations  rules of what to decide, and what was decided
practices   what has worked, here and elsewhere
polls       what residents were asked, what came back, what was decided
notices     what people are called to look at, and how they want to be called
notes       weekly notes on their way, and the issued ones with their files
installation  which store this is, and the highest numbers it has given out

Datetimes are naive UTC; dates are those of the district. Integer ids are stable: snapshots refer to them for ever.
"""

from data.store.tables.base import metadata
from data.store.tables.checks import (
    answer_checks,
    answer_plan_items,
    answer_plan_strata,
    answer_plans,
    answer_reservations,
)
from data.store.tables.decisions import corrections, header_mappings
from data.store.tables.dimensions import (
    calendar_overrides,
    channel_laws,
    channels,
    deadline_rules,
    kinds,
    municipalities,
    municipality_labels,
    place_labels,
    places,
    recipient_labels,
    recipients,
    sources,
    status_labels,
    statuses,
    topic_labels,
    topics,
)
from data.store.tables.discussions import discussion_categories, discussion_changes, discussion_comments, discussions
from data.store.tables.duties import duties, duty_topics
from data.store.tables.edits import edits
from data.store.tables.events import events
from data.store.tables.identity import erased_records, identities, import_changes, keeping_terms, question_originals
from data.store.tables.installation import installation, used_numbers
from data.store.tables.ledger import changes, dirty_months, imports, rejected_rows
from data.store.tables.materials import material_files, material_packages, material_profiles
from data.store.tables.meetings import meeting_items, meetings
from data.store.tables.notes import note_comments, note_files, note_issues, note_texts, notes
from data.store.tables.notices import notice_kinds, notice_revisions, notices, quiet_hours
from data.store.tables.orders import orders
from data.store.tables.polls import poll_results, polls
from data.store.tables.practices import practices
from data.store.tables.profiles import profile_values, rating_indicators, rating_profiles
from data.store.tables.recommendations import recommendation_decisions, recommendation_rules
from data.store.tables.records import (
    problem_entries,
    problem_exits,
    problem_proposals,
    problem_splits,
    problems,
    questions,
    record_problems,
    records,
)
from data.store.tables.replies import reply_readings
from data.store.tables.roadmaps import roadmap_causes, roadmap_checks, roadmap_measures, roadmaps
from data.store.tables.row_fingerprints import row_fingerprints
from data.store.tables.search import search_slips, search_texts, search_words
from data.store.tables.signals import signal_dismissals
from data.store.tables.subscriptions import deliveries, mail_addresses, subscriptions
from data.store.tables.surveys import survey_answers, surveys
from data.store.tables.topic_rereadings import topic_rereadings
from data.store.tables.views import last_filters, saved_views

__all__ = [
    "answer_checks",
    "answer_plan_items",
    "answer_plan_strata",
    "answer_plans",
    "answer_reservations",
    "calendar_overrides",
    "changes",
    "channel_laws",
    "channels",
    "corrections",
    "deadline_rules",
    "deliveries",
    "dirty_months",
    "discussion_categories",
    "discussion_changes",
    "discussion_comments",
    "discussions",
    "duties",
    "duty_topics",
    "edits",
    "erased_records",
    "events",
    "header_mappings",
    "identities",
    "import_changes",
    "imports",
    "installation",
    "keeping_terms",
    "kinds",
    "last_filters",
    "mail_addresses",
    "material_files",
    "material_packages",
    "material_profiles",
    "meeting_items",
    "meetings",
    "metadata",
    "municipalities",
    "municipality_labels",
    "note_comments",
    "note_files",
    "note_issues",
    "note_texts",
    "notes",
    "notice_kinds",
    "notice_revisions",
    "notices",
    "orders",
    "place_labels",
    "places",
    "poll_results",
    "polls",
    "practices",
    "problem_entries",
    "problem_exits",
    "problem_proposals",
    "problem_splits",
    "problems",
    "profile_values",
    "question_originals",
    "questions",
    "quiet_hours",
    "rating_indicators",
    "rating_profiles",
    "recipient_labels",
    "recipients",
    "recommendation_decisions",
    "recommendation_rules",
    "record_problems",
    "records",
    "rejected_rows",
    "reply_readings",
    "roadmap_causes",
    "roadmap_checks",
    "roadmap_measures",
    "roadmaps",
    "row_fingerprints",
    "saved_views",
    "search_slips",
    "search_texts",
    "search_words",
    "signal_dismissals",
    "sources",
    "status_labels",
    "statuses",
    "subscriptions",
    "survey_answers",
    "surveys",
    "topic_labels",
    "topic_rereadings",
    "topics",
    "used_numbers",
]
