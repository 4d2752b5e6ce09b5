//! Words for the vault: why a token isn't remembered or unlocked, and what is wrong with a passphrase.

use crate::vault::command::VaultError;
use crate::vault::passphrase::{MAX_LENGTH, MIN_LENGTH, PassphraseProblem};
use crate::vault::record::Unreadable;

use super::Notice;

/// The vault didn't do what was asked.
pub fn vault_error(error: &VaultError) -> Notice {
    match error {
        VaultError::Passphrase(problem) => Notice::critical(passphrase_problem(*problem)),
        VaultError::WrongPassphrase => Notice::critical("The passphrase is wrong.").next(
            "Try again. Nobody can reset it: if it is lost, forget the token and enter it anew.",
        ),
        VaultError::Altered => Notice::critical("The kept token was changed by something else.")
            .explained("The passphrase is right, but what is kept isn't what Gatehouse wrote.")
            .next("Don't use it. Forget it, and enter the token anew."),
        VaultError::Unreadable(why) => unreadable_record(*why),
        VaultError::NothingKept => {
            Notice::critical("No token is remembered on this device any more.")
                .next("Reload this page, then enter a token.")
        }
        VaultError::NoToken => {
            Notice::critical("There is no token.").next("Enter a token, then try again.")
        }
        VaultError::ChangedMeanwhile => Notice::critical("Nothing was changed.")
            .explained("In another tab a token was entered, locked or forgotten meanwhile.")
            .next("Reload this page, then look again."),
        VaultError::OtherUser { host, login } => {
            Notice::critical(format!("There are tokens of {login} for {host} already."))
                .explained("All tokens for one host must be one user's. This one was not kept.")
                .next(format!(
                    "Enter a token of {login}, or forget the others in the settings first."
                ))
        }
        VaultError::TooMany => {
            Notice::critical("There are too many tokens.").next("Forget one in the settings first.")
        }
        VaultError::NoCryptography => Notice::critical("The token can't be remembered here.")
            .explained("The browser lets only pages over https encrypt.")
            .next("Go on without remembering it, or open the site over https."),
        VaultError::NotKept(why) => Notice::critical("The token can't be remembered here.")
            .explained(format!("The browser says: {why}."))
            .next("Make room for site data, or use a normal window."),
        VaultError::Unreachable => {
            Notice::critical("The extension's background program can't be reached.")
                .explained("It broke off, or the extension was updated or reloaded.")
                .next("Reload this page.")
        }
    }
}

/// What is remembered can't be read.
pub fn unreadable_record(why: Unreadable) -> Notice {
    match why {
        Unreadable::Newer => {
            Notice::attention("A newer version of Gatehouse remembered a token on this device.")
                .explained("This version can't read it, and leaves it as it is.")
                .next("Use the newer version, or forget that token and enter one here.")
        }
        Unreadable::Damaged => Notice::attention("The token kept on this device can't be read.")
            .explained("What is kept isn't what Gatehouse writes.")
            .next("Forget it, and enter the token anew."),
    }
}

/// A text that is no passphrase.
pub fn passphrase_problem(problem: PassphraseProblem) -> String {
    match problem {
        PassphraseProblem::Empty => "Enter a passphrase.".to_owned(),
        PassphraseProblem::TooShort => format!("Use at least {MIN_LENGTH} characters."),
        PassphraseProblem::TooLong => format!("Use at most {MAX_LENGTH} characters."),
        PassphraseProblem::NotTheSame => "The two are not the same. Type it again.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::host::Host;

    #[test]
    fn every_error_of_the_vault_says_what_helps() {
        for error in [
            VaultError::WrongPassphrase,
            VaultError::Altered,
            VaultError::Unreadable(Unreadable::Newer),
            VaultError::Unreadable(Unreadable::Damaged),
            VaultError::NothingKept,
            VaultError::NoToken,
            VaultError::ChangedMeanwhile,
            VaultError::OtherUser { host: Host::GithubCom, login: "octocat".to_owned() },
            VaultError::TooMany,
            VaultError::NoCryptography,
            VaultError::NotKept("full".to_owned()),
            VaultError::Unreachable,
        ] {
            assert!(vault_error(&error).next_step.is_some(), "{error:?}");
        }
        let short = VaultError::Passphrase(PassphraseProblem::TooShort);
        assert_eq!(vault_error(&short).title, "Use at least 12 characters.");
    }
}
