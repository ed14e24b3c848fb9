//! Where a webhook may call. Whoever sets one up must not reach through this server what only this server can reach: its
//! own ports, its neighbours, the address from which clouds hand out credentials.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Longest address of a webhook, in bytes.
const LONGEST: usize = 500;

/// Why an address cannot be called; [`BadUrl::code`] is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadUrl {
    /// It cannot be read, holds a name and password, or is too long.
    NoUrl,
    /// Not over TLS.
    NotHttps,
    /// Not on the public internet.
    Private,
}

impl BadUrl {
    /// As fields report it.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoUrl => "not-a-url",
            Self::NotHttps => "not-https",
            Self::Private => "private-address",
        }
    }
}

/// Checks what can be known before names are resolved. `private` allows everything that the operator's network has.
///
/// # Errors
/// Why it cannot be called.
pub fn check_url(text: &str, private: bool) -> Result<Url, BadUrl> {
    if text.len() > LONGEST || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(BadUrl::NoUrl);
    }
    let url = Url::parse(text).map_err(|_| BadUrl::NoUrl)?;
    match url.scheme() {
        "https" => {}
        "http" if private => {}
        "http" => return Err(BadUrl::NotHttps),
        _ => return Err(BadUrl::NoUrl),
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(BadUrl::NoUrl);
    }
    let reachable = match url.host() {
        None => return Err(BadUrl::NoUrl),
        Some(Host::Ipv4(ip)) => is_public(ip.into()),
        Some(Host::Ipv6(ip)) => is_public(ip.into()),
        Some(Host::Domain(name)) => !is_local(name),
    };
    if reachable || private { Ok(url) } else { Err(BadUrl::Private) }
}

/// Names that stand for this machine or its own network.
fn is_local(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let ends = [".localhost", ".local", ".internal", ".home.arpa", ".lan"];
    // A name without a dot is looked up in the operator's own domain.
    name == "localhost" || !name.contains('.') || ends.iter().any(|end| name.ends_with(end))
}

/// An address of the public internet.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // Shared by providers, protocol assignments, benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    if let Some(inner) = embedded(s, ip) {
        return is_public_v4(inner);
    }
    // Only what is handed out for the internet; not documentation, Teredo, or other assignments for protocols.
    (s[0] & 0xe000) == 0x2000 && !(s[0] == 0x2001 && (s[1] < 0x0200 || s[1] == 0x0db8)) && s[0] != 0x3fff
}

/// The IPv4 address that an IPv6 one stands for: mapped, translated (NAT64), 6to4.
fn embedded(s: [u16; 8], ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let of = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    if let Some(v4) = ip.to_ipv4_mapped() {
        return Some(v4);
    }
    match s {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n4_only_public_addresses_over_tls_are_called() {
        for good in ["https://hooks.example/x?y=1", "https://8.8.8.8/", "https://[2606:4700::1]:8443/a"] {
            assert!(check_url(good, false).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://hooks.example/", BadUrl::NotHttps),
            ("ftp://hooks.example/", BadUrl::NoUrl),
            ("file:///etc/passwd", BadUrl::NoUrl),
            ("hooks.example", BadUrl::NoUrl),
            ("", BadUrl::NoUrl),
            ("https://user:pw@hooks.example/", BadUrl::NoUrl),
            ("https://hooks.example/#part", BadUrl::NoUrl),
            ("https://hooks.example/a b", BadUrl::NoUrl),
            ("https://localhost/", BadUrl::Private),
            ("https://LOCALHOST./", BadUrl::Private),
            ("https://intranet/", BadUrl::Private),
            ("https://printer.local/", BadUrl::Private),
            ("https://metadata.google.internal/", BadUrl::Private),
            ("https://127.0.0.1/", BadUrl::Private),
            ("https://2130706433/", BadUrl::Private),
            ("https://0x7f.1/", BadUrl::Private),
            ("https://0177.0.0.1/", BadUrl::Private),
            ("https://10.0.0.8/", BadUrl::Private),
            ("https://172.16.5.4/", BadUrl::Private),
            ("https://192.168.1.1/", BadUrl::Private),
            ("https://169.254.169.254/latest/meta-data/", BadUrl::Private),
            ("https://100.64.0.1/", BadUrl::Private),
            ("https://0.0.0.0/", BadUrl::Private),
            ("https://255.255.255.255/", BadUrl::Private),
            ("https://224.0.0.1/", BadUrl::Private),
            ("https://[::1]/", BadUrl::Private),
            ("https://[::]/", BadUrl::Private),
            ("https://[::ffff:127.0.0.1]/", BadUrl::Private),
            ("https://[64:ff9b::a9fe:a9fe]/", BadUrl::Private),
            ("https://[2002:7f00:1::]/", BadUrl::Private),
            ("https://[fe80::1]/", BadUrl::Private),
            ("https://[fd00::1]/", BadUrl::Private),
            ("https://[ff02::1]/", BadUrl::Private),
            ("https://[2001:db8::1]/", BadUrl::Private),
        ] {
            assert_eq!(check_url(bad, false).err(), Some(why), "{bad}");
        }
        assert_eq!(check_url(&format!("https://x.example/{}", "a".repeat(500)), false), Err(BadUrl::NoUrl));
        assert!(check_url("http://127.0.0.1:9/x", true).is_ok(), "the operator allows it");
    }
}
