//! Which requests a query leaves.

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use crate::github::exemption::{ExemptionRequest, short_branch};
use crate::github::name::Name;
use crate::github::time::Timestamp;
use crate::triage::local_time::{LocalDay, WeekHour};
use crate::triage::verdict::verdict;

use super::fields::{self, Value};
use super::fold::{Needle, same};
use super::span::Span;
use super::term::{Key, Login, Query, Standing, Term, Test};

/// What a query's answer depends on beside the request.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The present.
    pub now: Timestamp,
    /// The token's user; nobody is `@me` where it isn't known.
    pub viewer: Option<&'a str>,
    /// The seconds east of UTC that the local clock is ahead at an instant: when a day begins.
    pub offset_at: &'a dyn Fn(Timestamp) -> i32,
}

/// A query made ready for many requests.
#[derive(Clone)]
pub struct Matcher<'a> {
    groups: Vec<Group<'a>>,
}

/// The terms of one key; all of a request's groups must hold.
#[derive(Clone)]
pub(super) struct Group<'a> {
    /// None for free text.
    pub key: Option<Key>,
    /// Alternatives; nothing is asked when there are none.
    any: Vec<Check<'a>>,
    /// What must hold together.
    all: Vec<Check<'a>>,
    /// What must not hold.
    none: Vec<Check<'a>>,
}

/// A test made ready.
#[derive(Clone)]
pub(super) struct Check<'a> {
    context: Context<'a>,
    asks: Asks,
    known: Known,
}

/// What a check said of each value, by its number: a hundred thousand requests have some thousand.
#[derive(Clone, Default)]
struct Known(OnceCell<Box<[Cell<Answer>]>>);

#[derive(Clone, Copy)]
enum Answer {
    NotAsked,
    Yes,
    No,
}

impl Known {
    fn ask(&self, value: Value<'_>, test: impl FnOnce(&str) -> bool) -> bool {
        let slots = || vec![Cell::new(Answer::NotAsked); Name::end() as usize].into();
        let slot = value.id.and_then(|id| self.0.get_or_init(slots).get(id as usize));
        match slot.map(Cell::get) {
            Some(Answer::Yes) => true,
            Some(Answer::No) => false,
            Some(Answer::NotAsked) | None => {
                let holds = test(value.text);
                if let Some(slot) = slot {
                    slot.set(if holds { Answer::Yes } else { Answer::No });
                }
                holds
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Asks {
    Is(Standing),
    /// Any value of the key is this one.
    Whole(Key, String),
    /// The repository's name without the owner is this one.
    NameAlone(String),
    /// No value of the key is given.
    Lacks(Key),
    /// `@me`, and nobody knows who that is.
    Nobody,
    ShortBranch(Needle),
    FullBranch(Needle),
    Path(Needle),
    /// The needle has a slash before a name: the path is looked at with one in front, too.
    RootedPath(Needle),
    Expires(Distance),
    Created(Distance),
    Text(Needle),
    /// What may also be a part of `#1`, the number of a request's page.
    TextOrNumber(Needle),
}

/// How far away an instant is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Distance {
    /// Less than so many seconds.
    Within(i64),
    /// More than so many seconds.
    Beyond(i64),
    /// Wherever that is.
    During(Range<Timestamp>),
    /// In this hour of the week, wherever that is.
    In(WeekHour),
}

impl Distance {
    fn of(span: Span, context: &Context<'_>) -> Self {
        match span {
            Span::Within(amount, unit) => Self::Within(i64::from(amount) * unit.seconds()),
            Span::Beyond(amount, unit) => Self::Beyond(i64::from(amount) * unit.seconds()),
            Span::On(day) => {
                let midnight = |day: LocalDay| day.at_hour(0, context.offset_at);
                Self::During(midnight(day)..midnight(day.next()))
            }
            Span::In(hour) => Self::In(hour),
        }
    }

    /// Whether `at`, which lies `distance` seconds away, is so far away.
    fn has(&self, context: &Context<'_>, at: Timestamp, distance: i64) -> bool {
        match self {
            Self::Within(bound) => distance < *bound,
            Self::Beyond(bound) => distance > *bound,
            Self::During(day) => day.contains(&at),
            Self::In(hour) => WeekHour::of(at, context.offset_at) == *hour,
        }
    }
}

impl Query {
    /// Makes it ready for many requests.
    pub fn compile<'a>(&self, context: &Context<'a>) -> Matcher<'a> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for Term { negated, test } in &self.terms {
            let key = test.key();
            let group = match groups.iter().position(|group| group.key == key) {
                Some(at) => groups.get_mut(at),
                None => {
                    groups.push(Group { key, any: Vec::new(), all: Vec::new(), none: Vec::new() });
                    groups.last_mut()
                }
            };
            let Some(group) = group else { continue };
            let checks = match key {
                _ if *negated => &mut group.none,
                None | Some(Key::Expires | Key::Created | Key::No) => &mut group.all,
                Some(_) => &mut group.any,
            };
            checks.push(Check::of(test, context));
        }
        Matcher { groups }
    }

    /// Whether it leaves this request. For many, see [`Query::compile`].
    pub fn matches(&self, context: &Context<'_>, request: &ExemptionRequest) -> bool {
        self.compile(context).matches(request)
    }
}

impl<'a> Matcher<'a> {
    /// Whether the query leaves this request.
    pub fn matches(&self, request: &ExemptionRequest) -> bool {
        self.groups.iter().all(|group| group.holds(request))
    }

    /// The groups that don't hold.
    pub(super) fn failing(&self, request: &ExemptionRequest) -> impl Iterator<Item = &Group<'a>> {
        self.groups.iter().filter(move |group| !group.holds(request))
    }
}

impl Group<'_> {
    fn holds(&self, request: &ExemptionRequest) -> bool {
        let holds = |check: &Check<'_>| check.holds(request);
        (self.any.is_empty() || self.any.iter().any(holds))
            && self.all.iter().all(holds)
            && !self.none.iter().any(holds)
    }
}

impl<'a> Check<'a> {
    pub fn of(test: &Test, context: &Context<'a>) -> Self {
        let person = |key, login: &Login| match login {
            Login::Name(name) => Asks::Whole(key, name.clone()),
            Login::Viewer => {
                context.viewer.map_or(Asks::Nobody, |viewer| Asks::Whole(key, viewer.to_owned()))
            }
        };
        let asks = match test {
            Test::Is(standing) => Asks::Is(*standing),
            Test::Org(name) => Asks::Whole(Key::Org, name.clone()),
            Test::Repo(name) if name.contains('/') => Asks::Whole(Key::Repo, name.clone()),
            Test::Repo(name) => Asks::NameAlone(name.clone()),
            Test::Type(kind) => Asks::Whole(Key::Type, kind.clone()),
            Test::Reason(word) => Asks::Whole(Key::Reason, word.clone()),
            Test::Requester(login) => person(Key::Requester, login),
            Test::Reviewer(login) => person(Key::Reviewer, login),
            Test::Branch(text) => {
                let is_full =
                    text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("refs/"));
                let as_it_is = if is_full { Asks::FullBranch } else { Asks::ShortBranch };
                as_it_is(Needle::wild(text))
            }
            Test::Path(text) => match Needle::wild(text) {
                needle if needle.has_piece_from(b'/') => Asks::RootedPath(needle),
                needle => Asks::Path(needle),
            },
            Test::No(key) => Asks::Lacks(*key),
            Test::Expires(span) => Asks::Expires(Distance::of(*span, context)),
            Test::Created(span) => Asks::Created(Distance::of(*span, context)),
            Test::Text(text) => {
                let digits = text.strip_prefix('#').unwrap_or(text);
                let is_number = digits.bytes().all(|b| b.is_ascii_digit());
                let at = if is_number { Asks::TextOrNumber } else { Asks::Text };
                at(Needle::plain(text))
            }
        };
        Self { context: *context, asks, known: Known::default() }
    }

    pub fn holds(&self, request: &ExemptionRequest) -> bool {
        let now = self.context.now;
        match &self.asks {
            Asks::Is(standing) => standing.includes(Standing::of(verdict(now, request))),
            Asks::Whole(key, value) => self.any(*key, request, |its| same(its, value)),
            Asks::NameAlone(name) => {
                self.any(Key::Repo, request, |its| same(fields::name_alone(its), name))
            }
            Asks::Lacks(Key::Expires) => request.expires_at.is_none(),
            Asks::Lacks(Key::Created) => request.created_at.is_none(),
            Asks::Lacks(key) => !fields::any(*key, request, |value| !value.text.is_empty()),
            Asks::Nobody => false,
            Asks::ShortBranch(needle) => {
                self.any(Key::Branch, request, |branch| needle.occurs_in(short_branch(branch)))
            }
            Asks::FullBranch(needle) => {
                self.any(Key::Branch, request, |branch| needle.occurs_in(branch))
            }
            Asks::Path(needle) => self.any(Key::Path, request, |path| needle.occurs_in(path)),
            Asks::RootedPath(needle) => self.any(Key::Path, request, |path| {
                needle.occurs_in(path)
                    || (!path.starts_with('/') && needle.occurs_in(&format!("/{path}")))
            }),
            Asks::Expires(distance) => request.expires_at.is_some_and(|at| {
                let left = at - now;
                // What is over expires neither soon nor late, but it did on its day.
                let is_bound = matches!(distance, Distance::Within(_) | Distance::Beyond(_));
                (left > 0 || !is_bound) && distance.has(&self.context, at, left)
            }),
            Asks::Created(distance) => {
                request.created_at.is_some_and(|at| distance.has(&self.context, at, now - at))
            }
            Asks::Text(needle) => self.has_text(request, needle),
            Asks::TextOrNumber(needle) => {
                let number = || request.page().map(|page| format!("#{}", page.number));
                self.has_text(request, needle)
                    || number().is_some_and(|number| needle.occurs_in(&number))
            }
        }
    }

    /// Whether `test`, which is always the same of this check, holds for any value of a key.
    fn any(&self, key: Key, request: &ExemptionRequest, test: impl Fn(&str) -> bool) -> bool {
        fields::any(key, request, |value| self.known.ask(value, &test))
    }

    /// Whether the needle occurs in one of the request's visible texts.
    fn has_text(&self, request: &ExemptionRequest, needle: &Needle) -> bool {
        // Those that repeat first: they were looked through before.
        const KEYS: [Key; 8] = [
            Key::Repo,
            Key::Org,
            Key::Type,
            Key::Reason,
            Key::Requester,
            Key::Reviewer,
            Key::Branch,
            Key::Path,
        ];
        let occurs = |text: &str| needle.occurs_in(text);
        let has =
            |value: Option<Value<'_>>| value.is_some_and(|value| self.known.ask(value, occurs));
        // Also a name that is no repository's; where there is none, its page has one.
        has(request.repository.as_ref().and_then(|its| its.full_name.as_ref()).map(Value::name))
            || has(request.status.as_ref().map(|it| Value { text: it.word(), id: Some(it.id()) }))
            || KEYS.into_iter().any(|key| self.any(key, request, occurs))
            || request.requester_comment.as_deref().is_some_and(occurs)
            || request.resource_identifier.as_ref().is_some_and(|sha| sha.with(occurs))
    }
}

#[cfg(test)]
mod tests;
