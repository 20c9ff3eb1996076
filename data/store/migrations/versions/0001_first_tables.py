"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "calendar_overrides",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="working | off | short"),
        sa.Column("hours", sa.SmallInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_overrides")),
    )
    op.create_table(
        "channels",
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("law", sa.String(length=20), nullable=False, comment="59fz: appeal; message: outside 59-ФЗ"),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_channels")),
        sa.UniqueConstraint("code", name=op.f("uq_channels_code")),
    )
    op.create_table(
        "kinds",
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("kind_id", name=op.f("pk_kinds")),
        sa.UniqueConstraint("code", name=op.f("uq_kinds_code")),
    )
    op.create_table(
        "municipalities",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("oktmo", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("centre", sa.String(length=200), nullable=True),
        sa.Column(
            "population", sa.Integer(), nullable=True, comment="sum of its places, reference figure of about 2020–2021"
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["municipalities.municipality_id"],
            name=op.f("fk_municipalities_successor_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_municipalities")),
        sa.UniqueConstraint("oktmo", name=op.f("uq_municipalities_oktmo")),
    )
    op.create_table(
        "sources",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "time_zone",
            sa.String(length=60),
            nullable=False,
            comment="zone of the times written in this source's files",
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_sources")),
        sa.UniqueConstraint("code", name=op.f("uq_sources_code")),
    )
    op.create_table(
        "statuses",
        sa.Column("status_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("status_id", name=op.f("pk_statuses")),
        sa.UniqueConstraint("code", name=op.f("uq_statuses_code")),
    )
    op.create_table(
        "imports",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=400), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False, comment="committed | undone"),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("rows_in", sa.Integer(), nullable=False),
        sa.Column("loaded", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column(
            "unmapped", sa.JSON(), nullable=False, comment="unmapped topics, unknown places and recipients with counts"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name=op.f("fk_imports_source_id_sources")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_imports")),
    )
    op.create_table(
        "municipality_labels",
        sa.Column("municipality_label_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=400), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.municipality_id"],
            name=op.f("fk_municipality_labels_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("municipality_label_id", name=op.f("pk_municipality_labels")),
    )
    with op.batch_alter_table("municipality_labels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_municipality_labels_label"), ["label"], unique=False)

    op.create_table(
        "places",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("oktmo", sa.String(length=11), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("is_centre", sa.Boolean(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("population_as_of", sa.String(length=200), nullable=True),
        sa.Column("postal_code", sa.String(length=6), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.municipality_id"],
            name=op.f("fk_places_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(["successor_id"], ["places.place_id"], name=op.f("fk_places_successor_id_places")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_places")),
        sa.UniqueConstraint("oktmo", name=op.f("uq_places_oktmo")),
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_places_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "recipients",
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("short_name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.municipality_id"],
            name=op.f("fk_recipients_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["recipients.recipient_id"], name=op.f("fk_recipients_parent_id_recipients")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["recipients.recipient_id"], name=op.f("fk_recipients_successor_id_recipients")
        ),
        sa.PrimaryKeyConstraint("recipient_id", name=op.f("pk_recipients")),
        sa.UniqueConstraint("code", name=op.f("uq_recipients_code")),
    )
    op.create_table(
        "changes",
        sa.Column("change_no", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False, comment="seed | import | undo | edit"),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.import_id"], name=op.f("fk_changes_import_id_imports")),
        sa.PrimaryKeyConstraint("change_no", name=op.f("pk_changes")),
    )
    op.create_table(
        "import_changes",
        sa.Column("import_change_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False, comment="no foreign key: the record may be gone by then"),
        sa.Column(
            "before", sa.JSON(), nullable=False, comment="the record with its questions and identity as they were"
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.import_id"], name=op.f("fk_import_changes_import_id_imports")),
        sa.PrimaryKeyConstraint("import_change_id", name=op.f("pk_import_changes")),
    )
    with op.batch_alter_table("import_changes", schema=None) as batch_op:
        batch_op.create_index("ix_import_changes_import_id", ["import_id"], unique=False)
        batch_op.create_index("ix_import_changes_record_id", ["record_id"], unique=False)

    op.create_table(
        "place_labels",
        sa.Column("place_label_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=400), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.place_id"], name=op.f("fk_place_labels_place_id_places")),
        sa.PrimaryKeyConstraint("place_label_id", name=op.f("pk_place_labels")),
    )
    with op.batch_alter_table("place_labels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_labels_label"), ["label"], unique=False)

    op.create_table(
        "recipient_labels",
        sa.Column("recipient_label_id", sa.Integer(), nullable=False),
        sa.Column("source_code", sa.String(length=60), nullable=True),
        sa.Column("label", sa.String(length=400), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.recipient_id"], name=op.f("fk_recipient_labels_recipient_id_recipients")
        ),
        sa.PrimaryKeyConstraint("recipient_label_id", name=op.f("pk_recipient_labels")),
    )
    with op.batch_alter_table("recipient_labels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recipient_labels_label"), ["label"], unique=False)

    op.create_table(
        "records",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("kind_id", sa.Integer(), nullable=True),
        sa.Column("kind_raw", sa.String(length=400), nullable=True),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(), nullable=True),
        sa.Column("first_reply_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("promised_at", sa.DateTime(), nullable=True),
        sa.Column("extended_to_at", sa.DateTime(), nullable=True),
        sa.Column(
            "file_due_at",
            sa.DateTime(),
            nullable=True,
            comment="the due date the export itself names; kept beside the computed one",
        ),
        sa.Column("has_time", sa.Boolean(), nullable=False, comment="received_at has a time of day, not only a date"),
        sa.Column(
            "observes_first_reply", sa.Boolean(), nullable=False, comment="the export can tell when it was replied to"
        ),
        sa.Column(
            "observes_answer",
            sa.Boolean(),
            nullable=False,
            comment="the export can tell when it was answered or closed",
        ),
        sa.Column("status_id", sa.Integer(), nullable=True),
        sa.Column("status_raw", sa.String(length=400), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column(
            "place_status",
            sa.String(length=20),
            nullable=False,
            comment="found | municipality | ambiguous | none | outside",
        ),
        sa.Column("municipality_raw", sa.String(length=400), nullable=True),
        sa.Column("place_raw", sa.String(length=400), nullable=True),
        sa.Column("postal_code", sa.String(length=12), nullable=True),
        sa.Column("street", sa.String(length=400), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("rating", sa.SmallInteger(), nullable=True),
        sa.Column("is_repeat", sa.Boolean(), nullable=False),
        sa.Column("is_collective", sa.Boolean(), nullable=False),
        sa.Column("transfers", sa.SmallInteger(), nullable=True),
        sa.Column("is_spam", sa.Boolean(), nullable=False),
        sa.Column("is_date_conflict", sa.Boolean(), nullable=False, comment="answered or closed before received"),
        sa.Column(
            "applicant_key",
            sa.String(length=32),
            nullable=True,
            comment="HMAC pseudonym; the key is outside the database",
        ),
        sa.Column("address_key", sa.String(length=32), nullable=True, comment="HMAC of place, street and house"),
        sa.Column(
            "content_hash",
            sa.String(length=40),
            nullable=False,
            comment="of the received values: equal means unchanged",
        ),
        sa.Column("received_month", sa.Integer(), nullable=False, comment="local month of receipt, year*100+month"),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("updated_import_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.channel_id"], name=op.f("fk_records_channel_id_channels")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.import_id"], name=op.f("fk_records_import_id_imports")),
        sa.ForeignKeyConstraint(["kind_id"], ["kinds.kind_id"], name=op.f("fk_records_kind_id_kinds")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.municipality_id"],
            name=op.f("fk_records_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.place_id"], name=op.f("fk_records_place_id_places")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.source_id"], name=op.f("fk_records_source_id_sources")),
        sa.ForeignKeyConstraint(["status_id"], ["statuses.status_id"], name=op.f("fk_records_status_id_statuses")),
        sa.ForeignKeyConstraint(
            ["updated_import_id"], ["imports.import_id"], name=op.f("fk_records_updated_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_records")),
        sa.UniqueConstraint("source_id", "external_id", name=op.f("uq_records_source_id_external_id")),
    )
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.create_index("ix_records_address_key", ["address_key"], unique=False)
        batch_op.create_index("ix_records_applicant_key", ["applicant_key"], unique=False)
        batch_op.create_index("ix_records_import_id", ["import_id"], unique=False)
        batch_op.create_index("ix_records_received_month", ["received_month"], unique=False)

    op.create_table(
        "rejected_rows",
        sa.Column("rejected_row_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=True),
        sa.Column("row_number", sa.Integer(), nullable=False, comment="as a person sees it in the file"),
        sa.Column("column_name", sa.String(length=400), nullable=True),
        sa.Column("value", sa.Text(), nullable=True, comment="masked"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.import_id"], name=op.f("fk_rejected_rows_import_id_imports")),
        sa.PrimaryKeyConstraint("rejected_row_id", name=op.f("pk_rejected_rows")),
    )
    with op.batch_alter_table("rejected_rows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rejected_rows_import_id"), ["import_id"], unique=False)

    op.create_table(
        "topics",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True, comment="missing for a level-1 group"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("competence", sa.String(length=20), nullable=True),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("is_pollable", sa.Boolean(), nullable=False),
        sa.Column("default_recipient_id", sa.Integer(), nullable=True),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["default_recipient_id"],
            ["recipients.recipient_id"],
            name=op.f("fk_topics_default_recipient_id_recipients"),
        ),
        sa.ForeignKeyConstraint(["group_id"], ["topics.topic_id"], name=op.f("fk_topics_group_id_topics")),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_topics")),
        sa.UniqueConstraint("code", name=op.f("uq_topics_code")),
    )
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topics_group_id"), ["group_id"], unique=False)

    op.create_table(
        "deadline_rules",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True, comment="missing: any channel"),
        sa.Column("law", sa.String(length=20), nullable=True, comment="missing: any law"),
        sa.Column("kind_id", sa.Integer(), nullable=True),
        sa.Column("priority", sa.String(length=20), nullable=True),
        sa.Column("topic_group_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("clock", sa.String(length=30), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False, comment="calendar_days | working_days | working_hours"),
        sa.Column(
            "starts_from",
            sa.String(length=30),
            nullable=False,
            comment="received | registered | assigned | interim_answer",
        ),
        sa.Column(
            "non_working_last_day", sa.String(length=20), nullable=False, comment="preceding | following | as_is"
        ),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=1), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.channel_id"], name=op.f("fk_deadline_rules_channel_id_channels")
        ),
        sa.ForeignKeyConstraint(["kind_id"], ["kinds.kind_id"], name=op.f("fk_deadline_rules_kind_id_kinds")),
        sa.ForeignKeyConstraint(
            ["topic_group_id"], ["topics.topic_id"], name=op.f("fk_deadline_rules_topic_group_id_topics")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.topic_id"], name=op.f("fk_deadline_rules_topic_id_topics")),
        sa.PrimaryKeyConstraint("rule_id", name=op.f("pk_deadline_rules")),
        sa.UniqueConstraint("code", name=op.f("uq_deadline_rules_code")),
    )
    op.create_table(
        "dirty_months",
        sa.Column("received_month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("change_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_no"], ["changes.change_no"], name=op.f("fk_dirty_months_change_no_changes")),
        sa.PrimaryKeyConstraint("received_month", name=op.f("pk_dirty_months")),
    )
    with op.batch_alter_table("dirty_months", schema=None) as batch_op:
        batch_op.create_index("ix_dirty_months_change_no", ["change_no"], unique=False)

    op.create_table(
        "identities",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("applicant_name", sa.String(length=400), nullable=True),
        sa.Column("contact", sa.String(length=400), nullable=True),
        sa.Column("profile_url", sa.Text(), nullable=True),
        sa.Column("post_url", sa.Text(), nullable=True),
        sa.Column("house", sa.String(length=200), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("social_category", sa.String(length=400), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.record_id"], name=op.f("fk_identities_record_id_records"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_identities")),
    )
    op.create_table(
        "problems",
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.municipality_id"],
            name=op.f("fk_problems_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.place_id"], name=op.f("fk_problems_place_id_places")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.topic_id"], name=op.f("fk_problems_topic_id_topics")),
        sa.PrimaryKeyConstraint("problem_id", name=op.f("pk_problems")),
    )
    op.create_table(
        "questions",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("question_no", sa.SmallInteger(), nullable=False, comment="1..n inside the record"),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("topic_group_raw", sa.String(length=400), nullable=True),
        sa.Column("topic_raw", sa.String(length=400), nullable=True),
        sa.Column(
            "topic_method",
            sa.String(length=20),
            nullable=True,
            comment="label | rule | model | person; missing while unmapped",
        ),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("recipient_raw", sa.String(length=400), nullable=True),
        sa.Column("text", sa.Text(), nullable=True, comment="masked"),
        sa.Column("answer", sa.Text(), nullable=True, comment="masked"),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.recipient_id"], name=op.f("fk_questions_recipient_id_recipients")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.record_id"], name=op.f("fk_questions_record_id_records"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.topic_id"], name=op.f("fk_questions_topic_id_topics")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_questions")),
        sa.UniqueConstraint("record_id", "question_no", name=op.f("uq_questions_record_id_question_no")),
    )
    op.create_table(
        "topic_labels",
        sa.Column("topic_label_id", sa.Integer(), nullable=False),
        sa.Column("source_code", sa.String(length=60), nullable=True, comment="missing: any source"),
        sa.Column("group_label", sa.String(length=400), nullable=True),
        sa.Column("label", sa.String(length=400), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.topic_id"], name=op.f("fk_topic_labels_topic_id_topics")),
        sa.PrimaryKeyConstraint("topic_label_id", name=op.f("pk_topic_labels")),
    )
    with op.batch_alter_table("topic_labels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_labels_label"), ["label"], unique=False)

    op.create_table(
        "question_originals",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True, comment="as received, not masked"),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.question_id"],
            name=op.f("fk_question_originals_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_originals")),
    )
    op.create_table(
        "record_problems",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.problem_id"], name=op.f("fk_record_problems_problem_id_problems")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.record_id"], name=op.f("fk_record_problems_record_id_records"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_problems")),
    )
    with op.batch_alter_table("record_problems", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_problems_problem_id"), ["problem_id"], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("record_problems", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_problems_problem_id"))

    op.drop_table("record_problems")
    op.drop_table("question_originals")
    with op.batch_alter_table("topic_labels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_labels_label"))

    op.drop_table("topic_labels")
    op.drop_table("questions")
    op.drop_table("problems")
    op.drop_table("identities")
    with op.batch_alter_table("dirty_months", schema=None) as batch_op:
        batch_op.drop_index("ix_dirty_months_change_no")

    op.drop_table("dirty_months")
    op.drop_table("deadline_rules")
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topics_group_id"))

    op.drop_table("topics")
    with op.batch_alter_table("rejected_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rejected_rows_import_id"))

    op.drop_table("rejected_rows")
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.drop_index("ix_records_received_month")
        batch_op.drop_index("ix_records_import_id")
        batch_op.drop_index("ix_records_applicant_key")
        batch_op.drop_index("ix_records_address_key")

    op.drop_table("records")
    with op.batch_alter_table("recipient_labels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recipient_labels_label"))

    op.drop_table("recipient_labels")
    with op.batch_alter_table("place_labels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_labels_label"))

    op.drop_table("place_labels")
    with op.batch_alter_table("import_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_import_changes_record_id")
        batch_op.drop_index("ix_import_changes_import_id")

    op.drop_table("import_changes")
    op.drop_table("changes")
    op.drop_table("recipients")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_places_municipality_id"))

    op.drop_table("places")
    with op.batch_alter_table("municipality_labels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_municipality_labels_label"))

    op.drop_table("municipality_labels")
    op.drop_table("imports")
    op.drop_table("statuses")
    op.drop_table("sources")
    op.drop_table("municipalities")
    op.drop_table("kinds")
    op.drop_table("channels")
    op.drop_table("calendar_overrides")
