//! The credentials that the vault holds: of one host they all belong to one user, and of each binding
//! there is one.

use serde::{Deserialize, Serialize};

use crate::github::host::Host;
use crate::github::owner::About;

use super::binding::{Binding, Bound, choose};
use super::command::VaultError;
use super::credential::Credential;

/// The most that are held: far more than a person makes, and their record stays readable.
pub const MAX: usize = 32;

/// The credentials. The host of the first is the one that the inbox works on.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Credential>", into = "Vec<Credential>")]
pub struct Credentials(Vec<Credential>);

impl TryFrom<Vec<Credential>> for Credentials {
    type Error = &'static str;

    fn try_from(all: Vec<Credential>) -> Result<Self, Self::Error> {
        let mut credentials = Self::default();
        let count = all.len();
        for credential in all {
            credentials.put(credential).map_err(|_| "two users of one host")?;
        }
        (credentials.0.len() == count).then_some(credentials).ok_or("a token twice")
    }
}

impl From<Credentials> for Vec<Credential> {
    fn from(Credentials(all): Credentials) -> Self {
        all
    }
}

impl From<Credential> for Credentials {
    fn from(credential: Credential) -> Self {
        Self(vec![credential])
    }
}

impl Credentials {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Credential> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The host that the inbox works on; absent without a credential.
    pub fn at_work(&self) -> Option<&Host> {
        self.0.first().map(|first| &first.host)
    }

    /// The user whose tokens for `host` these are; absent without one.
    pub fn login_at(&self, host: &Host) -> Option<&str> {
        self.0.iter().find(|it| it.host == *host).map(|it| it.login.as_str())
    }

    /// Those for `host`: no others are given to what asks it.
    pub fn of(&self, host: &Host) -> Self {
        Self(self.0.iter().filter(|it| it.host == *host).cloned().collect())
    }

    /// The one for a call.
    pub fn choose(&self, host: &Host, about: &About) -> Option<&Credential> {
        choose(&self.0, host, about)
    }

    /// What they are bound to.
    pub fn bindings(&self) -> Vec<Binding> {
        self.0.iter().map(Bound::binding).collect()
    }

    /// Takes one in, whose host the inbox then works on. It takes the place of the one with the same
    /// binding, and of itself where that was bound otherwise.
    ///
    /// # Errors
    /// There are tokens of another user for that host, or too many.
    pub fn add(&mut self, credential: Credential) -> Result<(), VaultError> {
        let host = credential.host.clone();
        self.put(credential)?;
        self.work_at(&host);
        Ok(())
    }

    fn put(&mut self, new: Credential) -> Result<(), VaultError> {
        if let Some(login) = self.login_at(&new.host)
            && !login.eq_ignore_ascii_case(&new.login)
        {
            let (host, login) = (new.host, login.to_owned());
            return Err(VaultError::OtherUser { host, login });
        }
        self.0.retain(|it| {
            it.binding() != new.binding()
                && (it.host != new.host || it.token.expose() != new.token.expose())
        });
        if self.0.len() >= MAX {
            return Err(VaultError::TooMany);
        }
        self.0.push(new);
        Ok(())
    }

    /// Takes the one out that is bound so; whether there was one.
    pub fn remove(&mut self, binding: &Binding) -> bool {
        let count = self.0.len();
        self.0.retain(|it| it.binding() != *binding);
        self.0.len() != count
    }

    /// Keeps those that are bound so.
    pub fn retain(&mut self, bindings: &[Binding]) {
        self.0.retain(|it| bindings.contains(&it.binding()));
    }

    /// Has the inbox work on `host`, if there is a token for it.
    pub fn work_at(&mut self, host: &Host) {
        // A stable sort.
        self.0.sort_by_key(|it| it.host != *host);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::token::Token;

    fn credential(token: &str, login: &str, host: Host, owner: Option<&str>) -> Credential {
        Credential {
            host,
            owner: owner.map(|login| login.parse().expect("a login")),
            token: Token::parse(token).expect("a token"),
            login: login.to_owned(),
            scopes: None,
        }
    }

    fn octocat(token: &str, owner: Option<&str>) -> Credential {
        credential(token, "octocat", Host::GithubCom, owner)
    }

    fn tenant() -> Host {
        Host::GheCom("octo".to_owned())
    }

    fn held(all: impl IntoIterator<Item = Credential>) -> Credentials {
        let mut credentials = Credentials::default();
        for it in all {
            credentials.add(it).expect("added");
        }
        credentials
    }

    fn texts(credentials: &Credentials) -> Vec<&str> {
        credentials.iter().map(|it| it.token.expose()).collect()
    }

    #[test]
    fn one_of_the_same_binding_takes_the_older_one_s_place() {
        let all = held([
            octocat("a", None),
            octocat("b", Some("octo-org")),
            octocat("c", Some("octo-labs")),
            octocat("d", Some("OCTO-ORG")),
            octocat("e", None),
        ]);
        assert_eq!(texts(&all), ["c", "d", "e"]);
        let bound_again = held([octocat("a", None), octocat("a", Some("octo-org"))]);
        assert_eq!(bound_again.bindings().len(), 1, "the same token isn't held twice");
    }

    #[test]
    fn another_user_s_token_for_the_same_host_is_refused() {
        let mut all = held([octocat("a", None)]);
        let hubot = |host| credential("b", "hubot", host, None);
        let login = "octocat".to_owned();
        let refused = VaultError::OtherUser { host: Host::GithubCom, login };
        assert_eq!(all.add(hubot(Host::GithubCom)), Err(refused));
        assert_eq!(texts(&all), ["a"]);
        assert_eq!(all.add(credential("c", "OctoCat", Host::GithubCom, None)), Ok(()));
        assert_eq!(all.add(hubot(tenant())), Ok(()));
        assert_eq!(
            (all.login_at(&tenant()), all.login_at(&Host::GithubCom)),
            (Some("hubot"), Some("OctoCat"))
        );
    }

    #[test]
    fn the_host_of_the_token_entered_last_is_worked_on_until_another_is_chosen() {
        let there = credential("b", "octocat", tenant(), None);
        let mut all = held([octocat("a", None), there, octocat("c", Some("octo-org"))]);
        assert_eq!((all.at_work(), texts(&all)), (Some(&Host::GithubCom), vec!["a", "c", "b"]));
        all.work_at(&tenant());
        assert_eq!((all.at_work(), texts(&all)), (Some(&tenant()), vec!["b", "a", "c"]));
        all.work_at(&Host::GheCom("other".to_owned()));
        assert_eq!(all.at_work(), Some(&tenant()), "there is no token for it");
        assert!(all.remove(&Binding { host: tenant(), owner: None }));
        assert!(!all.remove(&Binding { host: tenant(), owner: None }));
        assert_eq!(all.at_work(), Some(&Host::GithubCom));
    }

    #[test]
    fn what_asks_one_host_gets_no_other_host_s_tokens() {
        let all = held([octocat("a", None), credential("b", "octocat", tenant(), None)]);
        assert_eq!(texts(&all.of(&tenant())), ["b"]);
        let chosen = all.of(&tenant()).choose(&Host::GithubCom, &About::Viewer).is_some();
        assert!(!chosen);
    }

    #[test]
    fn what_was_kept_for_the_session_is_read_only_if_it_could_be_held() {
        let all = held([octocat("a", None), octocat("b", Some("octo-org"))]);
        let text = serde_json::to_string(&all).expect("encodes");
        let read = |text: &str| serde_json::from_str::<Credentials>(text);
        assert_eq!(read(&text).map(|it| texts(&it).join(" ")).ok().as_deref(), Some("a b"));
        assert!(
            read(&text.replace(
                "\"login\":\"octocat\",\"scopes\":null}]",
                "\"login\":\"hubot\",\"scopes\":null}]"
            ))
            .is_err()
        );
        assert!(read(&text.replace("\"octo-org\"", "null")).is_err());
    }

    #[test]
    fn there_is_room_for_so_many_and_no_more() {
        let named = |number: usize| octocat(&format!("t{number}"), Some(&format!("org-{number}")));
        let mut all = held((0..MAX).map(named));
        assert_eq!(all.add(named(MAX)), Err(VaultError::TooMany));
        assert_eq!(all.add(octocat("again", Some("org-0"))), Ok(()), "in another one's place");
        assert_eq!(all.iter().count(), MAX);
    }
}
