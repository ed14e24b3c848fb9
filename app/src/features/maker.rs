//! "Made by …": with a badge when that person has no access any more (JT16).

use crate::ui::{Ago, Badge, Tone};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::Maker;

pub fn made_by(maker: &Maker, at: i64, now: i64) -> AnyView {
    let gone = maker.gone.then(|| view! { " "<Badge tone=Tone::Wait text=t(W::MakerGone)/> });
    view! { <span class="made dim small"><bdi>{fill(W::MadeBy, &[("name", &maker.name)])}</bdi>{gone}" · "<Ago at=at now=now/></span> }
}
