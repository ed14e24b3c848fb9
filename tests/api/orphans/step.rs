//! What can happen. Numbers choose among what is there at that moment, so that any part of a sequence makes sense.

/// One thing that happens.
#[derive(Clone, Debug)]
pub enum Step {
    Create {
        kind: usize,
        to: usize,
    },
    Assign {
        kind: usize,
        items: Vec<usize>,
        to: usize,
    },
    /// All that somebody (or nobody) has, of a kind.
    AssignAll {
        kind: usize,
        of: usize,
        to: usize,
        except: usize,
    },
    Undo {
        move_back: usize,
    },
    HandOver {
        from: usize,
        to: usize,
    },
    Deactivate {
        who: usize,
        heir: Option<usize>,
    },
    Restore {
        who: usize,
    },
    Delete {
        who: usize,
        heir: Option<usize>,
    },
    DeleteTwo {
        first: usize,
        second: usize,
        heir: Option<usize>,
    },
    Join {
        role: usize,
    },
    ChangeRole {
        who: usize,
        role: usize,
    },
    Away {
        who: usize,
    },
    Import {
        lines: usize,
        to: Vec<usize>,
        cancel: bool,
    },
    Intake,
    Edit {
        item: usize,
    },
    Note {
        item: usize,
    },
    Rotate {
        who: Vec<usize>,
    },
    Setting {
        on: bool,
    },
}

impl Step {
    /// Its name (`Undo`).
    pub fn name(&self) -> String {
        let text = format!("{self:?}");
        text.split([' ', '{']).next().unwrap_or_default().to_owned()
    }
}

/// The same numbers for the same seed.
pub struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn n(&mut self, below: usize) -> usize {
        usize::try_from(self.next() % below.max(1) as u64).unwrap_or(0)
    }

    fn any(&mut self) -> usize {
        self.n(1_000)
    }

    fn many(&mut self, most: usize) -> Vec<usize> {
        let n = 1 + self.n(most);
        (0..n).map(|_| self.any()).collect()
    }

    fn perhaps(&mut self) -> Option<usize> {
        (self.n(3) > 0).then(|| self.any())
    }
}

/// A sequence.
pub fn steps(seed: u64, n: usize) -> Vec<Step> {
    let mut dice = Dice(seed.wrapping_mul(0x5851_F42D_4C95_7F2D));
    (0..n).map(|_| step(&mut dice)).collect()
}

fn step(d: &mut Dice) -> Step {
    match d.n(100) {
        0..=13 => Step::Create { kind: d.any(), to: d.any() },
        14..=25 => Step::Assign { kind: d.any(), items: d.many(4), to: d.any() },
        26..=33 => Step::AssignAll { kind: d.any(), of: d.any(), to: d.any(), except: d.n(3) },
        34..=41 => Step::Undo { move_back: d.n(6) },
        42..=48 => Step::HandOver { from: d.any(), to: d.any() },
        49..=55 => Step::Deactivate { who: d.any(), heir: d.perhaps() },
        56..=61 => Step::Restore { who: d.any() },
        62..=68 => Step::Delete { who: d.any(), heir: d.perhaps() },
        69..=70 => Step::DeleteTwo { first: d.any(), second: d.any(), heir: d.perhaps() },
        71..=76 => Step::Join { role: d.any() },
        77..=79 => Step::ChangeRole { who: d.any(), role: d.any() },
        80..=82 => Step::Away { who: d.any() },
        83..=86 => Step::Import { lines: 1 + d.n(6), to: d.many(3), cancel: d.n(4) == 0 },
        87..=93 => Step::Intake,
        94..=95 => Step::Edit { item: d.any() },
        96 => Step::Note { item: d.any() },
        97..=98 => Step::Rotate { who: d.many(4) },
        _ => Step::Setting { on: d.n(2) == 0 },
    }
}
