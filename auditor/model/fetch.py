"""This module names every way a fetch can end, and what each ending proves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The closed set of fetch outcomes (DESIGN.md section 7)."""

    OK = "ok"
    NOT_MODIFIED = "not-modified"
    HTTP_CLIENT_ERROR = "http-client-error"
    HTTP_SERVER_ERROR = "http-server-error"
    DNS = "dns"
    REFUSED = "refused"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    REDIRECT_LOOP = "redirect-loop"
    TOO_LARGE = "too-large"
    PROTOCOL_ERROR = "protocol-error"
    INVALID_ADDRESS = "invalid-address"
    UNSUPPORTED_TYPE = "unsupported-type"
    ROBOTS_EXCLUDED = "robots-excluded"
    OUT_OF_SCOPE = "out-of-scope"
    PRIVATE_HOST = "private-host"
    CHALLENGE = "challenge"
    NOT_ATTEMPTED = "not-attempted"


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What an outcome means for a judge and for the crawl.

    ``proves_broken``: repeated, it is evidence that the target is broken.
    ``retry``: asking again later may give another answer.
    ``reached``: the target itself answered with what it has.
    ``reason``: the Chinese words under which it stands among the unverified.
    """

    proves_broken: bool
    retry: bool
    reached: bool
    reason: str


FACTS: dict[Outcome, OutcomeFacts] = {
    Outcome.OK: OutcomeFacts(False, False, True, "正常"),
    Outcome.NOT_MODIFIED: OutcomeFacts(False, False, True, "未变化"),
    Outcome.HTTP_CLIENT_ERROR: OutcomeFacts(True, True, False, "页面返回客户端错误"),
    Outcome.HTTP_SERVER_ERROR: OutcomeFacts(True, True, False, "服务器返回错误"),
    Outcome.DNS: OutcomeFacts(True, True, False, "域名无法解析"),
    Outcome.REFUSED: OutcomeFacts(True, True, False, "服务器拒绝连接"),
    Outcome.TLS: OutcomeFacts(False, True, False, "安全连接（TLS）握手失败"),
    Outcome.TIMEOUT: OutcomeFacts(False, True, False, "访问超时"),
    Outcome.TOO_MANY_REDIRECTS: OutcomeFacts(False, False, False, "跳转次数过多"),
    Outcome.REDIRECT_LOOP: OutcomeFacts(False, False, False, "循环跳转"),
    Outcome.TOO_LARGE: OutcomeFacts(False, False, True, "内容过大，未完整读取"),
    Outcome.PROTOCOL_ERROR: OutcomeFacts(False, True, False, "服务器应答不符合HTTP协议"),
    Outcome.INVALID_ADDRESS: OutcomeFacts(False, False, False, "地址格式不正确"),
    Outcome.UNSUPPORTED_TYPE: OutcomeFacts(False, False, True, "内容类型不在检查范围"),
    Outcome.ROBOTS_EXCLUDED: OutcomeFacts(False, False, False, "robots.txt不允许抓取"),
    Outcome.OUT_OF_SCOPE: OutcomeFacts(False, False, False, "不在检查范围（外部链接未检测）"),
    Outcome.PRIVATE_HOST: OutcomeFacts(False, False, False, "内网地址，未访问"),
    Outcome.CHALLENGE: OutcomeFacts(False, True, False, "网站防护（验证或拦截）页面"),
    Outcome.NOT_ATTEMPTED: OutcomeFacts(False, True, False, "本次未访问"),
}


class EmptyBody(StrEnum):
    """Why a downloaded file counts as no file at all (LNK03)."""

    EMPTY = "empty"
    HTML_INSTEAD = "html-instead"
