//! The requests that lists gave, each once, with what is new among them since the last look.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHasher};

use crate::github::exemption::ExemptionRequest;
use crate::github::ids::RequestId;
use crate::github::scope::Scope;
use crate::triage::recheck::same_request;

/// What a row is: the same for one request however often it is read and whatever becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// The request of this id.
    Request(RequestId),
    /// A request without an id, by the order of arrival. It can't be told from others, so it is
    /// known again only by its place in its list.
    Unnumbered(u32),
}

/// Where a row comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Via {
    /// The list of this scope. Of several it is the one that gave the row first.
    Scope(Arc<Scope>),
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is.
    pub key: RowKey,
    /// What its content is: another for another content, whenever it was read.
    pub version: u32,
    /// Its request.
    pub request: Arc<ExemptionRequest>,
    /// Where it comes from.
    pub via: Via,
}

impl Borrow<ExemptionRequest> for Row {
    fn borrow(&self) -> &ExemptionRequest {
        &self.request
    }
}

/// What happened to a row since the last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// It wasn't there.
    New,
    /// It was there with another content.
    Changed,
}

/// The call that requests come from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// Which list's.
    pub list: usize,
    /// The list's scope.
    pub scope: &'a Arc<Scope>,
    /// Which load's.
    pub round: u32,
    /// The call's number: a call with a higher one was made later.
    pub serial: u64,
    /// The page of the list, by its place among those that are read first; absent for a reading beside the pages, of which
    /// the requests without an id are left out, since a page has them.
    pub page: Option<u32>,
}

/// The rows.
#[derive(Debug, Default)]
pub(super) struct Rows {
    held: Vec<Held>,
    /// Where each key's row is in `held`. By a quick hash: GitHub alone gives ids.
    by_key: HashTable<usize>,
    unnumbered: HashMap<Place, RowKey>,
    /// How many requests without an id were ever taken in.
    numbers: u32,
    /// What was read anew of requests that no list gave yet, with the serial of the last call made
    /// before.
    newer: HashMap<RequestId, (u64, ExemptionRequest)>,
    /// The versions at the last look; absent before there was one at a whole list.
    looked: Option<HashMap<RowKey, u32>>,
}

#[derive(Debug)]
struct Held {
    row: Row,
    /// The serial of the call that gave its content.
    serial: u64,
    /// The lists that have it, and the last load of each that gave it.
    lists: Lists,
}

/// A list that has a row, and its last load that gave it.
#[derive(Debug)]
struct Seen {
    list: usize,
    scope: Arc<Scope>,
    round: u32,
}

/// One after another; nearly every row is in one list.
#[derive(Debug)]
struct Lists {
    first: Option<Seen>,
    /// Absent rather than empty.
    #[allow(
        clippy::box_collection,
        reason = "a third of the room, in each of a hundred thousand rows"
    )]
    others: Option<Box<Vec<Seen>>>,
}

impl Lists {
    fn iter(&self) -> impl Iterator<Item = &Seen> {
        self.first.iter().chain(self.others.iter().flat_map(|others| others.iter()))
    }

    fn see(&mut self, list: usize, scope: &Arc<Scope>, round: u32) {
        let others = self.others.iter_mut().flat_map(|others| others.iter_mut());
        if let Some(seen) = self.first.iter_mut().chain(others).find(|its| its.list == list) {
            seen.round = round;
            return;
        }
        let seen = Seen { list, scope: Arc::clone(scope), round };
        match &mut self.first {
            None => self.first = Some(seen),
            Some(_) => self.others.get_or_insert_default().push(seen),
        }
    }

    fn retain(&mut self, keeps: impl Fn(&Seen) -> bool) {
        let others = self.others.take().into_iter().flat_map(|others| *others);
        let mut kept = self.first.take().into_iter().chain(others).filter(|seen| keeps(seen));
        self.first = kept.next();
        let others: Vec<Seen> = kept.collect();
        self.others = (!others.is_empty()).then(|| Box::new(others));
    }
}

/// Where a request without an id stands: list, page, and how many such are before it there. Where two pages share it, it
/// stands on both.
type Place = (usize, u32, usize);

fn hash(key: RowKey) -> u64 {
    FxBuildHasher.hash_one(key)
}

fn hash_at(held: &[Held], index: usize) -> u64 {
    held.get(index).map_or(0, |held| hash(held.row.key))
}

fn version(request: &ExemptionRequest) -> u32 {
    // A quick one: it is made of every request that comes, and each change moves it.
    let mut hasher = FxHasher::default();
    request.hash(&mut hasher);
    let hash = hasher.finish();
    // Both halves count.
    #[allow(clippy::cast_possible_truncation, reason = "half of the hash is meant")]
    let version = (hash ^ (hash >> 32)) as u32;
    version
}

impl Held {
    fn put(&mut self, request: ExemptionRequest, serial: u64) {
        if serial < self.serial {
            return;
        }
        self.serial = serial;
        if *self.row.request != request {
            self.row.version = version(&request);
            self.row.request = Arc::new(request);
        }
    }

    fn see(&mut self, list: usize, scope: &Arc<Scope>, round: u32) {
        self.lists.see(list, scope, round);
    }
}

impl Rows {
    /// The rows, in the order in which they came.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Row> + Clone {
        self.held.iter().map(|held| &held.row)
    }

    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// How many rows each list has.
    pub fn by_list(&self) -> HashMap<usize, usize> {
        let mut counts = HashMap::new();
        for seen in self.held.iter().flat_map(|held| held.lists.iter()) {
            *counts.entry(seen.list).or_default() += 1;
        }
        counts
    }

    /// The rows that a list gave in a load.
    pub fn given_by(&self, list: usize, round: u32) -> impl Iterator<Item = &Row> {
        let gave = move |seen: &Seen| (seen.list, seen.round) == (list, round);
        self.held.iter().filter(move |held| held.lists.iter().any(gave)).map(|held| &held.row)
    }

    /// The rows that any list gave in a load, each with the first of these lists.
    pub fn given_in(&self, round: u32) -> impl Iterator<Item = (usize, &Row)> + Clone {
        self.held.iter().filter_map(move |held| {
            let seen = held.lists.iter().find(|seen| seen.round == round)?;
            Some((seen.list, &held.row))
        })
    }

    /// Takes in a request that was kept, unless something newer is known of it.
    pub fn seed(&mut self, source: Source<'_>, request: ExemptionRequest) {
        let Some(id) = request.id else { return };
        if !self.holds(id) && !self.newer.contains_key(&id) {
            self.put(RowKey::Request(id), source, request);
        }
    }

    /// Takes in what a call brought. A row's content is that of the call that was made last,
    /// whichever reply arrives last.
    pub fn take(&mut self, source: Source<'_>, requests: Vec<ExemptionRequest>) {
        let mut without_id = Vec::new();
        for request in requests {
            match (request.id, source.page) {
                (Some(id), _) => self.put(RowKey::Request(id), source, request),
                (None, Some(_)) => without_id.push(request),
                (None, None) => {}
            }
        }
        if let Some(page) = source.page {
            self.take_without_id(source, page, without_id);
        }
    }

    /// Takes in a page's requests without an id, in place of those that it had before.
    fn take_without_id(&mut self, source: Source<'_>, page: u32, requests: Vec<ExemptionRequest>) {
        let before = self.at_page(source.list, page);
        let beside = [page.saturating_sub(1), page.saturating_add(1)];
        let beside = beside.map(|page| self.at_page(source.list, page)).concat();
        self.unnumbered.retain(|(list, its, _), _| (*list, *its) != (source.list, page));
        let mut given = HashSet::new();
        for (index, request) in requests.into_iter().enumerate() {
            let known = self.known_without_id(&request, index, &before, &beside, &given);
            let key = known.unwrap_or_else(|| {
                self.numbers = self.numbers.wrapping_add(1);
                RowKey::Unnumbered(self.numbers)
            });
            given.insert(key);
            self.unnumbered.insert((source.list, page, index), key);
            self.put(key, source, request);
        }
        let stand: HashSet<RowKey> = self.unnumbered.values().copied().collect();
        let gone: Vec<RowKey> = before.into_iter().filter(|key| !stand.contains(key)).collect();
        if gone.is_empty() {
            return;
        }
        for key in gone {
            if let Some(held) = self.find_mut(key) {
                held.lists.retain(|_| false);
            }
        }
        self.drop_held();
    }

    /// The rows of a page's requests without an id, in their order.
    fn at_page(&self, list: usize, page: u32) -> Vec<RowKey> {
        let at = |index| self.unnumbered.get(&(list, page, index)).copied();
        (0..).map_while(at).collect()
    }

    /// The row that such a request is known by: one of its page or of those beside it that leads to the same page of
    /// GitHub's; where it names none, the one at its place. Doubled it is better than lost.
    fn known_without_id(
        &self,
        request: &ExemptionRequest,
        index: usize,
        before: &[RowKey],
        beside: &[RowKey],
        given: &HashSet<RowKey>,
    ) -> Option<RowKey> {
        let address = |key: RowKey| {
            self.find(key).and_then(|index| self.held.get(index)?.row.request.html_url.as_ref())
        };
        let mut free = before.iter().chain(beside).copied().filter(|key| !given.contains(key));
        match &request.html_url {
            Some(url) => free.find(|key| address(*key) == Some(url)),
            None => before
                .get(index)
                .copied()
                .filter(|key| !given.contains(key) && address(*key).is_none()),
        }
    }

    fn put(&mut self, key: RowKey, source: Source<'_>, request: ExemptionRequest) {
        let Source { list, scope, round, serial, .. } = source;
        if let Some(held) = self.find_mut(key) {
            held.see(list, scope, round);
            held.put(request, serial);
            return;
        }
        let row = Row {
            key,
            version: version(&request),
            request: Arc::new(request),
            via: Via::Scope(Arc::clone(scope)),
        };
        let first = Some(Seen { list, scope: Arc::clone(scope), round });
        let mut held = Held { row, serial, lists: Lists { first, others: None } };
        if let RowKey::Request(id) = key
            && let Some((newer, fresh)) = self.newer.remove(&id)
            && same_request(&held.row.request, &fresh)
        {
            held.put(fresh, newer);
        }
        self.held.push(held);
        let Self { held, by_key, .. } = self;
        by_key.insert_unique(hash(key), held.len() - 1, |index| hash_at(held, *index));
    }

    fn find(&self, key: RowKey) -> Option<usize> {
        let is_it = |index: &usize| self.held.get(*index).is_some_and(|held| held.row.key == key);
        self.by_key.find(hash(key), is_it).copied()
    }

    fn find_mut(&mut self, key: RowKey) -> Option<&mut Held> {
        let index = self.find(key)?;
        self.held.get_mut(index)
    }

    /// Makes room for so many rows in all and no more, which growing bit by bit would take up to three times.
    pub fn make_room(&mut self, count: usize) {
        self.held.reserve_exact(count.saturating_sub(self.held.len()));
    }

    /// Marks the rows of a page that didn't change as given by `source`: a page of which all have an id.
    pub fn see(&mut self, source: Source<'_>, ids: &[RequestId]) {
        for id in ids {
            if let Some(held) = self.find_mut(RowKey::Request(*id)) {
                held.see(source.list, source.scope, source.round);
            }
        }
    }

    /// Whether it has a request.
    pub fn holds(&self, id: RequestId) -> bool {
        self.find(RowKey::Request(id)).is_some()
    }

    /// Keeps the rows that at least one list still has, by list and the last load of it that gave
    /// the row.
    pub fn retain(&mut self, keeps: impl Fn(usize, u32) -> bool) {
        for held in &mut self.held {
            held.lists.retain(|seen| keeps(seen.list, seen.round));
            if let Some(seen) = &held.lists.first {
                held.row.via = Via::Scope(Arc::clone(&seen.scope));
            }
        }
        self.drop_held();
    }

    fn drop_held(&mut self) {
        let before = self.held.len();
        self.held.retain(|held| held.lists.first.is_some());
        if self.held.len() == before {
            return;
        }
        let Self { held, by_key, .. } = self;
        by_key.clear();
        for (index, its) in held.iter().enumerate() {
            by_key.insert_unique(hash(its.row.key), index, |index| hash_at(held, *index));
        }
        let mut unnumbered = std::mem::take(&mut self.unnumbered);
        unnumbered.retain(|_, key| self.find(*key).is_some());
        self.unnumbered = unnumbered;
    }

    /// Puts what was read anew of a request in its place, after the call numbered `serial` was
    /// made. The person has seen it.
    pub fn replace(&mut self, fresh: &ExemptionRequest, serial: u64) {
        let Some(id) = fresh.id else { return };
        let key = RowKey::Request(id);
        let Some(held) = self.find(key).and_then(|index| self.held.get_mut(index)) else {
            self.newer.insert(id, (serial, fresh.clone()));
            return;
        };
        if same_request(&held.row.request, fresh) {
            held.put(fresh.clone(), serial);
            if let Some(looked) = &mut self.looked {
                looked.insert(key, held.row.version);
            }
        }
    }

    /// The person has seen the rows as they are. Only of a whole list is known what isn't in it.
    pub fn look(&mut self, is_whole: bool) {
        let versions = self.held.iter().map(|held| (held.row.key, held.row.version));
        match &mut self.looked {
            Some(looked) if !is_whole => looked.extend(versions),
            looked if is_whole => *looked = Some(versions.collect()),
            _ => {}
        }
    }

    /// What is new or changed since the last look.
    pub fn changes(&self) -> HashMap<RowKey, Change> {
        let Some(looked) = &self.looked else { return HashMap::new() };
        let change = |held: &Held| match looked.get(&held.row.key) {
            None => Some((held.row.key, Change::New)),
            Some(version) if *version != held.row.version => Some((held.row.key, Change::Changed)),
            Some(_) => None,
        };
        self.held.iter().filter_map(change).collect()
    }
}
