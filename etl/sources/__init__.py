"""Files of known sources as canonical frames: everything between received bytes and the store.

    open_file(path, source='auto', mapping=None, received_on=None, limits=None) -> SourceFile       module `opening`
    SourceFile: source_code, source_name, time_zone, rows_total_hint (upper estimate or None), is_demo,
            chunks (one-shot Iterator[Tidy]), notes (Russian sentences, complete once the chunks are read),
            progress() 0–1, close(); also a context manager
    Tidy:   frame (canonical, below), rejections (dicts sheet, row, column, value, reason), rows_in (raw rows)
    etl.sources.mapping_file.load_mapping(path) -> Mapping

Every raw row of a chunk is either in `rejections` exactly once or in `frame` (one or more question rows):
`rows_in == len(frame[["sheet", "row_number"]].drop_duplicates()) + len(rejections)`. Blank and repeated header rows
are not received rows and are in no count.

Canonical frame, one row per question; all columns and dtypes: `etl.sources.columns.COLUMNS`. `question_no` counts 1..n
inside `external_id`; `priority` is '' or 'high'; moments are UTC; texts are plain but not masked; missing text and
unknown codes are ''. Records that come twice in a file are passed on in file order. A file is a demonstration one
(`is_demo`) when a title above its header says «демонстрационные данные» or it lies in the folder of generated ones.
"""

from etl.sources.columns import COLUMNS
from etl.sources.frame import Context, Tidy
from etl.sources.opening import SourceFile, open_file

__all__ = ["COLUMNS", "Context", "SourceFile", "Tidy", "open_file"]
