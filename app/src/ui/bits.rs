//! Avatar, badge, seat meter, skeleton, empty state.

use super::{Icon, icon};
use crate::host::host;
use crate::view::prelude::*;
use crate::words::digits;

/// One or two letters for a name: first letters of its first and last word.
pub fn initials(name: &str) -> String {
    let mut words = name.split(' ').filter_map(|w| w.chars().find(|c| !c.is_ascii_punctuation()));
    let mut out = String::new();
    out.extend(words.next());
    // Forwards: the way from the end has code of its own.
    out.extend(words.fold(None, |_, last| Some(last)));
    if out.is_empty() {
        out.extend(name.chars().find(|c| !c.is_whitespace()));
    }
    crate::words::upper(&out)
}

/// A steady colour: the same key gives the same one of eight on every page and after every reload.
fn tint(key: &str) -> &'static str {
    const TINTS: [&str; 8] = ["av-0", "av-1", "av-2", "av-3", "av-4", "av-5", "av-6", "av-7"];
    let hash = key.bytes().fold(2_166_136_261_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(16_777_619));
    let mixed = (hash ^ (hash >> 15)).wrapping_mul(0x85eb_ca6b);
    TINTS.get((mixed >> 24) as usize % TINTS.len()).copied().unwrap_or("av-7")
}

/// `key` fixes the colour (an id, not the name: people rename themselves). `size`: empty, `s`, `l`. `picture`: where one is;
/// without it, or where it cannot be had, the initials stand there.
#[component]
pub fn Avatar(
    #[prop(into)] name: Signal<String>,
    #[prop(into)] key: String,
    #[prop(optional)] size: &'static str,
    #[prop(optional)] picture: Option<Memo<String>>,
) -> AnyView {
    let broken = RwSignal::new(String::new());
    let face = move || match picture.map(|p| p.get()) {
        Some(url) if !url.is_empty() && broken.with(|b| *b != url) => {
            let failed = url.clone();
            // A guest's pictures come with its token: no address of theirs is open to an `<img>`.
            let Some(host) = host() else {
                return view! { <img src=url alt="" loading="lazy" on:error=move |_| broken.set(failed.clone())/> };
            };
            let node = NodeRef::new();
            let img = view! { <img alt="" node_ref=node on:error=move |_| broken.set(failed.clone())/> };
            if let Some(img) = node.get_untracked() {
                host.picture(&img, &url);
            }
            img
        }
        _ => name.with(|n| initials(n)).into_any(),
    };
    let mut class = String::from("av ");
    class.push_str(tint(&key));
    class.push(' ');
    class.push_str(size);
    view! { <span class=class aria-hidden="true">{face}</span> }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    Ok,
    Wait,
    Off,
    Bad,
    Plain,
}

#[component]
pub fn Badge(tone: Tone, #[prop(into)] text: String) -> AnyView {
    let class = match tone {
        Tone::Ok => "badge ok",
        Tone::Wait => "badge wait",
        Tone::Off => "badge off",
        Tone::Bad => "badge bad",
        Tone::Plain => "badge plain",
    };
    view! { <span class=class part="badge">{text}</span> }
}

/// How full: `used` solid, `coming` hatched (invited, not yet here), `typed` pale (what a form would take). `text` is the words beside it and for a screen reader.
#[component]
pub fn SeatMeter(
    used: u32,
    coming: u32,
    #[prop(optional)] typed: u32,
    limit: u32,
    #[prop(into)] text: String,
) -> AnyView {
    // Through the style object, not an attribute: the page's policy allows no inline style.
    let share = move |part: u32| {
        move || {
            let percent = u64::from(part) * 100 / u64::from(limit.max(1));
            [digits(percent.min(100) as u32).as_str(), "%"].concat()
        }
    };
    let full = used + coming + typed.saturating_sub(1) >= limit;
    // No further than the bar goes.
    let free = limit.saturating_sub(used + coming);
    let (solid, hatch, pale) = (share(used), share(coming), share(typed.min(free)));
    view! {
        <span class="seats" class:full=full>
            <span class="bar" aria-hidden="true"><span class="part" style:width=solid></span><span class="part hatch" style:width=hatch></span><span class="part pale" style:width=pale></span></span>
            {text}
        </span>
    }
}

/// Grey bars in the shape of `rows` lines of a list.
#[component]
pub fn Skeleton(#[prop(default = 5)] rows: usize) -> AnyView {
    let one = || view! { <div class="bone-line"><span class="bone round"></span><span class="bone w2"></span></div> };
    view! { <div class="bones" aria-hidden="true">{(0..rows).map(|_| one()).collect::<Vec<_>>()}</div> }
}

/// Nothing here, or not reachable: what it is, why, and the next step (`children`).
#[component]
pub fn Empty(
    glyph: Icon,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class="empty">
            <span class="disc">{icon(glyph)}</span>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|c| view! { <div class="row">{c()}</div> })}
        </div>
    }
}
