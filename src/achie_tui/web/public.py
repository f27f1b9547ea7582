"""Which addresses are on the public internet."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Addresses that the common local proxies (Clash, sing-box) invent for every name, then reach it themselves.
# They are reserved for laboratories (RFC 2544), so nothing private lives there.
_INVENTED = ip_network("198.18.0.0/15")


def is_public(address: str) -> bool:
    """Tell whether an address is on the public internet: not this machine's, a local network's or a group's."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    if isinstance(ip, IPv4Address) and ip in _INVENTED:
        return True
    return ip.is_global and not ip.is_multicast
