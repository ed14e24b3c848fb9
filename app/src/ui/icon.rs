//! The icon set: 16 px outlines drawn inline, so no request, no font, and they take the colour of the text around them.

use crate::view::prelude::*;

/// Each is a constant of its own, not a line of a table: its path goes with the code that draws it, as words do (words/en.rs).
#[derive(Clone, Copy)]
pub struct Icon(&'static &'static str);

macro_rules! icons {
    ($($name:ident = $path:literal,)*) => {
        #[allow(non_upper_case_globals)]
        impl Icon {
            $(pub const $name: Self = Self(&$path);)*
            #[cfg(feature = "gallery")]
            pub const ALL: &[Icon] = &[$(Self::$name),*];
        }
    };
}

icons! {
    People = "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.5 13c0-2.2 2-3.7 4.5-3.7s4.5 1.5 4.5 3.7M10.6 2.8a2.4 2.4 0 0 1 0 4.5M12 9.7c1.6.5 2.6 1.7 2.6 3.3",
    Shield = "M8 1.7 2.8 3.5v4c0 3.2 2.1 5.6 5.2 6.8 3.1-1.2 5.2-3.6 5.2-6.8v-4L8 1.7ZM5.7 7.9l1.7 1.7 3-3.2",
    Log = "M3.5 2h9v12h-9zM6 5.3h4M6 8h4M6 10.7h2.5",
    Gear = "M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4",
    Search = "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.4 3.4",
    Plus = "M8 3v10M3 8h10",
    Dots = "M8 3.5v.01M8 8v.01M8 12.5v.01",
    Close = "M4 4l8 8M12 4l-8 8",
    Check = "M3 8.5l3.3 3.3L13 4.7",
    Dash = "M4 8h8",
    Down = "M4.5 6.3 8 9.8l3.5-3.5",
    Mail = "M2 3.5h12v9H2zM2.3 4l5.7 4.5L13.7 4",
    Clock = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.5",
    Warn = "M8 2.2 1.7 13.3h12.6L8 2.2ZM8 6.5v3.2M8 11.6v.01",
    Info = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.4v3.4M8 5.2v.01",
    Key = "M5.2 10.8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8.2 7.8H14v2.4M11.5 7.8v1.8",
    Out = "M6.5 2.5H3v11h3.5M9.5 5l3 3-3 3M12.3 8H6.5",
    Person = "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8ZM2.7 13.8c0-2.5 2.3-4 5.3-4s5.3 1.5 5.3 4",
    Swap = "M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13",
    Edit = "M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2L3 13ZM9.3 4.5l2.2 2.2",
    Trash = "M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.7v4.2M9.3 6.7v4.2",
    Pause = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.8 3.8l8.4 8.4",
    Back = "M7 3.5 2.5 8 7 12.5M2.8 8h10.7",
    Up = "M4.5 9.7 8 6.2l3.5 3.5",
    Home = "M2.5 7.5 8 2.8l5.5 4.7M4 6.5v7h8v-7",
    Eye = "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
    Wifi = "M2 6.2a9 9 0 0 1 12 0M4.3 8.8a5.5 5.5 0 0 1 7.4 0M6.6 11.2a2 2 0 0 1 2.8 0M2.5 2.5l11 11",
    Lock = "M3.5 7.5h9V14h-9zM5.5 7.5V5.2a2.5 2.5 0 0 1 5 0v2.3",
    Undo = "M3 6.5h6.5a3.5 3.5 0 1 1 0 7H6M5.7 3.5 2.7 6.5l3 3",
    Empty = "M2 9h3.5l1 2h3l1-2H14M2 9l2-6h8l2 6v4.5H2V9Z",
    Card = "M2 3.5h12v9H2zM6 8.2a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6ZM4 10.8c.2-1 1-1.5 2-1.5s1.8.5 2 1.5M10 6.5h2M10 9h2",
    Case = "M2 5h12v8.5H2zM5.8 5V2.8h4.4V5M2 8.8h12M8 8v1.6",
    Bubble = "M2.2 3h11.6v8H7.4L4.5 13.7V11H2.2z",
    Phone = "M4.7 2.3 6.3 5.6 4.9 7c.7 1.7 2.4 3.4 4.1 4.1l1.4-1.4 3.3 1.6-.4 2.2c-.1.4-.5.6-.9.6C7 13.7 2.3 9 1.9 3.6c0-.4.2-.8.6-.9z",
    Task = "M2.5 2.5h11v11h-11zM5.3 8.2l2 2 3.6-4",
    Upload = "M8 10.5v-8M4.8 5.5 8 2.3l3.2 3.2M2.5 10.5v3h11v-3",
    Download = "M8 2.3v8M4.8 7.2 8 10.4l3.2-3.2M2.5 10.5v3h11v-3",
    Note = "M3 2.5h10v7.3L9.3 13.5H3zM9.3 13.5V9.8H13M5.5 5.5h5M5.5 8h2.5",
    Bolt = "M9 1.8 3.5 9H8l-1 5.2L12.5 7H8Z",
    Link = "M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.3-2.3A2.6 2.6 0 0 0 9 3.3L8.2 4M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.8-.7",
    Bell = "M8 2a4 4 0 0 0-4 4c0 3.5-1.5 4.5-1.5 5.5h11C13.5 10.5 12 9.5 12 6a4 4 0 0 0-4-4ZM6.6 13.7a1.6 1.6 0 0 0 2.8 0",
    Plug = "M5.5 2v3M10.5 2v3M3.8 5h8.4v2.5a4.2 4.2 0 0 1-8.4 0V5ZM8 11.7V14",
    Layers = "M8 2.2 2 5.3l6 3.1 6-3.1-6-3.1ZM2.3 8.2 8 11.1l5.7-2.9M2.3 11 8 13.9l5.7-2.9",
    Branch = "M6 2.5h4v3H6zM1.8 10.5h4v3h-4zM10.2 10.5h4v3h-4zM8 5.5V8M3.8 10.5V8h8.4v2.5",
    Copy = "M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1",
    Coin = "M2 3.5h12v9H2zM2 6.5h12M4.5 10h3",
}

/// The picture alone; hidden from screen readers, since a control's name says what it is.
pub fn icon(which: Icon) -> AnyView {
    let d = *which.0;
    // Dots are lines of no length: as wide as they are to be seen.
    let width = if d == *Icon::Dots.0 { "2.2" } else { "1.5" };
    view! {
        <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width=width stroke-linecap="round"
            stroke-linejoin="round" aria-hidden="true" focusable="false">
            <path d=d></path>
        </svg>
    }
    .into_any()
}
