//! English.

macro_rules! words {
    ($($id:ident = $text:literal,)*) => {
        /// Ids of all texts.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum W { $(#[doc = $text] $id,)* }
        /// The texts, in the order of the ids.
        pub static TEXT: &[&str] = &[$($text,)*];
    };
}

words! {
    // The kit's own.
    Close = "Close",
    Dismiss = "Dismiss",
    Undo = "Undo",
    Clear = "Clear",
    Optional = "optional",
    ShowPassword = "Show password",
    RemoveValue = "Remove {value}",
    RemovedValue = "{value} removed",
    Commands = "Commands",
    CommandsHint = "Find a person or an action…",
    NothingFound = "Nothing found",
    Cancel = "Cancel",
    Save = "Save",
    Retry = "Try again",
    Back = "Back",
}
