//! From text to lines of cells. The `csv` crate reads the cells; this decides where a line of the table begins and ends, so
//! that a lone quote is the fault of its own line and doesn't swallow the rest of the file.

use std::ops::Range;

/// Separators that spreadsheets write.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A table as text.
#[derive(Debug)]
pub struct Table {
    /// Between cells.
    pub separator: u8,
    /// First line's cells.
    pub header: Vec<String>,
    /// The lines after it, without empty ones.
    pub lines: Vec<Line>,
}

/// A line of the table, which may take several lines of the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it begins in the file, 1 being the first line.
    pub at: u32,
    /// Its cells, or the code of what is wrong with all of it.
    pub cells: Result<Vec<String>, Fault>,
}

/// A line that is no line of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// `lone-quote`, `nul-character`, `wrong-columns`, `wrong-encoding`.
    pub code: &'static str,
    /// The line as it stands there.
    pub text: String,
}

/// Finds the separator and reads all lines. `damaged`: U+FFFD stands for bytes that could not be read.
pub fn parse(text: &str, damaged: bool) -> Table {
    let (told, skipped) = told_separator(text);
    let separator = told.unwrap_or_else(|| likely_separator(text));
    let mut spans = split(text.get(skipped..).unwrap_or_default(), separator);
    for span in &mut spans {
        span.range = span.range.start.saturating_add(skipped)..span.range.end.saturating_add(skipped);
        span.line = span.line.saturating_add(u32::from(skipped > 0));
    }
    let mut table = Table { separator, header: Vec::new(), lines: Vec::with_capacity(spans.len()) };
    let mut header: Option<Vec<String>> = None;
    for (span, cells) in read(text, &spans, separator) {
        let raw = text.get(span.range.clone()).unwrap_or_default();
        let Some(header) = &header else {
            if !is_blank(&cells) {
                header = Some(cells);
            }
            continue;
        };
        let fault = if span.lone_quote {
            Some("lone-quote")
        } else if raw.contains('\0') {
            Some("nul-character")
        } else if damaged && raw.contains('\u{fffd}') {
            Some("wrong-encoding")
        } else if is_blank(&cells) {
            continue;
        } else if !fits(&cells, header.len()) {
            Some("wrong-columns")
        } else {
            None
        };
        let cells = match fault {
            Some(code) => Err(Fault { code, text: raw.trim_end().to_owned() }),
            None => Ok(cells),
        };
        table.lines.push(Line { at: span.line, cells });
    }
    table.header = header.unwrap_or_default();
    table
}

fn is_blank(cells: &[String]) -> bool {
    cells.iter().all(|c| c.trim().is_empty())
}

/// Spreadsheets leave empty cells at the end away, or write too many of them.
fn fits(cells: &[String], columns: usize) -> bool {
    cells.len() == columns || (cells.len() > columns && is_blank(cells.get(columns..).unwrap_or_default()))
}

/// `sep=;` as the first line, as Excel writes and reads it: the separator, and how many bytes that line has.
fn told_separator(text: &str) -> (Option<u8>, usize) {
    let Some(line) = text.split_inclusive('\n').next() else { return (None, 0) };
    let told = line.trim_end().trim_matches('"').strip_prefix("sep=").map(str::as_bytes);
    match told {
        Some([one]) if SEPARATORS.contains(one) => (Some(*one), line.len()),
        _ => (None, 0),
    }
}

/// The separator that gives the same number of columns in most of the first lines; the more columns, the better.
fn likely_separator(text: &str) -> u8 {
    const LOOK_AT: usize = 64;
    let mut best = (0, 0, b',');
    for separator in SEPARATORS {
        let spans = split_some(text, separator, LOOK_AT);
        let widths: Vec<usize> =
            read(text, &spans, separator).filter(|(_, c)| !is_blank(c)).map(|(_, c)| c.len()).collect();
        let Some(width) = widths.first().copied().filter(|w| *w > 1) else { continue };
        let same = widths.iter().filter(|w| **w == width).count();
        // Per mille, so that one ragged line doesn't count for more than a column.
        let share = same.saturating_mul(8) / widths.len().max(1);
        if (share, width) > (best.0, best.1) {
            best = (share, width, separator);
        }
    }
    best.2
}

/// Where a line of the table stands in the text.
#[derive(Debug, PartialEq, Eq)]
struct Span {
    range: Range<usize>,
    /// First line in the file.
    line: u32,
    lone_quote: bool,
}

fn split(text: &str, separator: u8) -> Vec<Span> {
    split_some(text, separator, usize::MAX)
}

/// Cuts the text into at most `most` lines of the table.
fn split_some(text: &str, separator: u8, most: usize) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let (mut at, mut line) = (0, 1_u32);
    while at < bytes.len() && spans.len() < most {
        let end = end_of_line(bytes, at, separator);
        let range = at..end.at;
        if !text.get(range.clone()).unwrap_or_default().trim_matches(['\r', '\n']).is_empty() {
            spans.push(Span { range, line, lone_quote: end.lone_quote });
        }
        line = line.saturating_add(end.newlines);
        at = end.at;
    }
    spans
}

struct End {
    /// Behind the line's end.
    at: usize,
    newlines: u32,
    lone_quote: bool,
}

/// Walks one line of the table by the rules of RFC 4180. A quote that was opened and is closed on a later line by one that
/// stands in the middle of a cell, or never, was a lone one: then the line ends where its line of the file does.
fn end_of_line(bytes: &[u8], start: usize, separator: u8) -> End {
    let (mut at, mut newlines) = (start, 0_u32);
    let mut lone_quote = false;
    // Quotes in a cell that doesn't begin with one: a pair is text (`the "Rock"`), an odd one is a mistake.
    let mut odd = false;
    let mut cell_begins = true;
    while let Some(byte) = bytes.get(at).copied() {
        at = at.saturating_add(1);
        if byte == b'\n' {
            return End { at, newlines: newlines.saturating_add(1), lone_quote: lone_quote || odd };
        }
        if byte == separator {
            lone_quote |= odd;
            (odd, cell_begins) = (false, true);
        } else if byte == b'"' && cell_begins {
            cell_begins = false;
            match closing(bytes, at, separator) {
                Closing::Clean { at: behind, newlines: inside } => {
                    at = behind;
                    newlines = newlines.saturating_add(inside);
                }
                Closing::OnThisLine { at: behind } => (at, lone_quote) = (behind, true),
                Closing::Nowhere => {
                    let rest = bytes.get(at..).unwrap_or_default();
                    let length =
                        rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |n| n.saturating_add(1));
                    return End {
                        at: at.saturating_add(length),
                        newlines: newlines.saturating_add(u32::from(length > 0)),
                        lone_quote: true,
                    };
                }
            }
        } else if byte == b'"' {
            odd = !odd;
        } else {
            cell_begins = false;
        }
    }
    End { at, newlines, lone_quote: lone_quote || odd }
}

enum Closing {
    /// A separator or a line end follows the quote.
    Clean { at: usize, newlines: u32 },
    /// Text follows it, on the line on which it was opened.
    OnThisLine { at: usize },
    /// There is none that could be meant.
    Nowhere,
}

/// Looks for the quote that closes a cell; `from` is behind the opening one.
fn closing(bytes: &[u8], from: usize, separator: u8) -> Closing {
    let (mut at, mut newlines) = (from, 0_u32);
    while let Some(byte) = bytes.get(at).copied() {
        at = at.saturating_add(1);
        if byte == b'\n' {
            newlines = newlines.saturating_add(1);
        } else if byte == b'"' {
            match bytes.get(at).copied() {
                Some(b'"') => at = at.saturating_add(1),
                None | Some(b'\n' | b'\r') => return Closing::Clean { at, newlines },
                Some(next) if next == separator => return Closing::Clean { at, newlines },
                Some(_) if newlines == 0 => return Closing::OnThisLine { at },
                Some(_) => return Closing::Nowhere,
            }
        }
    }
    Closing::Nowhere
}

/// The cells of each span. Lines with a lone quote have none: what a reader makes of them would be a guess.
fn read<'a>(
    text: &str,
    spans: &'a [Span],
    separator: u8,
) -> impl Iterator<Item = (&'a Span, Vec<String>)> + use<'a> {
    // One reader over all good lines, which end alike: each span is one record of it.
    let mut good = Vec::with_capacity(text.len());
    for span in spans.iter().filter(|s| !s.lone_quote) {
        let raw = text.get(span.range.clone()).unwrap_or_default();
        good.extend(raw.trim_end_matches(['\r', '\n']).bytes());
        good.push(b'\n');
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(std::io::Cursor::new(good));
    let mut record = csv::StringRecord::new();
    spans.iter().map(move |span| {
        // Neither can fail: the text is in memory, and it is UTF-8.
        if !span.lone_quote && reader.read_record(&mut record).unwrap_or(false) {
            return (span, record.iter().map(str::to_owned).collect());
        }
        (span, Vec::new())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u32, String)> {
        let told = |line: Line| match line.cells {
            Ok(cells) => (line.at, cells.join("·")),
            Err(fault) => (line.at, format!("!{}", fault.code)),
        };
        parse(text, false).lines.into_iter().map(told).collect()
    }

    fn expect(text: &str, wanted: &[(u32, &str)]) {
        let wanted: Vec<_> = wanted.iter().map(|(at, t)| (*at, (*t).to_owned())).collect();
        assert_eq!(lines(text), wanted, "{text:?}");
    }

    #[test]
    fn jt9_the_separator_is_found_although_cells_hold_others() {
        for (text, separator) in [
            ("Name,Mail\n\"Byrne, Ana; Ms\",a@x\n", b','),
            ("Name;Betrag\nA;1,5\nB;2,5\nC;3,75\n", b';'),
            ("Name\tCity\nA, B\tC, D\n", b'\t'),
            ("Name|City\nA|B\n", b'|'),
            ("Name\nAna\n", b','),
            ("sep=;\nName;City\nA;B\n", b';'),
            ("", b','),
        ] {
            assert_eq!(parse(text, false).separator, separator, "{text:?}");
        }
        let table = parse("sep=;\r\nName;City\r\nA;B\r\n", false);
        assert_eq!(table.header, ["Name", "City"]);
        assert_eq!(table.lines[0].at, 3);
    }

    #[test]
    fn jt9_line_numbers_are_the_files_own() {
        expect(
            "n,t\n\n\"two\nlines\",x\r\n,,\nb,\"say \"\"hi\"\"\"\n\nc,y",
            &[(3, "two\nlines·x"), (6, "b·say \"hi\""), (8, "c·y")],
        );
        expect("n,t\na\rb,c\nd,e\n", &[(2, "a\rb·c"), (3, "d·e")]);
    }

    #[test]
    fn n4_a_lone_quote_is_the_fault_of_its_own_line() {
        expect("n,t\n\"Smith,a\nb,c\n", &[(2, "!lone-quote"), (3, "b·c")]);
        expect("n,t\n\"Smith,a\nb,c\n\"d\",e\n", &[(2, "!lone-quote"), (3, "b·c"), (4, "d·e")]);
        expect("n,t\n\"a\"b,c\nd,e\n", &[(2, "!lone-quote"), (3, "d·e")]);
        expect("n,t\na\"b,c\nd,e\n", &[(2, "!lone-quote"), (3, "d·e")]);
        expect("n,t\nthe \"Rock\",c\n", &[(2, "the \"Rock\"·c")]);
        expect("n,t\nd,\"", &[(2, "!lone-quote")]);
    }

    #[test]
    fn n4_ragged_lines_and_nul_are_told_by_line() {
        expect(
            "n,t\na\nb,c,d\ne,f,,\ng\0,h\n",
            &[(2, "!wrong-columns"), (3, "!wrong-columns"), (4, "e·f··"), (5, "!nul-character")],
        );
        assert!(
            matches!(&parse("n\na\u{fffd}\n", true).lines[0].cells, Err(f) if f.code == "wrong-encoding")
        );
        assert!(parse("n\na\u{fffd}\n", false).lines[0].cells.is_ok());
    }
}
