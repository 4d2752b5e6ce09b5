//! Where a click on a figure leads: to the inbox, with exactly the requests that it counts.

use crate::github::scope::Scopes;
use crate::triage::query::{Query, Test};

use super::route::Route;

/// What the figures are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxLinks {
    /// Whose requests.
    pub scopes: Scopes,
    /// Which of them.
    pub query: Query,
    /// The token's user; absent where nobody is signed in.
    pub viewer: Option<String>,
}

impl InboxLinks {
    /// The address of those requests that pass every test too, which `count` do. `None` where there
    /// are none, or the query language can't ask for them.
    pub fn to<'a>(
        &self,
        count: usize,
        tests: impl IntoIterator<Item = &'a Test>,
    ) -> Option<String> {
        let viewer = self.viewer.as_deref();
        let narrowed = |query: Query, test: &Test| query.narrowed(test, viewer);
        let query = tests.into_iter().try_fold(self.query.clone(), narrowed)?;
        let route = Route::Inbox { scopes: self.scopes.clone(), filter: query.to_string() };
        (count > 0).then(|| route.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::query::{Standing, parse};

    #[test]
    fn a_figure_leads_to_its_requests_alone() {
        let links = InboxLinks {
            scopes: "enterprise:octo".parse().expect("scopes"),
            query: parse("org:a org:b").expect("a query"),
            viewer: None,
        };
        let open = Test::Is(Standing::Open);
        let both = links.to(3, [&Test::Org("a".to_owned()), &open]);
        let address = "#/inbox?scope=enterprise:octo&q=org:a%20is:open";
        assert_eq!(both.as_deref(), Some(address));
        assert_eq!(links.to(0, [&open]), None, "there is nothing to be seen");
        assert!(links.to(1, []).is_some());
    }
}
