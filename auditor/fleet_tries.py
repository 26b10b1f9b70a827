"""This module tries a transaction again while its database is away, for as long as whoever runs it has patience."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa

from auditor.errors import UsageError

Again = Callable[[int], bool]
_P = ParamSpec("_P")
_T = TypeVar("_T")


class Trying(Protocol):
    """``again`` is asked after every so many failures in a row to reach the database, and pauses before it says yes."""

    again: Again


_S = TypeVar("_S", bound=Trying)


def never(_failures: int) -> bool:
    """Have no patience."""
    return False


def tried(method: Callable[Concatenate[_S, _P], _T]) -> Callable[Concatenate[_S, _P], _T]:
    """Try a method, a whole transaction, again for as long as the object's ``again`` says so; then raise UsageError."""

    @wraps(method)
    def trying(self: _S, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        for failures in itertools.count(1):
            try:
                return method(self, *args, **kwargs)
            except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
                if not self.again(failures):
                    raise UsageError(_lost(error)) from error
        raise AssertionError

    return trying


def _lost(error: sa.exc.DBAPIError) -> str:
    said = str(error.orig).strip().splitlines()
    words = said[0] if said else type(error).__name__
    return f"台账数据库用不了：{words}；已抓取的内容已保存，恢复后再次运行同一命令可接着进行"
