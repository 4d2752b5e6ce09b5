//! Signals that live as long as the page, and let go of what followed them and is gone.

use std::collections::HashSet;
use std::panic::Location;

use leptos::prelude::*;
use leptos::reactive::graph::{AnySource, AnySubscriber, Observer, Source, ToAnySource};

/// With fewer followers than so many, nobody looks which of them are gone.
const LEAST: usize = 32;

/// A signal or memo that outlives most of what follows it. Those of `reactive_graph` keep a weak reference to
/// every effect and memo that ever followed them, and with it the memory that it took, until they are gone
/// themselves: with rows, dialogs and requests that come and go that is more and more. This one looks, whenever
/// its followers have doubled, which of them are gone, and has the signal forget those. Nobody who still follows
/// is disturbed, and nothing runs for it.
#[derive(Debug)]
pub struct Lasting<S> {
    signal: S,
    followers: StoredValue<Followers>,
}

/// A signal that lasts.
pub type LastingSignal<T> = Lasting<RwSignal<T>>;

/// A memo that lasts.
pub type LastingMemo<T> = Lasting<Memo<T>>;

#[derive(Debug)]
struct Followers {
    of: AnySource,
    /// Who followed since somebody looked last, and who still did then. A weak reference to each, so that no
    /// address names another one meanwhile.
    known: HashSet<AnySubscriber>,
    /// With how many of them somebody looks.
    looks_at: usize,
}

impl Followers {
    fn of(source: AnySource) -> StoredValue<Self> {
        StoredValue::new(Self { of: source, known: HashSet::new(), looks_at: LEAST })
    }

    fn add(&mut self, follower: AnySubscriber) {
        if self.known.len() >= self.looks_at {
            let Self { of, known, .. } = self;
            known.retain(|follower| {
                let is_there = follower.1.strong_count() > 0;
                if !is_there {
                    of.remove_subscriber(follower);
                }
                is_there
            });
            self.looks_at = LEAST.max(2 * self.known.len());
        }
        self.known.insert(follower);
    }
}

impl<T: Send + Sync + 'static> LastingSignal<T> {
    /// A signal with this value.
    #[track_caller]
    pub fn new(value: T) -> Self {
        let signal = RwSignal::new(value);
        Self { followers: Followers::of(signal.to_any_source()), signal }
    }
}

impl<T: Default + Send + Sync + 'static> Default for LastingSignal<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: PartialEq + Send + Sync + 'static> LastingMemo<T> {
    /// A memo of what `compute` gives.
    #[track_caller]
    pub fn memo(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let memo = ArcMemo::new(compute);
        Self { followers: Followers::of(memo.to_any_source()), signal: memo.into() }
    }
}

impl<S: Copy> Copy for Lasting<S> {}

impl<S: Copy> Clone for Lasting<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: DefinedAt> DefinedAt for Lasting<S> {
    fn defined_at(&self) -> Option<&'static Location<'static>> {
        self.signal.defined_at()
    }
}

impl<S: IsDisposed> IsDisposed for Lasting<S> {
    fn is_disposed(&self) -> bool {
        self.signal.is_disposed()
    }
}

impl<S: Track> Track for Lasting<S> {
    #[track_caller]
    fn track(&self) {
        if let Some(follower) = Observer::get() {
            self.followers.try_update_value(|followers| followers.add(follower));
        }
        self.signal.track();
    }
}

impl<S: ReadUntracked> ReadUntracked for Lasting<S> {
    type Value = S::Value;

    #[track_caller]
    fn try_read_untracked(&self) -> Option<Self::Value> {
        self.signal.try_read_untracked()
    }
}

impl<S: Notify> Notify for Lasting<S> {
    fn notify(&self) {
        self.signal.notify();
    }
}

impl<S: Write> Write for Lasting<S> {
    type Value = S::Value;

    fn try_write(&self) -> Option<impl UntrackableGuard<Target = Self::Value>> {
        self.signal.try_write()
    }

    fn try_write_untracked(&self) -> Option<impl std::ops::DerefMut<Target = Self::Value>> {
        self.signal.try_write_untracked()
    }
}

impl<T: Clone + Send + Sync + 'static> From<LastingSignal<T>> for Signal<T> {
    #[track_caller]
    fn from(lasting: LastingSignal<T>) -> Self {
        Self::derive(move || lasting.get())
    }
}
