//! What the extension's parts say to each other, as JSON text.

use gatehouse::client::operation::{Operation, Target};
use gatehouse::client::queue::{Command, Queue};
use gatehouse::github::endpoint::{Endpoint, HttpRequest};
use gatehouse::github::get_request::GetRequest;
use gatehouse::github::host::Host;
use gatehouse::github::ids::{ItemNumber, RepoName};
use gatehouse::page::panel::PanelState;
use gatehouse::triage::guard::PageUser;
use gatehouse::webext::message::{Answer, Message, ToPage};
use gatehouse::webext::sender::{Party, may_ask};
use gatehouse::webext::tabs::Tabs;

use super::{NOW, survives};

/// What is asked of the background.
pub fn message(text: &str) {
    let Ok(message) = serde_json::from_str::<Message>(text) else { return };
    assert!(!may_ask(&Party::Stranger, true, &message), "a stranger may ask for nothing");
    let written = serde_json::to_value(&message).expect("is written");
    let read: Message = serde_json::from_value(written.clone()).expect("is read back");
    assert_eq!(serde_json::to_value(&read).expect("is written"), written);
    act(message);
}

fn act(message: Message) {
    let tab = serde_json::from_str("1").expect("a tab");
    let mut tabs = Tabs::default();
    match message {
        Message::PageSeen(report) => {
            let _ = (report.page_user(), report.theme().checked());
            let seen = tabs.page_seen(tab, report);
            assert_eq!(seen, tabs.shown(tab, PanelState::default()).is_some());
            survives(&tabs);
        }
        Message::SetWidth { width } => survives(&PanelState::default().with_width(width)),
        Message::Perform { operation } => asked(&operation),
        Message::Queue { command, press, since } => {
            if let Command::Add { orders, .. } = &command {
                orders
                    .iter()
                    .filter_map(|it| it.review.seen.request.repo())
                    .for_each(|it| is_asked(&it));
            }
            let mut queue = Queue::default();
            let now = NOW.unix() * 1_000;
            let _ = queue.obey(now, None, &PageUser::Unknown, press.as_ref(), &command);
            assert_eq!(queue.items(), [], "nobody's orders aren't taken");
            survives(&queue.view(since));
        }
        _ => {}
    }
}

fn asked(operation: &Operation) {
    survives(operation);
    match operation {
        Operation::List(list) => stays_below_the_api(&list.to_request()),
        Operation::ListOrganizations(list) => stays_below_the_api(&list.to_request()),
        Operation::Locate(Target::Page(page)) => is_asked(&page.repo),
        Operation::Locate(Target::Listed(request)) => {
            request.repo().iter().for_each(is_asked);
        }
        Operation::Dismiss(..) | Operation::Probe(_) => {}
    }
}

fn is_asked(repo: &RepoName) {
    let get = GetRequest { repo: repo.clone(), number: ItemNumber(1) };
    stays_below_the_api(&get.to_request());
}

/// Checks that a call goes to the API, and that browsers don't shorten its path.
fn stays_below_the_api(request: &HttpRequest) {
    let url = request.url(&Host::GithubCom);
    let path = url.strip_prefix("https://api.github.com/").expect("the API");
    let path = path.split('?').next().unwrap_or_default();
    for segment in path.split('/') {
        assert!(!matches!(segment, "" | "." | ".."), "{url}");
    }
    assert!(url.bytes().all(|byte| byte.is_ascii_graphic()), "{url}");
}

/// The background's answers, and what it says to a page's script.
pub fn answer(text: &str) {
    if let Ok(answer) = serde_json::from_str::<Answer>(text) {
        survives(&answer);
    }
    if let Ok(to_page) = serde_json::from_str::<ToPage>(text) {
        survives(&to_page);
    }
}
