//! An invitation that ends while somebody looks at it: no event tells, only the clock.

use crate::state::Team;
use crate::view::prelude::*;
use shared::api::MemberView;
use wasm_bindgen_futures::spawn_local;

/// A browser's timers reach no further.
const FARTHEST: i64 = i32::MAX as i64;

/// Asks again about the team at the moment when the invitation ends: what is drawn judges anew, and seats and counts are
/// those of then.
pub fn watch(team: Team, member: RwSignal<MemberView>) {
    later(move || {
        let ends = member.with(|m| m.expires_at.filter(|_| m.status.is_invited()));
        let left = ends.map_or(0, |at| at - team.data.with_untracked(|d| d.now()));
        if !(1..FARTHEST).contains(&left) {
            return;
        }
        let look = move || {
            member.try_update(|_| ());
            spawn_local(async move {
                let _ = team.refresh().await;
            });
        };
        // The moment itself belongs to what comes after it.
        timer(look, left as i32 + 1);
    });
}
