"""Which addresses are on the public internet."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Addresses that the common local proxies (Clash, sing-box) invent for every name, then reach it themselves.
# They are reserved for laboratories (RFC 2544), so nothing private lives there.
_INVENTED = ip_network("198.18.0.0/15")
# Networks that are of no use outside of somebody's own, whatever Python's version says of them: what a translator
# keeps to itself (RFC 8215), sites' own of old (RFC 3879), examples (RFC 9637), segments (RFC 9602).
_LOCAL = tuple(map(ip_network, ("64:ff9b:1::/48", "fec0::/10", "3fff::/20", "5f00::/16")))
# Where the last four bytes are an IPv4 address: translated (RFC 6052; RFC 2765), or compatible (RFC 4291, 2.5.5.1).
_CARRIERS = tuple(map(ip_network, ("64:ff9b::/96", "::ffff:0:0:0/96", "::/96")))
_LAST = 2**32


def is_public(address: str) -> bool:
    """Tell whether an address is on the public internet: not this machine's, a local network's or a group's."""
    ip = ip_address(address)
    if any(ip in network for network in _LOCAL):
        return False
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or _carried(ip) or ip
    if isinstance(ip, IPv4Address) and ip in _INVENTED:
        return True
    return ip.is_global and not ip.is_multicast


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """Give the IPv4 address that a translator sends what is sent to this one on to."""
    return IPv4Address(int(ip) % _LAST) if any(ip in network for network in _CARRIERS) else None
