//! Words for entering a token: why it isn't kept, what it lacks, and what there is no token for.

use crate::client::sign_in::SignInError;
use crate::github::host::{Host, HostError};
use crate::github::owner::{About, OwnerError};
use crate::github::scope::ScopeError;
use crate::vault::status::{NEEDED_SCOPE, Shortcoming};
use crate::vault::token::TokenProblem;

use super::{Notice, call_error, vault_error};

/// A token that isn't kept.
pub fn sign_in_error(error: &SignInError, host: &Host) -> Notice {
    match error {
        SignInError::Token(problem) => Notice::critical(token_problem(*problem)),
        SignInError::HostNotAllowed => Notice::critical(format!(
            "Gatehouse may not reach {host} from here."
        ))
        .explained(
            "It is built for api.github.com and the hosts of ghe.com; whoever builds it can \
                     allow others.",
        )
        .next("Check the API host."),
        SignInError::HostNotGranted => {
            Notice::critical(format!("Gatehouse wasn't allowed to reach {host}."))
                .explained("The browser asks for every host but api.github.com. Nothing was sent.")
                .next("Choose Connect again, and allow it.")
        }
        SignInError::ChangedMeanwhile => Notice::critical("The token was not kept.")
            .explained(
                "In another tab a token was entered, locked or forgotten while GitHub was asked.",
            )
            .next("Enter it again if you want to use it."),
        SignInError::NotKept(error) => vault_error(error),
        SignInError::Call(error) => call_error(error),
    }
}

/// The permission to reach a host was withdrawn.
pub fn host_withdrawn(host: &str) -> Notice {
    Notice::attention(format!("The browser doesn't let Gatehouse reach {host} any more."))
        .explained("The permission was withdrawn, in the browser's settings or by a policy.")
        .next("Until it is given back nothing is read or sent. What you wrote is kept.")
}

/// A text that is no token.
pub fn token_problem(problem: TokenProblem) -> &'static str {
    match problem {
        TokenProblem::Empty => "Enter a token.",
        TokenProblem::InvalidCharacter => {
            "This is no token: it holds characters that no token has. Copy it again."
        }
        TokenProblem::NoOwner => owner_error(OwnerError::Empty),
    }
}

/// A text that is no resource owner.
pub fn owner_error(error: OwnerError) -> &'static str {
    match error {
        OwnerError::Empty => "Enter the resource owner that the token was made for.",
        OwnerError::InvalidName => "GitHub gives no such name. Check the spelling.",
    }
}

/// None of the tokens may be sent where a call leads.
pub fn no_token_for(about: &About) -> Notice {
    const WHY: &str = "The tokens you entered are for other resource owners, and go to those alone. Nothing was sent.";
    match about {
        About::Owner(owner) => Notice::critical(format!("There is no token for {owner}."))
            .explained(WHY)
            .next(format!("In the settings, add a token whose resource owner is {owner}.")),
        About::Enterprise(slug) => {
            Notice::critical(format!("There is no token for the enterprise {slug}."))
                .explained(WHY)
                .next("In the settings, add a classic token, or look at organizations instead.")
        }
        About::Viewer | About::Unknown => Notice::critical("There is no token for this.")
            .explained(WHY)
            .next("In the settings, add a classic token."),
    }
}

/// A text that is no scope.
pub fn scope_error(error: &ScopeError) -> &'static str {
    match error {
        ScopeError::Empty => "Enter enterprise:SLUG, org:ORG or repo:OWNER/REPO.",
        ScopeError::UnknownKind => "Say what it is: enterprise:SLUG, org:ORG or repo:OWNER/REPO.",
        ScopeError::InvalidName => "GitHub gives no such name. Check the spelling.",
    }
}

/// A text that is no host.
pub fn host_error(HostError: HostError) -> &'static str {
    "Enter a host name such as api.github.com."
}

/// What keeps a token from doing the whole job.
pub fn shortcoming(shortcoming: Shortcoming) -> Notice {
    match shortcoming {
        Shortcoming::LacksScope => {
            Notice::attention(format!("This token lacks the scope {NEEDED_SCOPE}."))
                .explained("GitHub will refuse to list and to review bypass requests with it.")
                .next(format!("Make a classic token with {NEEDED_SCOPE}."))
        }
        Shortcoming::NoEnterpriseList => {
            Notice::attention("This token can't list an enterprise's requests.")
                .explained("GitHub takes only classic tokens for that list.")
                .next("For an enterprise, enter a classic token. For others, this one may do.")
        }
        Shortcoming::PermissionsNotVisible => {
            Notice::attention("GitHub doesn't say what this token may do.").explained(
                "It needs “Secret scanning alerts” (read), and “Organization bypass requests for \
                 secret scanning” (read) or “Secret scanning push protection bypass requests” \
                 (write).",
            )
        }
        Shortcoming::OwnerNotNamed => {
            Notice::attention("This token isn't bound to its resource owner.")
                .explained("An earlier version didn't ask, so that it is sent for any owner.")
                .next("Add it again, with the resource owner it was made for.")
        }
        Shortcoming::ScopesNotVisible => {
            Notice::attention("GitHub doesn't say which scopes this token has.")
                .explained(format!("It needs {NEEDED_SCOPE}."))
        }
    }
}

/// The token is for another GitHub than the page.
pub fn other_host(token_host: &Host, page_host: &str) -> Notice {
    Notice::critical(format!("Your token is for {}.", token_host.web_host()))
        .explained(format!("This page is on {page_host}, which Gatehouse can't ask with it."))
        .next(format!("Enter a token for {page_host}."))
}
