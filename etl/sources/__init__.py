"""Files of known sources as canonical frames: everything between received bytes and the store.

    open_file(path, source='auto', mapping=None, received_on=None, limits=Limits()) -> Opened      (module `opening`)
    Opened: source_code, source_name, time_zone, rows_total_hint (int or None, an upper estimate), is_demo, chunks (one-shot Iterator[Tidy]), notes (Russian sentences, complete once chunks are read),
            progress() -> float 0..1, close(); also a context manager
    Tidy:   frame (canonical, below), rejections (list of dicts sheet, row, column, value, reason), rows_in (raw rows here)
    detect(header, sample) -> source code                                                          (module `detection`)
    load_mapping(path) -> Mapping                                                                   (module `etl.mapping`)

Every raw row of a chunk is either in `rejections` exactly once or in `frame` (`row_number`, one or more question rows):
`rows_in == frame[['sheet', 'row_number']].drop_duplicates() + rejections`. Blank rows and repeated header rows are not
received rows and are in no count.

Canonical frame, one row per question (columns and dtypes: `etl.sources.frame.COLUMNS`):
    sheet, row_number int64, external_id, question_no int64 (1..n inside external_id), channel_code, kind_code, kind_raw,
    priority ('' | 'high'), received_at … file_due_at (UTC datetimes or NaT), has_time, observes_first_reply, observes_answer,
    status_code, status_raw, text, answer (plain text, not masked), topic_group_raw, topic_raw, recipient_raw,
    municipality_raw, place_raw, street, house, postal_code, address_raw, latitude, longitude, rating (1–5 or NaN),
    is_repeat, is_collective, transfers Int64, applicant_name, applicant_contact, applicant_url, post_url, social_category,
    is_spam, is_date_conflict
Missing text is '', an unknown code is ''. Duplicate (external_id, question_no) inside a file are passed on in file order.
A title line above the header that says «демонстрационные данные» makes the file a demonstration one (`is_demo`).
"""

from etl.sources.detection import detect
from etl.sources.frame import COLUMNS, Context, Tidy
from etl.sources.opening import Opened, open_file

__all__ = ["COLUMNS", "Context", "Opened", "Tidy", "detect", "open_file"]
