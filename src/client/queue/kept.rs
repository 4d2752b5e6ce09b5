//! What a stopped program leaves of its queue: text in a store, of this version or of another one.

use super::{Item, ItemId, Millis, Pause, Queue, State};

/// How long what is over stays known when nobody looks, in milliseconds: a day.
const FORGET_AFTER: Millis = 24 * 3_600_000;

/// How many changes may have been shown of a queue without having been kept: more than there ever are.
const UNKEPT_CHANGES: u64 = 1_000;

impl Queue {
    /// As it was kept by a program that was stopped, at `now`. Nothing is sent before the person says
    /// so; what is long over is forgotten.
    pub fn restored(mut self, now: Millis) -> Self {
        self.items.retain(|item| item.state.is_open() || now - item.changed_at < FORGET_AFTER);
        // Who looked at the stopped program's queue may have seen changes that weren't kept: to them
        // everything is news.
        self.version += UNKEPT_CHANGES;
        for item in &mut self.items {
            if item.state == State::Sending {
                item.state = State::Interrupted;
            }
            item.version = self.version;
        }
        self.pause = Some(Pause::Restarted);
        self.rest_when_done();
        self.read_again(now);
        self
    }

    /// Takes in what a program kept that was stopped beside this one. Nothing is sent then before the
    /// person says so; of two open reviews of a request the one that is here counts.
    pub fn adopt(&mut self, kept: Self, now: Millis) {
        let kept = kept.restored(now);
        let first = self.next_id;
        self.next_id = first.saturating_add(kept.next_id);
        self.presses.adopt(kept.presses);
        for item in kept.items {
            let is_held =
                item.request().is_some_and(|request| self.holds(&item.account.host, request));
            if item.state.is_open() && is_held {
                continue;
            }
            self.touch();
            self.items.push(Item {
                id: ItemId(first.saturating_add(item.id.0)),
                batch: ItemId(first.saturating_add(item.batch.0)),
                version: self.version,
                ..item
            });
        }
        if kept.pause.is_some() {
            self.set_pause(kept.pause);
            self.rest_when_done();
        }
        if !kept.unreadable.is_empty() {
            self.unreadable.extend(kept.unreadable);
            self.touch();
        }
    }

    /// Reads what a store holds; absent where it holds none. What this version can't read is kept
    /// within the queue as it is, for in it may be reviews that nobody would know of otherwise.
    pub fn read(text: Option<String>) -> Self {
        let Some(text) = text else { return Self::default() };
        serde_json::from_str(&text)
            .unwrap_or_else(|_| Self { unreadable: vec![text], ..Self::default() })
    }

    /// The text to be kept.
    ///
    /// # Errors
    /// None that is known of.
    pub fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Takes in what an earlier version couldn't read and this one can.
    fn read_again(&mut self, now: Millis) {
        for text in std::mem::take(&mut self.unreadable) {
            match serde_json::from_str(&text) {
                Ok(kept) => self.adopt(kept, now),
                Err(_) => self.unreadable.push(text),
            }
        }
    }
}
