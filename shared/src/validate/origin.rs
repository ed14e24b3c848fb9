//! Origins of web pages, as browsers send them: they are compared letter by letter, so only that one spelling is taken.

use super::Fault;

/// Longer than any name with a port.
const LONGEST: usize = 300;

/// Checks an origin: `https://crm.example`, with a port that is not the usual one where there is one. Plain `http` only on
/// the own machine. No path, no slash at the end, no wildcard, no capital letters: no browser sends those.
///
/// # Errors
/// `required`, `too-long`, `not-an-origin`, `not-secure`.
pub fn check_origin(origin: &str) -> Result<(), Fault> {
    if origin.is_empty() {
        return Err("required");
    }
    if origin.len() > LONGEST {
        return Err("too-long");
    }
    let (scheme, rest) = origin.split_once("://").ok_or("not-an-origin")?;
    let usual = match scheme {
        "https" => "443",
        "http" => "80",
        _ => return Err("not-an-origin"),
    };
    // The colons of an address in brackets are no port's.
    let at = rest.rfind(']').unwrap_or(0);
    let (host, port) = match rest.get(at..).and_then(|tail| tail.find(':')) {
        Some(colon) => rest.split_at(at.saturating_add(colon)),
        None => (rest, ""),
    };
    if let Some(port) = port.strip_prefix(':') {
        let number = port.parse::<u16>().is_ok_and(|n| n > 0);
        if !number || port.starts_with(['0', '+']) || port == usual {
            return Err("not-an-origin");
        }
    }
    if !is_host(host) {
        return Err("not-an-origin");
    }
    if scheme == "http" && !is_own_machine(host) {
        return Err("not-secure");
    }
    Ok(())
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok_and(|ip| ip.to_string() == inner);
    }
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    };
    host.len() <= 253 && host.split('.').all(label)
}

/// Browsers hold these safe without TLS.
fn is_own_machine(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s3_only_what_a_browser_sends_is_an_origin() {
        for good in [
            "https://crm.example",
            "https://crm.example:8443",
            "https://xn--bcher-kva.example",
            "http://localhost:5173",
            "http://localhost",
            "http://127.0.0.1:3000",
            "http://[::1]:3000",
            "http://crm.localhost:8080",
            "https://[2001:db8::1]",
        ] {
            assert_eq!(check_origin(good), Ok(()), "{good}");
        }
        for bad in [
            "null",
            "*",
            "https://*",
            "https://*.crm.example",
            "https://",
            "crm.example",
            "//crm.example",
            "https://crm.example/",
            "https://crm.example/team",
            "https://crm.example?x",
            "https://crm.example#x",
            "https://Crm.example",
            "https://crm.example.",
            "https://crm..example",
            "https://me@crm.example",
            "https://crm.example:443",
            "https://crm.example:0443",
            "https://crm.example:",
            "https://crm.example:99999",
            "https://crm.example:+8",
            "https://bücher.example",
            "https://crm.example https://b.example",
            " https://crm.example",
            "http://localhost:80",
            "https://[2001:0db8::1]",
            "https://[::1",
            "ftp://crm.example",
            "file://",
        ] {
            assert_eq!(check_origin(bad), Err("not-an-origin"), "{bad}");
        }
        assert_eq!(check_origin(""), Err("required"));
        for bare in ["http://crm.example", "http://10.0.0.1", "http://localhost.example", "http://127.0.0.2"]
        {
            assert_eq!(check_origin(bare), Err("not-secure"), "{bare}");
        }
        assert_eq!(check_origin(&format!("https://{}.example", "a".repeat(400))), Err("too-long"));
    }
}
