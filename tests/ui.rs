//! The views in a browser, over a client whose outcomes are written down in the test.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use any_view::mounted;
use futures::channel::oneshot;
use futures::future::{FutureExt, LocalBoxFuture, ready};
use gatehouse::client::Client;
use gatehouse::client::list::{Gap, ListPage};
use gatehouse::client::locate::{LocateError, Located, Route, Unsettled};
use gatehouse::client::operation::{Operation, Outcome, Target};
use gatehouse::client::sign_in::SignInError;
use gatehouse::client::write::{NotSent, WriteOutcome};
use gatehouse::demo::DemoClient;
use gatehouse::github::error::{ApiError, ApiErrorKind, CallError, FieldError, TransportError};
use gatehouse::github::exemption::{
    Actor, BypassReason, ExemptionRequest, Finding, Organization, Repository, RequestPage,
    RequestStatus, Response, ResponseStatus,
};
use gatehouse::github::host::Host;
use gatehouse::github::ids::{ItemNumber, RequestId, ResponseId};
use gatehouse::github::time::Timestamp;
use gatehouse::page::meaning::meaning;
use gatehouse::page::panel::{Layout, PanelState};
use gatehouse::page::theme::Theme;
use gatehouse::triage::guard::PageUser;
use gatehouse::triage::recheck::Change;
use gatehouse::ui::app::App;
use gatehouse::ui::connect_form::ConnectForm;
use gatehouse::ui::inbox::{Inbox, Opening};
use gatehouse::ui::panel::Panel;
use gatehouse::ui::request_detail::RequestDetail;
use gatehouse::ui::session::{Session, Source};
use gatehouse::ui::{PanelContext, PanelHandle};
use gatehouse::vault::status::{TokenStatus, VaultStatus};
use gatehouse::vault::token::TokenKind;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlButtonElement, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

wasm_bindgen_test_configure!(run_in_browser);

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

type Answers = VecDeque<(Result<Outcome, TransportError>, Option<oneshot::Receiver<()>>)>;

/// A client that answers in the order of its script and notes what it was asked.
struct Scripted {
    answers: RefCell<Answers>,
    asked: RefCell<Vec<Operation>>,
    vault: VaultStatus,
    signs_in: Cell<bool>,
}

impl Scripted {
    fn writes(&self) -> usize {
        let is_write =
            |asked: &&Operation| matches!(asked, Operation::Review(_) | Operation::Dismiss(_));
        self.asked.borrow().iter().filter(is_write).count()
    }

    fn lists(&self) -> Vec<u32> {
        let page = |asked: &Operation| match asked {
            Operation::List(list) => Some(list.page),
            _ => None,
        };
        self.asked.borrow().iter().filter_map(page).collect()
    }

    /// Adds an answer to the script.
    fn then(&self, outcome: Outcome) {
        self.answers.borrow_mut().push_back((Ok(outcome), None));
    }

    /// The same, but it comes only when the test says so.
    fn then_held(&self, outcome: Outcome) -> oneshot::Sender<()> {
        let (release, held) = oneshot::channel();
        self.answers.borrow_mut().push_back((Ok(outcome), Some(held)));
        release
    }
}

impl Client for Scripted {
    fn perform(&self, operation: Operation) -> LocalBoxFuture<'_, Result<Outcome, TransportError>> {
        self.asked.borrow_mut().push(operation.clone());
        let next = self.answers.borrow_mut().pop_front();
        let (answer, held) = next.unwrap_or_else(|| panic!("not in the script: {operation:?}"));
        async move {
            if let Some(held) = held {
                held.await.expect("released");
            }
            answer
        }
        .boxed_local()
    }

    fn vault_status(&self) -> LocalBoxFuture<'_, Result<VaultStatus, TransportError>> {
        ready(Ok(self.vault.clone())).boxed_local()
    }

    fn sign_in(&self, _: Host, _: String) -> LocalBoxFuture<'_, Result<VaultStatus, SignInError>> {
        let holding = || VaultStatus::Holding(token());
        ready(self.signs_in.get().then(holding).ok_or(SignInError::HostNotAllowed)).boxed_local()
    }

    fn forget(&self) -> LocalBoxFuture<'_, Result<(), TransportError>> {
        ready(Ok(())).boxed_local()
    }
}

/// A document of its own for one test: an element, a session and the time.
struct Stage {
    client: Rc<Scripted>,
    session: Session,
    now: RwSignal<Timestamp>,
    root: HtmlElement,
    owner: Owner,
    unmount: Option<Box<dyn FnOnce()>>,
}

/// Mounting without naming the type of what is mounted.
mod any_view {
    use leptos::mount::mount_to;
    use leptos::prelude::*;

    pub fn mounted(
        root: web_sys::HtmlElement,
        view: impl FnOnce() -> AnyView + 'static,
    ) -> Box<dyn FnOnce()> {
        let handle = mount_to(root, view);
        Box::new(move || drop(handle))
    }
}

impl Stage {
    fn new(page_user: PageUser) -> Self {
        Self::with_vault(page_user, VaultStatus::Holding(token()))
    }

    fn with_vault(page_user: PageUser, vault: VaultStatus) -> Self {
        // What an earlier test typed is no draft of this one.
        window().session_storage().unwrap().unwrap().clear().unwrap();
        let client = Rc::new(Scripted {
            answers: RefCell::default(),
            asked: RefCell::default(),
            vault: vault.clone(),
            signs_in: Cell::new(false),
        });
        let root = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&root).unwrap();
        let owner = Owner::new();
        let (session, now) = owner.with(|| {
            let now = RwSignal::new(NOW);
            let asked: Rc<dyn Client> = client.clone();
            (Session::new(asked, Source::Github, now.into(), Signal::stored(page_user)), now)
        });
        session.vault.set(Some(Ok(vault)));
        Self { client, session, now, root: root.unchecked_into(), owner, unmount: None }
    }

    async fn show(&mut self, view: impl FnOnce(Session) -> AnyView + 'static) {
        let session = self.session;
        self.unmount = Some(mounted(self.root.clone(), move || view(session)));
        settle().await;
    }

    async fn show_detail(&mut self, located: Located) {
        self.client.then(Outcome::Locate(Ok(Box::new(located.clone()))));
        let target = Target::Listed(Box::new(located.request));
        self.show(|session| view! { <RequestDetail session target on_back=None /> }.into_any())
            .await;
    }

    async fn show_inbox(&mut self) {
        self.session.list.show("org:octo-org".parse().unwrap());
        self.show(|session| {
            let filter = RwSignal::new(String::new());
            let on_open = Callback::new(|_: ExemptionRequest| ());
            view! { <Inbox session filter opening=Opening::InPlace on_open /> }.into_any()
        })
        .await;
    }

    fn text(&self) -> String {
        self.root.inner_text()
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).unwrap()
    }

    fn status(&self, name: &str) -> String {
        let selector = format!("[role=status][aria-label='{name}']");
        self.find(&selector).expect("the status").text_content().unwrap()
    }

    fn buttons(&self, name: &str) -> Vec<HtmlButtonElement> {
        let all = self.root.query_selector_all("button").unwrap();
        (0..all.length())
            .map(|index| all.get(index).unwrap().unchecked_into::<HtmlButtonElement>())
            .filter(|button| {
                let text = button.text_content().unwrap_or_default();
                let name_of = button.get_attribute("aria-label").unwrap_or(text);
                name_of.trim() == name && !is_in_closed_dialog(button)
            })
            .collect()
    }

    fn button(&self, name: &str) -> HtmlButtonElement {
        self.buttons(name).into_iter().next().unwrap_or_else(|| panic!("no button {name}"))
    }

    async fn click(&self, name: &str) {
        self.button(name).click();
        settle().await;
    }

    fn message(&self) -> HtmlTextAreaElement {
        self.find("#review-message").expect("the message").unchecked_into()
    }

    async fn write(&self, text: &str) {
        let field = self.message();
        field.set_value(text);
        field.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
        settle().await;
    }

    fn alerts(&self) -> String {
        let all = self.root.query_selector_all("[role=alert]").unwrap();
        (0..all.length()).filter_map(|index| all.get(index)?.text_content()).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(unmount) = self.unmount.take() {
            unmount();
        }
        self.root.remove();
        self.owner.cleanup();
    }
}

fn is_in_closed_dialog(element: &Element) -> bool {
    element.closest("dialog:not([open])").unwrap().is_some()
}

/// Lets every effect and every answer that is there come through, and a frame pass.
async fn settle() {
    for _ in 0..3 {
        TimeoutFuture::new(0).await;
    }
    TimeoutFuture::new(30).await;
}

fn token() -> TokenStatus {
    TokenStatus {
        host: Host::GithubCom,
        login: "octocat".to_owned(),
        kind: TokenKind::Classic,
        scopes: Some(vec!["security_events".to_owned()]),
    }
}

fn actor(name: &str) -> Option<Actor> {
    Some(Actor { actor_id: Some(1), actor_name: Some(name.to_owned()) })
}

fn pending(id: u64) -> ExemptionRequest {
    ExemptionRequest {
        id: Some(RequestId(id)),
        number: Some(42),
        repository: Some(Repository {
            full_name: Some("octo-org/smile".to_owned()),
            ..Repository::default()
        }),
        organization: Some(Organization { id: None, name: Some("octo-org".to_owned()) }),
        requester: actor("monalisa"),
        data: Some(vec![Finding {
            secret_type: Some("adafruit_io_key".to_owned()),
            bypass_reason: Some(BypassReason::FixLater),
            path: Some("/tests/README.md:16:3".to_owned()),
            branch: Some("refs/heads/feature/x".to_owned()),
        }]),
        resource_identifier: Some("827efc6d56897b048c772eb4087f854f46256132".to_owned()),
        status: Some(RequestStatus::Pending),
        requester_comment: Some("two\n  lines".to_owned()),
        created_at: Some(NOW.plus(-3_600)),
        expires_at: Some(NOW.plus(7_200)),
        responses: Some(Vec::new()),
        html_url: Some(format!("https://github.com/octo-org/smile/exemptions/{id}")),
        ..ExemptionRequest::default()
    }
}

fn located(request: ExemptionRequest) -> Located {
    Located { request, route: Route::Item(ItemNumber(1)) }
}

fn answered(id: u64, status: RequestStatus, response: ResponseStatus) -> ExemptionRequest {
    ExemptionRequest {
        status: Some(status),
        responses: Some(vec![Response {
            id: Some(ResponseId(7)),
            reviewer: actor("octocat"),
            status: Some(response),
            created_at: Some(NOW),
        }]),
        ..pending(id)
    }
}

fn sent(request: ExemptionRequest) -> Outcome {
    Outcome::Review(Box::new(WriteOutcome::Sent {
        is_shown: true,
        read_back: Ok(Box::new(request)),
    }))
}

fn page(requests: Vec<ExemptionRequest>, next: Option<u32>) -> ListPage {
    ListPage { requests, next, last: None, gaps: Vec::new() }
}

fn rejected() -> Outcome {
    Outcome::Review(Box::new(WriteOutcome::Rejected(ApiError {
        kind: ApiErrorKind::Rejected,
        status: 422,
        message: Some("Validation Failed".to_owned()),
        documentation_url: Some("https://docs.github.com/rest".to_owned()),
        errors: vec![FieldError {
            field: Some("message".to_owned()),
            message: Some("is too long".to_owned()),
            code: None,
        }],
    })))
}

#[wasm_bindgen_test]
async fn a_request_shows_every_field() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    let text = stage.text();
    for shown in [
        "Bypass request #1",
        "octo-org/smile",
        "octo-org",
        "monalisa",
        "Adafruit IO Key",
        "adafruit_io_key",
        "I'll fix it later",
        "tests/README.md",
        "line 16, column 3",
        "feature/x",
        "827efc6",
        "1 hour ago",
        "in 2 hours",
        "02:00:00 left",
        "No responses yet",
    ] {
        assert!(text.contains(shown), "{shown} is missing in {text}");
    }
    let comment = stage.find("blockquote").unwrap().text_content();
    assert_eq!(comment.as_deref(), Some("two\n  lines"));
    assert_eq!(stage.status("Request status"), "Pending");
    let commit = stage.find("a[href$='/commit/827efc6d56897b048c772eb4087f854f46256132']");
    assert!(commit.is_some());
}

#[wasm_bindgen_test]
async fn what_is_missing_is_said_and_nothing_can_be_written() {
    let mut stage = Stage::new(PageUser::NoPage);
    let nothing = ExemptionRequest::default();
    let route = Route::Unsettled(Unsettled::NoIdentity);
    stage.show_detail(Located { request: nothing, route }).await;
    let text = stage.text();
    for shown in ["Not given", "No comment", "GitHub gives no details of the secret"] {
        assert!(text.contains(shown), "{shown} is missing in {text}");
    }
    assert_eq!(stage.status("Request status"), "Unknown");
    assert!(stage.buttons("Approve").is_empty());
    assert!(stage.alerts().contains("can't be reviewed from here"));
}

#[wasm_bindgen_test]
async fn an_unknown_status_is_shown_as_it_came_and_not_reviewed() {
    let mut stage = Stage::new(PageUser::NoPage);
    let odd = RequestStatus::from("waiting_for_godot");
    stage.show_detail(located(ExemptionRequest { status: Some(odd), ..pending(1) })).await;
    assert_eq!(stage.status("Request status"), "waiting_for_godot");
    assert!(stage.buttons("Approve").is_empty());
}

#[wasm_bindgen_test]
async fn a_comment_is_text_and_never_markup() {
    let mut stage = Stage::new(PageUser::NoPage);
    let comment = Some("<img src=x onerror=alert(1)>".to_owned());
    stage.show_detail(located(ExemptionRequest { requester_comment: comment, ..pending(1) })).await;
    assert!(stage.text().contains("<img src=x"));
    assert!(stage.find("img").is_none());
}

#[wasm_bindgen_test]
async fn approving_needs_a_message() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    assert!(stage.button("Approve").disabled() && stage.button("Deny").disabled());
    assert!(stage.text().contains("Write a message first."));
    stage.write(" \n\u{a0}").await;
    assert!(stage.button("Approve").disabled());
    stage.write("fine").await;
    assert!(!stage.button("Approve").disabled() && !stage.button("Deny").disabled());
    stage.write(&"a".repeat(2049)).await;
    assert!(stage.button("Approve").disabled());
    assert!(stage.text().contains("1 character too long"));
}

#[wasm_bindgen_test]
async fn the_counter_counts_code_points() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("😀é").await;
    assert!(stage.text().contains("2 / 2,048 characters"), "{}", stage.text());
}

#[wasm_bindgen_test]
async fn clicking_twice_sends_once_and_shows_what_was_recorded() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    let release = stage.client.then_held(sent(approved));
    let approve = stage.button("Approve");
    approve.click();
    approve.click();
    stage.button("Deny").click();
    settle().await;
    assert_eq!(stage.client.writes(), 1);
    assert!(stage.button("Approve").disabled());
    assert!(stage.find("[role=progressbar][aria-label='Sending review']").is_some());
    release.send(()).unwrap();
    settle().await;
    assert_eq!(stage.client.writes(), 1);
    assert_eq!(stage.status("Request status"), "Approved");
    let said = stage.find("[aria-live=polite]").unwrap().text_content().unwrap();
    assert!(said.contains("Approved. GitHub recorded it."), "{said}");
    assert!(stage.buttons("Approve").is_empty());
    assert_eq!(stage.session.drafts.text(RequestId(1)), "");
}

#[wasm_bindgen_test]
async fn a_refused_review_keeps_the_message_and_github_s_words() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    stage.client.then(rejected());
    stage.click("Deny").await;
    assert_eq!(stage.message().value(), "fine");
    let alerts = stage.alerts();
    assert!(alerts.contains("Validation Failed") && alerts.contains("message: is too long"));
    assert!(stage.find("a[href='https://docs.github.com/rest']").is_some());
    assert_eq!(stage.status("Request status"), "Pending");
    assert!(!stage.button("Deny").disabled());
}

#[wasm_bindgen_test]
async fn a_request_that_was_answered_meanwhile_is_shown_and_the_message_kept() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let denied = answered(1, RequestStatus::Denied, ResponseStatus::Denied);
    let changed = NotSent::Changed(Change::Answered, Box::new(denied));
    stage.client.then(Outcome::Review(Box::new(WriteOutcome::NotSent(changed))));
    stage.click("Approve").await;
    assert!(stage.alerts().contains("Nothing was sent.Someone answered it meanwhile."));
    assert_eq!(stage.status("Request status"), "Denied");
    assert_eq!(stage.message().value(), "fine");
    assert!(stage.button("Approve").disabled());
    stage.click("Discard message").await;
    assert!(stage.buttons("Approve").is_empty());
}

#[wasm_bindgen_test]
async fn another_request_under_the_same_number_never_takes_its_place() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let other =
        ExemptionRequest { id: Some(RequestId(2)), requester: actor("mallory"), ..pending(2) };
    let changed = NotSent::Changed(Change::OtherRequest, Box::new(other));
    stage.client.then(Outcome::Review(Box::new(WriteOutcome::NotSent(changed))));
    stage.click("Approve").await;
    assert!(stage.text().contains("monalisa") && !stage.text().contains("mallory"));
}

#[wasm_bindgen_test]
async fn an_outcome_never_appears_on_another_request() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    let which = stage.owner.with(|| RwSignal::new(1_u64));
    stage
        .show(move |session| {
            (move || {
                let target = Target::Listed(Box::new(pending(which.get())));
                view! { <RequestDetail session target on_back=None /> }
            })
            .into_any()
        })
        .await;
    stage.write("fine").await;
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    let release = stage.client.then_held(sent(approved));
    stage.click("Approve").await;
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(2))))));
    which.set(2);
    settle().await;
    release.send(()).unwrap();
    settle().await;
    assert!(stage.text().contains("Bypass request #2"));
    assert_eq!(stage.status("Request status"), "Pending");
    assert!(!stage.text().contains("GitHub recorded it"));
    assert_eq!(stage.message().value(), "");
}

#[wasm_bindgen_test]
async fn a_draft_survives_going_away_and_coming_back() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("half a thou").await;
    stage.unmount.take().unwrap()();
    stage.show_detail(located(pending(1))).await;
    assert_eq!(stage.message().value(), "half a thou");
}

#[wasm_bindgen_test]
async fn expiring_while_looking_blocks_the_buttons_and_keeps_the_message() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    stage.now.set(NOW.plus(7_199));
    settle().await;
    assert!(stage.text().contains("00:00:01 left"));
    assert!(!stage.button("Approve").disabled());
    stage.now.set(NOW.plus(7_200));
    settle().await;
    assert_eq!(stage.status("Request status"), "Expired");
    assert!(stage.button("Approve").disabled() && stage.button("Deny").disabled());
    assert!(stage.text().contains("has expired"));
    assert_eq!(stage.message().value(), "fine");
}

#[wasm_bindgen_test]
async fn a_write_as_someone_else_is_refused_with_the_reason() {
    let mut stage = Stage::new(PageUser::Login("hubot".to_owned()));
    let standing = answered(1, RequestStatus::Pending, ResponseStatus::Dismissed);
    stage.show_detail(located(standing)).await;
    stage.write("fine").await;
    assert!(stage.button("Approve").disabled());
    assert!(stage.alerts().contains("signed in as hubot, but the token is octocat's"));
}

#[wasm_bindgen_test]
async fn one_s_own_request_is_not_reviewed() {
    let mut stage = Stage::new(PageUser::NoPage);
    let own = ExemptionRequest { requester: actor("OctoCat"), ..pending(1) };
    stage.show_detail(located(own)).await;
    stage.write("fine").await;
    assert!(stage.button("Approve").disabled());
    assert!(stage.alerts().contains("your own request"));
}

#[wasm_bindgen_test]
async fn a_response_is_dismissed_only_after_a_confirmation() {
    let mut stage = Stage::new(PageUser::NoPage);
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    stage.show_detail(located(approved)).await;
    stage.click("Dismiss response").await;
    assert_eq!(stage.client.writes(), 0);
    let dialog = stage.find("dialog[open]").expect("the dialog");
    assert!(dialog.text_content().unwrap().contains("can't be recalled"));
    stage.click("Cancel").await;
    assert_eq!(stage.client.writes(), 0);
    assert!(stage.find("dialog[open]").is_none());
    stage.click("Dismiss response").await;
    let dismissed = answered(1, RequestStatus::Pending, ResponseStatus::Dismissed);
    let outcome = WriteOutcome::Sent { is_shown: true, read_back: Ok(Box::new(dismissed)) };
    stage.client.then(Outcome::Dismiss(Box::new(outcome)));
    stage.click("Yes, dismiss it").await;
    assert_eq!(stage.client.writes(), 1);
    assert!(stage.text().contains("Response dismissed. GitHub recorded it."));
    assert_eq!(stage.status("Request status"), "Pending");
    assert!(stage.buttons("Dismiss response").is_empty());
}

#[wasm_bindgen_test]
async fn a_request_that_is_not_found_is_said_and_can_be_tried_again() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::Locate(Err(LocateError::NotFound)));
    let target =
        Target::Page(RequestPage::parse("https://github.com/octo-org/smile/exemptions/9").unwrap());
    stage.show(|session| view! { <RequestDetail session target on_back=None /> }.into_any()).await;
    assert!(stage.text().contains("Bypass request #9"));
    assert!(stage.alerts().contains("another kind"));
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(9))))));
    stage.click("Try again").await;
    assert_eq!(stage.alerts(), "");
    assert_eq!(stage.status("Request status"), "Pending");
}

#[wasm_bindgen_test]
async fn a_partial_list_says_so_and_goes_on_at_the_failed_page() {
    let mut stage = Stage::new(PageUser::NoPage);
    let error = CallError::Transport(TransportError::NoReply);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1)], Some(2)))));
    stage.client.then(Outcome::List(Err(error)));
    stage.show_inbox().await;
    assert_eq!(stage.status("Requests shown"), "1 of 1 requests partial");
    assert!(stage.alerts().contains("couldn't be reached"));
    let denied = answered(2, RequestStatus::Denied, ResponseStatus::Denied);
    stage.client.then(Outcome::List(Ok(page(vec![denied], None))));
    stage.click("Retry").await;
    assert_eq!(stage.client.lists(), [1, 2, 2]);
    assert_eq!(stage.status("Requests shown"), "1 of 2 requests");
    stage.click("All").await;
    assert_eq!(stage.status("Requests shown"), "2 of 2 requests");
}

#[wasm_bindgen_test]
async fn pages_appear_as_they_arrive() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1)], Some(2)))));
    let release = stage.client.then_held(Outcome::List(Ok(page(vec![pending(2)], None))));
    stage.show_inbox().await;
    assert!(stage.find("[role=progressbar]").is_some());
    assert_eq!(stage.status("Requests shown"), "1 of 1 requests partial");
    assert_eq!(stage.buttons("Open request #1 in octo-org/smile").len(), 1);
    release.send(()).unwrap();
    settle().await;
    assert!(stage.find("[role=progressbar]").is_none());
    assert_eq!(stage.status("Requests shown"), "2 of 2 requests");
}

#[wasm_bindgen_test]
async fn nothing_waiting_is_said_only_of_a_complete_list() {
    let mut stage = Stage::new(PageUser::NoPage);
    let gap = Gap::SsoOrganizations { ids: vec!["5".to_owned()] };
    stage.client.then(Outcome::List(Ok(ListPage { gaps: vec![gap], ..page(vec![], None) })));
    stage.show_inbox().await;
    assert!(stage.text().contains("among those loaded"));
    assert!(stage.alerts().contains("single sign-on"));
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    stage.click("Reload").await;
    assert!(stage.text().contains("No requests are waiting."));
    assert_eq!(stage.status("Requests shown"), "0 of 0 requests");
}

#[wasm_bindgen_test]
async fn the_filter_leaves_what_matches() {
    let mut stage = Stage::new(PageUser::NoPage);
    let other = ExemptionRequest { requester: actor("hubot"), ..pending(2) };
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), other], None))));
    stage.show_inbox().await;
    let search: HtmlInputElement = stage.find("input[type=search]").unwrap().unchecked_into();
    assert_eq!(search.get_attribute("aria-label").as_deref(), Some("Filter requests"));
    search.set_value("HUBOT");
    search.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    settle().await;
    assert_eq!(stage.status("Requests shown"), "1 of 2 requests");
    assert!(stage.buttons("Open request #1 in octo-org/smile").is_empty());
}

#[wasm_bindgen_test]
async fn a_waiting_row_leaves_when_it_expires() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1)], None))));
    stage.show_inbox().await;
    assert_eq!(stage.status("Requests shown"), "1 of 1 requests");
    stage.now.set(NOW.plus(7_200));
    settle().await;
    assert_eq!(stage.status("Requests shown"), "0 of 1 requests");
}

fn panel_handle(stage: &Stage) -> (PanelHandle, RwSignal<u32>) {
    stage.owner.with(|| {
        let calls = RwSignal::new(0);
        let count = move || calls.update(|calls| *calls += 1);
        let handle = PanelHandle {
            context: RwSignal::new(None),
            set_open: Callback::new(move |_| count()),
            set_width: Callback::new(move |_| count()),
            open_settings: Callback::new(move |()| count()),
            escape: Callback::new(move |()| count()),
        };
        (handle, calls)
    })
}

fn context(url: &str, open: bool) -> Option<PanelContext> {
    Some(PanelContext {
        meaning: meaning(url).unwrap(),
        page_user: PageUser::Login("octocat".to_owned()),
        theme: Theme::default(),
        panel: PanelState::default().with_open(open),
        layout: Layout::Beside,
        vault: VaultStatus::Holding(token()),
    })
}

#[wasm_bindgen_test]
async fn a_panel_that_was_not_admitted_shows_nothing_and_asks_nothing() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, calls) = panel_handle(&stage);
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    assert_eq!(stage.text().trim(), "");
    assert!(stage.find("button, a, input, textarea, [tabindex]").is_none());
    assert!(stage.client.asked.borrow().is_empty());
    assert_eq!(calls.get_untracked(), 0);
}

#[wasm_bindgen_test]
async fn a_closed_panel_is_a_tab_with_the_number_waiting() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, calls) = panel_handle(&stage);
    let denied = answered(2, RequestStatus::Denied, ResponseStatus::Denied);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), denied], None))));
    handle.context.set(context("https://github.com/octo-org/smile/exemptions", false));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    stage.click("Open Gatehouse: 1 request waiting").await;
    assert_eq!(calls.get_untracked(), 1);
}

#[wasm_bindgen_test]
async fn without_a_token_the_panel_leads_to_where_one_is_entered() {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    let (handle, calls) = panel_handle(&stage);
    let page = context("https://github.com/octo-org/smile/exemptions/1", true).unwrap();
    handle.context.set(Some(PanelContext { vault: VaultStatus::Empty, ..page.clone() }));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    assert!(stage.client.asked.borrow().is_empty());
    assert!(stage.find("input, textarea").is_none());
    stage.click("Enter a token").await;
    assert_eq!(calls.get_untracked(), 1);
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    stage.client.then(Outcome::List(Ok(self::page(vec![], None))));
    handle.context.set(Some(page));
    settle().await;
    assert_eq!(stage.status("Request status"), "Pending");
}

#[wasm_bindgen_test]
async fn a_late_reply_for_the_page_before_is_ignored() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, _) = panel_handle(&stage);
    // The detail asks before the list does, since the list waits for the views to settle.
    let release = stage.client.then_held(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    handle.context.set(context("https://github.com/octo-org/smile/exemptions/1", true));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    let second = ExemptionRequest { requester: actor("hubot"), ..pending(2) };
    stage.client.then(Outcome::Locate(Ok(Box::new(located(second)))));
    handle.context.set(context("https://github.com/octo-org/smile/exemptions/2", true));
    settle().await;
    release.send(()).unwrap();
    settle().await;
    let text = stage.text();
    assert!(text.contains("Bypass request #2") && text.contains("hubot"), "{text}");
    assert!(!text.contains("monalisa"), "{text}");
}

#[wasm_bindgen_test]
async fn a_token_for_another_github_is_not_used() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, _) = panel_handle(&stage);
    handle.context.set(context("https://octo.ghe.com/octo-org/smile/exemptions/1", true));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    assert!(stage.alerts().contains("Your token is for github.com."));
    assert!(stage.client.asked.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn the_connect_form_empties_the_token_field_and_ties_errors_to_their_fields() {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    stage
        .show(|session| {
            let on_connected = Callback::new(|_| ());
            let on_demo = Callback::new(|()| ());
            view! { <ConnectForm session scope="" on_connected on_demo /> }.into_any()
        })
        .await;
    let host: HtmlInputElement = stage.find("#host").unwrap().unchecked_into();
    assert_eq!(host.value(), "api.github.com");
    stage.click("Connect").await;
    let scope: HtmlInputElement = stage.find("#scope").unwrap().unchecked_into();
    assert_eq!(scope.get_attribute("aria-invalid").as_deref(), Some("true"));
    let described = scope.get_attribute("aria-describedby").unwrap();
    assert!(described.split(' ').all(|id| stage.find(&format!("#{id}")).is_some()));
    assert!(stage.text().contains("Enter a token."));
    scope.set_value("org:octo-org");
    scope.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    let token: HtmlInputElement = stage.find("#token").unwrap().unchecked_into();
    token.set_value("ghp_canary");
    stage.click("Connect").await;
    assert_eq!(token.value(), "");
    assert!(!stage.root.outer_html().contains("canary"));
    assert!(stage.alerts().contains("may not reach api.github.com"));
}

#[wasm_bindgen_test]
async fn a_late_read_never_overwrites_what_a_write_brought() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let release = stage.client.then_held(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    stage.click("Read again").await;
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    stage.client.then(sent(approved));
    stage.click("Approve").await;
    assert_eq!(stage.status("Request status"), "Approved");
    release.send(()).unwrap();
    settle().await;
    assert_eq!(stage.status("Request status"), "Approved");
    assert!(stage.buttons("Approve").is_empty());
}

#[wasm_bindgen_test]
async fn nothing_is_read_again_while_a_review_is_sent() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let approved = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    let release = stage.client.then_held(sent(approved));
    stage.click("Approve").await;
    assert_eq!(stage.client.asked.borrow().len(), 2);
    stage.click("Read again").await;
    assert_eq!(stage.client.asked.borrow().len(), 2);
    release.send(()).unwrap();
    settle().await;
    assert_eq!(stage.status("Request status"), "Approved");
}

#[wasm_bindgen_test]
async fn a_busy_button_keeps_the_focus_and_does_nothing() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    let release = stage.client.then_held(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    let again = stage.button("Read again");
    again.focus().unwrap();
    stage.click("Read again").await;
    stage.click("Read again").await;
    assert_eq!(stage.client.asked.borrow().len(), 2);
    assert_eq!(again.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(document().active_element().is_some_and(|it| it == *again.unchecked_ref::<Element>()));
    release.send(()).unwrap();
    settle().await;
    assert_eq!(again.get_attribute("aria-disabled"), None);
}

#[wasm_bindgen_test]
async fn the_status_is_one_lasting_element_whose_text_changes() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    let before = stage.find("[role=status]").expect("the status");
    assert_eq!(before.text_content().as_deref(), Some("Pending"));
    stage.now.set(NOW.plus(7_200));
    settle().await;
    assert_eq!(stage.status("Request status"), "Expired");
    assert!(stage.find("[role=status]").is_some_and(|now| now == before));
}

#[wasm_bindgen_test]
async fn the_message_is_described_by_why_it_cannot_be_sent() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    let described = stage.message().get_attribute("aria-describedby").unwrap();
    let texts: String = described
        .split(' ')
        .map(|id| stage.find(&format!("#{id}")).expect(id).text_content().unwrap())
        .collect();
    assert!(texts.contains("Write a message first."), "{texts}");
}

#[wasm_bindgen_test]
async fn what_github_leaves_out_is_not_made_up() {
    let mut stage = Stage::new(PageUser::NoPage);
    let bare = ExemptionRequest { organization: None, responses: None, ..pending(1) };
    stage.show_detail(located(bare)).await;
    let text = stage.text();
    assert!(text.contains("GitHub gives no responses."), "{text}");
    let facts = stage.find(".facts").unwrap().text_content().unwrap();
    assert!(facts.contains("OrganizationNot given"), "{facts}");
}

#[wasm_bindgen_test]
async fn a_response_shows_its_exact_time() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage
        .show_detail(located(answered(1, RequestStatus::Approved, ResponseStatus::Approved)))
        .await;
    let line = stage.find(".response-history-row time").unwrap().text_content().unwrap();
    assert!(line.contains("2027"), "{line}");
}

#[wasm_bindgen_test]
async fn connecting_with_errors_goes_to_the_first_of_them() {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    stage
        .show(|session| {
            let on_connected = Callback::new(|_| ());
            let on_demo = Callback::new(|()| ());
            view! { <ConnectForm session scope="" on_connected on_demo /> }.into_any()
        })
        .await;
    let focused = || document().active_element().map(|element| element.id());
    stage.click("Connect").await;
    assert_eq!(focused().as_deref(), Some("token"));
    let token: HtmlInputElement = stage.find("#token").unwrap().unchecked_into();
    token.set_value("ghp_canary");
    stage.click("Connect").await;
    assert_eq!(focused().as_deref(), Some("scope"));
}

#[wasm_bindgen_test]
async fn a_list_that_is_old_is_read_again_on_arrival_and_keeps_its_rows_meanwhile() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), pending(2)], None))));
    stage.show_inbox().await;
    assert!(stage.text().contains("Read less than a minute ago"), "{}", stage.text());
    stage.now.set(NOW.plus(59));
    stage.session.list.show("org:octo-org".parse().unwrap());
    assert_eq!(stage.client.lists(), [1]);
    stage.now.set(NOW.plus(150));
    settle().await;
    assert!(stage.text().contains("Read 2 minutes ago"));
    let release = stage.client.then_held(Outcome::List(Ok(page(vec![pending(2)], None))));
    let row = stage.button("Open request #2 in octo-org/smile");
    row.focus().unwrap();
    stage.session.list.show("org:octo-org".parse().unwrap());
    settle().await;
    assert_eq!(stage.status("Requests shown"), "2 of 2 requests partial");
    release.send(()).unwrap();
    settle().await;
    assert_eq!(stage.status("Requests shown"), "1 of 1 requests");
    assert!(stage.text().contains("Read less than a minute ago"));
    assert!(document().active_element().is_some_and(|it| it == *row.unchecked_ref::<Element>()));
}

#[wasm_bindgen_test]
async fn a_list_page_that_comes_late_does_not_undo_what_was_read_meanwhile() {
    let mut stage = Stage::new(PageUser::NoPage);
    let release = stage.client.then_held(Outcome::List(Ok(page(vec![pending(1)], None))));
    stage.show_inbox().await;
    stage.session.list.replace(&answered(1, RequestStatus::Denied, ResponseStatus::Denied));
    release.send(()).unwrap();
    settle().await;
    assert_eq!(stage.status("Requests shown"), "0 of 1 requests");
}

/// The app at an address, with nobody's token and the demo.
async fn app_at(stage: &mut Stage, hash: &str, start_on_demo: bool) {
    window().location().set_hash(hash).unwrap();
    settle().await;
    let now = stage.now;
    let demo = stage.owner.with(|| {
        let client: Rc<dyn Client> = Rc::new(DemoClient::new(|| NOW));
        Session::new(client, Source::Demo, now.into(), Signal::stored(PageUser::NoPage))
    });
    stage
        .show(move |live| view! { <App live demo token_only=false start_on_demo /> }.into_any())
        .await;
    settle().await;
}

fn hash() -> String {
    window().location().hash().unwrap()
}

const DEMO_INBOX: &str = "#/demo/inbox?scope=enterprise:octo-demo";

#[wasm_bindgen_test]
async fn the_demo_is_in_the_address_and_never_asks_github() {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    app_at(&mut stage, "#/", false).await;
    stage.click("Explore with demo data").await;
    settle().await;
    assert_eq!(hash(), DEMO_INBOX);
    assert!(stage.status("Requests shown").ends_with("of 300 requests"));
    stage.find("a.requests-open").unwrap().unchecked_into::<HtmlElement>().click();
    settle().await;
    let request = hash();
    assert!(request.starts_with("#/demo/request/"), "{request}");
    assert!(stage.find("[role=status][aria-label='Request status']").is_some());
    assert!(stage.find("a[href^='https:']").is_none(), "nothing of the demo is at GitHub");
    stage.click("Leave demo").await;
    settle().await;
    assert_eq!(hash(), "#/");
    assert!(stage.text().contains("Connect to GitHub"));
    window().history().unwrap().back().unwrap();
    settle().await;
    settle().await;
    assert_eq!(hash(), request);
    assert!(stage.text().contains("Demo data"));
    assert!(stage.client.asked.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_link_into_the_demo_becomes_an_address_of_the_demo() {
    for (from, to) in [
        ("#", DEMO_INBOX),
        ("#/inbox?scope=org:octo-demo", "#/demo/inbox?scope=org:octo-demo"),
        ("#/demo/settings", "#/demo/settings"),
    ] {
        let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
        app_at(&mut stage, from, true).await;
        assert_eq!(hash(), to);
        assert!(stage.text().contains("Demo data"), "{from}");
        stage.click("Leave demo").await;
        assert_eq!(hash(), "#/");
        assert_eq!(window().location().search().unwrap(), "");
        assert!(stage.text().contains("Connect to GitHub"));
    }
}

#[wasm_bindgen_test]
async fn connected_is_said_in_the_view_that_follows() {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    app_at(&mut stage, "#/", false).await;
    let said = stage.find(".app-said").unwrap();
    for (field, text) in [("#scope", "org:octo-org"), ("#token", "ghp_good")] {
        let input: HtmlInputElement = stage.find(field).unwrap().unchecked_into();
        input.set_value(text);
        input.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    }
    stage.client.signs_in.set(true);
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    stage.click("Connect").await;
    settle().await;
    assert_eq!(hash(), "#/inbox?scope=org:octo-org");
    assert_eq!(said.text_content().as_deref(), Some("Connected."));
    assert!(stage.find(".app-said").is_some_and(|now| now == said));
}

#[wasm_bindgen_test]
async fn a_write_that_is_not_shown_yet_is_not_called_recorded() {
    let mut stage = Stage::new(PageUser::NoPage);
    stage.show_detail(located(pending(1))).await;
    stage.write("fine").await;
    let read_back = Ok(Box::new(pending(1)));
    let outcome = WriteOutcome::Sent { is_shown: false, read_back };
    stage.client.then(Outcome::Review(Box::new(outcome)));
    stage.click("Approve").await;
    let text = stage.text();
    assert!(text.contains("GitHub took the review, but doesn't show it yet."), "{text}");
    assert!(!text.contains("recorded"), "{text}");
}

#[wasm_bindgen_test]
async fn a_response_to_one_s_own_request_is_not_dismissed() {
    let mut stage = Stage::new(PageUser::NoPage);
    let answered = answered(1, RequestStatus::Approved, ResponseStatus::Approved);
    let own = ExemptionRequest { requester: actor("octocat"), ..answered };
    stage.show_detail(located(own)).await;
    assert!(stage.button("Dismiss response").disabled());
    assert!(stage.text().contains("This is your own request."));
}

const LIST_PAGE: &str = "https://github.com/octo-org/smile/exemptions";

#[wasm_bindgen_test]
async fn the_closed_tab_counts_again_on_another_page_a_minute_later() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, _) = panel_handle(&stage);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1)], None))));
    handle.context.set(context(&format!("{LIST_PAGE}/1"), false));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    stage.now.set(NOW.plus(50));
    handle.context.set(context(&format!("{LIST_PAGE}/2"), false));
    settle().await;
    assert_eq!(stage.client.lists(), [1]);
    stage.now.set(NOW.plus(100));
    settle().await;
    assert_eq!(stage.client.lists(), [1]);
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    handle.context.set(context(&format!("{LIST_PAGE}/3"), false));
    settle().await;
    assert_eq!(stage.client.lists(), [1, 1]);
    assert_eq!(stage.buttons("Open Gatehouse: 0 requests waiting").len(), 1);
}

#[wasm_bindgen_test]
async fn a_list_in_the_panel_is_as_it_was_left_when_the_panel_opens_again() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, _) = panel_handle(&stage);
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), pending(2)], None))));
    handle.context.set(context(LIST_PAGE, true));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    let search: HtmlInputElement = stage.find("input[type=search]").unwrap().unchecked_into();
    search.set_value("#2");
    search.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    settle().await;
    for _ in 0..2 {
        stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(2))))));
    }
    stage.click("Open request #2 in octo-org/smile").await;
    for open in [false, true] {
        handle.context.set(context(LIST_PAGE, open));
        settle().await;
    }
    assert!(stage.text().contains("Bypass request #2"));
    stage.click("Back to list").await;
    assert_eq!(stage.status("Requests shown"), "1 of 2 requests");
    stage.client.then(Outcome::List(Ok(page(vec![pending(1), pending(2)], None))));
    handle.context.set(context("https://github.com/octo-org/other/exemptions", true));
    settle().await;
    assert_eq!(stage.status("Requests shown"), "2 of 2 requests");
}

#[wasm_bindgen_test]
async fn a_sheet_has_no_edge_to_move_and_dragging_sets_one_width_a_frame() {
    let mut stage = Stage::new(PageUser::NoPage);
    let (handle, calls) = panel_handle(&stage);
    stage.client.then(Outcome::Locate(Ok(Box::new(located(pending(1))))));
    stage.client.then(Outcome::List(Ok(page(vec![], None))));
    let beside = context(&format!("{LIST_PAGE}/1"), true).unwrap();
    handle.context.set(Some(beside.clone()));
    stage.show(move |session| view! { <Panel session handle /> }.into_any()).await;
    let edge = stage.find("[role=separator]").expect("the edge");
    let pointer = |kind: &str, x: i32| {
        let make = "return new PointerEvent(kind, { screenX, bubbles: true })";
        let event = js_sys::Function::new_with_args("kind, screenX", make)
            .call2(&JsValue::NULL, &kind.into(), &x.into())
            .unwrap();
        edge.dispatch_event(&event.unchecked_into()).unwrap();
    };
    pointer("pointerdown", 500);
    for x in [490, 480, 470, 460] {
        pointer("pointermove", x);
    }
    pointer("pointerup", 460);
    settle().await;
    assert_eq!(calls.get_untracked(), 1);
    handle.context.set(Some(PanelContext { layout: Layout::Sheet, ..beside }));
    settle().await;
    assert!(stage.find("[role=separator]").is_none());
}
