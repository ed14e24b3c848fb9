//! An enterprise: groups and branches, and the managing agents who look after the people in them (ST2).

use super::Person;
use super::person::Crew;

/// The team.
pub fn harbour() -> Crew {
    Crew {
        id: "salestrekker-enterprise",
        profile: "salestrekker",
        name: "Harbour Group",
        enterprise: true,
        pictures: true,
        free_seats: &[],
        units: &[
            ("coastal", "Group", "Coastal"),
            ("inland", "Group", "Inland"),
            ("newcastle", "Branch", "Newcastle"),
            ("wollongong", "Branch", "Wollongong"),
            ("ballarat", "Branch", "Ballarat"),
            ("bendigo", "Branch", "Bendigo"),
        ],
        resources: &[
            ("standard", "Standard home loan", ""),
            ("refinance", "Refinance", ""),
            ("commercial", "Commercial", ""),
        ],
        people: [organization(), coast(), inland()].concat(),
    }
}

/// The main organization: its owner, and the system administrators of whom some are managing agents elsewhere.
fn organization() -> Vec<Person> {
    let p = Person::new;
    vec![
        p("Eleanor Whitfield", "owner@harbour.example", "system-admin").standing(&["organization-owner"]),
        p("Rafael Duarte", "agent@harbour.example", "system-admin")
            .standing(&["managing-agent"])
            .manages(&["newcastle"]),
        p("Naomi Castellan", "naomi@harbour.example", "system-admin")
            .standing(&["managing-agent"])
            .manages(&["coastal", "wollongong"]),
        p("Grace Adeyemi", "grace@harbour.example", "broker")
            .additions(&["system-admin"])
            .standing(&["managing-agent"])
            .manages(&["ballarat", "bendigo", "inland"])
            .access(&["commercial"]),
        p("Viktor Lindgren", "viktor@harbour.example", "system-admin"),
        p("Mai Hoang", "mai@harbour.example", "processor").access(&["standard", "refinance", "commercial"]),
    ]
}

fn coast() -> Vec<Person> {
    let p = Person::new;
    vec![
        p("Dylan Marsh", "dylan@harbour.example", "broker").unit("coastal").access(&["standard"]),
        p("Ana Figueiredo", "broker@harbour.example", "broker").unit("newcastle").access(&["standard"]),
        p("Joel Hartigan", "joel@harbour.example", "broker")
            .unit("newcastle")
            .additions(&["mentor"])
            .access(&["standard", "refinance"]),
        p("Preeti Nair", "preeti@harbour.example", "processor").unit("newcastle").access(&["standard"]),
        p("Callum Reid", "callum@harbour.example", "broker").unit("newcastle").deactivated(),
        p("Sienna Walsh", "sienna@harbour.example", "broker").unit("newcastle").pending(3),
        p("Tadhg Kearney", "tadhg@harbour.example", "broker").unit("wollongong").access(&["refinance"]),
        p("Yuna Seo", "yuna@harbour.example", "broker").unit("wollongong").access(&["commercial"]),
        p("Bruno Salas", "bruno@harbour.example", "processor").unit("wollongong"),
    ]
}

fn inland() -> Vec<Person> {
    let p = Person::new;
    vec![
        p("Isobel Crane", "isobel@harbour.example", "broker").unit("inland"),
        p("Mehdi Rostami", "mehdi@harbour.example", "broker").unit("ballarat").access(&["standard"]),
        p("Kirra Thompson", "kirra@harbour.example", "broker")
            .unit("ballarat")
            .additions(&["mentor"])
            .access(&["standard", "commercial"]),
        p("Luca Bianchi", "luca@harbour.example", "processor").unit("ballarat"),
        p("Freya Holm", "freya@harbour.example", "broker").unit("bendigo").access(&["refinance"]),
        p("Oscar Quist", "oscar@harbour.example", "broker").unit("bendigo").deactivated(),
        p("Leilani Kealoha", "leilani@harbour.example", "broker").unit("bendigo").pending(10),
    ]
}
