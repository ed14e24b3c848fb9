//! Writing.

use crate::profile::Ordered;

/// A wire type that can be written.
pub trait Write {
    /// Adds it to what is written.
    fn write(&self, w: &mut Writer);
}

/// Writes JSON.
pub fn write<T: Write>(value: &T) -> String {
    let mut w = Writer(String::new());
    value.write(&mut w);
    w.0
}

/// A text that grows.
pub struct Writer(String);

impl Writer {
    /// Begins an object or array.
    pub fn open(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// Ends one.
    pub fn close(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// A whole number.
    fn whole(&mut self, n: i64) {
        if n < 0 {
            self.0.push('-');
        }
        self.digits(n.unsigned_abs());
    }

    fn digits(&mut self, n: u64) {
        if n >= 10 {
            self.digits(n / 10);
        }
        self.0.push(char::from_digit((n % 10) as u32, 10).unwrap_or('0'));
    }

    /// Before each entry.
    fn next(&mut self) {
        if !self.0.ends_with(['{', '[']) {
            self.0.push(',');
        }
    }

    /// Begins an entry of an object.
    pub fn key(&mut self, name: &str) {
        self.next();
        self.string(name);
        self.0.push(':');
    }

    /// A text.
    pub fn string(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(c);
                }
                '\0'..='\x1f' => {
                    self.0.push_str("\\u00");
                    for half in [c as u32 >> 4, c as u32 & 15] {
                        self.0.push(char::from_digit(half, 16).unwrap_or('0'));
                    }
                }
                _ => self.0.push(c),
            }
        }
        self.0.push('"');
    }
}

impl<T> Write for super::Unread<T> {
    fn write(&self, w: &mut Writer) {
        w.0.push_str(&self.text);
    }
}

impl Write for String {
    fn write(&self, w: &mut Writer) {
        w.string(self);
    }
}

impl Write for bool {
    fn write(&self, w: &mut Writer) {
        w.0.push_str(if *self { "true" } else { "false" });
    }
}

macro_rules! whole {
    ($($t:ty)*) => {$(
        impl Write for $t {
            fn write(&self, w: &mut Writer) {
                w.whole(i64::try_from(*self).unwrap_or(i64::MAX));
            }
        }
    )*};
}
whole!(u8 u16 u32 i64 usize);

impl<T: Write> Write for Option<T> {
    fn write(&self, w: &mut Writer) {
        match self {
            Some(value) => value.write(w),
            None => w.0.push_str("null"),
        }
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, w: &mut Writer) {
        w.open('[');
        for item in self {
            w.next();
            item.write(w);
        }
        w.close(']');
    }
}

impl<T: Write> Write for Ordered<T> {
    fn write(&self, w: &mut Writer) {
        w.open('{');
        for (name, value) in &self.0 {
            w.key(name);
            value.write(w);
        }
        w.close('}');
    }
}
