//! Who asks the background, and the one table of who may ask for what.

use serde::{Deserialize, Serialize};

use super::message::Message;

/// A tab's number, given by the browser.
pub type TabId = i32;

/// What the browser says of a message's sender. Source: MDN, `runtime.MessageSender`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sender {
    /// The extension the sender belongs to.
    pub extension_id: Option<String>,
    /// The address of the sending document.
    pub url: Option<String>,
    /// The tab it is in; absent outside tabs.
    pub tab: Option<TabId>,
    /// The frame it is in: 0 is the tab's own document.
    pub frame: Option<i32>,
    /// The browser's name of the document; absent in browsers that don't give it.
    pub document: Option<String>,
}

/// A frame in a tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameRef {
    /// The frame's number in its tab.
    pub frame: i32,
    /// The browser's name of the document in it; absent in browsers that don't give it.
    pub document: Option<String>,
}

/// Who a sender is to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// Our script on a github.com page.
    ReviewPage(TabId),
    /// A document of ours in a frame on another page. Any script can load one, so this says
    /// nothing until the frame is admitted.
    Frame(TabId, FrameRef),
    /// A document of ours in a tab of its own.
    ExtensionPage,
    /// Anyone else.
    Stranger,
}

/// Who `sender` is to the extension of this id and origin.
pub fn party(sender: &Sender, extension_id: &str, extension_origin: &str) -> Party {
    if sender.extension_id.as_deref() != Some(extension_id) {
        return Party::Stranger;
    }
    let url = sender.url.as_deref().unwrap_or_default();
    let is_at = |origin: &str| url.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'));
    match (sender.tab, sender.frame) {
        (Some(tab), Some(0)) if is_at("https://github.com") => Party::ReviewPage(tab),
        (Some(tab), Some(frame)) if frame != 0 && is_at(extension_origin) => {
            Party::Frame(tab, FrameRef { frame, document: sender.document.clone() })
        }
        (Some(_), Some(0)) | (None, _) if is_at(extension_origin) => Party::ExtensionPage,
        _ => Party::Stranger,
    }
}

/// The table: whether `party` may ask for `message`. `admitted` says whether it is a frame that
/// presented its secret.
pub fn may_ask(party: &Party, admitted: bool, message: &Message) -> bool {
    use Message as M;
    match party {
        Party::ReviewPage(_) => matches!(
            message,
            M::Wake | M::PageSeen(_) | M::Escape | M::LinksSeen { .. } | M::MarkOpened { .. }
        ),
        Party::Frame(..) if !admitted => matches!(message, M::Ready | M::Admit { .. }),
        Party::Frame(..) => matches!(
            message,
            M::Ready
                | M::Admit { .. }
                | M::Context
                | M::Escape
                | M::SetOpen { .. }
                | M::SetWidth { .. }
                | M::Marks { .. }
                | M::OpenSettings
                | M::Perform { .. }
                | M::Queue { .. }
                | M::VaultStatus
        ),
        Party::ExtensionPage => {
            matches!(
                message,
                M::Perform { .. }
                    | M::Queue { .. }
                    | M::KeepRows(_)
                    | M::VaultStatus
                    | M::SignIn(_)
                    | M::Vault { .. }
                    | M::Forget
            )
        }
        Party::Stranger => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::operation::Operation;
    use crate::client::queue::Command;
    use crate::client::session_rows::SessionRows;
    use crate::client::sign_in::Entered;
    use crate::github::host::Host;
    use crate::github::list_requests::ListRequests;
    use crate::github::scope::Scope;
    use crate::vault::command::VaultCommand;
    use crate::webext::message::PageReport;

    const ID: &str = "abc";
    const ORIGIN: &str = "chrome-extension://abc";

    fn sender(url: &str, tab: Option<TabId>, frame: Option<i32>) -> Sender {
        Sender {
            extension_id: Some(ID.to_owned()),
            url: Some(url.to_owned()),
            tab,
            frame,
            document: None,
        }
    }

    #[test]
    fn a_sender_is_known_by_origin_and_frame() {
        let of = |url, tab, frame| party(&sender(url, tab, frame), ID, ORIGIN);
        let frame = FrameRef { frame: 3, document: None };
        assert_eq!(of("https://github.com/o/r", Some(1), Some(0)), Party::ReviewPage(1));
        assert_eq!(
            of("chrome-extension://abc/index.html", Some(1), Some(3)),
            Party::Frame(1, frame)
        );
        assert_eq!(of("chrome-extension://abc/index.html", Some(1), Some(0)), Party::ExtensionPage);
        assert_eq!(of("chrome-extension://abc/index.html", None, None), Party::ExtensionPage);
        for (url, tab, frame) in [
            ("https://github.com/o/r", Some(1), Some(2)),
            ("https://github.com.evil.test/", Some(1), Some(0)),
            ("https://evil.test/", Some(1), Some(0)),
            ("chrome-extension://abcd/index.html", Some(1), Some(0)),
            ("", None, None),
        ] {
            assert_eq!(of(url, tab, frame), Party::Stranger, "{url}");
        }
        let mut other = sender("chrome-extension://abc/index.html", Some(1), Some(0));
        other.extension_id = Some("other".to_owned());
        assert_eq!(party(&other, ID, ORIGIN), Party::Stranger);
    }

    /// A message of each kind. It doesn't compile while a kind is missing.
    macro_rules! examples {
        ($($kind:pat => $example:expr),* $(,)?) => {{
            let is_known = |message: &Message| match message {
                $($kind => {})*
            };
            let examples = [$({
                let example = $example;
                assert!(matches!(example, $kind), "not {}", stringify!($kind));
                example
            }),*];
            examples.iter().for_each(is_known);
            examples
        }};
    }

    #[test]
    fn the_table_cell_by_cell() {
        use Message as M;
        let scope = Scope::Organization("octo-org".to_owned());
        let report = PageReport {
            url: String::new(),
            login: None,
            color_mode: None,
            light_theme: None,
            dark_theme: None,
            viewport_width: 0,
        };
        let operation = Operation::List(ListRequests::page_of(scope, 1));
        let entered =
            Entered { host: Host::GithubCom, typed: String::new(), owner: None, remember: None };
        let text = String::new;
        let rows = SessionRows { turn: text(), writer: text(), text: text() };
        let messages = examples! {
            M::Wake => M::Wake,
            M::PageSeen(_) => M::PageSeen(report),
            M::LinksSeen { .. } => M::LinksSeen { urls: Vec::new() },
            M::MarkOpened { .. } => M::MarkOpened { url: String::new() },
            M::Escape => M::Escape,
            M::Ready => M::Ready,
            M::Admit { .. } => M::Admit { secret: String::new() },
            M::Context => M::Context,
            M::SetOpen { .. } => M::SetOpen { open: true },
            M::SetWidth { .. } => M::SetWidth { width: 400 },
            M::Marks { .. } => M::Marks { marks: Vec::new() },
            M::OpenSettings => M::OpenSettings,
            M::Perform { .. } => M::Perform { operation },
            M::Queue { .. } => M::Queue { command: Command::Look, press: None, since: 0 },
            M::KeepRows(_) => M::KeepRows(rows),
            M::VaultStatus => M::VaultStatus,
            M::SignIn(_) => M::SignIn(entered),
            M::Vault { .. } => M::Vault { command: VaultCommand::Look },
            M::Forget => M::Forget,
        };
        let frame = || Party::Frame(1, FrameRef { frame: 3, document: None });
        let rows = [
            (Party::ReviewPage(1), false, "xxxxx.............."),
            (frame(), false, ".....xx............"),
            (frame(), true, "....xxxxxxxxxx.x..."),
            (Party::ExtensionPage, false, "............xxxxxxx"),
            (Party::Stranger, true, "..................."),
        ];
        for (party, admitted, expected) in rows {
            let row: String = messages
                .iter()
                .map(|message| if may_ask(&party, admitted, message) { 'x' } else { '.' })
                .collect();
            assert_eq!(row, expected, "{party:?} {admitted}");
        }
    }
}
