//! The words that a product may choose for itself, with what stands when it doesn't.

/// Key, default. `{name}` and the like are filled in by the reader. Sorted by key.
pub const WORDS: &[(&str, &str)] = &[
    ("activate-note", "They can sign in again with the role they had."),
    ("assign-to", "Assign to"),
    ("assigned-to", "Assigned to"),
    ("cancel-invite", "Cancel invitation"),
    ("change-role", "Change role"),
    ("deactivate", "Deactivate"),
    (
        "deactivate-note",
        "They lose access at once. Everything they worked on stays, and you can restore them.",
    ),
    ("deactivated", "Deactivated"),
    ("delete", "Delete"),
    ("delete-note", "This is permanent and cannot be undone."),
    ("edit", "Edit details"),
    ("edit-save", "Save changes"),
    ("former", "Former members"),
    ("invite", "Invite"),
    ("invite-intro", "They get a mail with a link to join."),
    ("invite-place", "end"),
    ("invite-send", "Send invite"),
    ("invite-send-no-mail", "Create member"),
    ("mail-hint", "No mail after a few minutes? Ask them to look in their spam or junk folder."),
    ("mail-toggle", "Send invitation email"),
    ("member", "member"),
    ("members", "Team members"),
    ("members-intro", "People who can sign in, and what their role lets them do."),
    ("members-plural", "members"),
    ("path", "Settings"),
    ("resend-invite", "Resend invitation"),
    ("restore", "Restore"),
    ("restored", "restored"),
    ("role", "Role"),
    ("self-note", "You can't do this to yourself. Ask somebody else who manages the team."),
    ("set-password", "Change password"),
    ("set-password-save", "Update password"),
    ("successor", "Who gets their work?"),
    ("unassigned", "Unassigned"),
];

/// The default of a word; empty for a key that doesn't exist.
pub fn default_word(key: &str) -> &'static str {
    WORDS.iter().find(|(k, _)| *k == key).map_or("", |(_, word)| word)
}
