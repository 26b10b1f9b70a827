"""This module numbers the addresses of a crawl and remembers of each what the next decision needs, in few bytes."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from auditor.model.fetch import Outcome
from auditor.snapshot import Address, Fetch, Store
from auditor.urls import host_of
from spiders.aim import ATTACHMENT, LINK, PAGE, RESOURCE, Mode, aim
from spiders.policy import Policy

ROLES = (LINK, RESOURCE, ATTACHMENT, PAGE)
_CODES = {role: code for code, role in enumerate(ROLES)}
MOST_ADDRESSES = 3_000_000
IDLE, QUEUED, DONE = 0, 1, 2


class AddressBook:
    """Every address met, by number. ``wanted`` is called with the number of an address that is to be visited."""

    def __init__(self, store: Store, policy: Policy, *, wanted: Callable[[int], None]) -> None:
        self._store, self._policy, self._wanted = store, policy, wanted
        self.ids: dict[str, int] = {}
        self.urls: list[str] = []
        self.modes = bytearray()
        self.states = bytearray()
        self.internal = bytearray()
        self._roles = bytearray()
        self._hops = bytearray()
        self._depths = array("H")
        self._parents = array("i")
        self.full = False

    def role(self, url_id: int) -> str:
        """Return the role of an address."""
        return ROLES[self._roles[url_id]]

    def depth(self, url_id: int) -> int:
        """Return how many clicks from the home page an address was met."""
        return self._depths[url_id]

    def hops(self, url_id: int) -> int:
        """Return how many redirects led to an address."""
        return self._hops[url_id]

    def referrer(self, url_id: int) -> str | None:
        """Return the page on which an address was met first."""
        parent = self._parents[url_id]
        return self.urls[parent] if parent >= 0 else None

    def meet_reference(self, url: str, tag: str, attr: str, parent: int, depth: int) -> int | None:
        """Return the number of an address that a page names; None where it is private, or the book is full."""
        known = self.ids.get(url)
        if known is not None and self.modes[known] == Mode.READ:
            return known
        internal = bool(self.internal[known]) if known is not None else self._policy.internal(url)
        if known is None and self._policy.refusal(url, internal=internal) is Outcome.PRIVATE_HOST:
            return None
        role, mode = aim(url, tag, attr, internal=internal)
        return self.meet(url, role, mode, parent=parent, depth=depth)

    def meet(self, url: str, role: str, mode: Mode, *, parent: int = -1, depth: int = 0, hops: int = 0) -> int | None:
        """Return the number of an address, new or known; a higher mode than before makes it wanted again."""
        known = self.ids.get(url)
        if known is None:
            return self._add(url, role, mode, parent=parent, depth=depth, hops=hops)
        if mode > self.modes[known] and (
            self.modes[known] or self._policy.refusal(url, internal=bool(self.internal[known])) is None
        ):
            self._raise(known, role, mode)
        return known

    def _add(self, url: str, role: str, mode: Mode, *, parent: int, depth: int, hops: int) -> int | None:
        if len(self.urls) >= MOST_ADDRESSES:
            self.full = True
            return None
        internal = self._policy.internal(url)
        refusal = self._policy.refusal(url, internal=internal) if mode else None
        if refusal is not None:
            mode = Mode.NONE
        url_id = self._remember(
            Address(len(self.urls), url, host_of(url), internal, role, min(depth, 65_535), mode, parent, min(hops, 255))
        )
        self._store.add_address(self._address(url_id))
        if refusal in (Outcome.PRIVATE_HOST, Outcome.INVALID_ADDRESS):
            self._store.add_fetch(Fetch(url_id=url_id, outcome=refusal.value, attempts=0))
        if mode:
            self._wanted(url_id)
        return url_id

    def _raise(self, url_id: int, role: str, mode: Mode) -> None:
        self.set_role(url_id, role, mode)
        if self.states[url_id] != QUEUED:
            self._wanted(url_id)

    def set_role(self, url_id: int, role: str, mode: Mode) -> None:
        """Change what an address is."""
        self._roles[url_id], self.modes[url_id] = _CODES[role], mode
        self._store.change_address(url_id, role, mode)

    def restore(self, address: Address) -> None:
        """Take an address over from the disk, without visiting it."""
        if address.id != len(self.urls):
            raise ValueError(f"address {address.id} is not the next one")
        self._remember(address)

    def _remember(self, address: Address) -> int:
        self.ids[address.url] = address.id
        self.urls.append(address.url)
        self.modes.append(address.mode)
        self.states.append(IDLE)
        self.internal.append(address.internal)
        self._roles.append(_CODES[address.role])
        self._hops.append(address.hops)
        self._depths.append(address.depth)
        self._parents.append(-1 if address.parent_id is None else address.parent_id)
        return address.id

    def _address(self, url_id: int) -> Address:
        url = self.urls[url_id]
        return Address(
            url_id,
            url,
            host_of(url),
            bool(self.internal[url_id]),
            self.role(url_id),
            self._depths[url_id],
            self.modes[url_id],
            self._parents[url_id],
            self._hops[url_id],
        )
