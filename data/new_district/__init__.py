"""Another district: its files checked, put into `MCU_VAR/district`, and an empty store made by them.

files.py     what the folder of a district holds: files, columns, a blank one to be filled in
reading.py   the files as they are written by spreadsheets: delimiter, encoding, headings
values.py    what a cell may hold
checks.py    everything that is wrong, each with its file, row and column
labels.py    spellings of names that follow from the names themselves
writing.py   the checked files in their place and the store over them
"""

from data.new_district.files import write_blank
from data.new_district.writing import FaultyDistrictError, make

__all__ = ["FaultyDistrictError", "make", "write_blank"]
