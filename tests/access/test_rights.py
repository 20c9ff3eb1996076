"""The table role × deed of docs/access.md, cell by cell: what it says is what the program lets a role do."""

from pathlib import Path

import pytest

from access.roles import ROLES, Right

ROOT = Path(__file__).resolve().parent.parent.parent
HEADINGS = {
    "выгружать": Right.EXPORT,
    "загружать файлы": Right.IMPORT_FILES,
    "исправлять данные": Right.CORRECT,
    "менять сроки": Right.MANAGE_RULES,
    "менять обязанности": Right.EDIT_DUTIES,
    "проверять ответы": Right.CHECK_ANSWERS,
    "вносить опросы": Right.RECORD_SURVEYS,
    "отклонять сигналы об ответах": Right.DISMISS_SIGNALS,
    "менять веса рейтинга": Right.EDIT_WEIGHTS,
    "вести дорожные карты": Right.EDIT_ROADMAPS,
    "вести голосования": Right.EDIT_POLLS,
    "отмечать события": Right.EDIT_EVENTS,
    "решать о рекомендациях": Right.DECIDE,
    "вести совещания": Right.HOLD_MEETINGS,
    "готовить записку": Right.PREPARE_NOTES,
    "согласовывать записку": Right.APPROVE_NOTES,
    "выпускать записку": Right.ISSUE_NOTES,
    "передавать в ЦУР": Right.SEND_MATERIALS,
    "настраивать почту": Right.MANAGE_MAIL,
    "менять справочники": Right.EDIT_REFERENCE,
    "делиться видами": Right.SHARE_VIEWS,
    "настраивать оповещения": Right.SET_NOTICES,
    "смотреть журнал": Right.SEE_AUDIT,
    "управлять пользователями": Right.MANAGE_USERS,
}


def table() -> list[list[str]]:
    """Cells of the table, its heading first."""
    text = (ROOT / "docs" / "access.md").read_text(encoding="utf-8").partition("### Роль × дело")[2]
    lines = [line for line in text.strip().splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[: len(ROLES) + 2]]
    return [rows[0], *rows[2:]]


HEAD, *ROWS = table()
CELLS = [(row[0].strip("`"), heading, cell) for row in ROWS for heading, cell in zip(HEAD[1:], row[1:], strict=True)]


def test_the_table_has_every_role_and_every_right() -> None:
    assert [row[0].strip("`") for row in ROWS] == list(ROLES)
    assert {HEADINGS[heading] for heading in HEAD[1:]} == set(Right)


@pytest.mark.parametrize(("role", "heading", "cell"), CELLS)
def test_a_cell_says_what_the_role_may_do(role: str, heading: str, cell: str) -> None:
    assert (cell == "да") == (HEADINGS[heading] in ROLES[role].rights)
    assert cell in ("да", "")
