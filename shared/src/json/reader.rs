//! Reading.

use crate::profile::Ordered;
use std::marker::PhantomData;

/// A wire type that can be read.
pub trait Read: Sized {
    /// May it be absent?
    const OPTIONAL: bool = false;
    /// What a value is before it is read. A constant: copied whole, where a function would set it field by field.
    const BLANK: Self;
    /// Reads the value that comes next into one that is blank, or notes the fault in the reader.
    fn fill(&mut self, r: &mut Reader<'_>);
}

/// Reads JSON; `None` when it is not of this type.
pub fn read<T: Read>(text: &str) -> Option<T> {
    let mut r = Reader { text, at: 0, depth: 0, fresh: false, failed: false };
    let mut value = T::BLANK;
    value.fill(&mut r);
    (r.peek() == 0 && r.at == text.len() && !r.failed).then_some(value)
}

/// Part of an answer that is read when it is needed.
#[derive(Clone, Debug)]
pub struct Unread<T> {
    pub(super) text: String,
    is: PhantomData<T>,
}

impl<T: Read> Read for Unread<T> {
    const BLANK: Self = Self { text: String::new(), is: PhantomData };

    fn fill(&mut self, r: &mut Reader<'_>) {
        let from = r.at;
        r.skip();
        self.text.push_str(r.text.get(from..r.at).unwrap_or_default());
    }
}

/// Reads it, and keeps it for good: of what is never taken apart, no code to do so is downloaded.
pub fn keep<T: Read>(unread: &Unread<T>) -> Option<&'static mut T> {
    let mut r = Reader { text: &unread.text, at: 0, depth: 0, fresh: false, failed: false };
    let value = Box::leak(Box::new(T::BLANK));
    value.fill(&mut r);
    (!r.failed).then_some(value)
}

/// Arrays and objects inside each other.
const DEEPEST: u32 = 64;
/// What [`Reader::word`] answers when there is none.
const NONE: usize = usize::MAX;

/// A place in a text. After a fault it stands at the end, where every loop ends.
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    /// Just behind an opening bracket: no comma yet.
    fresh: bool,
    failed: bool,
}

impl<'a> Reader<'a> {
    fn fail(&mut self) {
        self.failed = true;
        self.at = self.text.len();
    }

    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// The next byte that is not white space; 0 at the end.
    fn peek(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\t' | b'\n' | b'\r') {
            self.step();
        }
        self.byte()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == byte;
        if there {
            self.step();
        }
        there
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes a word of the language: `null`, `true`, `false`.
    fn take(&mut self, word: &str) -> bool {
        let _ = self.peek();
        let there = self.rest().starts_with(word);
        if there {
            self.at = self.at.saturating_add(word.len());
        }
        there
    }

    /// Steps into an object or array; a fault where none begins.
    fn open(&mut self, bracket: u8) -> bool {
        self.depth = self.depth.saturating_add(1);
        self.fresh = true;
        let there = self.eat(bracket) && self.depth <= DEEPEST;
        if !there {
            self.fail();
        }
        there
    }

    /// To the next entry; false behind the last one.
    fn next(&mut self, end: u8) -> bool {
        let fresh = std::mem::take(&mut self.fresh);
        if self.eat(end) {
            self.depth = self.depth.saturating_sub(1);
            return false;
        }
        // A comma stands between two, and nowhere else.
        let comma = fresh || self.eat(b',');
        if !comma || matches!(self.peek(), 0 | b']' | b'}' | b',') {
            self.fail();
            return false;
        }
        true
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        self.string(&mut name);
        if !self.eat(b':') {
            self.fail();
        }
        name
    }

    /// Reads an object: calls `field` for each entry whose name is one of these, with the name's place. Others are passed over.
    /// A fault where a name comes twice, or one of the `needed` ones doesn't.
    ///
    /// One function for all types: as code of its own in each of them it made half of what reading weighs.
    pub fn object(&mut self, names: &[&str], needed: u64, field: &mut dyn FnMut(usize, &mut Self)) {
        let mut seen = 0;
        self.entries(&mut |name, r| match names.iter().position(|n| *n == name) {
            Some(at) => {
                let bit = 1_u64.wrapping_shl(at as u32);
                if seen & bit != 0 {
                    return r.fail();
                }
                seen |= bit;
                field(at, r);
            }
            None => r.skip(),
        });
        if seen & needed != needed {
            self.fail();
        }
    }

    /// Reads a table: calls `entry` for each of its entries.
    pub fn entries(&mut self, entry: &mut dyn FnMut(String, &mut Self)) {
        if self.open(b'{') {
            while self.next(b'}') {
                let name = self.name();
                entry(name, self);
            }
        }
    }

    /// Reads a list: calls `item` for each of its items.
    pub fn items(&mut self, item: &mut dyn FnMut(&mut Self)) {
        if self.open(b'[') {
            while self.next(b']') {
                item(self);
            }
        }
    }

    /// Which of the words stands here; a fault where it is none of them.
    pub fn word(&mut self, words: &[&str]) -> usize {
        let mut word = String::new();
        self.string(&mut word);
        let at = words.iter().position(|w| *w == word);
        if at.is_none() {
            self.fail();
        }
        at.unwrap_or(NONE)
    }

    /// Passes over any value.
    pub fn skip(&mut self) {
        match self.peek() {
            b'"' => self.string(&mut String::new()),
            b'{' => self.entries(&mut |_, r| r.skip()),
            b'[' => self.items(&mut Self::skip),
            b'-' | b'0'..=b'9' => {
                while matches!(self.byte(), b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') {
                    self.step();
                }
            }
            _ if self.take("null") || self.take("true") || self.take("false") => {}
            _ => self.fail(),
        }
    }

    /// A text, added to `out`.
    fn string(&mut self, out: &mut String) {
        if !self.eat(b'"') {
            return self.fail();
        }
        loop {
            let rest = self.rest();
            let plain = rest.find(|c| matches!(c, '"' | '\\' | '\0'..='\x1f')).unwrap_or(rest.len());
            out.push_str(rest.get(..plain).unwrap_or_default());
            self.at = self.at.saturating_add(plain);
            let end = self.byte();
            if end != b'"' && end != b'\\' {
                return self.fail();
            }
            self.step();
            if end == b'"' {
                return;
            }
            match self.escape() {
                Some(c) => out.push(c),
                None => return self.fail(),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let byte = self.byte();
        self.step();
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(first);
                }
                // The second half of a pair.
                if !self.rest().starts_with("\\u") {
                    return None;
                }
                self.at = self.at.saturating_add(2);
                let second = self.hex()?.checked_sub(0xdc00).filter(|s| *s < 0x400)?;
                return char::from_u32(((first & 0x3ff) << 10).wrapping_add(second).wrapping_add(0x1_0000));
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at = self.at.saturating_add(4);
        u32::from_str_radix(digits, 16).ok()
    }

    /// A whole number between two limits; 0 and a fault otherwise.
    fn whole(&mut self, least: i64, most: i64) -> i64 {
        let minus = self.eat(b'-');
        let begin = self.at;
        let mut value: Option<i64> = Some(0);
        while self.byte().is_ascii_digit() {
            let digit = i64::from(self.byte() & 15);
            let shifted = value.and_then(|v| v.checked_mul(10));
            value = shifted.and_then(|v| if minus { v.checked_sub(digit) } else { v.checked_add(digit) });
            self.step();
        }
        let digits = self.text.get(begin..self.at).unwrap_or_default();
        let odd = digits.is_empty() || (digits.len() > 1 && digits.starts_with('0'));
        match value
            .filter(|v| !odd && (least..=most).contains(v) && !matches!(self.byte(), b'.' | b'e' | b'E'))
        {
            Some(v) => v,
            None => {
                self.fail();
                0
            }
        }
    }
}

impl Read for String {
    const BLANK: Self = Self::new();

    fn fill(&mut self, r: &mut Reader<'_>) {
        r.string(self);
    }
}

impl Read for bool {
    const BLANK: Self = false;

    fn fill(&mut self, r: &mut Reader<'_>) {
        *self = r.take("true");
        if !*self && !r.take("false") {
            r.fail();
        }
    }
}

macro_rules! whole {
    ($($t:ty)*) => {$(
        impl Read for $t {
            const BLANK: Self = 0;

            fn fill(&mut self, r: &mut Reader<'_>) {
                // Within the type's own limits, so nothing is cut off.
                *self = r.whole(i64::try_from(<$t>::MIN).unwrap_or(0), i64::try_from(<$t>::MAX).unwrap_or(i64::MAX)) as $t;
            }
        }
    )*};
}
whole!(u8 u16 u32 i64 usize);

impl<T: Read> Read for Option<T> {
    const OPTIONAL: bool = true;
    const BLANK: Self = None;

    fn fill(&mut self, r: &mut Reader<'_>) {
        if !r.take("null") {
            self.get_or_insert_with(|| T::BLANK).fill(r);
        }
    }
}

impl<T: Read> Read for Vec<T> {
    const BLANK: Self = Self::new();

    fn fill(&mut self, r: &mut Reader<'_>) {
        r.items(&mut |r| {
            self.push(T::BLANK);
            if let Some(item) = self.last_mut() {
                item.fill(r);
            }
        });
    }
}

impl<T: Read> Read for Ordered<T> {
    const BLANK: Self = Self(Vec::new());

    fn fill(&mut self, r: &mut Reader<'_>) {
        r.entries(&mut |name, r| {
            self.0.push((name, T::BLANK));
            if let Some((_, value)) = self.0.last_mut() {
                value.fill(r);
            }
        });
    }
}
