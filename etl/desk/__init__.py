"""The desk of the screen «Загрузка»: received files on their way, tried and written by child processes.

jobs        folders of jobs under `var/intake`, their state, their locks, their expiry
head        what a file is: source, columns, the memory of headers
trial       what an import would do: changed records, main figures, rows that are refused as a workbook
work        the child process: `python -m etl.desk.child FOLDER`
files       what the web application calls
job         the values that all of them, and the screen, exchange
"""
