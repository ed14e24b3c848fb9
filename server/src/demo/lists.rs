//! What the demo's shared inbox has for everybody: its rules and its saved replies (JY15).

use super::person::Seeder;
use crate::clock::DAY;
use crate::error::Refusal;
use crate::policies::Rules;
use crate::random;
use crate::service::lists::search_key;
use crate::storage::{EntryRow, MemberRow};
use shared::api::FieldValues;

/// Name, when, this, then, whom or what.
const RULES: [[&str; 5]; 6] = [
    ["Spam from link sellers", "Has in its subject", "guest post", "Mark as spam", ""],
    ["Wholesale orders", "Is to", "wholesale@lanternbooks.example", "Assign to", "Noah Fischer"],
    ["Publisher invoices", "Is from", "accounts@northpress.example", "Label", "Invoices"],
    ["Damaged parcels", "Has in its subject", "damaged", "Assign to", "Mina Park"],
    ["School visits", "Has in its subject", "school visit", "Label", "Events"],
    ["Delivery notices", "Is from", "no-reply@parcelpost.example", "Archive", ""],
];

const REPLIES: [(&str, &str); 12] = [
    (
        "Where is my order?",
        "Hello,\n\nThank you for your order. It left our shop and is with the courier now; delivery takes two to four working \
         days. You can follow it here:\n\n[tracking link]\n\nIf it hasn't arrived by the end of the week, just answer this mail.",
    ),
    (
        "Opening hours",
        "Hello,\n\nWe're open Monday to Saturday, 9:30 to 18:30, and on the first Sunday of the month from 11 to 16. We're \
         closed on public holidays.\n\nSee you soon!",
    ),
    (
        "Sending a book back",
        "Hello,\n\nOf course. You can return books in the condition you got them within 30 days. Please put the receipt in the \
         parcel, or bring both to the shop. The money is back on your card within five working days.",
    ),
    (
        "Damaged in the post",
        "Hello,\n\nI'm sorry your parcel arrived like that. Could you send us a photo of the book and of the packaging? We'll \
         send a new copy today; you don't need to return the damaged one.",
    ),
    (
        "Out of print",
        "Hello,\n\nUnfortunately this title is out of print. We'd be glad to look for a used copy: tell us the highest price \
         you'd like to pay, and we'll write as soon as we find one.",
    ),
    (
        "Gift cards",
        "Hello,\n\nOur gift cards come in any amount from 10 and never expire. You can buy them at the counter, or answer with \
         the amount and an address and we'll post one tomorrow.",
    ),
    (
        "Invoice for a company",
        "Hello,\n\nGladly. Please send us the company's name, address and tax number, and the order number. You'll get the \
         invoice as a PDF on the same day.",
    ),
    (
        "Author readings",
        "Hello,\n\nThank you for thinking of us! We plan readings about four months ahead. Please send a few lines about the \
         book, its publisher and the dates that would suit you; Zoë answers within two weeks.",
    ),
    (
        "Reservation confirmed",
        "Hello,\n\nYour book is here. We'll keep it for you at the counter for ten days; your name is enough when you pick it up.",
    ),
    (
        "Wholesale terms",
        "Hello,\n\nFor libraries and schools we give ten percent from five copies of a title, and deliver within the city at no \
         cost. Send us your list and you'll have an offer the next working day.",
    ),
    (
        "Newsletter: unsubscribe",
        "Hello,\n\nDone: you won't get our newsletter any more. If another one should still be on its way, please excuse us.",
    ),
    (
        "Thank you",
        "Hello,\n\nThank you for the kind words. I've read them to everybody in the shop.\n\nWarm regards",
    ),
];

impl Seeder {
    /// Rules and saved replies, written by those who may.
    pub async fn lists(&mut self, team: &str, rules: &Rules, people: &[MemberRow]) -> Result<(), Refusal> {
        if team != "jelly" {
            return Ok(());
        }
        for (n, [name, when, value, action, argument]) in RULES.into_iter().enumerate() {
            let fields = [("when", when), ("value", value), ("action", action), ("argument", argument)];
            self.entry(team, rules, "rules", name, &fields, author(people, n)).await?;
        }
        for (n, (name, text)) in REPLIES.into_iter().enumerate() {
            self.entry(team, rules, "saved-replies", name, &[("text", text)], author(people, n)).await?;
        }
        Ok(())
    }

    async fn entry(
        &mut self,
        team: &str,
        rules: &Rules,
        list: &str,
        name: &str,
        fields: &[(&str, &str)],
        (actor, days): (String, i64),
    ) -> Result<(), Refusal> {
        let Some(def) = rules.policy.profile().lists.get(list) else { return Ok(()) };
        let filled = fields.iter().filter(|(_, value)| !value.is_empty());
        let fields: FieldValues = filled.map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect();
        let row = EntryRow {
            id: random::id(self.app.random())?,
            name: name.to_owned(),
            search_key: search_key(def, name, &fields),
            fields,
            actor,
            at: self.now - days * DAY,
            version: 1,
        };
        Ok(self.tx.insert_entry(&self.permit, team, list, &row, None).await?)
    }
}

/// The first three manage the inbox, one after the other; and how many days ago.
fn author(people: &[MemberRow], n: usize) -> (String, i64) {
    let name = people.iter().take(3).cycle().nth(n).map(|p| p.name.clone()).unwrap_or_default();
    (name, 5 + 7 * i64::try_from(n).unwrap_or(0))
}
