//! From a number to a case and back to all cases in order.

use crate::axes::{self, Sees};
use crate::commands::commands;
use shared::policy::{Command, Facts, Policy, Subject, Target};
use std::collections::HashMap;
use std::hash::Hash;

/// Cases of one command that meet the same members and facts.
#[derive(Clone, Copy, Debug)]
struct Block {
    command: Command,
    targets: usize,
    facts: usize,
    /// Number of its first case.
    first: usize,
}

/// All cases of a profile, numbered from 0 without a gap.
///
/// The order follows from the profile alone: commands, then actors, then members, then facts, the last running fastest.
#[derive(Debug)]
pub struct Space {
    actors: Vec<Subject>,
    targets: Vec<Vec<Option<Target>>>,
    facts: Vec<Vec<Facts>>,
    blocks: Vec<Block>,
    len: usize,
}

/// One case; the time is [`crate::NOW`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tuple<'a> {
    /// Who asks.
    pub actor: &'a Subject,
    /// For what.
    pub command: Command,
    /// About whom; none for commands about the team itself.
    pub target: Option<&'a Target>,
    /// In which team.
    pub facts: &'a Facts,
}

/// Tables that several blocks share.
struct Tables<K, T> {
    known: HashMap<K, usize>,
    all: Vec<Vec<T>>,
}

impl<K: Hash + Eq, T> Tables<K, T> {
    fn new() -> Self {
        Self { known: HashMap::new(), all: Vec::new() }
    }

    fn get(&mut self, key: K, make: impl FnOnce() -> Vec<T>) -> usize {
        let all = &mut self.all;
        *self.known.entry(key).or_insert_with(|| {
            all.push(make());
            all.len() - 1
        })
    }
}

impl Space {
    /// The space of a profile.
    pub fn new(policy: &Policy) -> Self {
        Self::seen(policy, Sees::by)
    }

    /// With another opinion of what commands see.
    pub fn seen(policy: &Policy, sees: impl Fn(Command, bool) -> Sees) -> Self {
        let actors = axes::actors(policy);
        let mut targets = Tables::new();
        let mut facts = Tables::new();
        let mut blocks = Vec::new();
        let mut len = 0;
        for command in commands(policy) {
            let on_member = command.action().has_target();
            for active in if on_member { [true, false].as_slice() } else { &[true] } {
                let sees = sees(command, *active);
                let targets_at = targets.get((on_member, *active, sees), || {
                    if on_member { axes::targets(policy, *active, sees) } else { vec![None] }
                });
                let facts_at = facts.get(sees, || axes::facts(policy, sees));
                let size = |of: Option<usize>| of.unwrap_or_default();
                let block = Block { command, targets: targets_at, facts: facts_at, first: len };
                len += actors.len()
                    * size(targets.all.get(targets_at).map(Vec::len))
                    * size(facts.all.get(facts_at).map(Vec::len));
                blocks.push(block);
            }
        }
        Self { actors, targets: targets.all, facts: facts.all, blocks, len }
    }

    /// How many cases.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Never: every profile has commands and actors.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The case of a number; none beyond the end.
    pub fn get(&self, index: usize) -> Option<Tuple<'_>> {
        let block = self.blocks.partition_point(|b| b.first <= index).checked_sub(1)?;
        let block = self.blocks.get(block)?;
        let (targets, facts) = (self.targets.get(block.targets)?, self.facts.get(block.facts)?);
        let rest = index - block.first;
        let (rest, fact) = (rest / facts.len(), rest % facts.len());
        let (actor, target) = (rest / targets.len(), rest % targets.len());
        Some(Tuple {
            actor: self.actors.get(actor)?,
            command: block.command,
            target: targets.get(target)?.as_ref(),
            facts: facts.get(fact)?,
        })
    }

    /// All cases in order, quicker than asking for each.
    pub fn each(&self, mut visit: impl FnMut(Tuple<'_>)) {
        for block in &self.blocks {
            let (Some(targets), Some(facts)) = (self.targets.get(block.targets), self.facts.get(block.facts))
            else {
                continue;
            };
            for actor in &self.actors {
                for target in targets {
                    for fact in facts {
                        visit(Tuple { actor, command: block.command, target: target.as_ref(), facts: fact });
                    }
                }
            }
        }
    }
}
