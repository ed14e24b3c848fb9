//! What has changed, told to whoever is listening: one hub in each process, and nothing in it but where to look again.
//!
//! A change is published after its commit. Who hears of it is decided by each listener's own stream, on rows read then
//! (`service/live.rs`): the hub knows no rights.

use shared::policy::Place;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{broadcast, watch};

/// How many changes a slow listener may fall behind; after that it is told to ask for everything again.
const BEHIND: usize = 256;

/// Streams that one member may have open: a few browsers with a few tabs each.
const STREAMS: u32 = 24;

/// A part of a team that lists show, beside work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Members and invitations.
    Members,
    /// The team itself: its name, its settings.
    Team,
    /// Imports.
    Imports,
    /// Automations, keys, webhooks, departures.
    Flow,
    /// Units and resources.
    Structure,
    /// Access reviews.
    Reviews,
    /// Lists that the team shares.
    Lists,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Members, Self::Team, Self::Imports, Self::Flow, Self::Structure, Self::Reviews, Self::Lists];

    /// Its id on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Team => "team",
            Self::Imports => "imports",
            Self::Flow => "flow",
            Self::Structure => "structure",
            Self::Reviews => "reviews",
            Self::Lists => "lists",
        }
    }
}

/// Where an item stands, or stood before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkPlace {
    /// Member id of the assignee.
    pub assignee: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// Its resource.
    pub resource: Option<String>,
}

impl WorkPlace {
    /// The place as the rules see it.
    pub fn as_seen(&self) -> Place<'_> {
        Place {
            assignee: self.assignee.as_deref(),
            unit: self.unit.as_deref(),
            resource: self.resource.as_deref(),
        }
    }
}

/// Work of one kind has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkChange {
    /// Which kind.
    pub kind: String,
    /// Where the items stood before and stand now; whoever sees none of these places hears nothing. `None` is for more of
    /// them than is worth telling: everybody hears who sees anything of the kind.
    pub places: Option<Vec<WorkPlace>>,
}

/// What one transaction has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LiveChange {
    /// What has changed beside work.
    pub topics: Vec<Topic>,
    /// Work.
    pub work: Vec<WorkChange>,
    /// Members to whom something happened: they look at themselves again, whatever they see of others.
    pub about: Vec<String>,
    /// Members who have a new notice.
    pub told: Vec<String>,
}

impl LiveChange {
    /// Nothing that anybody could look at has changed.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.work.is_empty() && self.about.is_empty() && self.told.is_empty()
    }

    /// Adds a topic once.
    pub fn topic(&mut self, topic: Topic) {
        if !self.topics.contains(&topic) {
            self.topics.push(topic);
        }
    }
}

/// The hub.
pub struct Live {
    teams: Mutex<HashMap<String, broadcast::Sender<Arc<LiveChange>>>>,
    open: Arc<Mutex<HashMap<String, u32>>>,
    closing: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { teams: Mutex::default(), open: Arc::default(), closing: watch::Sender::new(false) }
    }
}

impl Live {
    /// Tells everybody who listens to the team. Call it after the commit.
    pub fn publish(&self, team: &str, change: LiveChange) {
        if change.is_empty() {
            return;
        }
        let mut teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = teams.get(team)
            && sender.send(Arc::new(change)).is_err()
        {
            // The last listener has gone.
            teams.remove(team);
        }
    }

    /// Lets every listener of every team look up: something that all depend on is not as it was.
    pub fn stir(&self) {
        let nothing = Arc::new(LiveChange::default());
        let mut teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        teams.retain(|_, sender| sender.send(Arc::clone(&nothing)).is_ok());
    }

    /// Listens to a team on behalf of a member; `None` when that member has too many streams open already.
    pub fn listen(&self, team: &str, member: &str) -> Option<Listener> {
        let seat = Seat::take(&self.open, member)?;
        let mut teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        let changes = match teams.get(team) {
            Some(sender) => sender.subscribe(),
            None => {
                let (sender, changes) = broadcast::channel(BEHIND);
                teams.insert(team.to_owned(), sender);
                changes
            }
        };
        Some(Listener { changes, closing: self.closing.subscribe(), _seat: seat })
    }

    /// Ends all streams: the server stops.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }
}

/// One stream's ear.
pub struct Listener {
    changes: broadcast::Receiver<Arc<LiveChange>>,
    closing: watch::Receiver<bool>,
    _seat: Seat,
}

/// What a listener heard.
#[derive(Debug)]
pub enum Heard {
    /// A change.
    Change(Arc<LiveChange>),
    /// More than it could keep up with.
    TooMuch,
    /// The server stops.
    End,
}

impl Listener {
    /// Waits for the next change.
    pub async fn next(&mut self) -> Heard {
        tokio::select! {
            biased;
            _ = self.closing.wait_for(|closing| *closing) => Heard::End,
            heard = self.changes.recv() => match heard {
                Ok(change) => Heard::Change(change),
                Err(broadcast::error::RecvError::Lagged(_)) => Heard::TooMuch,
                Err(broadcast::error::RecvError::Closed) => Heard::End,
            },
        }
    }

    /// What is there already.
    pub fn at_once(&mut self) -> Option<Heard> {
        match self.changes.try_recv() {
            Ok(change) => Some(Heard::Change(change)),
            Err(broadcast::error::TryRecvError::Lagged(_)) => Some(Heard::TooMuch),
            Err(_) => None,
        }
    }
}

/// One of a member's streams; given back when it ends.
struct Seat {
    open: Arc<Mutex<HashMap<String, u32>>>,
    member: String,
}

impl Seat {
    fn take(open: &Arc<Mutex<HashMap<String, u32>>>, member: &str) -> Option<Self> {
        let mut all = open.lock().unwrap_or_else(PoisonError::into_inner);
        let n = all.entry(member.to_owned()).or_default();
        if *n >= STREAMS {
            return None;
        }
        *n = n.saturating_add(1);
        Some(Self { open: Arc::clone(open), member: member.to_owned() })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut all = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = all.get_mut(&self.member) {
            *n = n.saturating_sub(1);
            if *n == 0 {
                all.remove(&self.member);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(member: &str) -> LiveChange {
        LiveChange { about: vec![member.into()], ..LiveChange::default() }
    }

    #[tokio::test]
    async fn a_listener_hears_its_own_team_and_nothing_that_is_nothing() {
        let live = Live::default();
        let mut ear = live.listen("t", "m").unwrap();
        live.publish("u", about("x"));
        live.publish("t", LiveChange::default());
        live.publish("t", about("m"));
        assert!(matches!(ear.next().await, Heard::Change(c) if c.about == ["m"]));
        assert!(ear.at_once().is_none());
        live.close();
        assert!(matches!(ear.next().await, Heard::End));
        assert!(matches!(live.listen("t", "m").unwrap().next().await, Heard::End), "no new one either");
    }

    #[tokio::test]
    async fn who_falls_behind_is_told_so_and_streams_are_counted() {
        let live = Live::default();
        let mut ears: Vec<_> = (0..STREAMS).map_while(|_| live.listen("t", "m")).collect();
        assert_eq!(ears.len(), STREAMS as usize);
        assert!(live.listen("t", "m").is_none());
        assert!(live.listen("t", "other").is_some());
        for _ in 0..BEHIND + 10 {
            live.publish("t", about("m"));
        }
        assert!(matches!(ears.pop().unwrap().next().await, Heard::TooMuch));
        assert!(live.listen("t", "m").is_some(), "one has gone");
        drop(ears);
        live.publish("t", about("m"));
        assert!(live.teams.lock().unwrap().is_empty(), "nobody listens: nothing is kept");
    }
}
