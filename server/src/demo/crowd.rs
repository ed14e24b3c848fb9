//! Two hundred believable people, or ten thousand.

use super::Person;

pub(super) const FIRST: [&str; 40] = [
    "Ayşe", "Mehmet", "Elif", "Can", "Zeynep", "Emre", "Deniz", "Selin", "Burak", "Ece", "Anna", "Lukas",
    "Marie", "Jonas", "Sofia", "Mateo", "Camila", "Diego", "Amara", "Kofi", "Zanele", "Tariq", "Layla",
    "Omar", "Mei", "Hiroshi", "Aiko", "Minh", "Priya", "Arjun", "Nadia", "Ivan", "Olga", "Freya", "Erik",
    "Chloé", "Hugo", "Isla", "Rory", "Grace",
];

pub(super) const LAST: [&str; 50] = [
    "Yılmaz",
    "Kaya",
    "Demir",
    "Çelik",
    "Şahin",
    "Öztürk",
    "Arslan",
    "Doğan",
    "Aydın",
    "Polat",
    "Schmidt",
    "Weber",
    "Novak",
    "Rossi",
    "Moreau",
    "García",
    "Silva",
    "Costa",
    "Rivera",
    "Mendoza",
    "Okafor",
    "Mensah",
    "Dlamini",
    "Haddad",
    "Rahman",
    "Nguyen",
    "Tanaka",
    "Sato",
    "Chen",
    "Wang",
    "Kim",
    "Patel",
    "Iyer",
    "Singh",
    "Ivanova",
    "Petrov",
    "Larsen",
    "Nilsson",
    "Byrne",
    "Murphy",
    "Walker",
    "Hughes",
    "Bennett",
    "Foster",
    "Grant",
    "Harper",
    "Ellis",
    "Boateng",
    "Fischer",
    "Lindqvist",
];

/// Companies of the group; some people belong to the group itself.
const COMPANIES: [Option<&str>; 5] = [Some("outlet"), Some("home"), None, Some("sport"), Some("home")];

const EXPERTISE: [&str; 7] =
    ["Sales", "Support", "Billing", "Shipping", "Returns", "Support,Returns", "Sales,Billing"];

/// `size` people, the first of them the admin whom the banner names.
pub fn people(size: u32) -> Vec<Person> {
    let mut all = vec![
        Person::new("Defne Aksoy", "admin@jetlink.example", "admin"),
        Person::new("Liam O’Connor", "agent@jetlink.example", "agent")
            .field("expertise", "Sales")
            .unit("home"),
        Person::new("Ruth Adler", "reporter@jetlink.example", "reporter"),
        Person::new("Tomás Vega", "trainer@jetlink.example", "jetbot-trainer"),
    ];
    let some = all.len();
    let size = usize::try_from(size).unwrap_or(200).max(some);
    all.extend((0..size - some).map(one));
    all
}

fn one(n: usize) -> Person {
    // The two lists have different lengths and strides: no name twice among the first two thousand.
    let first = FIRST[n * 7 % FIRST.len()];
    let last = LAST[(n * 11 + n / 40) % LAST.len()];
    let round = n / 2_000;
    let name =
        if round == 0 { format!("{first} {last}") } else { format!("{first} {last} {}", numeral(round)) };
    let email = format!("{}.{}{n}@jetlink.example", ascii(first), ascii(last));
    let role = match n % 23 {
        0 => "admin",
        5 | 11 | 17 => "reporter",
        9 => "jetbot-trainer",
        _ => "agent",
    };
    let mut person = Person::new(&name, &email, role);
    if role == "agent" && !n.is_multiple_of(3) {
        person = person.field("expertise", EXPERTISE[n % EXPERTISE.len()]);
    }
    if role == "agent" && n % 10 == 4 {
        person = person.field("visible-name", first).grants(&["assigned-only"]);
    }
    person.unit = COMPANIES[n % COMPANIES.len()];
    if role == "agent" && n.is_multiple_of(7) {
        person = person.grants(&["group-companies.view"]);
    }
    person.seen = Some(i64::try_from(n * 13 % 2_000).unwrap_or(0));
    match n % 29 {
        3 => person.pending(2),
        8 => person.pending(6),
        14 => person.pending(15),
        20 | 26 => person.deactivated(),
        _ => person,
    }
}

/// Tells people of the same name apart in very large teams.
fn numeral(n: usize) -> &'static str {
    ["", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].get(n).copied().unwrap_or("X")
}

pub(super) fn ascii(name: &str) -> String {
    crate::fold::fold(name).chars().filter(char::is_ascii_alphanumeric).collect()
}
