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
mod tests {
    use super::super::parse::parse;
    use super::super::sample::{CONTEXT, HOUR, NOW, actor, bare, denied, request};
    use super::*;
    use crate::github::exemption::{Repository, RequestStatus};

    fn leaves(text: &str, request: &ExemptionRequest) -> bool {
        parse(text).expect(text).matches(&CONTEXT, request)
    }

    #[track_caller]
    fn all_hold(texts: &[&str], request: &ExemptionRequest) {
        for text in texts {
            assert!(leaves(text, request), "{text}");
        }
    }

    #[track_caller]
    fn none_hold(texts: &[&str], request: &ExemptionRequest) {
        for text in texts {
            assert!(!leaves(text, request), "{text}");
        }
    }

    #[test]
    fn the_empty_query_leaves_every_request() {
        assert!(leaves("", &request()) && leaves(" ", &bare()));
    }

    #[test]
    fn names_compare_whole_and_in_any_case() {
        all_hold(
            &[
                "org:Octo-Org",
                "repo:OCTO-org/smile",
                "repo:Smile",
                "type:npm_access_token",
                "type:Adafruit_IO_key",
                "reason:fix_later",
                "reason:used_in_tests",
                "requester:MonaLisa",
            ],
            &request(),
        );
        none_hold(
            &[
                "org:octo",
                "repo:org/smile",
                "repo:smil",
                "type:npm",
                "reason:fix",
                "requester:mona",
            ],
            &request(),
        );
    }

    #[test]
    fn a_word_of_the_api_that_nobody_knows_is_matched_by_itself() {
        let mut odd = request();
        odd.data = Some(vec![super::super::sample::finding("new_type", "on_a_whim", "x")]);
        all_hold(&["reason:on_a_whim", "type:new_type"], &odd);
        odd.status = Some(RequestStatus::from("waiting_for_godot"));
        all_hold(&["is:unknown", "godot"], &odd);
    }

    #[test]
    fn a_standing_is_the_verdict_at_the_present() {
        all_hold(&["is:open", "-is:answered", "-is:expired"], &request());
        all_hold(&["is:denied", "is:answered", "-is:open"], &denied());
        all_hold(&["is:unknown"], &bare());
        let mut late = request();
        late.expires_at = Some(NOW);
        all_hold(&["is:expired", "-is:open"], &late);
    }

    #[test]
    fn a_reviewer_is_whoever_responded_even_if_it_was_dismissed() {
        all_hold(&["reviewer:hubot", "reviewer:octocat", "reviewer:@me"], &denied());
        none_hold(&["reviewer:hubot", "reviewer:@me"], &request());
        none_hold(&["reviewer:monalisa", "requester:@me"], &denied());
    }

    #[test]
    fn nobody_is_me_when_the_viewer_is_not_known() {
        let nobody = Context { viewer: None, ..CONTEXT };
        let leaves = |text: &str| parse(text).expect(text).matches(&nobody, &denied());
        assert!(!leaves("reviewer:@me") && leaves("-reviewer:@me"));
    }

    #[test]
    fn values_of_one_key_are_alternatives_and_keys_hold_together() {
        all_hold(
            &[
                "org:other org:octo-org",
                "is:denied is:open",
                "requester:x is:open requester:monalisa",
            ],
            &request(),
        );
        none_hold(
            &["org:octo-org repo:other", "org:other org:another", "is:open monalisa nowhere"],
            &request(),
        );
    }

    #[test]
    fn what_is_turned_around_must_not_hold_whatever_else_does() {
        none_hold(&["org:octo-org -org:octo-org", "-type:npm_access_token", "-smile"], &request());
        all_hold(
            &["-org:other -org:another", "-type:other -nowhere", "org:octo-org -is:denied"],
            &request(),
        );
    }

    #[test]
    fn what_a_request_lacks_holds_only_turned_around() {
        for text in [
            "org:x",
            "repo:x",
            "type:x",
            "reason:x",
            "requester:x",
            "reviewer:x",
            "branch:*",
            "path:*",
            "expires:<9w",
            "expires:>0m",
            "created:<9w",
            "created:>0m",
            "created:2026-11-20",
            "x",
        ] {
            assert!(!leaves(text, &bare()), "{text}");
            assert!(leaves(&format!("-{text}"), &bare()), "-{text}");
        }
    }

    #[test]
    fn the_bounds_of_an_instant_hold_together() {
        all_hold(
            &["created:>1d created:<3d", "expires:>4d expires:<1w", "created:<49h -created:<47h"],
            &request(),
        );
        none_hold(
            &["created:>3d", "created:<1d", "created:>1d created:<2d", "expires:<24h"],
            &request(),
        );
    }

    #[test]
    fn bounds_are_left_out_of_both_sides() {
        let mut made = request();
        made.created_at = Some(NOW.plus(-HOUR));
        none_hold(&["created:<1h", "created:>1h", "created:<60m"], &made);
        made.created_at = Some(NOW.plus(-HOUR + 1));
        all_hold(&["created:<1h"], &made);
        made.created_at = Some(NOW.plus(-HOUR - 1));
        all_hold(&["created:>1h"], &made);
        none_hold(&["created:>4294967295w"], &made);
        made.created_at = Some(NOW.plus(5));
        all_hold(&["created:<1h"], &made);
    }

    #[test]
    fn a_day_lasts_from_midnight_to_midnight_on_the_local_clock() {
        let on = |text: &str, offset: i32| {
            let made = ExemptionRequest {
                created_at: Some(Timestamp::parse(text).expect(text)),
                ..request()
            };
            let query = parse("created:2026-11-01").expect("valid");
            query.matches(&Context { offset_at: &|_| offset, ..CONTEXT }, &made)
        };
        assert!(on("2026-11-01T00:00:00Z", 0) && on("2026-11-01T23:59:59Z", 0));
        assert!(!on("2026-10-31T23:59:59Z", 0) && !on("2026-11-02T00:00:00Z", 0));
        assert!(on("2026-10-31T23:00:00Z", 3_600) && !on("2026-11-01T23:00:00Z", 3_600));
    }

    #[test]
    fn an_hour_of_the_week_is_the_local_clock_s() {
        let on = |text: &str, offset: i32| {
            let made = ExemptionRequest {
                created_at: Some(Timestamp::parse(text).expect(text)),
                ..request()
            };
            let query = parse("created:mon-00").expect("valid");
            query.matches(&Context { offset_at: &|_| offset, ..CONTEXT }, &made)
        };
        assert!(on("2026-11-23T00:59:59Z", 0) && on("2026-11-22T23:00:00Z", 3_600));
        assert!(!on("2026-11-23T01:00:00Z", 0) && !on("2026-11-24T00:00:00Z", 0));
    }

    #[test]
    fn no_asks_for_what_github_says_nothing_of() {
        none_hold(&["no:org", "no:type", "no:requester", "no:expires", "-no:reviewer"], &request());
        all_hold(&["no:org", "no:type", "no:reviewer", "no:created", "no:org no:path"], &bare());
        let mut unnamed = request();
        unnamed.requester = actor("");
        all_hold(&["no:requester", "-no:type"], &unnamed);
        none_hold(&["no:requester no:type"], &unnamed);
    }

    #[test]
    fn what_is_over_expires_neither_soon_nor_late() {
        let mut late = request();
        late.expires_at = Some(NOW.plus(-HOUR));
        none_hold(&["expires:<24h", "expires:>0m"], &late);
        late.expires_at = Some(NOW);
        none_hold(&["expires:<24h"], &late);
        let day = LocalDay::of(NOW, CONTEXT.offset_at);
        all_hold(&[&format!("expires:{day}")], &late);
        late.expires_at = Some(NOW.plus(1));
        all_hold(&["expires:<24h"], &late);
    }

    #[test]
    fn branches_and_paths_are_parts_with_stars() {
        all_hold(
            &[
                "branch:login",
                "branch:feat*in",
                "branch:refs/heads/feature",
                "path:readme",
                "path:tests/*.md",
                "path:/tests/",
                "path:/src/",
                "path:*/src/main",
                "path:.rs:3",
            ],
            &request(),
        );
        none_hold(
            &[
                "branch:heads",
                "branch:refs/tags",
                "path:tests/*.rs",
                "path:/EADME",
                "path:*.md*tests",
            ],
            &request(),
        );
    }

    #[test]
    fn free_text_is_looked_for_in_all_that_a_row_has() {
        all_hold(
            &[
                "octo-org/smile",
                "MONALISA",
                "\"old key\"",
                "STRAßE",
                "pending",
                "827efc6",
                "#17",
                "17",
                "adafruit",
                "fix_later",
                "readme.md:16",
                "refs/heads",
                "mona smile",
            ],
            &request(),
        );
        none_hold(
            &["#18", "monalisa.", "\"monalisa octo\"", "mona nowhere", "exemptions"],
            &request(),
        );
        all_hold(&["hubot"], &denied());
    }

    #[test]
    fn a_request_without_a_repository_has_the_one_of_its_page() {
        let mut nameless = request();
        nameless.repository = None;
        nameless.organization = None;
        all_hold(
            &["org:octo-org", "repo:octo-org/smile", "repo:smile", "octo-org/smile"],
            &nameless,
        );
        nameless.html_url = None;
        none_hold(&["org:octo-org", "repo:smile", "smile"], &nameless);
        nameless.repository =
            Some(Repository { full_name: Some("no name".into()), ..Repository::default() }.into());
        all_hold(&["\"no name\"", "-org:octo-org"], &nameless);
    }
}
