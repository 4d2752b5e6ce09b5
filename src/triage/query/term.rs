//! What a query is made of: terms, their tests, and the keys they are written with.

use crate::triage::verdict::Verdict;

use super::fold::same;
use super::span::Span;

/// What a person asks the list for; the empty one leaves every request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// In the order in which they are written.
    pub terms: Vec<Term>,
}

/// One word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Whether the test must not hold.
    pub negated: bool,
    /// What is asked.
    pub test: Test,
}

/// What one term asks of a request. Texts are not empty; an empty one could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Where it stands.
    Is(Standing),
    /// The organization's login.
    Org(String),
    /// `OWNER/REPO`, or the repository's name alone.
    Repo(String),
    /// A finding's secret type, as the API writes it.
    Type(String),
    /// A finding's reason, as the API writes it.
    Reason(String),
    /// Who asked.
    Requester(Login),
    /// Who responded, also when the response was dismissed.
    Reviewer(Login),
    /// A part of a branch's name, short or in full; `*` stands for anything.
    Branch(String),
    /// A part of a path, with `:line:column` behind it; `*` stands for anything.
    Path(String),
    /// How far away its expiry is.
    Expires(Span),
    /// How long ago it was made.
    Created(Span),
    /// That it has nothing for a key; one of [`Key::LACKABLE`].
    No(Key),
    /// What must occur in one of its texts.
    Text(String),
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// By login.
    Name(String),
    /// `@me`: the token's user.
    Viewer,
}

/// Where a request stands, as a query asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It awaits a review.
    Open,
    /// Approved; the push is still to come.
    Approved,
    /// Denied.
    Denied,
    /// Withdrawn by the requester.
    Cancelled,
    /// Approved, and pushed.
    Completed,
    /// Its time is over.
    Expired,
    /// GitHub gives no status, or one that this version doesn't know.
    Unknown,
    /// A reviewer answered it: approved, denied or completed.
    Answered,
}

impl Standing {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Open,
        Self::Approved,
        Self::Denied,
        Self::Cancelled,
        Self::Completed,
        Self::Expired,
        Self::Unknown,
        Self::Answered,
    ];

    /// The word behind `is:`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Cancelled => "cancelled",
            Self::Completed => "completed",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
            Self::Answered => "answered",
        }
    }

    /// By its word, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word().eq_ignore_ascii_case(word))
    }

    /// What it asks for, in a few words.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Open => "Awaits a review",
            Self::Approved => "Approved; the push is still to come",
            Self::Denied => "Denied",
            Self::Cancelled => "Cancelled by the requester",
            Self::Completed => "Approved and pushed",
            Self::Expired => "Expired",
            Self::Unknown => "Of a status that Gatehouse doesn't know",
            Self::Answered => "Approved, denied or completed",
        }
    }

    /// The one that is a verdict's own.
    pub const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::AwaitingReview => Self::Open,
            Verdict::Approved => Self::Approved,
            Verdict::Denied => Self::Denied,
            Verdict::Cancelled => Self::Cancelled,
            Verdict::Completed => Self::Completed,
            Verdict::Expired => Self::Expired,
            Verdict::Unknown => Self::Unknown,
        }
    }

    /// Whether a request whose own standing is `own` stands so.
    pub const fn includes(self, own: Self) -> bool {
        match self {
            Self::Answered => matches!(own, Self::Approved | Self::Denied | Self::Completed),
            _ => self as u8 == own as u8,
        }
    }
}

/// What stands before the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `is:`
    Is,
    /// `org:`
    Org,
    /// `repo:`
    Repo,
    /// `type:`
    Type,
    /// `reason:`
    Reason,
    /// `requester:`
    Requester,
    /// `reviewer:`
    Reviewer,
    /// `branch:`
    Branch,
    /// `path:`
    Path,
    /// `expires:`
    Expires,
    /// `created:`
    Created,
    /// `no:`
    No,
}

impl Key {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 12] = [
        Self::Is,
        Self::Org,
        Self::Repo,
        Self::Type,
        Self::Reason,
        Self::Requester,
        Self::Reviewer,
        Self::Branch,
        Self::Path,
        Self::Expires,
        Self::Created,
        Self::No,
    ];

    /// Those that may stand behind `no:`.
    pub const LACKABLE: [Self; 10] = [
        Self::Org,
        Self::Repo,
        Self::Type,
        Self::Reason,
        Self::Requester,
        Self::Reviewer,
        Self::Branch,
        Self::Path,
        Self::Expires,
        Self::Created,
    ];

    /// The word before the colon.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::Org => "org",
            Self::Repo => "repo",
            Self::Type => "type",
            Self::Reason => "reason",
            Self::Requester => "requester",
            Self::Reviewer => "reviewer",
            Self::Branch => "branch",
            Self::Path => "path",
            Self::Expires => "expires",
            Self::Created => "created",
            Self::No => "no",
        }
    }

    /// What it asks for, in a line.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Is => "Where the request stands",
            Self::Org => "Organization",
            Self::Repo => "Repository, with or without its owner",
            Self::Type => "Type of the secret",
            Self::Reason => "The requester's reason",
            Self::Requester => "Who asked; @me is you",
            Self::Reviewer => "Who responded; @me is you",
            Self::Branch => "Part of the branch's name; * stands for anything",
            Self::Path => "Part of the path; * stands for anything",
            Self::Expires => "When it expires: <24h is within 24 hours, >2d later than 2 days",
            Self::Created => "When it was made: >7d is over 7 days ago, <1h within the last hour",
            Self::No => "What GitHub says nothing of: no:reviewer is without any response",
        }
    }

    /// By its word, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.word().eq_ignore_ascii_case(word))
    }
}

impl Test {
    /// The key it is written with; none for free text.
    pub const fn key(&self) -> Option<Key> {
        Some(match self {
            Self::Is(_) => Key::Is,
            Self::Org(_) => Key::Org,
            Self::Repo(_) => Key::Repo,
            Self::Type(_) => Key::Type,
            Self::Reason(_) => Key::Reason,
            Self::Requester(_) => Key::Requester,
            Self::Reviewer(_) => Key::Reviewer,
            Self::Branch(_) => Key::Branch,
            Self::Path(_) => Key::Path,
            Self::Expires(_) => Key::Expires,
            Self::Created(_) => Key::Created,
            Self::No(_) => Key::No,
            Self::Text(_) => return None,
        })
    }

    /// `@me`; `None` where the key asks for no person.
    pub const fn viewer(key: Key) -> Option<Self> {
        match key {
            Key::Requester => Some(Self::Requester(Login::Viewer)),
            Key::Reviewer => Some(Self::Reviewer(Login::Viewer)),
            _ => None,
        }
    }

    /// Whether both ask for the same: texts compare in any case.
    pub fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Org(one), Self::Org(other))
            | (Self::Repo(one), Self::Repo(other))
            | (Self::Type(one), Self::Type(other))
            | (Self::Reason(one), Self::Reason(other))
            | (Self::Branch(one), Self::Branch(other))
            | (Self::Path(one), Self::Path(other))
            | (Self::Text(one), Self::Text(other))
            | (Self::Requester(Login::Name(one)), Self::Requester(Login::Name(other)))
            | (Self::Reviewer(Login::Name(one)), Self::Reviewer(Login::Name(other))) => {
                same(one, other)
            }
            _ => self == other,
        }
    }
}

impl Query {
    /// Whether it has this term.
    pub fn has(&self, test: &Test, negated: bool) -> bool {
        self.terms.iter().any(|term| term.negated == negated && term.test.same_as(test))
    }

    /// With this term, beside those of its key; in place of its opposite.
    #[must_use]
    pub fn with(&self, test: Test, negated: bool) -> Self {
        if self.has(&test, negated) {
            return self.clone();
        }
        let mut query = self.without(&test);
        let key = test.key();
        let last = query.terms.iter().rposition(|term| term.test.key() == key);
        let at = last.map_or(query.terms.len(), |last| last + 1);
        query.terms.insert(at, Term { negated, test });
        query
    }

    /// Without this term, be it turned around or not.
    #[must_use]
    pub fn without(&self, test: &Test) -> Self {
        let stays = |term: &&Term| !term.test.same_as(test);
        Self { terms: self.terms.iter().filter(stays).cloned().collect() }
    }

    /// What a click on a value makes of it: with the term, or without it if it was there.
    #[must_use]
    pub fn toggled(&self, test: Test, negated: bool) -> Self {
        if self.has(&test, negated) { self.without(&test) } else { self.with(test, negated) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    /// The query after something was done to it, printed.
    fn after(text: &str, change: impl Fn(&Query) -> Query) -> String {
        change(&parse(text).expect(text)).to_string()
    }

    fn org(name: &str) -> Test {
        Test::Org(name.to_owned())
    }

    #[test]
    fn a_term_comes_beside_those_of_its_key() {
        assert_eq!(after("org:a x", |query| query.with(org("b"), false)), "org:a org:b x");
        assert_eq!(after("is:open x", |query| query.with(org("b"), true)), "is:open x -org:b");
        assert_eq!(after("org:A", |query| query.with(org("a"), false)), "org:A");
    }

    #[test]
    fn a_term_takes_the_place_of_its_opposite() {
        assert_eq!(after("-org:a", |query| query.with(org("A"), false)), "org:A");
        assert_eq!(after("org:a org:b", |query| query.with(org("a"), true)), "org:b -org:a");
    }

    #[test]
    fn a_second_click_takes_back_the_first() {
        let twice = |query: &Query| query.toggled(org("b"), false).toggled(org("B"), false);
        assert_eq!(after("org:a x", twice), "org:a x");
        assert_eq!(after("org:a -org:a", |query| query.without(&org("A"))), "");
    }
}
