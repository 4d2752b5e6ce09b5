//! Queries that leave a part of what another one leaves: made by one more test that must hold beside all of it, as a
//! click on one of its figures asks for, and told by what was typed behind it.

use super::fold::{fold, same};
use super::term::{Key, Login, Query, Standing, Term, Test};

impl Query {
    /// What asks for exactly those of this query's requests that pass `test`, given that there are
    /// some; `viewer` is the token's user.
    ///
    /// [`Query::with`] won't do: in `org:a org:b`, one more `org:a` would be an alternative. `None`
    /// where the language can't ask for it: `type:a type:b` together are either, and a request may
    /// have both.
    #[must_use]
    pub fn narrowed(&self, test: &Test, viewer: Option<&str>) -> Option<Self> {
        let Some(key) = test.key().filter(|key| has_alternatives(*key)) else {
            return Some(self.with(test.clone(), false));
        };
        let is_alternative = |at: usize| {
            self.terms.get(at).is_some_and(|it| !it.negated && it.test.key() == Some(key))
        };
        let alternatives: Vec<&Test> = (0..self.terms.len())
            .filter(|at| is_alternative(*at))
            .map(|at| &self.terms[at].test)
            .collect();
        let narrower: Vec<Test> = match test {
            _ if alternatives.is_empty() => vec![test.clone()],
            Test::Is(standing) => narrower_standings(*standing, &alternatives),
            // A request has one value at most, and as there are some, the alternatives leave it.
            Test::Org(_) | Test::Repo(_) | Test::Requester(_) => vec![test.clone()],
            _ if alternatives.iter().any(|its| is_same(its, test, viewer)) => vec![test.clone()],
            _ => return None,
        };
        let mut query = self.clone();
        query.terms.retain(|term| term.negated || term.test.key() != Some(key));
        for test in &narrower {
            query = query.with(test.clone(), false);
        }
        (!narrower.is_empty()).then_some(query)
    }

    /// Whether it certainly leaves nothing that `wider` doesn't leave: it asks the same, and for more free text. Each
    /// letter that is typed behind a query makes such a one. A `false` says nothing.
    pub fn is_within(&self, wider: &Self) -> bool {
        let texts = |query: &Self| query.terms.iter().filter_map(text).map(fold).collect();
        let (mine, its): (Vec<String>, Vec<String>) = (texts(self), texts(wider));
        let others = |term: &&Term| text(term).is_none();
        self.terms.iter().filter(others).eq(wider.terms.iter().filter(others))
            && its.iter().all(|its| mine.iter().any(|mine| mine.contains(its.as_str())))
    }
}

/// The text that a term says must occur; absent of any other term.
fn text(term: &Term) -> Option<&str> {
    match &term.test {
        Test::Text(text) if !term.negated => Some(text),
        _ => None,
    }
}

/// Whether several terms of the key are alternatives.
fn has_alternatives(key: Key) -> bool {
    !matches!(key, Key::Expires | Key::Created | Key::No)
}

/// The standings that are both `standing` and one of the alternatives.
fn narrower_standings(standing: Standing, alternatives: &[&Test]) -> Vec<Test> {
    let asked = || {
        alternatives.iter().filter_map(|test| match test {
            Test::Is(asked) => Some(*asked),
            _ => None,
        })
    };
    if asked().any(|asked| asked == standing || asked.includes(standing)) {
        return vec![Test::Is(standing)];
    }
    asked().filter(|asked| standing.includes(*asked)).map(Test::Is).collect()
}

/// Whether both ask for the same, where `@me` is `viewer`.
fn is_same(one: &Test, other: &Test, viewer: Option<&str>) -> bool {
    match (one, other) {
        (Test::Reviewer(Login::Viewer), Test::Reviewer(Login::Name(name))) => {
            viewer.is_some_and(|viewer| same(viewer, name))
        }
        _ => one.same_as(other),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;

    fn narrowed(query: &str, test: &str) -> Option<String> {
        let query = parse(query).expect(query);
        let test = parse(test).expect(test).terms.remove(0).test;
        query.narrowed(&test, Some("mona")).map(|query| query.to_string())
    }

    #[test]
    fn what_is_typed_behind_a_query_leaves_a_part_of_it() {
        for (wider, query, expected) in [
            ("", "f", true),
            ("is:open f", "is:open fix", true),
            ("is:open", "is:open fix", true),
            ("FIX", "a prefix", true),
            ("fix ab", "fixab", true),
            ("a b", "b a c", true),
            ("#1", "#12", true),
            ("fix", "fi", false),
            ("fix", "is:open fix", false),
            ("org:a", "org:a org:b", false),
            ("is:open", "-is:open", false),
            ("-fi", "-fix", false),
            ("-fix", "-fi", false),
            ("fix", "-fix", false),
            ("path:a", "path:ab", false),
        ] {
            let [wide, narrow] = [wider, query].map(|text| parse(text).expect(text));
            assert_eq!(narrow.is_within(&wide), expected, "{query} within {wider}");
        }
    }

    #[test]
    fn alternatives_are_left_behind() {
        for (query, test, expected) in [
            ("", "org:a", "org:a"),
            ("is:open x", "org:a", "is:open x org:a"),
            ("org:a org:b x", "org:B", "x org:B"),
            ("repo:smile", "repo:o/smile", "repo:o/smile"),
            ("-type:a", "type:b", "-type:a type:b"),
            ("type:a type:b", "type:b", "type:b"),
            ("reviewer:@me", "reviewer:Mona", "reviewer:Mona"),
            ("created:>1d", "created:mon-09", "created:>1d created:mon-09"),
            ("no:repo", "no:reviewer", "no:repo no:reviewer"),
        ] {
            assert_eq!(narrowed(query, test).as_deref(), Some(expected), "{query} and {test}");
        }
    }

    #[test]
    fn a_standing_and_a_wider_one_leave_the_narrower() {
        for (query, test, expected) in [
            ("is:answered", "is:denied", Some("is:denied")),
            ("is:answered is:open", "is:answered", Some("is:answered")),
            ("is:denied is:open", "is:answered", Some("is:denied")),
            ("is:open", "is:open", Some("is:open")),
            ("is:open", "is:denied", None),
        ] {
            assert_eq!(narrowed(query, test).as_deref(), expected, "{query} and {test}");
        }
    }

    #[test]
    fn what_a_request_may_have_beside_an_alternative_cannot_be_asked_for() {
        assert_eq!(narrowed("type:a", "type:b"), None);
        assert_eq!(narrowed("reviewer:@me", "reviewer:hubot"), None);
    }
}
