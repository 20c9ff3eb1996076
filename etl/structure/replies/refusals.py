# ruff: noqa: E501 - a pattern is easier to check on one line
"""Whether a sentence refuses what was asked for, and whether it says why."""

import re

from etl.structure.replies.phrases import found, holds_any, register, search

_WE_WILL_NOT = re.compile(
    r"\bне\s(?:[а-я]{2,}(?:им|ем)(?:ся)?)\b(?<!всем)(?<!чем)(?<!\sим)|\bне\s(?:за|по|вы|от|у|с|при|про|на|рас|до|пере)[а-я]{3,}(?:им|ем)\b(?<!всем)"
    r"|\b(?:муниципалитет|администрация|сельсовет|поселение|район)\s(?:[\w-]+\s){0,3}не\s\w+[еи]т\b"
    r"|(?<!чтобы )(?<!просим )(?<!просьба )\bне\s(?:открыть|поставить|сделать|вернуть|выделить|построить|установить|перенести|убрать|починить|закрыть|провести|повесить|отдать|успеть)\b(?=\s?[:,.—–-]|$)"
)
_NOWHERE = re.compile(
    r"\b\w+(?:ть|ти)\s(?:\w+\s)?(?:негде|нечем|некому|некуда|не на что)\b|\b(?:негде|нечем|некому|некуда)\s\w+(?:ть|ти)\b"
)
_SHORTEST = 2
_MAY_FORBID = register(
    "forbids",
    re.compile(
        r"запре\w+|нельзя|не|недопустимо|незаконно|только|нет|положен\w*|нуж\w+|требуется|выделяется|ставится|открывается"
    ).fullmatch,
)
_MAY_BE_ANOTHERS = register("another's", re.compile(r"не|чуж(?:ое|ую|ой|ая|ом)|это").fullmatch)
_MAY_LACK = register("lacks", re.compile(r"нет|отсутстви\w+|нехватк\w+|недостат\w+|дефицит\w*").fullmatch)
_MAY_SORRY = register("sorry", re.compile(r"не|сожал\w+|увы|рады?|хотелось|возвращен\w*").fullmatch)
_IF = re.compile(r"\b(?:если|чтобы|когда)\b[^,.;]*$|\bиначе\b[^.;]*$")
_REFUSED_THING = re.compile(
    r"\b(?:в|во|о|об)\s(?:выделении|предоставлении|выплате|оказании|ремонте|включении|приеме|компенсации)\s[^,.:;]*?(?=отказ)|отказан\w*\s(?:в|во)\s[^,.:;]*?(?=\s(?:из-за|в связи|по причине|так как|согласно|на основании)|[,.:;]|$)"
)
"""What is refused: «в выделении средств отказано» gives no reason."""
_NO_CAUSE = r"(?!(?:из|за|из-за|связи|ввиду|вследствие|причин\w*|силу|отсутств\w*|нехватк\w*|недостат\w*|нет|без|так|поскольку|согласно|соответствии|основани\w*|статье\w*|только|лишь|при|запре\w*|\w*собственност\w*|балансе|полномоч\w*|компетенц\w*)\b)"
_CANNOT = r"(?:не представляется возможн\w*|невозможно|не (?:может|можем|сможем|удастся))\b"
_DEED_REFUSED = re.compile(
    rf"\b(?:{_NO_CAUSE}[\w-]+\s){{0,4}}[а-я]+(?:ть|ти)\s(?:{_NO_CAUSE}[\w-]+\s){{0,6}}(?={_CANNOT})|{_CANNOT}\s[а-я]+(?:ть|ти)\b(?:\s{_NO_CAUSE}[\w-]+){{0,6}}"
)
"""The deed that cannot be done: neither «проверку провести» nor «выделить средства» is why."""
_NOT_PUT_OFF = re.compile(
    r"не (?:будет|будут|осталось|останется) (?:без внимания|отклад|забыт|оставлен)|не вправе вмешива|основани\w* для принятия мер"
)
_FIRM = re.compile(
    r"\bне\s\w+(?:им|ем)\b[^,]*,\s(?!что|котор|как|если|о |но |а )|\bне (?:может|могут|сможем|будет|будут)\b[^,]*,\s(?!что|котор|как|если|о |но |а |чтобы|пока)|\b(?:нельзя|невозможно|нечем|некем|никак|негде)\b[^,]*,\s(?!что|котор|как|если|о )|\bне (?:станем|станут|будем|дадим|поставим|можем|разрешаем|вернут|вернем|положен[аоы]?)\b[^,]*,\s"
)
_REASON_BEHIND = re.compile(
    r":\s|\s[-–—]\s|,\s(?:а|но|там|их|ее|его|у|нет|дом|дорога|квартир|\w+\s(?:один|одна|одно|нет|негде|некому|занят\w*))\b"
)


_NOT_ENTITLED = re.compile(
    r"\bне (?:вправе|име(?:ет|ем|ют) права|уполномочен\w*)\s(?:[\w-]+\s){0,2}?(?!вмешив|разглаш)\w+(?:ть|ти)(?:ся)?\b"
)
_READER = re.compile(r"\b(?:вы|граждан\w*|заявител\w+|жител\w+|собственник\w*|владел\w+|никто)\s(?:[\w-]+\s){0,3}$")


_NO_MONEY = re.compile(
    r"\b(?:ввиду|из-за|из за|в связи с|по причине|вследствие|в силу)\s(?:[\w-]+\s)?(?:отсутстви|нехватк|недостат|дефицит)\w*\s(?:[\w-]+\s)?(?:финанс|средств|денег|денежн|бюджет|техник|кадр|специалист|людей|мест|ассигнован)\w*|"
    r"\b(?:денег|средств|финансировани[ея]|дотаци[йия])\b[^,.;:]*\bнет\b"
)


_SERVICE = (
    r"(?:выдел|став|устан[аои]в|постав|стро|пров[оеё]д|дела|сдела|меня|замен|сажа|посад|клад|полож|чист|вывоз|вывез|везти|воз[яи]|плат|выплат|оплат|оплач|откр|пуска|пуст|ремонт|обслужив|покуп|куп|закуп|прода|"
    r"бер[уе]|бра|приним|прин|убира|убер|убра|сним|сня|подключ|перенос|перенес|разреш|допуска|допуст|продл|назнач|начисл|пересчит|предостав|рассел|снос|снес|спил|лов|компенс|возвр|верн|списыв|гас|финанс|асфальт|грейд|"
    r"перев[оеё]д|перевес|восстан|соглас|выпис|включ|переда|давать|дать|выда|трат|лез|рубит|копа|размещ|устра|отступ|доплат|завоз|завез|ввод|ввес|расшир|ограничив|огород|держ|топи|осве[тщ]|тян|протя|врез|привле|наня|наним|занима|прин|госпит|лечи|прописыв|зачисл)"
)
"""Beginnings of verbs of what offices do for people."""
_DO_NOT = re.compile(
    rf"\bне\s(?:станут\s|станем\s|будем\s|будут\s)?{_SERVICE}[а-я]*(?:ют|[уая]т|ем|им|ть|ти|чь)(?:ся)?\b(?!\s(?:внимани|мер|участи|решени|вопрос))"
)
_ONLY_WITH = re.compile(r"\bбез\s[^,.;]*$|\b(?:если|чтобы|когда|кто|котор\w+)\s[^.;]*$")
_FORBIDDEN = re.compile(
    rf"\b{_SERVICE}[а-я]*(?:ть|ти|чь)(?:ся)?\s(?:[\w-]+\s){{0,5}}?(?:запрещ\w+|нельзя|не (?:разреша|допуска|полож|позвол)\w+|недопустимо|незаконно)"
    rf"|\b(?:запреща\w+|запрещено|нельзя|не (?:разреша|допуска|позвол)\w+|недопустимо)\s(?:[\w-]+\s){{0,4}}?{_SERVICE}[а-я]*(?:ть|ти|чь)(?:ся)?\b"
    r"|\b(?:гост|норматив\w*|норм[аы]|санпин\w*|снип\w*|закон\w*|кодекс|правила|регламент|порядок|устав|положение)\s(?:[\w-]+\s){0,4}?(?:запреща\w+|не (?:разреша|допуска|позвол|предусматрива)\w+|(?:разреша|допуска)\w+\s(?:[\w-]+\s){0,5}?только)"
)
"""What is asked for is forbidden: the prohibition is the reason."""
_NOT_ELIGIBLE = re.compile(
    r"\b(?:вы|сын|дочь|ребенок|семья|отец|мать|муж|жена|дом|улица|участок|заявка|квартира|доход)\s(?:[\w-]+\s){0,4}?не (?:подход|подпада|проход|попада|относ|вход|нужда|дотягива|набра|отвеча)\w+"
    r"|\b(?:такого|этого|такой|этой|на это)\s(?:права|льготы|статьи|выплаты|услуги|возможности|полномочия|обязанности)\s(?:[\w-]+\s){0,4}?нет\b|\b(?:права|статьи|основания)\s(?:[\w-]+\s){0,5}?нет\b"
    r"|\b(?:льгот\w*|выплат\w*|пособи\w*|субсиди\w*|лекарств\w*|путевк\w*|подвоз|помощь|компенсаци\w*|участк\w*|жиль\w*|выда\w+|положен\w*|предоставля\w+|полага\w+)\s(?:[\w-]+\s){0,3}?только\s(?:для\s)?\w+"
    r"|\bне положен[аоы]?\b"
)
_NO_BY_RULE = re.compile(
    r"\bпо (?:\w+\s)?(?:норм\w+|гост\w*|правилам|закону|санпин\w*|регламенту|положению|порядку)\b[^.;]*\b(?:положен\w*|нуж[енон]\w*|требуется|долж\w+|полагается|дают|ставят|от \d)\b[^.;]*,\s(?:у вас|там|а у|ваш\w*|здесь|тут|вас|а вас)"
    r"|\b(?:положен\w*|нуж[енон]\w*|требуется|выделяется|ставится|открывается)\s(?:от|не менее|минимум|не меньше)?\s?[^.;:,]*,\s(?:а\s)?(?:у вас|ваш\w*|вас|там|здесь|от ваш\w*|до ваш\w*|на ваш\w*)\s(?!.*\bпоэтому\b.*\b(?:будет|дадим))"
)
"""What the rule asks, and that it is not so with the reader."""
_SORRY = re.compile(
    r"\b(?:к сожалению|увы|сожалеем),?\s(?:но\s)?нет\b|\b(?:рады|рад|рада|хотелось) бы\b[^.;]*\b(?:да|но|только)\b[^.;]*|\bвозвращен\w*\s(?:[\w-]+\s){0,2}?без (?:исполнения|рассмотрения|удовлетворения)|\bне получится\b"
)
_ANOTHERS = re.compile(
    r"\bэто к (?:собственник|владельц|хозя|управляющ|сосед|застройщик|продавц|оператор)\w*|\b(?:чужое|чужую|чужой|чужая|чужом)\s(?:имущество|собственность|земл\w+|участ\w+|дом\w*|забор|не)|\bне (?:наш(?:а|е|и|ей|его|у)?|(?:муниципальн|районн|поселков|сельсоветск|бюджетн|казенн|городск)\w+)\b(?!\s(?:вина|вин|метод|случай|уров))"
    r"|\bне принят\w*\s(?:\w+\s){0,2}?в (?:муниципальн\w+ |районн\w+ |нашу )?собственность|\bв (?:перечень|перечне|программ\w+|спис\w+|план\w*|границ\w+|реестр\w*|график\w*|адресн\w+ \w+)\s(?:[\w-]+\s){0,4}?не (?:вход\w+|вош\w+|попа\w+|включ\w+|значит\w*|числит\w*)"
)
"""It is somebody else's thing or in nobody's plan."""
_SEASON = re.compile(
    r"\b(?:зимой|летом|осенью|весной|ночью|в (?:мороз|дождь|распутицу|темноте|паводок|сезон)\w*|по (?:снегу|мокрому|грязи|морозу)|пока\s)"
)


def is_anothers(low: str) -> bool:
    """Whether the thing is said to be somebody else's or in no plan: a refusal with its reason."""
    return holds_any(low, _MAY_BE_ANOTHERS) and _ANOTHERS.search(low) is not None


def is_against_rule(low: str) -> bool:
    """Whether it is forbidden, or the reader is not entitled to it: a refusal with its reason."""
    return holds_any(low, _MAY_FORBID) and any(one.search(low) for one in (_FORBIDDEN, _NOT_ELIGIBLE, _NO_BY_RULE))


def is_unable(low: str) -> bool:
    """Whether who replies says that he has no right or no money for it: «не вправе давать указания», «денег нет»."""
    if holds_any(low, _MAY_LACK) and _NO_MONEY.search(low):
        return True
    match = _NOT_ENTITLED.search(low) if "не " in low else None
    return match is not None and not _READER.search(low[: match.start()])


def refuses(low: str) -> bool:
    """Whether a sentence in small letters refuses."""
    if "не " in low and _NOT_PUT_OFF.search(low):
        return False
    return _refusal(low) is not None


def _refusal(low: str) -> re.Match[str] | None:
    if (match := _NOWHERE.search(low)) or ("не " in low and (match := _WE_WILL_NOT.search(low))):
        return match
    if holds_any(low, _MAY_SORRY) and (match := _do_not(low) or _SORRY.search(low)):
        return match
    return next((match for match in found(low, "refusal") if not _IF.search(low[: match.start()])), None)


def _do_not(low: str) -> re.Match[str] | None:
    match = _DO_NOT.search(low)
    return None if match and _ONLY_WITH.search(low[: match.start()]) else match


def names_reason(low: str) -> bool:
    """Whether a sentence has a word for a reason, the thing refused aside."""
    if search(low, "reason") is None:
        return False
    return search(_DEED_REFUSED.sub(" ", _REFUSED_THING.sub(" ", low)), "reason") is not None


def gives_reason(low: str) -> bool:
    """Whether a sentence that refuses says why itself: by a word for a reason, or by what stands behind the refusal."""
    if names_reason(low) or _SEASON.search(low):
        return True
    refusal = _refusal(low)
    return bool(_REASON_BEHIND.search(low, refusal.start() if refusal else _SHORTEST) or _FIRM.search(low))
