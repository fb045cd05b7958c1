"""Which addresses this program talks to: https anywhere, http to this computer alone, no private networks.

Links to videos come from outside and may point at a router, a cloud's metadata or a file. Names are not
resolved here (the connection may resolve them anew): the address that was really reached is judged once it
is connected, by :func:`refused_peer`.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from wan_desktop.core.errors import ErrorKind, InputError

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "64:ff9b:1::/48",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
#: Proxies with "fake IP" (Clash, sing-box; very common in China) resolve every public name into these. As a
#: resolved address they say nothing about the target; written out in a link they are refused like the rest.
_FAKE_POOLS = tuple(ipaddress.ip_network(network) for network in ("198.18.0.0/15", "fc00::/18"))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def check_base_url(url: str) -> str:
    """The service's base URL without a trailing slash, its host in lower case.

    Raises InputError(INVALID_PARAMETER) unless it is https, or http to this computer, with a host and with
    neither user name, query nor fragment.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InputError(ErrorKind.INVALID_PARAMETER, "not an address") from error
    plain = text.isascii() and text.isprintable() and not any(sign in text for sign in "?#@\\ ")
    if parts.scheme not in ("https", "http") or not _sound_host(host) or not plain:
        raise InputError(ErrorKind.INVALID_PARAMETER, "not an https address")
    if parts.scheme == "http" and not is_loopback(host):
        raise InputError(ErrorKind.INVALID_PARAMETER, "http is for this computer only")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether ``host`` (a name or a literal address) is this computer by definition, without asking DNS."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _address(name)
    return address is not None and address.is_loopback


def refused_host(host: str, *, allow_loopback: bool = False) -> bool:
    """Whether a link to ``host`` is refused by how it is written."""
    if is_loopback(host):
        return not allow_loopback
    address = _address(host.rstrip("."))
    if address is None:
        return not _sound_host(host) or _is_number(host)
    return _in(address, _REFUSED)


def refused_peer(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether a connection that reached ``address`` (as the socket says) must not be used."""
    peer = _address(address)
    if peer is None:
        return True
    if peer.is_loopback:
        return not allow_loopback
    return _in(peer, _REFUSED) and not _in(peer, _FAKE_POOLS)


def _address(text: str) -> _Address | None:
    """The literal address, an IPv4 one unwrapped from its IPv6 clothes; None for a name.

    Those clothes are IPv4-mapped (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056) and Teredo (RFC 4380).
    """
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        teredo = address.teredo[1] if address.teredo is not None else None
        return address.ipv4_mapped or address.sixtofour or teredo or address
    return address


def _is_number(host: str) -> bool:
    """Whether resolvers take ``host`` for an address in an odd spelling: 127.1, 2130706433, 0x7f000001."""
    last = host.rstrip(".").rpartition(".")[2].lower()
    return last.isdigit() or last.startswith("0x")


def _in(address: _Address, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    return any(address in network for network in networks)


def _sound_host(host: str) -> bool:
    """Labels of 1 to 63 characters: others make the resolver raise UnicodeError instead of an answer."""
    labels = host.rstrip(".").split(".")
    plain = len(host) <= 253 and not any(sign in host for sign in "[]%@/\\ ")
    return plain and all(0 < len(label) <= 63 for label in labels)
