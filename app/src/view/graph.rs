//! What runs again when something changes: who reads what, marking, order and batches.
//!
//! Signals push a mark to their readers, readers pull: a memo is computed when it is read, an effect asks the memos that it
//! read whether one of them became another before it runs. It knows no type of value and nothing of the page; all is one thread.

use super::owner::{Owned, Thing, Whatever, keep_effect};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum State {
    Clean,
    /// A memo that it read may be another.
    Check,
    Dirty,
}

enum Work {
    /// Only an owner.
    None,
    Effect(RefCell<Box<dyn FnMut()>>),
    /// Computes; has the value become another? And where it keeps that value.
    Memo(Box<dyn Fn() -> bool>, Rc<Thing<dyn Whatever>>),
}

/// An owner. Effects and memos are owners that run: what they made goes before they run again.
pub struct Node {
    work: Work,
    state: Cell<State>,
    /// Is it in the queue of effects?
    queued: Cell<bool>,
    /// Which run this is; what was read in an earlier one counts no more.
    turn: Cell<u32>,
    /// The memos that it read.
    sources: RefCell<Vec<Weak<Node>>>,
    readers: Readers,
    owned: RefCell<Owned>,
}

thread_local! {
    static OWNER: RefCell<Option<Rc<Node>>> = const { RefCell::new(None) };
    /// Whom reading subscribes.
    static READER: RefCell<Option<Rc<Node>>> = const { RefCell::new(None) };
    static QUEUE: RefCell<Vec<Weak<Node>>> = const { RefCell::new(Vec::new()) };
    static TURN: Cell<u32> = const { Cell::new(0) };
}

/// A reader in one of its runs.
struct Link(Weak<Node>, u32);

impl Link {
    fn reader(&self) -> Option<Rc<Node>> {
        self.0.upgrade().filter(|n| n.turn.get() == self.1)
    }
}

/// Who is to be told when a value changes, in the order in which they read it.
#[derive(Default)]
pub struct Readers {
    links: RefCell<Vec<Link>>,
    /// The run that read it last: reading it again in that run subscribes nobody twice.
    seen: Cell<u32>,
}

impl Readers {
    /// Subscribes who is running; gives them when they were not yet.
    pub fn track(&self) -> Option<Rc<Node>> {
        let reader = READER.with_borrow(Clone::clone)?;
        let turn = reader.turn.get();
        if self.seen.replace(turn) == turn {
            return None;
        }
        let mut links = self.links.borrow_mut();
        // Nobody unsubscribes: who has gone or ran again since is left out before the list grows.
        if links.len() == links.capacity() {
            links.retain(|l| l.reader().is_some());
            let more = links.len() + 1;
            links.reserve(more);
        }
        links.push(Link(Rc::downgrade(&reader), turn));
        Some(reader)
    }

    /// The value is another: all who read it run again, and subscribe again then.
    pub fn notify(&self) {
        self.seen.set(0);
        for link in self.links.take() {
            if let Some(reader) = link.reader() {
                reader.mark(State::Dirty);
            }
        }
    }
}

impl Node {
    fn new(work: Work, state: State) -> Rc<Self> {
        let node = Rc::new(Self {
            work,
            state: Cell::new(state),
            queued: Cell::new(true),
            turn: Cell::new(0),
            sources: RefCell::default(),
            readers: Readers::default(),
            owned: RefCell::default(),
        });
        owned(&mut |o| o.adopt(Rc::downgrade(&node)));
        node
    }

    /// An owner that belongs to the present one.
    pub fn owner() -> Rc<Self> {
        Self::new(Work::None, State::Clean)
    }

    /// What `f` makes belongs to this.
    pub fn with<T>(self: &Rc<Self>, f: impl FnOnce() -> T) -> T {
        let before = OWNER.replace(Some(Rc::clone(self)));
        let done = f();
        OWNER.set(before);
        done
    }

    /// Ends what belongs to this: owners within it first, then in the order in which it came.
    pub fn cleanup(&self) {
        self.owned.take().end();
    }

    /// Marking runs nothing, so what is borrowed here stays as it is.
    fn mark(self: &Rc<Self>, to: State) {
        if self.state.get() < to {
            self.state.set(to);
        }
        if matches!(self.work, Work::Effect(_)) {
            if !self.queued.replace(true) {
                enqueue(self);
            }
        } else {
            self.readers.links.borrow().iter().filter_map(Link::reader).for_each(|r| r.mark(State::Check));
        }
    }

    fn run(self: &Rc<Self>) -> bool {
        let turn = TURN.get().wrapping_add(1);
        TURN.set(turn);
        self.turn.set(turn);
        self.sources.take();
        self.cleanup();
        let reader = READER.replace(Some(Rc::clone(self)));
        let another = self.with(|| match &self.work {
            Work::None => false,
            Work::Effect(f) => {
                (f.borrow_mut())();
                false
            }
            Work::Memo(f, _) => f(),
        });
        READER.set(reader);
        another
    }

    /// Must it run?
    fn stale(&self, state: State) -> bool {
        if state == State::Check {
            let mut i = 0;
            loop {
                let Some(source) = self.sources.borrow().get(i).map(Weak::upgrade) else { return false };
                if source.is_some_and(|s| s.update()) || self.state.get() == State::Dirty {
                    return true;
                }
                i += 1;
            }
        }
        state == State::Dirty
    }

    /// Brings a memo up to date; has it become another?
    fn update(self: &Rc<Self>) -> bool {
        let another = self.stale(self.state.get()) && self.run();
        self.state.set(State::Clean);
        if another {
            // Who asked for it will see it anyway.
            let asking = READER.with_borrow(|r| r.as_ref().map(Rc::as_ptr));
            let readers = self.readers.links.borrow();
            let others = readers.iter().filter_map(Link::reader);
            others.filter(|r| asking != Some(Rc::as_ptr(r))).for_each(|r| r.mark(State::Dirty));
        }
        another
    }

    /// The value of a memo, up to date.
    pub fn value(self: &Rc<Self>, tracked: bool) -> Option<&Thing<dyn Whatever>> {
        let Work::Memo(_, value) = &self.work else { return None };
        if tracked && let Some(reader) = self.readers.track() {
            reader.sources.borrow_mut().push(Rc::downgrade(self));
        }
        self.update();
        Some(value)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.cleanup();
    }
}

/// Hands what belongs to the present owner to `f`, if there is one.
pub fn owned(f: &mut dyn FnMut(&mut Owned)) {
    if let Some(owner) = OWNER.with_borrow(Clone::clone) {
        f(&mut owner.owned.borrow_mut());
    }
}

/// Runs `f`; what it reads subscribes nobody.
pub fn untrack<T>(f: impl FnOnce() -> T) -> T {
    let reader = READER.take();
    let done = f();
    READER.set(reader);
    done
}

pub fn memo(compute: Box<dyn Fn() -> bool>, value: Rc<Thing<dyn Whatever>>) -> Rc<Node> {
    Node::new(Work::Memo(compute, value), State::Dirty)
}

/// Runs now and whenever what it read changes, until the present owner goes. What it made is cleaned up before each run.
pub fn effect(f: Box<dyn FnMut()>) {
    let node = Node::new(Work::Effect(RefCell::new(f)), State::Clean);
    node.run();
    // Its place among those that were made in the same go, should it be marked before they had their turn.
    enqueue(&node);
    super::owner::on_cleanup(move || drop(node));
}

/// As [`effect`], but the first run waits for the queue too.
pub fn effect_later(f: Box<dyn FnMut()>) {
    let node = Node::new(Work::Effect(RefCell::new(f)), State::Dirty);
    enqueue(&node);
    keep_effect(node);
}

fn enqueue(node: &Rc<Node>) {
    let first = QUEUE.with_borrow_mut(|q| {
        q.push(Rc::downgrade(node));
        q.len() == 1
    });
    if first {
        wasm_bindgen_futures::spawn_local(async { flush() });
    }
}

/// One batch: what is marked meanwhile is for the next.
fn flush() {
    for next in QUEUE.take() {
        if let Some(node) = next.upgrade() {
            node.queued.set(false);
        }
        // Asked anew each time: its owner may have gone while it ran. What it marked itself runs at once.
        while let Some(node) = next.upgrade() {
            let state = node.state.replace(State::Clean);
            if state == State::Clean {
                break;
            }
            let reader = READER.replace(Some(Rc::clone(&node)));
            let stale = node.stale(state);
            READER.set(reader);
            if stale {
                node.run();
            }
        }
    }
}
