//! What the extension's parts ask of the background, and its answers.
//!
//! They travel as JSON text: Chromium sends messages as JSON and Firefox as structured clones, so
//! text is the one form that is the same in both.

use serde::{Deserialize, Serialize};

use crate::client::operation::{Operation, Performed};
use crate::client::permit::Press;
use crate::client::queue::{Command, QueueError, View};
use crate::client::session_rows::SessionRows;
use crate::client::sign_in::{Entered, SignInError};
use crate::github::error::TransportError;
use crate::page::mark::{Mark, MarkKind, SeenLinks, Wanted};
use crate::page::meaning::PageMeaning;
use crate::page::panel::{Layout, PanelState};
use crate::page::theme::Theme;
use crate::triage::guard::PageUser;
use crate::vault::command::{VaultCommand, VaultError, VaultReport};
use crate::vault::status::VaultStatus;

/// What is asked of the background.
#[derive(Serialize, Deserialize)]
pub enum Message {
    /// The idle stub saw an address that looks like a review page's.
    Wake,
    /// The review page's script tells what its page is now.
    PageSeen(PageReport),
    /// The review page's script found these links to requests on its page.
    LinksSeen {
        /// Their addresses, without query and fragment.
        urls: Vec<String>,
    },
    /// The mark beside a link was clicked.
    MarkOpened {
        /// The link's address, as it was reported.
        url: String,
    },
    /// Escape was pressed beside or in the panel.
    Escape,
    /// A frame listens, and asks that a secret be posted to it by its page's script. Another frame's
    /// admission ends with that, for there is one panel in a tab.
    Ready,
    /// A frame presents the secret that it was given.
    Admit {
        /// The secret.
        secret: String,
    },
    /// What page is the panel on?
    Context,
    /// Open or close the panel.
    SetOpen {
        /// Open.
        open: bool,
    },
    /// Change the panel's width.
    SetWidth {
        /// The width asked for, in CSS pixels.
        width: i64,
    },
    /// Draw these marks beside the page's links, and no others.
    Marks {
        /// One for each request that the frame knows.
        marks: Vec<Mark>,
    },
    /// Open the extension's own page.
    OpenSettings,
    /// Perform an operation.
    Perform {
        /// Which.
        operation: Operation,
    },
    /// Do this with the queue of reviews, and tell how it stands since this version of it.
    Queue {
        /// What.
        command: Command,
        /// The press that it comes from; absent where nobody pressed for it.
        press: Option<Press>,
        /// The version that is known; 0 for none.
        since: u64,
    },
    /// Keep these rows for the session's next page.
    KeepRows(SessionRows),
    /// Is there a token, and whose?
    VaultStatus,
    /// Check this token with GitHub and keep it. The one message with a token in it.
    SignIn(Entered),
    /// Do this with the vault. Passphrases are in it and in [`Message::SignIn`] alone.
    Vault {
        /// What.
        command: VaultCommand,
    },
    /// Wipe all tokens.
    Forget,
}

/// What the review page's script reads of its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageReport {
    /// The address.
    pub url: String,
    /// The content of `<meta name="user-login">`; absent or empty where the page has none.
    pub login: Option<String>,
    /// `data-color-mode` of `<html>`.
    pub color_mode: Option<String>,
    /// `data-light-theme` of `<html>`.
    pub light_theme: Option<String>,
    /// `data-dark-theme` of `<html>`.
    pub dark_theme: Option<String>,
    /// The page's inner width, in CSS pixels.
    pub viewport_width: u32,
}

impl PageReport {
    /// Who is signed in on the page.
    pub fn page_user(&self) -> PageUser {
        match self.login.as_deref() {
            None | Some("") => PageUser::Unknown,
            Some(login) => PageUser::Login(login.to_owned()),
        }
    }

    /// The page's theme.
    pub fn theme(&self) -> Theme {
        Theme::from_attributes(
            self.color_mode.as_deref(),
            self.light_theme.as_deref(),
            self.dark_theme.as_deref(),
        )
    }
}

/// What the background says to a review page's script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToPage {
    /// How the panel is left now.
    Panel(PanelState),
    /// What the frame must present, to be posted to it.
    Secret(String),
    /// Something changed that the frame may ask about.
    Changed,
    /// The marks to draw, and no others.
    Marks(Vec<LinkMark>),
}

/// The mark beside the links with one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkMark {
    /// The address, as the page's script reported it.
    pub url: String,
    /// How it looks.
    pub kind: MarkKind,
    /// What it says.
    pub label: String,
    /// Its name for assistive technology.
    pub name: String,
}

/// What the review page's script is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// How the panel is left.
    pub panel: PanelState,
    /// Whether the page's links to requests get marks.
    pub marks: bool,
}

/// What a frame knows of the page that it is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelContext {
    /// What the page is.
    pub meaning: PageMeaning,
    /// Who is signed in on it.
    pub page_user: PageUser,
    /// Its theme.
    pub theme: Theme,
    /// How the panel is left.
    pub panel: PanelState,
    /// Where the panel is on the page.
    pub layout: Layout,
    /// Whether there is a token, and whose.
    pub vault: VaultStatus,
    /// The requests that the page has links to.
    pub links: SeenLinks,
    /// The request whose mark was clicked last on this page.
    pub wanted: Option<Wanted>,
}

/// The background's answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Done.
    Done,
    /// The sender may not ask for this.
    NotAllowed,
    /// To [`Message::PageSeen`]: what to show; absent where that is nothing.
    Shown(Option<Shown>),
    /// To [`Message::Admit`] and [`Message::Context`], and to what changes the panel.
    Context(Box<PanelContext>),
    /// To [`Message::Perform`].
    Performed(Box<Result<Performed, TransportError>>),
    /// To [`Message::Queue`].
    Queue(Result<View, QueueError>),
    /// To [`Message::VaultStatus`].
    VaultStatus(VaultStatus),
    /// To [`Message::Vault`].
    Vault(Result<VaultReport, VaultError>),
    /// To [`Message::SignIn`].
    SignedIn(Result<VaultStatus, SignInError>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_scripts_write_by_hand_is_read() {
        let wake: Message = serde_json::from_str(r#""Wake""#).expect("decodes");
        assert!(matches!(wake, Message::Wake));
        let seen = r#"{"PageSeen":{"url":"https://github.com/o/r/exemptions/1","login":null,
            "color_mode":"auto","light_theme":"light","dark_theme":"dark_dimmed",
            "viewport_width":1280}}"#;
        let Message::PageSeen(report) = serde_json::from_str(seen).expect("decodes") else {
            panic!("another message");
        };
        assert_eq!(report.page_user(), PageUser::Unknown);
        assert_eq!(report.theme().dark, "dark_dimmed");
        let links = r#"{"LinksSeen":{"urls":["https://github.com/o/r/exemptions/1"]}}"#;
        assert!(matches!(serde_json::from_str(links), Ok(Message::LinksSeen { .. })));
        let opened = r#"{"MarkOpened":{"url":"https://github.com/o/r/exemptions/1"}}"#;
        assert!(matches!(serde_json::from_str(opened), Ok(Message::MarkOpened { .. })));
    }

    #[test]
    fn what_the_scripts_read_by_hand_is_written() {
        let shown = Answer::Shown(Some(Shown { panel: PanelState::default(), marks: true }));
        assert_eq!(
            serde_json::to_string(&shown).expect("encodes"),
            r#"{"Shown":{"panel":{"open":true,"width":400},"marks":true}}"#
        );
        let mark = LinkMark {
            url: "https://github.com/o/r/exemptions/1".to_owned(),
            kind: MarkKind::Urgent,
            label: "3 hours left".to_owned(),
            name: "Gatehouse: 3 hours left".to_owned(),
        };
        assert_eq!(
            serde_json::to_string(&ToPage::Marks(vec![mark])).expect("encodes"),
            r#"{"Marks":[{"url":"https://github.com/o/r/exemptions/1","kind":"urgent","label":"3 hours left","name":"Gatehouse: 3 hours left"}]}"#
        );
    }

    #[test]
    fn an_empty_login_is_nobody() {
        let mut report: PageReport = serde_json::from_str(
            r#"{"url":"","login":"","color_mode":null,"light_theme":null,"dark_theme":null,
                "viewport_width":0}"#,
        )
        .expect("decodes");
        assert_eq!(report.page_user(), PageUser::Unknown);
        report.login = Some("octocat".to_owned());
        assert_eq!(report.page_user(), PageUser::Login("octocat".to_owned()));
    }
}
