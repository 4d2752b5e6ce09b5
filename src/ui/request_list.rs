//! The requests of a scope as their pages arrive, one after another.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::Client;
use crate::github::exemption::ExemptionRequest;
use crate::github::ids::RequestId;
use crate::github::list_requests::ListRequests;
use crate::github::scope::Scope;
use crate::github::time::Timestamp;

use super::ask;
use super::listing::{Listing, Reading};

/// How long what was read of a list will do, in seconds.
const FRESH_FOR: i64 = 60;

/// One list, which outlives the view that shows it: coming back to it soon reads nothing again.
#[derive(Debug, Clone, Copy)]
pub struct RequestList {
    client: StoredValue<Rc<dyn Client>, LocalStorage>,
    now: Signal<Timestamp>,
    /// Whose requests; absent before any were asked for.
    pub scope: RwSignal<Option<Scope>>,
    /// What is known of them.
    pub listing: RwSignal<Listing>,
    /// The request that was opened last, to which the focus returns.
    pub opened: RwSignal<Option<RequestId>>,
    turn: StoredValue<u32>,
}

impl RequestList {
    /// One that asks `client`.
    pub fn new(client: StoredValue<Rc<dyn Client>, LocalStorage>, now: Signal<Timestamp>) -> Self {
        Self {
            client,
            now,
            scope: RwSignal::new(None),
            listing: RwSignal::default(),
            opened: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Reads a scope from its first page, unless it is the one at hand and was read just now.
    pub fn show(self, scope: Scope) {
        if self.scope.get_untracked().as_ref() == Some(&scope) {
            self.refresh();
        } else {
            self.load(scope);
        }
    }

    /// Reads the scope at hand again unless it was read just now.
    pub fn refresh(self) {
        let now = self.now.get_untracked();
        if self.listing.with_untracked(|listing| listing.is_older_than(FRESH_FOR, now)) {
            self.reload();
        }
    }

    /// Reads the scope at hand again from its first page. What is shown stays until then.
    pub fn reload(self) {
        let Some(scope) = self.scope.get_untracked() else { return };
        let turn = self.next_turn();
        let now = self.now.get_untracked();
        self.listing.update(|listing| listing.begin_again(now));
        self.read_from(scope, 1, turn);
    }

    /// Goes on at the page that failed.
    pub fn retry(self) {
        let page = self.listing.with_untracked(|listing| match listing.reading {
            Reading::Failed(page, _) => Some(page),
            _ => None,
        });
        if let (Some(page), Some(scope)) = (page, self.scope.get_untracked()) {
            self.listing.update(|listing| listing.reading = Reading::Page(page));
            self.read_from(scope, page, self.turn.get_value());
        }
    }

    /// Forgets everything, as after the token changed.
    pub fn clear(self) {
        self.next_turn();
        self.scope.set(None);
        self.opened.set(None);
        self.listing.set(Listing::default());
    }

    /// Puts what was read anew of a request in its place.
    pub fn replace(self, fresh: &ExemptionRequest) {
        self.listing.try_update(|listing| listing.replace(fresh));
    }

    fn load(self, scope: Scope) {
        let turn = self.next_turn();
        self.scope.set(Some(scope.clone()));
        self.listing.set(Listing::beginning(turn, self.now.get_untracked()));
        self.read_from(scope, 1, turn);
    }

    fn next_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.turn.get_value()
    }

    fn read_from(self, scope: Scope, page: u32, turn: u32) {
        let Some(client) = self.client.try_get_value() else { return };
        spawn_local(async move {
            let mut next = Some(page);
            while let Some(page) = next {
                let reply = ask::list(&*client, ListRequests::page_of(scope.clone(), page)).await;
                // The person went on to another list or began anew, or the views are gone.
                if self.turn.try_get_value() != Some(turn) {
                    return;
                }
                next = self
                    .listing
                    .try_update(|listing| {
                        match reply {
                            Ok(page) => listing.add(page),
                            Err(error) => listing.fail(page, error),
                        }
                        match listing.reading {
                            Reading::Page(next) => Some(next),
                            _ => None,
                        }
                    })
                    .flatten();
            }
        });
    }
}
