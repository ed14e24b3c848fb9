//! From the bytes of a file to text, whatever program saved it.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A file as text.
pub struct Decoded {
    /// The text, without a byte order mark; lines end with `\n` or `\r\n`.
    pub text: String,
    /// What it was read as (`UTF-8`, `windows-1254`).
    pub encoding: &'static str,
    /// Some bytes mean nothing in that encoding: they stand as U+FFFD, and their lines have a fault.
    pub damaged: bool,
}

/// Reads UTF-8 with and without a mark, UTF-16 of either order with and without one, and what older programs save.
pub fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return read(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return read(encoding, bytes);
    }
    if mostly_utf8(bytes) {
        return read(UTF_8, bytes);
    }
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    read(detector.guess(None, false), bytes)
}

fn read(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let mut text = text.into_owned();
    if text.contains('\r') && !text.contains('\n') {
        // Spreadsheets on a Mac still save such files. One kind of line end less for everything that counts lines.
        text = text.replace('\r', "\n");
    }
    Decoded { text, encoding: encoding.name(), damaged }
}

/// Letters of most languages have a zero for their other byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    if head.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if odd > half / 2 && even == 0 {
        Some(UTF_16LE)
    } else if even > half / 2 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-8 but for a few bytes, as when lines of two files were put together: better some lines with a fault than all
/// letters wrong.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        letters = letters.saturating_add(chunk.valid().chars().filter(|c| !c.is_ascii()).count());
        broken = broken.saturating_add(usize::from(!chunk.invalid().is_empty()));
    }
    broken == 0 || letters > broken.saturating_mul(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, &'static str) {
        let d = decode(bytes);
        assert!(!d.damaged);
        (d.text, d.encoding)
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn jt9_files_are_read_in_the_encoding_they_were_saved_in() {
        let sample = "Name;Şehir\nAyşe Yılmaz;İstanbul\n";
        assert_eq!(text(sample.as_bytes()), (sample.into(), "UTF-8"));
        assert_eq!(text(format!("\u{feff}{sample}").as_bytes()), (sample.into(), "UTF-8"));
        assert_eq!(text(&utf16(&format!("\u{feff}{sample}"), u16::to_le_bytes)), (sample.into(), "UTF-16LE"));
        assert_eq!(text(&utf16(&format!("\u{feff}{sample}"), u16::to_be_bytes)), (sample.into(), "UTF-16BE"));
        assert_eq!(text(&utf16(sample, u16::to_le_bytes)), (sample.into(), "UTF-16LE"));
        assert_eq!(text(&utf16(sample, u16::to_be_bytes)), (sample.into(), "UTF-16BE"));
    }

    #[test]
    fn jt9_older_encodings_are_told_from_their_letters() {
        let turkish =
            "Ad Soyad;Şehir\nAyşe Yılmaz;Çankırı\nGülşah Öztürk;İzmir\nÖmer Doğan;Muğla\nİrem Işık;Şırnak\n";
        let (bytes, _, lost) = encoding_rs::WINDOWS_1254.encode(turkish);
        assert!(!lost);
        assert_eq!(text(&bytes), (turkish.into(), "windows-1254"));
        let german =
            "Name;Straße\nJürgen Groß;Hauptstraße 5\nChloé Müller;Königsallee 9\nRenée Dupré;Rue de l’Été\n";
        let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(german);
        assert!(!lost);
        assert_eq!(text(&bytes), (german.into(), "windows-1252"));
    }

    #[test]
    fn jt9_a_few_broken_bytes_do_not_change_all_letters() {
        let mut bytes = "Gülşah Öztürk çok güzel ışık\n".repeat(5).into_bytes();
        bytes.extend(b"caf\xe9\n");
        let d = decode(&bytes);
        assert!(d.damaged && d.encoding == "UTF-8" && d.text.ends_with("caf\u{fffd}\n"));
    }

    #[test]
    fn jt9_lines_that_end_with_a_lone_return_are_lines() {
        assert_eq!(text(b"a,b\rc,d\r").0, "a,b\nc,d\n");
        assert_eq!(text(b"a,b\r\nc,d\r\n").0, "a,b\r\nc,d\r\n");
        assert_eq!(text(b"").0, "");
    }
}
