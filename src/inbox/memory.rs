//! What is remembered between visits: the scopes that were looked at last, and where else to look.

use serde::{Deserialize, Serialize};

use crate::github::scope::{Scope, Scopes};

use super::fallback::Fallback;
use super::load::Load;
use super::rows::Via;

/// What is remembered of one person on one host.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// The scopes that were looked at last; absent before any were.
    pub scopes: Option<Scopes>,
    /// Where to look when a list is refused.
    pub fallback: Fallback,
}

impl Memory {
    /// From its text; what can't be read is forgotten.
    pub fn read(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// As text.
    pub fn text(&self) -> String {
        // Nothing in it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Notes that a person chose `scopes`; whether that is news.
    pub fn choose(&mut self, scopes: &Scopes) -> bool {
        let mut is_new = self.scopes.as_ref() != Some(scopes);
        for scope in scopes.iter() {
            is_new |= self.fallback.note(scope);
        }
        self.scopes = Some(scopes.clone());
        is_new
    }

    /// Notes whose requests the lists of enterprises gave; whether that is news.
    pub fn learn(&mut self, load: &Load) -> bool {
        let mut is_new = false;
        let mut last = None;
        for row in load.rows() {
            let Via::Scope(scope) = &row.via;
            let (Scope::Enterprise(slug), Some(login)) =
                (&**scope, row.request.organization_name())
            else {
                continue;
            };
            // Most rows are of the organization of the row before.
            if last.as_ref() != Some(&login) {
                is_new |= self.fallback.note_seen(slug, &login);
                last = Some(login);
            }
        }
        is_new
    }

    /// Adds what another page of ours remembers; the scopes stay, if there are any.
    pub fn merge(&mut self, other: Self) {
        self.scopes = self.scopes.take().or(other.scopes);
        for (enterprise, logins) in &other.fallback.seen {
            for login in logins {
                self.fallback.note_seen(enterprise, login);
            }
        }
        let organizations = other.fallback.organizations.into_iter().map(Scope::Organization);
        let repositories = other.fallback.repositories.into_iter().map(Scope::Repository);
        for scope in organizations.chain(repositories) {
            self.fallback.note(&scope);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::list::ListPage;
    use crate::client::operation::Outcome;
    use crate::github::exemption::{ExemptionRequest, Organization};
    use crate::github::ids::RequestId;
    use crate::github::time::Timestamp;
    use crate::inbox::load::Next;

    const NOW: Timestamp = Timestamp::from_unix(0);

    fn scopes(text: &str) -> Scopes {
        text.parse().expect("valid")
    }

    #[test]
    fn organizations_are_learnt_from_an_enterprise_s_own_list() {
        let mut load = Load::begin(scopes("enterprise:E"), Fallback::default(), NOW);
        let Next::Ask(ask) = load.next(NOW) else { panic!("no call") };
        let of = |id, name: &str| ExemptionRequest {
            id: Some(RequestId(id)),
            organization: Some(Organization { id: None, name: Some(name.into()) }.into()),
            ..ExemptionRequest::default()
        };
        let requests = vec![of(1, "a"), of(2, "A"), of(3, "b"), of(4, "../user")];
        let page = ListPage { requests, ..ListPage::default() };
        load.arrived(&ask, Ok(Outcome::List(Ok(page))), NOW);
        let mut memory = Memory::default();
        assert!(memory.learn(&load));
        assert!(!memory.learn(&load));
        let enterprise: Scope = "enterprise:e".parse().expect("valid");
        assert_eq!(memory.fallback.in_place_of(&enterprise).len(), 2);
    }

    #[test]
    fn what_two_pages_remember_comes_together() {
        let mut here = Memory::default();
        let mut there = Memory::default();
        assert!(here.choose(&scopes("org:a,repo:b/c")));
        assert!(!here.choose(&scopes("org:a,repo:b/c")));
        there.choose(&scopes("org:A,org:d"));
        there.fallback.note_seen("e", "x");
        here.merge(Memory::read(Some(&there.text())));
        assert_eq!(here.scopes, Some(scopes("org:a,repo:b/c")));
        assert_eq!(here.fallback.organizations, ["a", "d"]);
        assert_eq!(here.fallback.seen["e"], ["x"]);
        assert_eq!(Memory::read(Some("nonsense")), Memory::default());
        assert_eq!(Memory::read(Some(r#"{"scopes":"nonsense"}"#)), Memory::default());
        assert_eq!(Memory::read(None), Memory::default());
    }
}
