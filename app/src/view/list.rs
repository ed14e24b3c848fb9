//! Lists: a row keeps its nodes, and so its focus, while its key stays.

use super::graph::{Node as Owner, effect, untrack};
use super::node::{clear, insert, mark};
use super::{IntoView, View};
use std::rc::Rc;
use web_sys::Node;

/// What a row is made from, made only when its key is new.
type Make = Box<dyn FnOnce() -> View>;

pub struct List(Box<dyn Fn() -> Vec<(String, Make)>>);

/// A list of `each`, told apart by `key`. Two rows with one key: the second is left out.
pub fn keyed<T: 'static, V: IntoView>(
    each: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> String + 'static,
    row: impl Fn(T) -> V + 'static,
) -> View {
    let row = Rc::new(row);
    View::List(List(Box::new(move || {
        let mut rows: Vec<(String, Make)> = Vec::new();
        for item in each() {
            let (key, row) = (key(&item), Rc::clone(&row));
            rows.push((key, Box::new(move || row(item).into_view())));
        }
        rows
    })))
}

struct Row {
    start: Node,
    end: Node,
    owner: Rc<Owner>,
}

impl Row {
    fn make(parent: &Node, next: &Node, make: Make, lists: &Rc<Owner>) -> Self {
        let (start, end) = (mark(), mark());
        insert(parent, &start, Some(next));
        insert(parent, &end, Some(next));
        let owner = lists.with(Owner::owner);
        owner.with(|| untrack(|| make().put(parent, Some(&end))));
        Self { start, end, owner }
    }

    fn remove(self) {
        self.owner.cleanup();
        clear(&self.start, &self.end);
        for n in [&self.start, &self.end] {
            if let Some(p) = n.parent_node() {
                let _ = p.remove_child(n);
            }
        }
    }

    /// Moves all its nodes before `next`.
    fn shift(&self, parent: &Node, next: &Node) {
        let mut n = Some(self.start.clone());
        while let Some(node) = n {
            let after = node.next_sibling();
            let last = node.is_same_node(Some(&self.end));
            insert(parent, &node, Some(next));
            n = if last { None } else { after };
        }
    }
}

impl List {
    pub(super) fn put(self, parent: &Node, next: Option<&Node>) {
        let end = mark();
        insert(parent, &end, next);
        // Rows outlive a run of the effect: they belong to the list's owner, not to the effect's.
        let lists = Owner::owner();
        let mut rows: Vec<(String, Row)> = Vec::new();
        effect(Box::new(move || {
            let wanted = (self.0)();
            let Some(parent) = end.parent_node() else { return };
            let mut old = std::mem::take(&mut rows);
            let mut i = 0;
            while i < old.len() {
                if wanted.iter().any(|(k, _)| *k == old[i].0) {
                    i += 1;
                } else {
                    old.swap_remove(i).1.remove();
                }
            }
            // From the end backwards: each row stands before the one that was placed last; what stands right already is not touched.
            let mut next = end.clone();
            for (key, make) in wanted.into_iter().rev() {
                if rows.iter().any(|r| r.0 == key) {
                    continue;
                }
                let found = old.iter().position(|r| r.0 == key);
                let row = match found.map(|i| old.swap_remove(i).1) {
                    Some(row) => {
                        if !row.end.next_sibling().is_some_and(|n| n.is_same_node(Some(&next))) {
                            row.shift(&parent, &next);
                        }
                        row
                    }
                    None => Row::make(&parent, &next, make, &lists),
                };
                next = row.start.clone();
                rows.push((key, row));
            }
        }));
    }
}
