//! The values beside the list that a click adds to the query or takes from it.

use crate::github::exemption::ExemptionRequest;

use super::fold::same;
use super::matching::{Check, Context};
use super::tally::Tally;
use super::term::{Key, Query, Test};

/// The keys that have a facet, in the order in which they stand.
const KEYS: [Key; 7] =
    [Key::Is, Key::Org, Key::Repo, Key::Type, Key::Reason, Key::Requester, Key::Reviewer];

/// The values of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Whose values they are.
    pub key: Key,
    /// Those that occur and those that the query names; the most frequent first, then by name.
    pub values: Vec<FacetValue>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As most requests have it; as the query has it where no request does.
    pub value: String,
    /// How many requests have it among those that the query's other keys leave.
    pub count: usize,
    /// Whether the query asks for it.
    pub chosen: bool,
    /// Whether the query leaves it out.
    pub excluded: bool,
    /// What to pass to [`Query::toggled`].
    pub test: Test,
}

/// The facets of a query over these requests: is, org, repo, type, reason, requester, reviewer.
///
/// A facet's counts are as they would be without its own terms, so that alternatives have theirs.
pub fn facets<'r, 'c>(
    context: &Context<'c>,
    query: &Query,
    requests: impl Iterator<Item = &'r ExemptionRequest>,
) -> Vec<Facet> {
    let matcher = query.compile(context);
    let mut counting: Vec<Counting<'_, 'r, 'c>> =
        KEYS.into_iter().map(|key| Counting::of(key, context, query)).collect();
    for request in requests {
        let mut failing = matcher.failing(request).map(|group| group.key);
        match (failing.next(), failing.next()) {
            (None, _) => counting.iter_mut().for_each(|its| its.add(context, request)),
            // Only its own terms keep it out.
            (Some(Some(key)), None) => {
                if let Some(its) = counting.iter_mut().find(|its| its.key == key) {
                    its.add(context, request);
                }
            }
            (Some(_), _) => {}
        }
    }
    counting.into_iter().map(|its| its.facet(context, query)).collect()
}

/// One facet while its requests are counted.
struct Counting<'q, 'r, 'c> {
    key: Key,
    tally: Tally<'r>,
    /// The tests that the query has of this key, each once.
    named: Vec<(&'q Test, Check<'c>, usize)>,
}

impl<'q, 'r, 'c> Counting<'q, 'r, 'c> {
    fn of(key: Key, context: &Context<'c>, query: &'q Query) -> Self {
        let mut named: Vec<(&Test, Check<'c>, usize)> = Vec::new();
        for test in query.terms.iter().map(|term| &term.test) {
            if test.key() == Some(key) && !named.iter().any(|(other, ..)| test.same_as(other)) {
                named.push((test, Check::of(test, context), 0));
            }
        }
        Self { key, tally: Tally::of(key), named }
    }

    fn add(&mut self, context: &Context<'_>, request: &'r ExemptionRequest) {
        self.tally.add(context.now, request);
        for (_, check, count) in &mut self.named {
            *count += usize::from(check.holds(request));
        }
    }

    fn facet(mut self, context: &Context<'_>, query: &Query) -> Facet {
        let value = |value: String, count, test: Test| {
            let chosen = query.has(&test, false);
            let excluded = query.has(&test, true);
            FacetValue { value, count, chosen, excluded, test }
        };
        let mut values: Vec<FacetValue> = Vec::new();
        for (name, count) in self.tally.into_sorted() {
            let Some(plain) = Test::of(self.key, &name) else { continue };
            let is_viewer = context.viewer.is_some_and(|viewer| same(viewer, &name));
            // The viewer may be named either way.
            let at = [Some(plain.clone()), Test::viewer(self.key).filter(|_| is_viewer)]
                .into_iter()
                .flatten()
                .find_map(|test| self.named.iter().position(|(its, ..)| its.same_as(&test)));
            let test = at.map_or(plain, |at| self.named.remove(at).0.clone());
            values.push(value(name, count, test));
        }
        for (test, _, count) in self.named {
            values.push(value(test.value().into_owned(), count, test.clone()));
        }
        values.sort_by(|one, other| {
            other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value))
        });
        Facet { key: self.key, values }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::super::sample::{CONTEXT, actor, denied, request};
    use super::*;
    use crate::github::exemption::Organization;

    fn of_org(org: &str, requester: &str) -> ExemptionRequest {
        ExemptionRequest {
            organization: Some(Organization { id: None, name: Some(org.into()) }.into()),
            requester: actor(requester),
            ..request()
        }
    }

    /// `value count`, with `+` in front when chosen and `-` when excluded.
    fn shown(query: &str, key: Key) -> Vec<String> {
        let requests = [of_org("a", "mona"), of_org("A", "hubot"), of_org("b", "mona"), denied()];
        let query = parse(query).expect(query);
        let facets = facets(&CONTEXT, &query, requests.iter());
        assert_eq!(facets.iter().map(|facet| facet.key).collect::<Vec<_>>(), KEYS);
        let facet = facets.into_iter().find(|facet| facet.key == key).expect("has a facet");
        let mark = |value: &FacetValue| match (value.chosen, value.excluded) {
            (false, false) => "",
            (true, false) => "+",
            (false, true) => "-",
            (true, true) => "±",
        };
        let line = |its: &FacetValue| format!("{}{} {}", mark(its), its.value, its.count);
        facet.values.iter().map(line).collect()
    }

    #[test]
    fn a_facet_shows_what_its_own_terms_keep_out_and_not_what_others_do() {
        assert_eq!(shown("", Key::Org), ["A 2", "b 1", "octo-org 1"]);
        assert_eq!(shown("org:a", Key::Org), ["+A 2", "b 1", "octo-org 1"]);
        assert_eq!(shown("-org:a is:open", Key::Org), ["-A 2", "b 1"]);
        assert_eq!(shown("org:a", Key::Requester), ["hubot 1", "mona 1"]);
        assert_eq!(shown("org:a mona", Key::Org), ["+a 1", "b 1", "octo-org 1"]);
    }

    #[test]
    fn what_the_query_names_is_listed_even_if_nothing_has_it() {
        assert_eq!(
            shown("org:gone -org:zero", Key::Org),
            ["A 2", "b 1", "octo-org 1", "+gone 0", "-zero 0"]
        );
        assert_eq!(shown("is:answered repo:smile", Key::Is), ["open 3", "+answered 1", "denied 1"]);
        assert_eq!(shown("repo:smile", Key::Repo), ["octo-org/smile 4", "+smile 4"]);
    }

    #[test]
    fn the_viewer_is_chosen_by_either_name_and_let_go_by_a_click() {
        assert_eq!(shown("requester:@me", Key::Requester), ["mona 2", "+hubot 1", "monalisa 1"]);
        let query = parse("requester:@me is:open").expect("valid");
        let requests = [of_org("a", "hubot")];
        let facets = facets(&CONTEXT, &query, requests.iter());
        let facet = facets.iter().find(|facet| facet.key == Key::Requester).expect("has one");
        let clicked = query.toggled(facet.values[0].test.clone(), false);
        assert_eq!(clicked.to_string(), "is:open");
    }
}
