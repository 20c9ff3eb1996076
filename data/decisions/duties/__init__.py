"""Functional duties of recipients: who answers for what; kept by people, row by row or by a whole table."""
