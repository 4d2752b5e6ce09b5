//! Where a token may be sent, and which of several is for a call: the one place that decides it.

use serde::{Deserialize, Serialize};

use crate::github::host::Host;
use crate::github::owner::{About, Owner};

/// What a token is bound to; it also names the token, since of each binding there is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Binding {
    /// The GitHub that it was entered for.
    pub host: Host,
    /// The resource owner of a fine-grained token, as the person named it: GitHub doesn't tell. Absent
    /// for the other kinds, which are for whatever their user may see.
    pub owner: Option<Owner>,
}

impl Binding {
    /// Whether a call to `host` may carry the token. One that is bound to an owner is for that owner's
    /// paths and its user's own; GitHub takes none for an enterprise.
    pub fn fits(&self, host: &Host, about: &About) -> bool {
        let fits_owner = match (&self.owner, about) {
            (None, _) | (Some(_), About::Viewer) => true,
            (Some(bound), About::Owner(named)) => bound == named,
            (Some(_), About::Enterprise(_) | About::Unknown) => false,
        };
        self.host == *host && fits_owner
    }
}

/// A token, or what is known of one.
pub trait Bound {
    /// What it is bound to.
    fn binding(&self) -> Binding;
}

/// The one that a call to `host` is made with; `None` when there is none for it, and then the call isn't
/// made. For an owner's paths one that is bound to the owner goes before one that isn't bound; for the
/// user's own it is the other way round, since a fine-grained token sees less there.
pub fn choose<'a, T: Bound>(
    of: impl IntoIterator<Item = &'a T>,
    host: &Host,
    about: &About,
) -> Option<&'a T> {
    let wants_bound = matches!(about, About::Owner(_));
    of.into_iter()
        .filter(|it| it.binding().fits(host, about))
        .min_by_key(|it| it.binding().owner.is_some() != wants_bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Bound for Binding {
        fn binding(&self) -> Binding {
            self.clone()
        }
    }

    fn to(owner: Option<&str>) -> Binding {
        let owner = owner.map(|login| login.parse().expect("a login"));
        Binding { host: Host::GithubCom, owner }
    }

    fn owner(login: &str) -> About {
        About::Owner(login.parse().expect("a login"))
    }

    fn chosen<'a>(of: &'a [Binding], about: &About) -> Option<&'a Binding> {
        choose(of, &Host::GithubCom, about)
    }

    fn enterprise() -> About {
        About::Enterprise("octo-org".to_owned())
    }

    #[test]
    fn a_bound_token_is_for_its_owner_alone() {
        let one = [to(Some("octo-org"))];
        assert_eq!(chosen(&one, &owner("octo-org")), Some(&one[0]));
        assert_eq!(chosen(&one, &owner("OCTO-org")), Some(&one[0]), "the case doesn't matter");
        for about in [owner("octo-labs"), owner("octo-org2"), enterprise(), About::Unknown] {
            assert_eq!(chosen(&one, &about), None, "{about:?}");
        }
    }

    #[test]
    fn no_token_is_for_another_host() {
        let ghe_com = Host::GheCom("octo".to_owned());
        let here = [to(None), to(Some("octo-org"))];
        let about = [owner("octo-org"), enterprise(), About::Viewer, About::Unknown];
        for about in &about {
            assert_eq!(choose(&here, &ghe_com, about), None, "{about:?}");
        }
        let there = Binding { host: ghe_com.clone(), owner: None };
        let both = [here[0].clone(), here[1].clone(), there.clone()];
        assert_eq!(choose(&both, &ghe_com, &about[0]), Some(&there));
    }

    #[test]
    fn the_owner_s_own_goes_before_one_that_is_not_bound() {
        let (labs, unbound, org) = (to(Some("octo-labs")), to(None), to(Some("octo-org")));
        for all in [[&labs, &unbound, &org], [&org, &labs, &unbound], [&unbound, &org, &labs]] {
            let chosen = |about: &About| choose(all, &Host::GithubCom, about);
            assert_eq!(chosen(&owner("octo-org")), Some(&org));
            assert_eq!(chosen(&owner("octo-labs")), Some(&labs));
            assert_eq!(chosen(&owner("another")), Some(&unbound));
            assert_eq!(chosen(&enterprise()), Some(&unbound));
            assert_eq!(chosen(&About::Viewer), Some(&unbound));
            assert_eq!(chosen(&About::Unknown), Some(&unbound));
        }
        let two = [labs, org];
        assert_eq!(chosen(&two, &About::Viewer), Some(&two[0]), "both are the same user's");
        assert_eq!(chosen(&[], &About::Viewer), None);
    }
}
