//! What a file's columns seem to be: by their headers in the spellings that people use, and by what stands in them.

use crate::fold::fold;
use shared::profile::{FieldKind, WorkDef};
use shared::validate::{check_address, check_phone};
use std::collections::BTreeSet;

/// Stands for the title in a mapping; other targets are field ids.
pub const TITLE: &str = "title";

/// Headers for a whole name, letters and digits only.
const NAME: [&str; 14] = [
    "name",
    "fullname",
    "displayname",
    "contactname",
    "customername",
    "clientname",
    "adsoyad",
    "adisoyadi",
    "isim",
    "isimsoyisim",
    "vollstandigername",
    "nomcomplet",
    "nombrecompleto",
    "nomecompleto",
];
/// Headers for one part of it: both columns together are the name.
const NAME_PART: [&str; 21] = [
    "firstname",
    "first",
    "givenname",
    "forename",
    "middlename",
    "lastname",
    "last",
    "surname",
    "familyname",
    "vorname",
    "nachname",
    "familienname",
    "ad",
    "adi",
    "soyad",
    "soyadi",
    "prenom",
    "nom",
    "nombre",
    "apellido",
    "apellidos",
];
const EMAIL: [&str; 11] = [
    "email",
    "mail",
    "emailaddress",
    "mailaddress",
    "emailadresse",
    "eposta",
    "epostaadresi",
    "courriel",
    "correo",
    "correoelectronico",
    "adressemail",
];
const PHONE: [&str; 16] = [
    "phone",
    "phonenumber",
    "tel",
    "telephone",
    "telefon",
    "telefonnummer",
    "telefono",
    "mobile",
    "mobilephone",
    "cell",
    "cellphone",
    "gsm",
    "cep",
    "ceptelefonu",
    "handy",
    "mobil",
];

/// A guess for each column: `title`, a field's id, or empty. No field is guessed twice; the name may be in parts.
pub fn guess(def: &WorkDef, header: &[String], lines: &[Vec<String>]) -> Vec<String> {
    let keys: Vec<String> = header.iter().map(|h| key(h)).collect();
    let values: Vec<Values> = (0..header.len()).map(|at| Values::of(lines, at)).collect();
    let mut found = vec![String::new(); header.len()];
    claim_fields(def, &keys, &values, &mut found);
    claim_title(def, &keys, &values, &mut found);
    found
}

/// Letters and digits alone, folded: `E-Mail Address` becomes `emailaddress`.
fn key(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What stands in a column.
struct Values {
    filled: usize,
    different: usize,
    addresses: usize,
    phones: usize,
    words: usize,
}

impl Values {
    fn of(lines: &[Vec<String>], at: usize) -> Self {
        let mut all = Self { filled: 0, different: 0, addresses: 0, phones: 0, words: 0 };
        let mut seen = BTreeSet::new();
        for value in
            lines.iter().filter_map(|cells| cells.get(at)).map(|v| v.trim()).filter(|v| !v.is_empty())
        {
            all.filled = all.filled.saturating_add(1);
            seen.insert(value);
            if check_address(value).is_ok() {
                all.addresses = all.addresses.saturating_add(1);
            } else if is_phone(value) {
                all.phones = all.phones.saturating_add(1);
            } else if value.chars().any(char::is_alphabetic) {
                all.words = all.words.saturating_add(1);
            }
        }
        all.different = seen.len();
        all
    }

    fn are(&self, n: usize) -> bool {
        self.filled > 0 && n.saturating_mul(5) >= self.filled.saturating_mul(4)
    }
}

/// Looks like a number to call; years and sums don't.
pub(super) fn is_phone(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    check_phone(value).is_ok() && digits >= 7 && !value.contains('.')
}

/// Gives each field the column that fits best.
fn claim_fields(def: &WorkDef, keys: &[String], values: &[Values], found: &mut [String]) {
    let mut fits = Vec::new();
    for (place, (id, field)) in def.fields.iter().enumerate() {
        let names: Vec<String> =
            [id, &field.label].into_iter().chain(field.also.iter().map(String::as_str)).map(key).collect();
        for (at, (header, values)) in keys.iter().zip(values).enumerate() {
            let score = fit(field.kind, &names, header, values);
            if score > 0 {
                fits.push((score, place, at, id));
            }
        }
    }
    // The best first; then in the order of fields and columns.
    fits.sort_by_key(|(score, place, at, _)| (std::cmp::Reverse(*score), *place, *at));
    for (_, _, at, id) in fits {
        if found.iter().any(|f| f == id) {
            continue;
        }
        if let Some(slot) = found.get_mut(at).filter(|s| s.is_empty()) {
            id.clone_into(slot);
        }
    }
}

fn fit(kind: FieldKind, names: &[String], header: &str, values: &Values) -> u8 {
    if names.iter().any(|n| n == header) {
        return 4;
    }
    let part = names.iter().any(|n| n.len() >= 4 && header.contains(n.as_str()));
    match kind {
        // "Email opt-in" holds no addresses.
        FieldKind::Email if values.filled > 0 && !values.are(values.addresses) => 0,
        FieldKind::Phone if values.filled > 0 && !values.are(values.phones) => 0,
        FieldKind::Email if EMAIL.contains(&header) => 3,
        FieldKind::Phone if PHONE.contains(&header) => 3,
        FieldKind::Email | FieldKind::Phone => {
            1_u8.saturating_add(u8::from(part)).min(if values.filled > 0 { 2 } else { 0 })
        }
        _ => 2 * u8::from(part),
    }
}

/// The title: a whole name before its parts, and a column of words when no header says it.
fn claim_title(def: &WorkDef, keys: &[String], values: &[Values], found: &mut [String]) {
    let own = [key(&def.title), TITLE.to_owned(), key(&def.label)];
    let free = |at: &usize| found.get(*at).is_some_and(String::is_empty);
    let by = |test: &dyn Fn(&str) -> bool| -> Vec<usize> {
        keys.iter().enumerate().filter(|(at, k)| free(at) && test(k)).map(|(at, _)| at).collect()
    };
    let whole = by(&|k| own.iter().any(|o| o == k) || NAME.contains(&k));
    let parts = by(&|k| NAME_PART.contains(&k));
    // Names differ from line to line; what says yes or no does not.
    let words = || {
        let all = values.iter().enumerate().filter(|(at, v)| free(at) && v.are(v.words));
        all.min_by_key(|(at, v)| (std::cmp::Reverse(v.different), *at)).map(|(at, _)| at)
    };
    let chosen: Vec<usize> = match whole.first() {
        // "Name" beside "First name" is the other part of it.
        Some(one) if parts.is_empty() || keys.get(*one).is_some_and(|k| k != "name") => vec![*one],
        Some(one) => parts.iter().copied().chain([*one]).collect(),
        None if !parts.is_empty() => parts,
        None => words().into_iter().collect(),
    };
    for at in chosen {
        if let Some(slot) = found.get_mut(at) {
            TITLE.clone_into(slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::builtin_policies;

    fn guessed(header: &str, lines: &[&str]) -> String {
        let policies = builtin_policies().unwrap();
        let policy = &policies.get("jtek").unwrap().policy;
        let (_, def) = policy.kind_def(policy.kind("contact").unwrap()).unwrap();
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let lines: Vec<_> = lines.iter().map(|l| cells(l)).collect();
        guess(def, &cells(header), &lines).join(",")
    }

    #[test]
    fn jt9_headers_are_known_in_several_spellings() {
        assert_eq!(guessed("Name,Email,Phone,Company,Source", &[]), "title,email,phone,company,source");
        assert_eq!(guessed("Full Name,E-MAIL ADDRESS,Mobile,Organisation", &[]), "title,email,phone,company");
        assert_eq!(
            guessed("Ad Soyad,E-posta,Cep Telefonu", &["Ayşe,a@x.example,0532 000 00 00"]),
            "title,email,phone"
        );
        assert_eq!(guessed("Vorname,Nachname,Telefon", &["Jan,Groß,030 123456"]), "title,title,phone");
        assert_eq!(guessed("ID,First Name,Last Name,Notes", &["1,Ana,Byrne,x"]), ",title,title,");
        assert_eq!(guessed("Company Name,Name", &[]), "company,title");
    }

    #[test]
    fn jt9_values_tell_what_headers_do_not() {
        let lines = ["Ana Byrne,ana@x.example,+1 512 555 0147", "Bo Chen,bo@x.example,512-555-0162"];
        assert_eq!(guessed("A,B,C", &lines), "title,email,phone");
        assert_eq!(
            guessed("Email opt-in,Contact via,Who", &["yes,ana@x.example,Ana", "yes,bo@x.example,Bo"]),
            ",email,title"
        );
        assert_eq!(guessed("Year,Budget", &["2024,1200.50"]), ",");
    }
}
