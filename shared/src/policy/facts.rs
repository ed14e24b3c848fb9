//! What the rules must know of the team beyond actor and target.

/// One kind of seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SeatFact {
    /// Seats that are taken, pending invitations included where the profile counts them.
    pub used: u32,
    /// Seats that there are; `None` for no limit.
    pub limit: Option<u32>,
}

/// Facts of a team, fresh from the transaction (server) or from the last answer (page).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Active holders of each `keep_one` entry, in the profile's order. `None` says nothing about that entry, and its
    /// guard then doesn't speak: server and page always give every count.
    pub holders: Vec<Option<u32>>,
    /// Seats, in the profile's order.
    pub seats: Vec<SeatFact>,
    /// The actor manages the unit of the target, or the unit where somebody is invited (ST2).
    pub manages_target_unit: bool,
    /// The organization is an enterprise (ST2, ST4).
    pub enterprise: bool,
    /// No identity provider is set up, so nobody can be made to sign in through one (JL8).
    pub sso_missing: bool,
}
