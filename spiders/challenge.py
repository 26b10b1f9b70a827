"""This module tells the pages of web application firewalls and captchas from answers of the site itself.

The marks are what these products write into every such page (加速乐, 瑞数, 创宇盾, 360, 安域, 云锁, 安全狗, 阿里云, …).
A page of the site that only speaks of captchas must not be taken for one: words count only where a refusal stands beside them
(an error status) or where the page is nothing but a script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_ALWAYS = frozenset((412, 512, 521, 522, 523, 567))  # no site of its own answers so to a plain GET
_OFTEN = frozenset((400, 401, 403, 405, 406, 409, 418, 429, 444, 456, 468, 493, 500, 502, 503, 513, 555, 567))
_HEADERS = re.compile(
    r"x-powered-by-360wzb|cf-mitigated|x-waf|waf-|x-safe-firewall|x-yunsuo|x-denied-reason|anquanbao|x-cdn-blocked|x-sucuri-block",
    re.IGNORECASE,
)
_SERVERS = re.compile(
    r"waf|yundun|safedog|yunsuo|360wzb|wangzhan|jiasule|knownsec|chuangyu|anyu|huaweicloudwaf|rump", re.IGNORECASE
)
_COOKIES = re.compile(
    r"__jsl_clearance|__jsluid|acw_sc__v[23]|waf_|wzws|yunsuo_session|safedog|hwwafsesid|_waf|cf_chl|FSSBBIl1UgzbN7N",
    re.IGNORECASE,
)
# Tokens of challenge scripts: they occur nowhere else.
_SCRIPTS = re.compile(
    r"__jsl_clearance|\$_ts\s*[.=\[]|acw_sc__v[23]|_cf_chl_opt|/cdn-cgi/challenge-platform|wzwschallenge|WZWS|_0x[0-9a-f]{4,6}\b.*document\.cookie"
    r"|arg1\s*=\s*'[0-9A-F]{40}'|slide-?captcha|nocaptcha|geetest|TencentCaptcha|g-recaptcha|h-captcha|yidun",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = re.compile(
    r"知道创宇|创宇盾|加速乐|云防御|安域|360网站卫士|网站卫士|webscan\.360|网站防火墙|应用防火墙|Web\s*Application\s*Firewall|安全狗|云锁|云盾|网防G01|"
    r"访问(请求)?(可能|已)?(对[^。<]{0,20})?被?(拦截|阻断|拒绝|禁止)|请求(已)?被(拦截|阻断|拒绝)|拦截提示|攻击行为|非法请求|恶意(访问|请求)|"
    r"人机(验证|识别)|滑动验证|安全验证|请(输入|完成)[^。<]{0,6}验证|验证码|captcha|访问(过于)?频繁|Just a moment|"
    r"verify you are (a )?human|"
    r"Attention Required|Access Denied|request (was|has been) (blocked|rejected)|"
    r"The requested URL was rejected|Request ID|事件\s*ID",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"<script\b.*?(?:</script\s*>|\Z)|<style\b.*?(?:</style\s*>|\Z)|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL
)
_LOOKED_AT = 65_536
_LINKED = 4  # a challenge leads nowhere else
_STUB_TEXT = 80  # a page of a site has more words than this, a script shell has fewer
_REFUSAL_TEXT = 1_500


def challenge_sign(status: int, headers: Mapping[str, str], body: bytes) -> str:
    """Return what shows that an answer comes from a site's protection, or "".

    >>> challenge_sign(521, {}, b"<script>document.cookie=1</script>"), challenge_sign(404, {}, b"Not Found")
    ('status 521', '')
    """
    if status in _ALWAYS:
        return f"status {status}"
    if status == 200 and body.count(b"href") >= _LINKED:
        return ""
    text = body[:_LOOKED_AT].decode("utf-8", "ignore") if _readable(headers, body) else ""
    if (script := _SCRIPTS.search(text)) and _words_of(text) < _STUB_TEXT:
        return f"script {script[0][:40]}"
    if status == 202:
        return "status 202" if text and _words_of(text) < _STUB_TEXT else ""
    if status not in _OFTEN:
        return ""
    return _refusal_sign(status, headers, text, body)


def _refusal_sign(status: int, headers: Mapping[str, str], text: str, body: bytes) -> str:
    if status == 429:
        return "status 429"
    for name in headers:
        if _HEADERS.match(name):
            return f"header {name}"
    if found := _SERVERS.search(headers.get("server", "")):
        return f"server {found[0]}"
    if found := _COOKIES.search(headers.get("set-cookie", "")):
        return f"cookie {found[0]}"
    for said in dict.fromkeys((text, _other_reading(body) if text else "")):
        if (found := _WORDS.search(said)) and _words_of(said) < _REFUSAL_TEXT:
            return f"text {found[0][:40]}"
    return ""


def _other_reading(body: bytes) -> str:
    return body[:_LOOKED_AT].decode("gb18030", "ignore")


def _readable(headers: Mapping[str, str], body: bytes) -> bool:
    kind = headers.get("content-type", "").lower()
    return bool(body) and (not kind or kind.startswith(("text/", "application/xhtml", "application/json")))


def _words_of(text: str) -> int:
    return len("".join(_TAGS.sub(" ", text).split()))
