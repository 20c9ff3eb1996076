"""What the log of actions records; an action is declared here once, with the words its screen shows."""

from data.errors import QueryError

ACTIONS = {
    "sign_in": "вход",
    "sign_in_failed": "неудачная попытка входа",
    "sign_out": "выход",
    "password_changed": "смена своего пароля",
    "password_set": "новый пароль пользователю",
    "totp_on": "второй фактор включён",
    "totp_off": "второй фактор выключен",
    "totp_reset": "второй фактор сброшен администратором",
    "attempts_forgiven": "прощены неудачные попытки входа",
    "sessions_ended": "завершение сеансов",
    "user_created": "новый пользователь",
    "user_changed": "изменение пользователя",
    "roles_set": "роли пользователя",
    "limits_set": "ограничения пользователя",
    "user_deactivated": "отключение пользователя",
    "user_activated": "включение пользователя",
    "contacts_shown": "показ контактов",
    "contacts_refused": "отказ в показе контактов",
    "record_opened": "открытие карточки записи",
    "export": "выгрузка данных",
    "file_received": "файл принят на проверку",
    "file_dropped": "отказ от загрузки файла",
    "file_retried": "повторная проверка файла",
    "mapping_chosen": "соответствие столбцов",
    "import": "загрузка файла",
    "entered": "запись внесена вручную",
    "undo": "отмена загрузки",
    "edit": "исправление данных",
    "answers_planned": "план проверки ответов",
    "answer_checked": "проверка ответа",
    "check_withdrawn": "проверка ответа отозвана",
    "checks_counted": "проверенные ответы учтены в показателях",
    "rules_changed": "изменение правил сроков",
    "rating_changed": "изменение профиля рейтинга",
    "duties_changed": "изменение обязанностей",
    "roadmaps_changed": "изменение дорожной карты",
    "survey_recorded": "внесение опроса или обзвона",
    "survey_undone": "отмена опроса или обзвона",
    "signal_dismissed": "сигнал об ответе отклонён",
    "signal_restored": "отклонённый сигнал возвращён",
    "orders_changed": "изменение поручений",
    "meetings_changed": "изменение совещаний",
    "recommendation_decided": "решение о рекомендации",
    "practices_changed": "изменение лучших практик",
    "backup": "резервная копия",
    "restore": "восстановление из копии",
    "person_erased": "стирание личности и текстов",
    "demo_left": "демонстрация убрана",
    "audit_seen": "просмотр журнала",
    "audit_verified": "проверка журнала",
    "key_renewed": "новый ключ программы вместо утерянного",
    "chain_gap": "журнал короче, чем был",
}


def require(action: str) -> None:
    """Raises QueryError for an action nobody has declared: the screen of the log would have no word for it."""
    if action not in ACTIONS:
        raise QueryError(f"Действие «{action[:40]}» не объявлено: добавьте его в access/actions.py.")
