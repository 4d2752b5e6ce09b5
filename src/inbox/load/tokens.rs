//! Which of several tokens reads which list, and which of them GitHub doesn't accept: that one's lists stop, and
//! the others go on.

use crate::github::endpoint::Endpoint;
use crate::github::error::CallError;
use crate::github::list_requests::ListRequests;
use crate::github::owner::{About, Owner};
use crate::github::scope::Scope;

/// A token, by the resource owner that it is bound to; `None` is the one that is bound to none.
pub type BoundTo = Option<Owner>;

/// The tokens of the GitHub at hand, as far as a load has to know of them.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    held: Vec<BoundTo>,
    refused: Vec<(BoundTo, CallError)>,
}

impl Tokens {
    /// Takes note of which there are; without any, one that is bound to none stands for what isn't known.
    pub fn know(&mut self, held: Vec<BoundTo>) {
        self.held = held;
    }

    /// Forgets which were refused, as when it is asked again.
    pub fn begin(&mut self) {
        self.refused.clear();
    }

    /// The one that a call is made with, as the vault chooses it: for an owner's resources the owner's own
    /// goes before the one that is bound to none, and for everything else it is the other way round.
    fn of(&self, about: &About) -> Option<&Owner> {
        let own = |owner: &Owner| self.held.iter().flatten().find(|bound| *bound == owner);
        match about {
            About::Owner(owner) => own(owner),
            About::Viewer if !self.held.contains(&None) => self.held.iter().flatten().next(),
            About::Viewer | About::Enterprise(_) | About::Unknown => None,
        }
    }

    fn of_scope(&self, scope: &Scope) -> Option<&Owner> {
        let call = ListRequests::page_of(scope.clone(), 1).to_request();
        self.of(&About::path(&call.path))
    }

    /// Takes note that GitHub doesn't accept the one that a call to `scope` was made with; without a scope, a
    /// call about the user. Whether there are others, which may go on.
    pub fn refuse(&mut self, scope: Option<&Scope>, error: CallError) -> bool {
        let token = scope.map_or_else(|| self.of(&About::Viewer), |scope| self.of_scope(scope));
        let token = token.cloned();
        let has_others = self.held.len() > 1;
        if has_others && !self.refused.iter().any(|(known, _)| *known == token) {
            self.refused.push((token, error));
        }
        has_others
    }

    /// Which were refused, and with which words.
    pub fn refused(&self) -> &[(BoundTo, CallError)] {
        &self.refused
    }

    fn is_refused(&self, token: Option<&Owner>) -> bool {
        self.refused.iter().any(|(refused, _)| refused.as_ref() == token)
    }

    /// Whether `scope` is read with one that was refused.
    pub fn refuses(&self, scope: &Scope) -> bool {
        !self.refused.is_empty() && self.is_refused(self.of_scope(scope))
    }

    /// Whether a call about the user would be made with one that was refused.
    pub fn refuses_viewer(&self) -> bool {
        !self.refused.is_empty() && self.is_refused(self.of(&About::Viewer))
    }

    /// Whether `token` is the one for `scope`.
    pub fn serves(&self, token: &BoundTo, scope: &Scope) -> bool {
        self.of_scope(scope) == token.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use crate::client::list::ListPage;
    use crate::client::operation::{Operation, Outcome};
    use crate::github::error::{ApiError, ApiErrorKind, TransportError};
    use crate::github::exemption::ExemptionRequest;
    use crate::github::ids::RequestId;
    use crate::github::time::Timestamp;
    use crate::inbox::fallback::Fallback;
    use crate::inbox::ledger::Missing;
    use crate::inbox::load::{Ask, Known, Load, Next};

    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_000_000);

    fn bound(to: &str) -> BoundTo {
        (!to.is_empty()).then(|| to.parse().expect("a login"))
    }

    fn begin(scopes: &str, tokens: &[&str]) -> Load {
        let mut load = Load::begin(scopes.parse().expect("valid"), Fallback::default(), NOW);
        load.know_tokens(tokens.iter().map(|to| bound(to)).collect());
        load
    }

    /// Makes every call; those that `is_refused` names get a 401, the others a page with one request. Gives
    /// the calls that were made.
    fn read(load: &mut Load, is_refused: impl Fn(&str) -> bool) -> Vec<String> {
        let mut made = Vec::new();
        while let Next::Ask(ask) = load.next(NOW) {
            let name = name(&ask);
            let outcome =
                if is_refused(&name) { unauthorized() } else { page(made.len() as u64 + 1) };
            made.push(name);
            load.arrived(&ask, outcome, NOW);
        }
        made
    }

    fn name(ask: &Ask) -> String {
        match ask.operation() {
            Operation::List(call) => call.scope.to_string(),
            _ => "organizations".to_owned(),
        }
    }

    fn page(id: u64) -> Result<Outcome, TransportError> {
        let requests =
            vec![ExemptionRequest { id: Some(RequestId(id)), ..ExemptionRequest::default() }];
        Ok(Outcome::List(Ok(ListPage { requests, ..ListPage::default() })))
    }

    fn unauthorized() -> Result<Outcome, TransportError> {
        Ok(Outcome::List(Err(bad_token())))
    }

    fn bad_token() -> CallError {
        let (kind, errors) = (ApiErrorKind::BadToken, Vec::new());
        let error = ApiError { kind, status: 401, message: None, documentation_url: None, errors };
        CallError::Api(error)
    }

    fn missing(owner: &str, scopes: &[&str]) -> Missing {
        Missing::TokenRefused {
            owner: bound(owner),
            scopes: scopes.iter().map(|scope| scope.parse().expect("valid")).collect(),
            error: bad_token(),
        }
    }

    #[test]
    fn a_token_that_github_refuses_stops_its_own_lists_and_no_others() {
        let mut load = begin("org:a,repo:a/x,org:b,repo:A/y,enterprise:e", &["", "a"]);
        let made = read(&mut load, |name| name == "org:a");
        assert_eq!(made, ["org:a", "org:b", "enterprise:e"], "one call with the refused token");
        assert!(!load.is_reading() && load.is_partial());
        assert_eq!((load.known(), load.len()), (Known::Part, 2));
        assert_eq!(load.missing(), [missing("a", &["org:a", "repo:a/x", "repo:A/y"])]);
    }

    #[test]
    fn the_one_that_is_bound_to_none_stops_what_has_none_of_its_own() {
        let mut load = begin("enterprise:e,org:b,org:a", &["a", ""]);
        let made = read(&mut load, |name| name == "enterprise:e");
        assert_eq!(made, ["enterprise:e", "org:a"]);
        assert_eq!(load.missing(), [missing("", &["enterprise:e", "org:b"])]);
    }

    #[test]
    fn when_all_are_refused_each_is_told_and_nothing_is_asked_any_more() {
        let mut load = begin("org:a,org:b", &["a", "b"]);
        assert_eq!(read(&mut load, |_| true), ["org:a", "org:b"]);
        assert_eq!(load.missing(), [missing("a", &["org:a"]), missing("b", &["org:b"])]);
        assert_eq!((load.is_reading(), load.known()), (false, Known::Failure));
    }

    #[test]
    fn what_was_read_to_its_end_before_is_whole() {
        let mut load = begin("org:a,repo:a/x,org:b", &["a", "b"]);
        read(&mut load, |name| name == "repo:a/x");
        assert_eq!(load.missing(), [missing("a", &["repo:a/x"])]);
        let given: Vec<bool> = load.readings().iter().map(|reading| reading.is_whole).collect();
        assert_eq!(given, [true, true], "those of org:a and org:b");
    }

    #[test]
    fn asked_again_it_is_given_another_chance_and_may_make_the_whole() {
        let mut load = begin("org:a,org:b", &["a", "b"]);
        read(&mut load, |name| name == "org:a");
        load.resume(NOW);
        assert_eq!(read(&mut load, |_| false), ["org:a"], "what was read isn't read again");
        assert_eq!((load.missing(), load.known()), (vec![], Known::Whole));
        read(&mut load, |_| true);
        load.begin_again(NOW);
        assert_eq!(read(&mut load, |name| name == "org:b"), ["org:a", "org:b"]);
        assert_eq!(load.missing(), [missing("b", &["org:b"])]);
    }

    #[test]
    fn a_token_that_is_the_only_one_or_not_known_stops_everything() {
        for tokens in [vec![], vec![""], vec!["a"]] {
            let mut load = begin("org:a,org:b", &tokens);
            assert_eq!(read(&mut load, |_| true), ["org:a"], "{tokens:?}");
            assert!(matches!(load.missing()[..], [Missing::Stopped { .. }]), "{tokens:?}");
        }
    }

    #[test]
    fn an_owner_s_own_token_goes_before_the_one_that_is_bound_to_none() {
        let owner = |login: &str| About::Owner(login.parse().expect("a login"));
        let enterprise = || About::Enterprise("a".to_owned());
        let of = |held: &[&str], about: About| {
            let mut tokens = Tokens::default();
            tokens.know(held.iter().map(|to| bound(to)).collect());
            tokens.of(&about).map(ToString::to_string)
        };
        for held in [["", "b", "a"], ["a", "b", ""]] {
            assert_eq!(of(&held, owner("A")).as_deref(), Some("a"));
            for about in [owner("c"), enterprise(), About::Viewer] {
                assert_eq!(of(&held, about.clone()), None, "{held:?} {about:?}");
            }
        }
        assert_eq!(of(&["b", "a"], About::Viewer).as_deref(), Some("b"), "all are the same user's");
    }
}
