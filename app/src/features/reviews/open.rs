//! The review that is open: how far it is, everybody in it, and closing it.

use super::line::{line, mark_what_happened};
use super::{Desk, REVIEW, who};
use crate::api;
use crate::features::action::ActionButton;
use crate::features::sure::Sure;
use crate::ui::{Ago, Empty, Icon};
use crate::view::prelude::*;
use crate::words::{W, count, fill, number, t};
use shared::api::{ReviewDetail, ReviewView};

impl Desk {
    /// Reads the open review.
    pub(super) fn open<T>(self, f: impl FnOnce(&ReviewDetail) -> T) -> Option<T> {
        self.page.with(|p| p.open.as_ref().map(f)).flatten()
    }
}

pub fn review(desk: Desk, id: String) -> AnyView {
    let team = desk.team;
    let head = Memo::new(move |_| desk.open(|o| o.review.clone()));
    let members = move || {
        desk.open(|o| o.lines.iter().map(|l| l.member.clone()).collect::<Vec<_>>()).unwrap_or_default()
    };
    let nobody = Memo::new(move |_| head.with(|h| h.as_ref().is_some_and(|h| h.people == 0)));
    mark_what_happened(desk, id.clone());
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(REVIEW, None)));
    let own = id.clone();
    let close = Callback::new(move |()| {
        if let Some(now) = head.get_untracked() {
            desk.sure.set(Some(closing(desk, own.clone(), &now)));
        }
    });
    let facts = move || {
        head.get().map(|h| {
            let now = team.data.with_untracked(|d| d.now());
            let days = who(h.days);
            view! { <p class="dim small">{days}" · "<bdi>{h.by}</bdi>" · "<Ago at=h.started_at now=now/>" · "{t(W::ReviewThen)}</p> }
        })
    };
    let progress = move || {
        head.get().filter(|h| h.people > 0).map(|h| {
            let (done, all) = (h.decided(), h.people);
            let share = move || {
                [(u64::from(done) * 100 / u64::from(all.max(1))).to_string().as_str(), "%"].concat()
            };
            let text = fill(W::ReviewProgress, &[("n", &number(done)), ("all", &number(all))]);
            view! { <span class="seats review-progress" role="status"><span class="bar" aria-hidden="true"><span class="part" style:width=share></span></span>{text}</span> }
        })
    };
    let none = move || {
        nobody.get().then(|| {
            let n = head.with_untracked(|h| h.as_ref().map_or(0, |h| h.days));
            let title = fill(W::ReviewNobody, &[("n", &number(n))]);
            view! { <Empty glyph=Icon::Check title=title text=t(W::ReviewNobodyText)/> }
        })
    };
    view! {
        <section class="open-review" data-review=id.clone()>
            <div class="section-head"><div class="grow"><h2>{t(W::OpenReview)}</h2>{facts}</div>
                <div class="row">{progress}<ActionButton team=team command=REVIEW target=id verdict=verdict label=t(W::CloseReview).to_string() on_press=close/></div></div>
            {none}
            <ul class="group review-lines" role="list" hidden=move || nobody.get()>{keyed(members, String::clone, move |m| line(desk, m))}</ul>
        </section>
    }
}

/// Closing is for good: the question says what the record will show.
fn closing(desk: Desk, id: String, now: &ReviewView) -> Sure {
    let (team, left) = (desk.team, now.undecided());
    let own = id.clone();
    let work = Callback::new(move |()| {
        let (team, id) = (team.id(), own.clone());
        let work: crate::features::fetched::Asked<()> = Box::pin(async move {
            let closed = api::close_review(&team, &id, left).await.map(|_| ());
            // A line was decided or opened meanwhile: the question is asked with the number of now.
            desk.page.ask();
            closed
        });
        work
    });
    Sure {
        title: t(W::AskCloseReview).to_owned(),
        text: match left {
            0 => t(W::CloseReviewAll).to_owned(),
            n => count(n, W::CloseReviewOne, W::CloseReviewN),
        },
        go: t(W::CloseReview).to_owned(),
        action: REVIEW.action().id(),
        target: id,
        work,
        said: t(W::DidCloseReview).to_owned(),
        done: Callback::new(move |()| desk.page.ask()),
    }
}
