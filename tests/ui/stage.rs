//! What the tests share: a client with a script, a document of its own for each test, and requests.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use any_view::mounted;
use futures::channel::oneshot;
use futures::future::{FutureExt, LocalBoxFuture, ready};
use gatehouse::client::Client;
use gatehouse::client::list::ListPage;
use gatehouse::client::locate::{Located, Route};
use gatehouse::client::operation::{Operation, Outcome, Performed, Review, Target};
use gatehouse::client::permit::Press;
use gatehouse::client::queue::{Account, Command, Next, PACE_IN, Queue, QueueError, View};
use gatehouse::client::sign_in::{Entered, SignInError};
use gatehouse::client::write::WriteOutcome;
use gatehouse::github::error::{ApiError, ApiErrorKind, FieldError, TransportError};
use gatehouse::github::exemption::{
    Actor, BypassReason, ExemptionRequest, Finding, Organization, Repository, RequestStatus,
    Response, ResponseStatus,
};
use gatehouse::github::host::Host;
use gatehouse::github::ids::{ItemNumber, RequestId, ResponseId};
use gatehouse::github::shared::Shared;
use gatehouse::github::time::Timestamp;
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::history_store::HistoryStore;
use gatehouse::ui::inbox::Opening;
use gatehouse::ui::kept_preferences;
use gatehouse::ui::keyboard::commands::Commands;
use gatehouse::ui::request_detail::RequestDetail;
use gatehouse::ui::session::clock::Clock;
use gatehouse::ui::session::grid_handle::Opened;
use gatehouse::ui::session::history_handle::HistoryPlace;
use gatehouse::ui::session::store_handle::StoreHandle;
use gatehouse::ui::session::{Around, Session, Source};
use gatehouse::ui::split_view::SplitView;
use gatehouse::ui::store::MemoryStore;
use gatehouse::vault::binding::Binding;
use gatehouse::vault::command::{VaultCommand, VaultError, VaultReport};
use gatehouse::vault::status::{HeldStatus, TokenStatus, VaultStatus};
use gatehouse::vault::token::TokenKind;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement, HtmlElement, HtmlTextAreaElement};

pub const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

pub type Answers = VecDeque<(Answer, Option<oneshot::Receiver<()>>)>;

/// What a script answers: an operation, or a review that the queue sends.
#[derive(Debug)]
pub enum Answer {
    Operation(Result<Outcome, TransportError>),
    Review(Box<WriteOutcome>),
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Self {
        Self::Operation(Ok(outcome))
    }
}

impl From<WriteOutcome> for Answer {
    fn from(outcome: WriteOutcome) -> Self {
        Self::Review(Box::new(outcome))
    }
}

/// A client that answers in the order of its script and notes what it was asked.
pub struct Scripted {
    pub answers: Rc<RefCell<Answers>>,
    pub queue: Rc<RefCell<Queue>>,
    pub reviews: Rc<RefCell<Vec<Review>>>,
    pub asked: RefCell<Vec<Operation>>,
    pub vault: VaultStatus,
    pub signs_in: Cell<bool>,
    /// Why a token isn't kept, where that isn't its host.
    pub refuses: RefCell<Option<SignInError>>,
    pub entered: RefCell<Vec<Entered>>,
    /// Which tokens were forgotten.
    pub forgotten: RefCell<Vec<Binding>>,
}

impl Scripted {
    pub fn writes(&self) -> usize {
        let is_dismissal = |asked: &&Operation| matches!(asked, Operation::Dismiss(..));
        let dismissals = self.asked.borrow().iter().filter(is_dismissal).count();
        self.reviews.borrow().len() + dismissals
    }

    pub fn lists(&self) -> Vec<u32> {
        let page = |asked: &Operation| match asked {
            Operation::List(list) => Some(list.page),
            _ => None,
        };
        self.asked.borrow().iter().filter_map(page).collect()
    }

    /// Adds an answer to the script.
    pub fn then(&self, answer: impl Into<Answer>) {
        self.answers.borrow_mut().push_back((answer.into(), None));
    }

    /// The same, but it comes only when the test says so.
    pub fn then_held(&self, answer: impl Into<Answer>) -> oneshot::Sender<()> {
        let (release, held) = oneshot::channel();
        self.answers.borrow_mut().push_back((answer.into(), Some(held)));
        release
    }
}

const NOW_IN_MS: i64 = NOW.unix() * 1_000;

fn account() -> Account {
    Account { host: Host::GithubCom, login: "octocat".to_owned() }
}

/// A press unlike any other.
pub fn new_press() -> Press {
    thread_local!(static LAST: Cell<u64> = const { Cell::new(0) });
    let id = LAST.replace(LAST.get() + 1);
    Press { id, at: NOW_IN_MS, is_trusted: true, is_active: true, is_covered: false }
}

/// Sends what the queue holds: each review gets the script's next answer.
async fn send_all(
    queue: Rc<RefCell<Queue>>,
    answers: Rc<RefCell<Answers>>,
    reviews: Rc<RefCell<Vec<Review>>>,
) {
    // No test waits for the pace of writes.
    let mut now = NOW_IN_MS;
    loop {
        let next = queue.borrow_mut().next(now, Some(&account()));
        let id = match next {
            Next::Send(id) => id,
            Next::WaitUntil(at) if at - now <= PACE_IN => {
                now = at;
                continue;
            }
            _ => return,
        };
        reviews.borrow_mut().push(Review::clone(&queue.borrow().item(id).unwrap().review));
        let (answer, held) = answers.borrow_mut().pop_front().expect("a review in the script");
        if let Some(held) = held {
            held.await.expect("released");
        }
        let Answer::Review(outcome) = answer else { panic!("not in the script: a review") };
        queue.borrow_mut().sent(now, id, *outcome);
    }
}

impl Client for Scripted {
    fn perform(
        &self,
        operation: Operation,
    ) -> LocalBoxFuture<'_, Result<Performed, TransportError>> {
        self.asked.borrow_mut().push(operation.clone());
        let next = self.answers.borrow_mut().pop_front();
        let (answer, held) = next.unwrap_or_else(|| panic!("not in the script: {operation:?}"));
        async move {
            if let Some(held) = held {
                held.await.expect("released");
            }
            match answer {
                Answer::Operation(outcome) => {
                    outcome.map(|outcome| Performed { outcome, clock_difference: None })
                }
                Answer::Review(_) => panic!("not in the script: {operation:?}"),
            }
        }
        .boxed_local()
    }

    fn queue(
        &self,
        command: Command,
        press: Option<Press>,
        since: u64,
    ) -> LocalBoxFuture<'_, Result<View, QueueError>> {
        let now = NOW_IN_MS;
        // A test's presses are a script's, as every test's are.
        let press = press.map(|it| Press { at: now, is_trusted: true, is_active: true, ..it });
        let mut queue = self.queue.borrow_mut();
        let page_user = PageUser::NoPage;
        if let Err(why) = queue.obey(now, Some(&account()), &page_user, press.as_ref(), &command) {
            return ready(Err(QueueError::NotPermitted(why))).boxed_local();
        }
        drop(queue);
        let (queue, answers) = (Rc::clone(&self.queue), Rc::clone(&self.answers));
        leptos::task::spawn_local(send_all(queue, answers, Rc::clone(&self.reviews)));
        ready(Ok(self.queue.borrow().view(since))).boxed_local()
    }

    fn vault_status(&self) -> LocalBoxFuture<'_, Result<VaultStatus, TransportError>> {
        ready(Ok(self.vault.clone())).boxed_local()
    }

    fn vault(&self, command: VaultCommand) -> LocalBoxFuture<'_, Result<VaultReport, VaultError>> {
        if let VaultCommand::Forget(binding) = command {
            self.forgotten.borrow_mut().push(binding);
        }
        ready(Ok(VaultReport { status: self.vault.clone(), remembered: None })).boxed_local()
    }

    fn sign_in(&self, entered: Entered) -> LocalBoxFuture<'_, Result<VaultStatus, SignInError>> {
        self.entered.borrow_mut().push(entered);
        if let Some(error) = self.refuses.borrow().clone() {
            return ready(Err(error)).boxed_local();
        }
        let signed_in = || holding(token());
        ready(self.signs_in.get().then(signed_in).ok_or(SignInError::HostNotAllowed)).boxed_local()
    }

    fn forget(&self) -> LocalBoxFuture<'_, Result<(), TransportError>> {
        ready(Ok(())).boxed_local()
    }
}

/// A document of its own for one test: an element, a session and the time.
pub struct Stage {
    pub client: Rc<Scripted>,
    pub session: Session,
    pub kept: MemoryStore,
    pub now: RwSignal<Timestamp>,
    pub root: HtmlElement,
    pub owner: Owner,
    pub unmount: Option<Box<dyn FnOnce()>>,
}

/// What a session finds around it, with the preferences kept where its drafts are.
pub fn around(now: RwSignal<Timestamp>, page_user: PageUser, kept: MemoryStore) -> Around {
    let store = StoreHandle::new(Rc::new(kept));
    let preferences = kept_preferences(store);
    Around {
        clock: Clock::showing(now.into()),
        page_user: Signal::stored(page_user),
        store,
        history: HistoryPlace::new_local(None),
        preferences,
        commands: Commands::default(),
    }
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
    pub fn new(page_user: PageUser) -> Self {
        Self::with_vault(page_user, holding(token()))
    }

    pub fn with_vault(page_user: PageUser, vault: VaultStatus) -> Self {
        Self::with_kept(page_user, vault, MemoryStore::default())
    }

    /// One whose store is that of an earlier one, as after a reload.
    pub fn with_kept(page_user: PageUser, vault: VaultStatus, kept: MemoryStore) -> Self {
        Self::with_history(page_user, vault, kept, None)
    }

    /// One that keeps a local history, too.
    pub fn with_history(
        page_user: PageUser,
        vault: VaultStatus,
        kept: MemoryStore,
        history: Option<Rc<dyn HistoryStore>>,
    ) -> Self {
        let client = Rc::new(Scripted {
            answers: Rc::default(),
            queue: Rc::default(),
            reviews: Rc::default(),
            asked: RefCell::default(),
            vault: vault.clone(),
            signs_in: Cell::new(false),
            refuses: RefCell::default(),
            entered: RefCell::default(),
            forgotten: RefCell::default(),
        });
        // A test that failed leaves its dialog open, behind which nothing takes the focus.
        while let Some(open) = document().query_selector("dialog[open]").unwrap() {
            open.remove();
        }
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        // The first mount sets up what runs futures, and the preferences are read before the real one.
        mounted(root.clone(), || ().into_any())();
        let owner = Owner::new();
        let (session, now) = owner.with(|| {
            let now = RwSignal::new(NOW);
            let asked: Rc<dyn Client> = client.clone();
            let history = HistoryPlace::new_local(history);
            let around = Around { history, ..around(now, page_user, kept.clone()) };
            (Session::new(asked, Source::Github, around), now)
        });
        session.vault.set(Some(Ok(vault)));
        Self { client, session, kept, now, root, owner, unmount: None }
    }

    pub async fn show(&mut self, view: impl FnOnce(Session) -> AnyView + 'static) {
        let session = self.session;
        // Tests of the delay set their own.
        session.preferences.update(|preferences| preferences.undo_delay_in = 0);
        self.unmount = Some(mounted(self.root.clone(), move || view(session)));
        settle().await;
    }

    pub async fn show_detail(&mut self, located: Located) {
        self.client.then(Outcome::Locate(Ok(Box::new(located.clone()))));
        let target = Target::Listed(Box::new(located.request));
        self.show(|session| view! { <RequestDetail session target /> }.into_any()).await;
    }

    /// The list of a scope; what is opened takes its place, or stands beside it.
    pub async fn show_inbox(&mut self) {
        self.session.list.show("org:octo-org".parse().unwrap());
        self.show(|session| {
            let filter = RwSignal::new("is:open".to_owned());
            let opened = RwSignal::new(None::<Target>);
            let on_open = Callback::new(move |now: Opened| {
                opened.set(Some(Target::Listed(Box::new((*now.request).clone()))));
            });
            let on_back = Callback::new(move |()| opened.set(None));
            let opening = Opening::InPlace;
            view! { <SplitView session filter opening target=opened on_open on_back /> }.into_any()
        })
        .await;
    }

    pub fn text(&self) -> String {
        self.root.inner_text()
    }

    pub fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).unwrap()
    }

    pub fn status(&self, name: &str) -> String {
        let selector = format!("[role=status][aria-label='{name}']");
        self.find(&selector).expect("the status").text_content().unwrap()
    }

    pub fn buttons(&self, name: &str) -> Vec<HtmlButtonElement> {
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

    pub fn button(&self, name: &str) -> HtmlButtonElement {
        self.buttons(name).into_iter().next().unwrap_or_else(|| panic!("no button {name}"))
    }

    pub async fn click(&self, name: &str) {
        self.button(name).click();
        settle().await;
        self.look().await;
    }

    /// Lets the views look at the queue, which they do now and then while a review is in it.
    pub async fn look(&self) {
        if self.session.queue.state.with_untracked(|state| state.is_open()) {
            TimeoutFuture::new(150).await;
            settle().await;
        }
    }

    pub fn message(&self) -> HtmlTextAreaElement {
        self.find("#review-message").expect("the message").unchecked_into()
    }

    pub async fn write(&self, text: &str) {
        let field = self.message();
        field.set_value(text);
        field.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
        settle().await;
    }

    pub fn alerts(&self) -> String {
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

pub fn is_in_closed_dialog(element: &Element) -> bool {
    element.closest("dialog:not([open])").unwrap().is_some()
}

/// Lets every effect and every answer that is there come through, two frames pass, and rows be chosen
/// that were put off since choosing took long: what is done in a frame is done then, however slow the
/// machine.
pub async fn settle() {
    settle_once().await;
    while document().query_selector("[role=grid][aria-busy]").unwrap().is_some() {
        TimeoutFuture::new(10).await;
        settle_once().await;
    }
}

async fn settle_once() {
    for _ in 0..3 {
        TimeoutFuture::new(0).await;
    }
    for _ in 0..2 {
        let (passes, passed) = oneshot::channel::<()>();
        request_animation_frame(move || drop(passes));
        let _ = passed.await;
    }
    TimeoutFuture::new(10).await;
}

/// Waits until `is_so`: rows are chosen later where choosing them took long.
pub async fn eventually(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..200 {
        if is_so() {
            return;
        }
        TimeoutFuture::new(25).await;
    }
    panic!("waited in vain: {what}");
}

pub fn token() -> TokenStatus {
    TokenStatus {
        host: Host::GithubCom,
        owner: None,
        login: "octocat".to_owned(),
        kind: TokenKind::Classic,
        scopes: Some(vec!["security_events".to_owned()]),
    }
}

/// What is known where `tokens` are held, for the host and the user of the first.
pub fn held(tokens: Vec<TokenStatus>) -> HeldStatus {
    let (host, login) = (tokens[0].host.clone(), tokens[0].login.clone());
    HeldStatus { host, login, tokens, is_remembered: false }
}

pub fn holding(token: TokenStatus) -> VaultStatus {
    VaultStatus::Holding(held(vec![token]))
}

pub fn actor(name: &str) -> Option<Shared<Actor>> {
    Some(Actor { actor_id: Some(1), actor_name: Some(name.into()) }.into())
}

pub fn pending(id: u64) -> ExemptionRequest {
    ExemptionRequest {
        id: Some(RequestId(id)),
        number: Some(42),
        repository: Some(
            Repository { full_name: Some("octo-org/smile".into()), ..Repository::default() }.into(),
        ),
        organization: Some(Organization { id: None, name: Some("octo-org".into()) }.into()),
        requester: actor("monalisa"),
        data: Some(vec![Finding {
            secret_type: Some("adafruit_io_key".into()),
            bypass_reason: Some(BypassReason::FixLater),
            path: Some("/tests/README.md:16:3".to_owned()),
            branch: Some("refs/heads/feature/x".into()),
        }]),
        resource_identifier: Some("827efc6d56897b048c772eb4087f854f46256132".into()),
        status: Some(RequestStatus::Pending),
        requester_comment: Some("two\n  lines".to_owned()),
        created_at: Some(NOW.plus(-3_600)),
        expires_at: Some(NOW.plus(7_200)),
        responses: Some(Vec::new()),
        html_url: Some(format!("https://github.com/octo-org/smile/exemptions/{id}").into()),
        ..ExemptionRequest::default()
    }
}

pub fn located(request: ExemptionRequest) -> Located {
    Located { request, route: Route::Item(ItemNumber(1)) }
}

pub fn answered(id: u64, status: RequestStatus, response: ResponseStatus) -> ExemptionRequest {
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

pub fn sent(request: ExemptionRequest) -> WriteOutcome {
    WriteOutcome::Sent { is_shown: true, read_back: Ok(Box::new(request)) }
}

pub fn page(requests: Vec<ExemptionRequest>, next: Option<u32>) -> ListPage {
    ListPage { requests, next, ..ListPage::default() }
}

pub fn rejected() -> WriteOutcome {
    WriteOutcome::Rejected(ApiError {
        kind: ApiErrorKind::Rejected,
        status: 422,
        message: Some("Validation Failed".to_owned()),
        documentation_url: Some("https://docs.github.com/rest".to_owned()),
        errors: vec![FieldError {
            field: Some("message".to_owned()),
            message: Some("is too long".to_owned()),
            code: None,
        }],
    })
}
