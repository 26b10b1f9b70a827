"""This module reads Chinese titles: the file a title speaks of, document numbers, and whether two names are one unit.

Patterns meet texts in NFKC form only: full-width brackets, colons and digits are then ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》){2,120})》")
_INNER = re.compile(r"[〈<《]([^〈〉<>《》]{2,100})[〉>》]")
_PARENTHESIS = re.compile(r"[(〔\[【][^()〔〕\[\]【】]{0,24}[)〕\]】]")
_KEPT = re.compile(r"征求意见|草案|送审|讨论|\d{4}.*\d{4}")
_ISSUED = re.compile(
    r"^[^《》]{0,60}?关于(?:联合|重新|修订|修改后)?(?:(?:印发|发布|公布|颁布|下发|批转)(?:实施|执行|施行)?(?=.)|(?:实施|施行|执行|出台)(?=《))"
)
_ABOUT = re.compile(r"^[^《》]{0,40}?关于(?=.{4})")
_GENRE_TAIL = re.compile(r"的?(?:通知|公告|通告|决定|批复|函|命令|令)$|的(?:意见|报告|说明)$")
_NOT_TEXT = re.compile(r"[^\w]|_")
_INTERPRETING = re.compile(
    r"一图(?:读|看|了解|速|解|说)懂?|一张图(?:读懂|看懂|带你了解)?|图(?:文)?解(?:读)?|图说|长图|漫画|动漫|动画|音频|短?视频|H5|微课堂|"
    r"(?:政策|文件|法规|专家|媒体|部门|文字|图文|权威|负责人|新政|简明|科长|局长|处长|领导|数字化?|图片|视频|音频|动漫|问答|官方|深度|全文|详细|相关)*(?:解读|释义|解析|解答|答疑|读懂|看懂)(?:材料|稿|文章|方案|之[一二三四五六七八九十])?|"
    r"(?:政策|热点|有关|常见)*(?:问答|问题解答)|(?:答记者问|划重点|带你了解|带您了解|速览|起草说明|政策说明|制定说明|编制说明|修订说明)"
)
_STRICT = re.compile(
    r"解读(?:材料|稿|文章)?(?:[(【之].{0,12})?$|》.{0,12}(?:解读|释义|解析|问答|答记者问|起草说明|政策说明|制定说明|编制说明|修订说明)|"
    r"^.{0,6}(?:图解|图说|一图|一张图|长图|漫画|动漫)|[【\[(](?:政策|文字|图文|图片|视频|音频|动漫|专家|媒体|部门|问答)?(?:解读|图解|问答)[】\])]|"
    r"(?:解读|读懂|看懂)[::|丨《<]|(?:政策|文件)(?:解读|问答)|答记者问|(?:视频|动漫|问答|专家|媒体|图文)解读"
)
_NOT_INTERPRETING = re.compile(
    r"解读(?:及.{0,6}|的)?(?:工作|会|培训|班|座谈|宣讲|活动|比赛|竞赛|征集|方案|制度|机制|要求|通知|通报|专栏|清单|情况)|"
    r"(?:开展|举办|召开|组织|参加|举行|加强|做好|报送).{0,30}解读"
)
_FORMS = (
    ("图解", re.compile(r"图解|图说|一图|一张图|长图|海报|漫画|图文|图片解读")),
    ("视频", re.compile(r"视频|动漫|动画|音频|H5|访谈|发布会|直播|微课堂")),
    ("问答", re.compile(r"问答|答记者问|答疑|解答|热点问题|你问我答|\d+问")),
)
DOC_NO = re.compile(
    r"([\u4e00-\u9fff]{1,14}?)\s*[〔\[(【﹝]\s*((?:19|20)\d{2})\s*[〕\]))】﹞]\s*(?:第\s*)?(\d{1,5})\s*号"
)
_BARE_NO = re.compile(r"[〔\[(【﹝]\s*((?:19|20)\d{2})\s*[〕\]))】﹞]\s*(?:第\s*)?0*(\d{1,5})\s*号")
_EDGES = re.compile(r"^[:|丨\-—·的之、,!]+|[:|丨\-—·的之、,!]+$")
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十]+(?=[批期号次届季度轮部分])")


def flat(text: str | None) -> str:
    """Return ``text`` in one form (NFKC) without white space."""
    if not text:
        return ""
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def quoted(text: str | None) -> tuple[str, ...]:
    """Return what stands in 《》, in order."""
    return tuple(m[1] for m in _QUOTED.finditer(text or ""))


@lru_cache(maxsize=200_000)
def core(title: str) -> str:
    """Return the bare name of the file that a file's own title gives.

    >>> core("江滨市林业局关于印发《江滨市古树名木保护办法(试行)》的通知"), core("关于加强森林防火工作的通知")
    ('江滨市古树名木保护办法', '加强森林防火工作')
    """
    text = flat(title)
    inner = _QUOTED.search(text)
    issued = _ISSUED.match(text)
    if inner and (issued or inner[0] == text):
        text = inner[1]
        return core(text) if _INNER.search(text) or "关于" in text else _bare(text)
    if inner and re.match(r"^[^《]{0,30}(?:印发|发布|公布)《", text):
        return _bare(inner[1])
    nested = _INNER.search(text)
    if issued and nested:
        return _bare(nested[1])
    text = text[issued.end() :] if issued else _ABOUT.sub("", text)
    return _bare(_GENRE_TAIL.sub("", text))


def _bare(text: str) -> str:
    kept = _PARENTHESIS.sub(lambda m: m[0] if _KEPT.search(m[0]) else "", text)
    return _NOT_TEXT.sub("", kept)


def interpreted(title: str) -> tuple[str, ...]:
    """Return the bare names of the files that an interpretation's title speaks of; empty where it names none.

    >>> interpreted("一图读懂《江滨市古树名木保护办法》"), interpreted("江滨市古树名木保护办法政策解读"), interpreted("政策解读")
    (('江滨市古树名木保护办法',), ('江滨市古树名木保护办法',), ())
    """
    text = flat(title)
    names = tuple(core(name) for name in quoted(text))
    if names:
        return tuple(n for n in names if len(n) >= 3)
    rest = re.sub(r"[【\[][^】\]]{0,12}[】\]]", "", text)
    rest = _EDGES.sub("", _INTERPRETING.sub("", rest))
    rest = re.sub(r"[(]?[之第]?[一二三四五六七八九十\d]+[)]?$", "", rest) if len(rest) < 6 else rest
    name = core(rest)
    return (name,) if len(name) >= 5 else ()


def is_interpretation_title(title: str) -> bool:
    """Say whether the title itself shows an interpretation, not news or a notice about interpreting.

    >>> is_interpretation_title("《办法》解读"), is_interpretation_title("我局召开政策解读工作会议")
    (True, False)
    """
    text = flat(title)
    return bool(_STRICT.search(text)) and not _NOT_INTERPRETING.search(_QUOTED.sub("《》", text))


def forms_of(title: str) -> frozenset[str]:
    """Return the forms (图解, 视频, 问答) that the title of an interpretation shows."""
    return frozenset(name for name, pattern in _FORMS if pattern.search(title))


def number_key(doc_no: str | None) -> str:
    """Return a document number in one form, empty where ``doc_no`` is none.

    >>> number_key("江林规〔2021〕03 号"), number_key("江林规[2021]3号"), number_key("无")
    ('江林规|2021|3', '江林规|2021|3', '')
    """
    found = DOC_NO.search(doc_no or "")
    return f"{found[1]}|{found[2]}|{int(found[3])}" if found else ""


def numbers_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return (the characters before it, year|number) of every document number in ``text``, in order, each once."""
    found = ((text[max(0, m.start() - 14) : m.start()], f"{m[1]}|{int(m[2])}") for m in _BARE_NO.finditer(text))
    return tuple(dict.fromkeys((re.sub(r"\s+", "", before), tail) for before, tail in found))


def counts(name: str) -> tuple[str, ...]:
    """Return the years and ordinals in a name; where they differ (2020 and 2021, 第一批 and 第二批), two files differ."""
    return tuple(_NUMBERS.findall(name))


_SITE_TAIL = re.compile(r"(?:官方)?(?:门户)?(?:网站|官网|官微|政务网|信息网|微信|公众号|网)$")
_SELF = re.compile(
    r"^(?:本|我|该)(?:局|网|网站|站|单位|部门|委|厅|机关)$|^(?:原创|本站原创|网站|管理员|admin|编辑部?|不详|无|其他|互联网|网络)$"
)
_REGION = re.compile(r"[省市县区州盟旗]")
_LEVEL = re.compile(r"^[^省市县区州盟旗]{0,8}?[省市县区州盟旗]|^(?:国家|全国|中央|中华人民共和国)")
_OFFICE = re.compile(r"(?:处|科|室|股|办|站|队|中心|处室|科室|小组)$")
_ORGAN_TAIL = re.compile(r"(?:管理局|监督管理局|委员会|局|厅|委|署|办公室|办|政府|部)$")


def is_own_word(unit: str | None) -> bool:
    """Say whether a source is empty or a word for the site itself (本局, 本网站)."""
    text = flat(unit)
    return len(text) < 2 or bool(_SELF.match(text))


def same_unit(left: str, right: str) -> bool:
    """Say whether two names can be one unit: abbreviations (市林园局), a site's name, an office of the unit.

    >>> same_unit("市林园局", "江滨市林业和园林局"), same_unit("市司法局", "江滨市林业和园林局")
    (True, False)
    """
    a, b = (_SITE_TAIL.sub("", flat(text)) for text in (left, right))
    if not a or not b:
        return True
    short, long = sorted((a, b), key=len)
    if short in long or _abbreviates(_ORGAN_TAIL.sub("", short) or short, long):
        return True
    return bool(_OFFICE.search(long)) and any(_abbreviates(long[:cut], short) for cut in range(3, len(long)))


def own_office(source: str, unit: str) -> bool:
    """Say whether ``source`` is an office (处室) that names no other authority.

    >>> own_office("政策法规处", "江滨市林业和园林局"), own_office("市司法局法规处", "江滨市林业和园林局")
    (True, False)
    """
    text = flat(source)
    if not _OFFICE.search(text) or len(text) > 16:
        return False
    named = re.match(r"^(.{2,20}?(?:局|厅|委员会|政府|委|部|院|署))(.+)$", text)
    return same_unit(named[1], unit) if named else not _LEVEL.match(text)


def _abbreviates(short: str, long: str) -> bool:
    """Say whether the characters of ``short`` stand in ``long`` in order, starting with a level or the unit's own words."""
    if len(short) < 2:
        return False
    rest = iter(long)
    return all(char in rest for char in short)


_AUTHORITY = re.compile(r"(?:局|厅|委|委员会|部|院|总局|办公厅)$")


def is_other_authority(source: str, own: Sequence[str]) -> bool:
    """Say whether a source names an authority that is none of ``own`` nor an office of theirs; the government itself is none.

    >>> is_other_authority("国家林业和草原局网站", ("江滨市林业局",)), is_other_authority("市林业局", ("江滨市林业局",))
    (True, False)
    """
    unit = _SITE_TAIL.sub("", flat(source))
    if is_own_word(unit) or not _AUTHORITY.search(unit):
        return False
    if all(is_higher(unit, name) for name in own):
        return True
    return "政府" not in unit and not any(same_unit(unit, name) or own_office(unit, name) for name in own)


def issuer_in(title: str) -> str:
    """Return the authority that a title starts with, empty where it names none.

    >>> issuer_in("江滨市林业局关于印发办法的通知"), issuer_in("关于印发办法的通知")
    ('江滨市林业局', '')
    """
    found = re.match(
        r"^([^《》关]{2,30}?(?:局|厅|委员会|委|署|部|院|政府|办公厅|办公室|协会|中心|总队|支队|会))关于", flat(title)
    )
    return found[1] if found else ""


_HIGHER = re.compile(r"^(?:中华人民共和国|中共中央|国务院|国家|全国|财政部|自然资源部)")
_LAW = re.compile(r"(?:条例|[^办方做看想用宪书执司律]法)(?:实施细则)?(?:\([^)]*\))?$")
_LEVELS = "省市县区盟旗州"
_PLACE = re.compile(r"^(?:\d{2,4}年)?([\u4e00-\u9fff]{2,7}?(?:省|自治区|自治州|地区|市|县|区|盟|旗|州))")
# 加强城市绿化, 进一步落实江滨市绿化办法 start with no place.
_NO_PLACE = re.compile(
    r"加强|做好|推进|落实|规范|开展|完善|建设|促进|进一步|实施|深化|优化|强化|加快|提升|支持|调整|贯彻|[全我本各该城省][市县区]$"
)


def is_higher(name: str, unit: str) -> bool:
    """Say whether a file's name shows a higher authority or another place than ``unit``'s own.

    >>> is_higher("吉林省草原条例", "吉林省安图县林业局"), is_higher("安图县绿化办法", "吉林省安图县林业局")
    (True, False)
    >>> is_higher("加强城市绿化工作", "江滨市林业局")
    False
    >>> is_higher("江滨市绿化方案", "江滨省山口县林业局"), is_higher("江滨市绿化方案", "江滨林业局")
    (True, False)
    """
    text, own = flat(name), flat(unit)
    if _HIGHER.match(text):
        return True
    found = _PLACE.match(text)
    if not found or _NO_PLACE.search(found[1]):
        return False
    place = found[1]
    if place not in own:
        return not own.startswith(place[:2]) or _other_level(place, own)
    below, after = own.partition(place)[2], text[found.end() :]
    lower = _PLACE.match(below)
    # 吉林省 on a county's site is a province's file, unless the county follows.
    return lower is not None and not after.startswith(lower[1])


def _other_level(place: str, own: str) -> bool:
    """Say whether ``own`` starts with a place of the same name but another level: 吉林市, 吉林省."""
    stem = place.rstrip(_LEVELS)
    after = own[len(stem) : len(stem) + 1]
    return own.startswith(stem) and after in tuple(_LEVELS) and after != place[-1]


def is_law(name: str) -> bool:
    """Say whether a file is a law or 条例: no bureau makes those.

    >>> is_law("防范和处置非法集资条例"), is_law("江滨市绿化管理办法")
    (True, False)
    """
    return bool(_LAW.search(flat(name)))
