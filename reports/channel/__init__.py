"""Отчёт по каналу: what one channel brought in a week, a month or a quarter, is its own clock kept, who lags, why."""

from answers.channels import FAMILIES
from reports.channel.question import Question, open_report
from reports.channel.report import file_name, report
from reports.channel.span import Span, latest

__all__ = ["FAMILIES", "Question", "Span", "file_name", "latest", "open_report", "report"]
