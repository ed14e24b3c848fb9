//! One person's stream of changes. Nothing in it but where to look again; and before each event the session, the place in
//! the team and the rights are read anew, so that whoever lost them hears nothing more (A13).

use super::holds_any;
use super::work::Eye;
use crate::error::{Fixed, Refusal};
use crate::live::{Heard, Listener, LiveChange, Topic, WorkChange};
use crate::policies::Rules;
use crate::session::{Member, SignedIn, still_there};
use crate::state::App;
use crate::storage::{MemberRow, StoreError, Team};
use axum::http::StatusCode;
use shared::api::LiveEvent;
use shared::policy::Action;
use std::sync::Arc;
use std::time::Duration;

/// What happens in one go is told in one event.
const GATHER: Duration = Duration::from_millis(100);

/// The topic of the rules themselves. No change of the team's rows brings it: streams notice by the rules' hash.
const RULES: &str = "rules";

/// More tabs than anybody looks at.
const TOO_MANY_STREAMS: Fixed =
    Fixed(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "too many live streams are open");

/// A stream of changes for one person in one team.
pub struct Stream {
    app: App,
    person: SignedIn,
    rules: Arc<Rules>,
    /// As it was when the stream began; other rights begin another stream.
    began: MemberRow,
    team: String,
    listener: Listener,
    greeting: Option<LiveEvent>,
}

/// Begins to listen. What has happened before is not told again: the first event says which revision the team is at.
pub async fn listen(app: &App, person: &SignedIn, who: &Member) -> Result<Stream, Refusal> {
    // First the ear, then the look: nothing falls between the two.
    let listener = app.live().listen(&who.team.id, &who.row.id).ok_or(TOO_MANY_STREAMS)?;
    let (team, row) = still_there(app, person, &who.team.id).await?.ok_or(Refusal::NotSignedIn)?;
    Ok(Stream {
        app: app.clone(),
        person: person.clone(),
        rules: Arc::clone(&who.rules),
        began: row,
        team: team.id,
        listener,
        greeting: Some(LiveEvent { revision: team.revision, topics: Vec::new() }),
    })
}

impl Stream {
    /// The next event; `None` ends the stream.
    pub async fn next(&mut self) -> Option<LiveEvent> {
        if let Some(greeting) = self.greeting.take() {
            return Some(greeting);
        }
        loop {
            // Without events too: a session may have ended with nobody noticing.
            let pause = self.app.config().live_check;
            let heard = tokio::time::timeout(pause, self.listener.next()).await;
            let news = match heard {
                Err(_) => None,
                Ok(Heard::End) => return None,
                Ok(first) => {
                    tokio::time::sleep(GATHER).await;
                    Some(self.gather(first)?)
                }
            };
            let (team, row) = match self.look().await {
                Ok(Some(found)) => found,
                Ok(None) => return None,
                Err(error) => {
                    tracing::warn!(%error, "a live stream ends: its listener cannot be checked");
                    return None;
                }
            };
            let renewed = self.renewed(&team)?;
            if news.is_none() && !renewed {
                continue;
            }
            let topics = self.topics(&team, &row, &news.unwrap_or_default());
            match topics.map(|all| if renewed { with_rules(all) } else { all }) {
                Ok(topics) if topics.is_empty() => {}
                Ok(topics) => return Some(LiveEvent { revision: team.revision, topics }),
                Err(_) => return None,
            }
        }
    }

    /// Whether the rules are other ones than before: from here on they are these. `None` where there are none any more.
    fn renewed(&mut self, team: &Team) -> Option<bool> {
        let now = self.app.rules(&team.profile)?;
        let renewed = now.hash != self.rules.hash;
        self.rules = now;
        Some(renewed)
    }

    /// All that is there by now, as one change; `None` when the server stops.
    fn gather(&mut self, first: Heard) -> Option<LiveChange> {
        let mut all = LiveChange::default();
        let mut next = Some(first);
        while let Some(heard) = next {
            match heard {
                Heard::End => return None,
                Heard::TooMuch => self.everything(&mut all),
                Heard::Change(change) => merge(&mut all, &change),
            }
            next = self.listener.at_once();
        }
        Some(all)
    }

    /// Some changes were missed: whatever the person sees may be another.
    fn everything(&self, all: &mut LiveChange) {
        for topic in Topic::ALL {
            all.topic(topic);
        }
        all.told.push(self.began.id.clone());
        let policy = &self.rules.policy;
        all.work.extend(
            policy.kinds().map(|k| WorkChange { kind: policy.kind_name(k).to_owned(), places: None }),
        );
    }

    /// Team and member as they are now, while the session stands and the rights are those of the beginning.
    async fn look(&self) -> Result<Option<(Team, MemberRow)>, StoreError> {
        let found = still_there(&self.app, &self.person, &self.team).await?;
        Ok(found.filter(|(_, now)| same_rights(&self.began, now)))
    }

    /// What of it is for this person.
    fn topics(&self, team: &Team, me: &MemberRow, news: &LiveChange) -> Result<Vec<String>, Refusal> {
        let mut topics = Vec::new();
        for topic in Topic::ALL {
            let happened =
                news.topics.contains(&topic) || (topic == Topic::Team && news.about.contains(&me.id));
            if happened && self.sees(team, me, topic)? {
                topics.push(topic.id().to_owned());
            }
        }
        if news.told.contains(&me.id) {
            topics.push("notices".to_owned());
        }
        let policy = &self.rules.policy;
        let eye = Eye::new(&self.rules, team, me)?;
        for kind in policy.kinds() {
            let name = policy.kind_name(kind);
            let seen = |change: &WorkChange| match &change.places {
                None => !eye.scope(kind).nothing,
                Some(places) => places.iter().any(|place| eye.sees_place(kind, &place.as_seen())),
            };
            if news.work.iter().filter(|change| change.kind == name).any(seen) {
                topics.push(format!("work:{name}"));
            }
        }
        Ok(topics)
    }

    /// Only those hear of a list who may ask for it.
    fn sees(&self, team: &Team, me: &MemberRow, topic: Topic) -> Result<bool, Refusal> {
        let readers: &[Action] = match topic {
            // Every member reads the lists that the team shares (JY15).
            Topic::Team | Topic::Lists => return Ok(true),
            Topic::Members => &[Action::ViewMembers],
            Topic::Imports => &[Action::ImportWork],
            Topic::Flow => &[Action::ManageSharedResources, Action::ManageIntegrations],
            Topic::Structure => &super::STRUCTURE_READERS,
            Topic::Reviews => &[Action::ReviewAccess],
        };
        holds_any(&self.rules, team, me, readers)
    }
}

/// Everybody lives by the rules.
fn with_rules(mut topics: Vec<String>) -> Vec<String> {
    topics.insert(0, RULES.to_owned());
    topics
}

fn merge(all: &mut LiveChange, more: &LiveChange) {
    for topic in &more.topics {
        all.topic(*topic);
    }
    all.work.extend(more.work.iter().cloned());
    all.about.extend(more.about.iter().cloned());
    all.told.extend(more.told.iter().cloned());
}

fn same_rights(a: &MemberRow, b: &MemberRow) -> bool {
    (&a.id, &a.role, &a.additions, &a.grants, &a.standing)
        == (&b.id, &b.role, &b.additions, &b.grants, &b.standing)
        && (&a.access, &a.unit, &a.manages) == (&b.access, &b.unit, &b.manages)
}
