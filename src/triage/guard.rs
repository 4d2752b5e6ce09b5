//! Who may review what: four eyes, and the token's user is the one at the page.

use serde::{Deserialize, Serialize};

use crate::github::exemption::ExemptionRequest;

/// Who is signed in where the decision is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageUser {
    /// The views stand on a page of ours: there is no GitHub page with a user.
    NoPage,
    /// The GitHub page doesn't say who is signed in.
    Unknown,
    /// The login in the page's `user-login`.
    Login(String),
}

/// Why a person may not write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// The GitHub page doesn't say who is signed in.
    PageUserUnknown,
    /// The token is another's.
    OtherUser {
        /// Who is signed in on the page.
        page: String,
        /// Whose token it is.
        token: String,
    },
    /// Nobody reviews their own request.
    OwnRequest,
    /// GitHub doesn't say who made the request, so it might be one's own.
    RequesterUnknown,
}

/// Whether the token's user may review `request`, or dismiss a response to it, from where they are.
///
/// # Errors
/// Says why not.
pub fn may_write(
    token_login: &str,
    page_user: &PageUser,
    request: &ExemptionRequest,
) -> Result<(), Refusal> {
    match page_user {
        PageUser::Unknown => return Err(Refusal::PageUserUnknown),
        PageUser::Login(login) if !login.eq_ignore_ascii_case(token_login) => {
            return Err(Refusal::OtherUser { page: login.clone(), token: token_login.to_owned() });
        }
        PageUser::Login(_) | PageUser::NoPage => {}
    }
    match request.requester_name() {
        None => Err(Refusal::RequesterUnknown),
        Some(requester) if requester.eq_ignore_ascii_case(token_login) => Err(Refusal::OwnRequest),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::exemption::Actor;

    fn request_by(login: Option<&str>) -> ExemptionRequest {
        ExemptionRequest {
            requester: login
                .map(|login| Actor { actor_id: None, actor_name: Some(login.into()) }.into()),
            ..ExemptionRequest::default()
        }
    }

    #[test]
    fn the_token_s_user_is_the_one_on_the_page() {
        let request = request_by(Some("monalisa"));
        let review = |page: PageUser| may_write("octocat", &page, &request);
        assert_eq!(review(PageUser::NoPage), Ok(()));
        assert_eq!(review(PageUser::Login("Octocat".to_owned())), Ok(()));
        assert_eq!(review(PageUser::Unknown), Err(Refusal::PageUserUnknown));
        let other = Refusal::OtherUser { page: "hubot".to_owned(), token: "octocat".to_owned() };
        assert_eq!(review(PageUser::Login("hubot".to_owned())), Err(other));
    }

    #[test]
    fn nobody_reviews_their_own_request() {
        let review = |login| may_write("octocat", &PageUser::NoPage, &request_by(login));
        assert_eq!(review(Some("OctoCat")), Err(Refusal::OwnRequest));
        assert_eq!(review(None), Err(Refusal::RequesterUnknown));
    }
}
