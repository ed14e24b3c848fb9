//! Who is in the demo.

use super::Person;
use super::crowd;
use super::harbour::harbour;
use super::person::Crew;

/// Product, address and role of those whom the banner names.
pub const SIGN_INS: [(&str, &str, &str); 11] = [
    ("Jtek", "rachel@juniper.example", "Admin"),
    ("Jtek", "tyler@juniper.example", "User"),
    ("Jetlink", "admin@jetlink.example", "Admin"),
    ("Salestrekker", "owner@salestrekker.example", "Organization owner"),
    ("Salestrekker", "broker@salestrekker.example", "Broker"),
    ("Enterprise", "owner@harbour.example", "Organization owner of groups and branches"),
    ("Enterprise", "agent@harbour.example", "Managing agent of one branch"),
    ("Voice agents", "admin@voice.example", "Administrator"),
    ("Jelly", "owner@jelly.example", "Owner"),
    ("Jelly", "admin@jelly.example", "Admin"),
    ("Jelly + Voice", "sam@jelly.example", "Member of two teams"),
];

/// All but the large one.
pub fn small() -> Vec<Crew> {
    vec![jtek(), salestrekker(), harbour(), voice_agents(), jelly()]
}

/// Exactly the three of the document's picture.
fn jtek() -> Crew {
    Crew {
        id: "jtek",
        profile: "jtek",
        name: "Juniper Realty",
        enterprise: false,
        pictures: false,
        free_seats: &[],
        units: &[],
        resources: &[],
        people: vec![
            Person::new("Rachel Vasquez", "rachel@juniper.example", "admin")
                .field("phone", "+1 512 555 0147"),
            Person::new("Tyler Chen", "tyler@juniper.example", "user").field("phone", "+1 512 555 0162"),
            Person::new("Natalie Wong", "natalie@juniper.example", "user").pending(1),
        ],
    }
}

fn salestrekker() -> Crew {
    let p = Person::new;
    Crew {
        id: "salestrekker",
        profile: "salestrekker",
        name: "Harbour Home Loans",
        enterprise: false,
        pictures: true,
        free_seats: &[],
        units: &[],
        resources: &[
            ("standard", "Standard home loan", ""),
            ("refinance", "Refinance", ""),
            ("asset", "Asset finance", ""),
        ],
        people: vec![
            p("Marguerite Okonkwo", "owner@salestrekker.example", "system-admin")
                .standing(&["organization-owner"]),
            p("Dalibor Petrović", "admin@salestrekker.example", "system-admin"),
            p("Ines Carvalho", "broker@salestrekker.example", "broker")
                .additions(&["mentor"])
                .access(&["standard", "refinance"]),
            p("Henry Walsh", "henry@salestrekker.example", "broker")
                .additions(&["system-admin"])
                .access(&["asset"]),
            p("Priya Raman", "priya@salestrekker.example", "broker").access(&["standard"]),
            p("Tom Aldridge", "tom@salestrekker.example", "broker"),
            p("Lucia Moretti", "lucia@salestrekker.example", "processor").access(&["standard", "refinance"]),
            p("Kwame Mensah", "processor@salestrekker.example", "processor"),
            p("Sofie Lindqvist", "sofie@salestrekker.example", "broker").deactivated(),
            p("Brandon Hughes", "brandon@salestrekker.example", "processor").deactivated(),
            p("Amelia Tran", "amelia@salestrekker.example", "broker").pending(2),
            p("Declan Byrne", "declan@salestrekker.example", "broker").pending(11),
        ],
    }
}

fn voice_agents() -> Crew {
    let p = Person::new;
    Crew {
        id: "voice-agents",
        profile: "voice-agents",
        name: "Northwind Voice",
        enterprise: false,
        pictures: true,
        free_seats: &[],
        units: &[],
        resources: &[
            ("reception", "Reception", "Northwind Dental"),
            ("booking", "Appointment booking", "Northwind Dental"),
            ("recall", "Recall reminders", "Northwind Dental"),
            ("intake", "Patient intake", "Northwind Physio"),
            ("after-hours", "After hours", "Northwind Physio"),
        ],
        people: vec![
            p("Elena Rossi", "admin@voice.example", "administrator").field("job-title", "Operations lead"),
            p("Marcus Webb", "marcus@voice.example", "administrator").field("job-title", "Founder"),
            p("Aisha Khan", "aisha@voice.example", "member")
                .field("job-title", "Voice designer")
                .grants(&["edit-agents", "advanced-editor"])
                .access(&["reception", "booking"]),
            p("Jonas Weber", "member@voice.example", "member")
                .field("job-title", "Receptionist")
                .grants(&["crm"])
                .access(&["reception"]),
            p("Chloe Martin", "chloe@voice.example", "member")
                .field("job-title", "Practice manager")
                .grants(&["recordings", "billable-minutes"])
                .access(&["intake", "after-hours"])
                .seen_days_ago(97),
            p("Rosa Delgado", "rosa@voice.example", "member")
                .field("job-title", "Call centre lead")
                .grants(&["crm"])
                .access(&["recall", "after-hours"])
                .seen_days_ago(210),
            p("Theo Lindgren", "theo@voice.example", "member")
                .field("job-title", "Auditor")
                .grants(&["billable-minutes"])
                .never_seen(310),
            p("Sam Okafor", "sam@jelly.example", "member")
                .field("job-title", "Contractor")
                .access(&["recall"]),
            p("Yuki Tanaka", "yuki@voice.example", "member").pending(3).field("job-title", "Dental nurse"),
            p("Pedro Alvarez", "pedro@voice.example", "member").pending(12),
        ],
    }
}

fn jelly() -> Crew {
    let p = Person::new;
    Crew {
        id: "jelly",
        profile: "jelly",
        name: "Lantern Books",
        enterprise: false,
        pictures: true,
        free_seats: &[],
        units: &[],
        resources: &[],
        people: vec![
            p("Olivia Brandt", "owner@jelly.example", "owner"),
            p("Noah Fischer", "admin@jelly.example", "admin"),
            p("Zoë Lambert", "zoe@jelly.example", "admin"),
            p("Mina Park", "member@jelly.example", "member"),
            p("Sam Okafor", "sam@jelly.example", "member"),
            p("Arthur Dean", "arthur@jelly.example", "member"),
            p("Işıl Demir", "isil@jelly.example", "member"),
            p("Grace Obi", "grace@jelly.example", "member").deactivated(),
            p("Leo Santoro", "leo@jelly.example", "admin").deactivated(),
            // Invited by address alone: the name is theirs to choose.
            p("", "hannah@jelly.example", "member").pending(1),
            p("", "viktor@jelly.example", "member").pending(9),
        ],
    }
}

/// The large one.
pub fn jetlink(size: u32) -> Crew {
    Crew {
        id: "jetlink",
        profile: "jetlink",
        name: "Meridian Retail",
        enterprise: false,
        pictures: true,
        free_seats: &[("agent", 3)],
        units: &[
            ("outlet", "Company", "Meridian Outlet"),
            ("home", "Company", "Meridian Home"),
            ("sport", "Company", "Meridian Sport"),
        ],
        resources: &[],
        people: crowd::people(size),
    }
}
