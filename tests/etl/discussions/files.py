"""Small files of platforms of public discussions, in the headers that those write."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROPOSALS = (
    "id;category/id;category/name/ca;category/name/es;scope/id;scope/name/ca;scope/name/es;participatory_space/id;"
    "participatory_space/url;component/id;title/ca;title/es;title/machine_translations/en;body/ca;body/es;"
    "body/machine_translations/en;state;reference;answer/ca;answer/es;supports;endorsements/total_count;"
    "endorsements/user_endorsements;comments;attachments;followers;published_at;url;is_amend"
).split(";")
NEW_PROPOSALS = (
    "id;author/id;author/name;author/url;taxonomies/id;taxonomies/name;participatory_space/id;component/id;title/ru;"
    "body/ru;state;votes;endorsements/total_count;comments;created_at;url"
).split(";")
COMMENTS = (
    "id;created_at;body;locale;author/id;author/name;alignment;depth;user_group/id;user_group/name/ca;commentable_id;"
    "commentable_type;root_commentable_url"
).split(";")
CONSUL_PROPOSALS = (
    "id,title,description,external_url,cached_votes_up,comments_count,hot_score,confidence_score,created_at,summary,"
    "video_url,geozone_id,retired_at,retired_reason,retired_explanation,proceeding,sub_proceeding"
).split(",")
CONSUL_DEBATES = (
    "id,title,description,created_at,cached_votes_total,cached_votes_up,cached_votes_down,comments_count,hot_score,"
    "confidence_score,geozone_id"
).split(",")
CONSUL_COMMENTS = (
    "id,commentable_id,commentable_type,body,created_at,cached_votes_total,cached_votes_up,cached_votes_down,ancestry,"
    "confidence_score,subject,user_id"
).split(",")
PORTAL = ["№", "Вид", "Тема голосования", "Описание", "Населённый пункт", "Дата начала", "Дата окончания",
          "Статус", "За", "Против", "Участников", "Комментариев", "Тематика", "Автор"]  # fmt: skip
PROPOSAL, COMMENT = "Decidim::Proposals::Proposal", "Decidim::Comments::Comment"


def write(
    path: Path, header: Sequence[str], rows: Sequence[dict[str, Any]], delimiter: str = ";", encoding: str = "utf-8"
) -> Path:
    """A file of rows given by header; what a row does not say is empty."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header, restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def proposal(number: int, **more: Any) -> dict[str, Any]:
    """A row of Decidim's proposals."""
    body = 'Cos; amb <a href="a;b">enllaç</a>,<br>i <b>més</b>'
    url = f"https://d.example/processes/p/f/22/proposals/{number}"
    return {
        "id": number, "category/id": 4, "category/name/ca": "Mobilitat", "category/name/es": "Movilidad",
        "component/id": 22, "title/ca": f"Títol {number}", "body/ca": body, "state": "accepted", "supports": 10,
        "endorsements/total_count": 3, "endorsements/user_endorsements": "Joan Puig Serra", "comments": 2,
        "published_at": "2020-03-04 22:30:00 UTC", "url": url,
    } | more  # fmt: skip


def comment(number: int, about: int, kind: str = PROPOSAL, **more: Any) -> dict[str, Any]:
    """A row of Decidim's comments."""
    return {
        "id": number, "created_at": "2020-03-05 08:00:00 UTC", "body": f"D'acord {number}", "locale": "ca",
        "author/id": 5, "author/name": "Joan Puig Serra", "alignment": 1, "depth": 0, "commentable_id": about,
        "commentable_type": kind,
    } | more  # fmt: skip
