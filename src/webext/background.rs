//! Answers what the extension's parts ask. It alone holds the tokens, and every call and every
//! write goes through it.

use std::cell::{OnceCell, RefCell};
use std::fmt::Display;
use std::mem;

use futures::FutureExt;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::client::direct::{UnderWay, perform};
use crate::client::operation::{Operation, Performed};
use crate::client::permit::Press;
use crate::client::queue::{Account, Command, Millis, Queue, QueueError, View};
use crate::client::runner::{Ground, NotKept, Runner};
use crate::github::error::TransportError;
use crate::github::host::Host;
use crate::page::panel::{Layout, PanelState};
use crate::transport::Transport;
use crate::transport::fetch::{Fetch, now_in_ms, sleep};
use crate::triage::guard::PageUser;
use crate::vault::safe::Safe;
use crate::vault::status::VaultStatus;

use super::api::{self, BrowserError};
use super::message::{Answer, Message, ToPage};
use super::sender::{Party, Sender, TabId, may_ask, party};
use super::storage::{self, Stored};

mod vault;

use vault::{is_use, sends};

/// The script that a review page gets, and the style that lets the panel push the page aside.
const REVIEW_PAGE_SCRIPT: &str = "review_page.js";
const REVIEW_PAGE_STYLE: &str = "review_page.css";

/// The GitHub whose pages get a panel; see `sender::party`.
const PAGES: Host = Host::GithubCom;

/// The background program.
#[derive(Default)]
pub struct Background {
    memory: OnceCell<Memory>,
    under_way: UnderWay,
}

/// What the background knows, read from the store when it wakes.
struct Memory {
    stored: RefCell<Stored>,
    runner: Runner,
}

/// What a message about the panel comes to, worked out in one go: what is to be kept, whom to tell, and
/// the answer.
struct Turn {
    keeps_tabs: bool,
    /// How the panel is left now, in every tab that shows one; absent where that stays.
    panel: Option<PanelState>,
    /// What the tab's page is told.
    tells: Option<(TabId, ToPage)>,
    answer: Answer,
}

impl Turn {
    fn answer(answer: Answer) -> Self {
        Self { keeps_tabs: false, panel: None, tells: None, answer }
    }

    fn keep_tabs(answer: Answer) -> Self {
        Self { keeps_tabs: true, ..Self::answer(answer) }
    }
}

impl Background {
    async fn memory(&self) -> Result<&Memory, BrowserError> {
        if let Some(memory) = self.memory.get() {
            return Ok(memory);
        }
        let now = now_in_ms();
        let mut stored = storage::load(now).await?;
        let runner = Runner::restored(mem::take(&mut stored.queue), now);
        // Two messages may have waited for the store at once: the first one's memory is kept.
        Ok(self.memory.get_or_init(|| Memory { stored: RefCell::new(stored), runner }))
    }

    /// Answers a message; both are JSON text.
    ///
    /// # Errors
    /// The browser's, and messages that can't be read.
    pub async fn on_message(
        &'static self,
        text: &str,
        sender: &JsValue,
    ) -> Result<String, BrowserError> {
        let message: Message = serde_json::from_str(text).map_err(to_browser_error)?;
        let sender = api::read_sender(sender);
        let memory = self.memory().await?;
        memory.lock_when_idle().await?;
        let answer = match memory.party_of(&sender, &message)? {
            Some(party) => self.answer(memory, message, &party).await?,
            None => Answer::NotAllowed,
        };
        serde_json::to_string(&answer).map_err(to_browser_error)
    }

    /// A browser compiles a function when it is called first, and who wakes the background asks for little:
    /// so what is asked then goes through small functions.
    async fn answer(
        &'static self,
        memory: &'static Memory,
        message: Message,
        party: &Party,
    ) -> Result<Answer, BrowserError> {
        match message {
            Message::VaultStatus => {
                let host = page_host(party);
                Ok(Answer::VaultStatus(memory.stored.borrow().vault_status(host.as_ref())))
            }
            Message::PageSeen(_)
            | Message::LinksSeen { .. }
            | Message::MarkOpened { .. }
            | Message::Escape
            | Message::Ready
            | Message::Admit { .. }
            | Message::Context
            | Message::SetOpen { .. }
            | Message::SetWidth { .. }
            | Message::Marks { .. } => memory.take(memory.turn(message, party)).boxed_local().await,
            Message::Wake
            | Message::OpenSettings
            | Message::Perform { .. }
            | Message::Queue { .. }
            | Message::KeepRows(_)
            | Message::SignIn(_)
            | Message::Vault { .. }
            | Message::Forget => self.act(memory, message, party).boxed_local().await,
        }
    }

    /// Does what goes beyond what is kept of the tabs.
    async fn act(
        &'static self,
        memory: &'static Memory,
        message: Message,
        party: &Party,
    ) -> Result<Answer, BrowserError> {
        if is_use(&message) {
            memory.used().await?;
        }
        let works_for = || memory.stored.borrow().works_for(party);
        Ok(match (message, party) {
            (Message::Wake, Party::ReviewPage(tab)) => {
                api::inject(*tab, REVIEW_PAGE_SCRIPT, REVIEW_PAGE_STYLE).await?;
                Answer::Done
            }
            (Message::OpenSettings, _) => {
                api::open_options_page().await?;
                Answer::Done
            }
            (Message::Perform { operation }, _) => {
                self.perform(memory, operation, works_for()).boxed_local().await
            }
            (Message::Queue { command, press, since }, _) => {
                let view = self.queue(memory, works_for(), press, command, since);
                Answer::Queue(view.boxed_local().await)
            }
            (Message::KeepRows(rows), _) => memory.keep_rows(&rows).boxed_local().await?,
            (Message::SignIn(entered), _) => {
                Answer::SignedIn(memory.sign_in(entered).boxed_local().await?)
            }
            (Message::Vault { command }, _) => {
                Answer::Vault(memory.vault(command).boxed_local().await)
            }
            (Message::Forget, _) => {
                memory.forget().boxed_local().await?;
                Answer::Done
            }
            _ => Answer::NotAllowed,
        })
    }

    async fn perform(
        &self,
        memory: &Memory,
        operation: Operation,
        (host, page_user): (Option<Host>, PageUser),
    ) -> Answer {
        let (at_hand, is_locked) = {
            let safe = &memory.stored.borrow().safe;
            (host.as_ref().and_then(|host| way_to(safe, host)), safe.is_locked())
        };
        let performed = match at_hand {
            None if is_locked => Err(TransportError::Locked),
            None => Err(TransportError::NoToken),
            Some(_) if !is_granted_where_any(host.as_ref()).await => {
                Err(TransportError::NotGranted)
            }
            Some((fetch, account)) => {
                let login = account.login.as_str();
                let outcome = perform(&fetch, &self.under_way, login, &page_user, &operation).await;
                Ok(Performed { outcome, clock_difference: Some(fetch.clock_difference()) })
            }
        };
        Answer::Performed(Box::new(performed))
    }

    async fn queue(
        &'static self,
        memory: &'static Memory,
        (host, page_user): (Option<Host>, PageUser),
        press: Option<Press>,
        command: Command,
        since: u64,
    ) -> Result<View, QueueError> {
        if matches!(command, Command::Add { .. }) && memory.stored.borrow().safe.is_locked() {
            return Err(QueueError::Transport(TransportError::Locked));
        }
        if sends(&command) && !is_granted_where_any(host.as_ref()).await {
            return Err(QueueError::Transport(TransportError::NotGranted));
        }
        let runner = &memory.runner;
        let account = host.and_then(|host| self.account(&host)).map(|(_, account)| account);
        let view = runner.obey(self, (account, &page_user), press, &command, since).await;
        // What was asked for is answered now; the sending takes its time.
        if command != Command::Look {
            spawn_local(runner.run(self));
        }
        view
    }

    /// The alarm: the token was used meanwhile, or is locked now.
    ///
    /// # Errors
    /// The browser's.
    pub async fn on_alarm(&self) -> Result<(), BrowserError> {
        let memory = self.memory().await?;
        memory.lock_when_idle().await?;
        memory.set_alarm()
    }

    /// The toolbar button or its keyboard command: opens or closes the panel of the tab, or opens
    /// the extension's own page where there is no panel.
    ///
    /// # Errors
    /// The browser's.
    pub async fn on_action(&self, tab: Option<TabId>) -> Result<(), BrowserError> {
        if let Some(tab) = tab {
            let memory = self.memory().await?;
            let has_panel = memory.stored.borrow().tabs.layout(tab).is_some();
            // Pages go without a word, and a listener for closed tabs would wake the background for
            // every tab there is.
            if has_panel && tell(tab, &ToPage::Changed).await.is_ok() {
                let panel = memory.change_panel(|panel| panel.with_open(!panel.open));
                return storage::keep_panel(panel).await;
            }
            let is_gone = memory.stored.borrow_mut().tabs.remove(tab);
            if is_gone {
                memory.keep_tabs().await?;
            }
        }
        api::open_options_page().await
    }
}

impl Memory {
    /// Who asks; absent where they may not ask for this.
    fn party_of(&self, sender: &Sender, message: &Message) -> Result<Option<Party>, BrowserError> {
        let id = api::extension_id().unwrap_or_default();
        let party = party(sender, &id, &api::extension_origin()?);
        let admitted = match &party {
            Party::Frame(tab, frame) => self.stored.borrow().tabs.is_admitted(*tab, frame),
            Party::ReviewPage(_) | Party::ExtensionPage | Party::Stranger => false,
        };
        Ok(may_ask(&party, admitted, message).then_some(party))
    }

    /// What a message about the panel comes to. It is worked out whole before anything waits, so that no
    /// other message comes between.
    #[inline(never)]
    fn turn(&self, message: Message, party: &Party) -> Turn {
        let not_allowed = || Turn::answer(Answer::NotAllowed);
        let keep_tabs_if = |is_so: bool| {
            if is_so { Turn::keep_tabs(Answer::Done) } else { not_allowed() }
        };
        match (message, party) {
            (Message::PageSeen(report), &Party::ReviewPage(tab)) => {
                let stored = &mut *self.stored.borrow_mut();
                stored.tabs.page_seen(tab, report);
                Turn::keep_tabs(Answer::Shown(stored.tabs.shown(tab, stored.panel)))
            }
            (Message::LinksSeen { urls }, &Party::ReviewPage(tab)) => {
                keep_tabs_if(self.stored.borrow_mut().tabs.links_seen(tab, urls))
            }
            (Message::MarkOpened { url }, &Party::ReviewPage(tab)) => {
                let is_wanted = self.stored.borrow_mut().tabs.want(tab, &url);
                let panel = is_wanted.then(|| self.change_panel(|panel| panel.with_open(true)));
                Turn { panel, ..keep_tabs_if(is_wanted) }
            }
            (Message::Marks { marks }, &Party::Frame(tab, _)) => {
                let stored = self.stored.borrow();
                // What was sent before the token was forgotten comes too late.
                let knows = stored.safe.credentials().is_some();
                let marks = if knows { stored.tabs.marked(tab, &marks) } else { Vec::new() };
                let tells = Some((tab, ToPage::Marks(marks)));
                Turn { tells, ..Turn::answer(Answer::Done) }
            }
            (Message::Ready, &Party::Frame(tab, _)) => {
                let secret = api::random_secret();
                if !self.stored.borrow_mut().tabs.expect(tab, secret.clone()) {
                    return not_allowed();
                }
                let tells = Some((tab, ToPage::Secret(secret)));
                Turn { tells, ..Turn::keep_tabs(Answer::Done) }
            }
            (Message::Admit { secret }, &Party::Frame(tab, ref frame)) => {
                if !self.stored.borrow_mut().tabs.admit(tab, frame.clone(), &secret) {
                    return not_allowed();
                }
                Turn::keep_tabs(self.context(tab))
            }
            (Message::Context, &Party::Frame(tab, _)) => Turn::answer(self.context(tab)),
            (Message::Escape, &(Party::Frame(tab, _) | Party::ReviewPage(tab))) => {
                let layout = self.stored.borrow().tabs.layout(tab);
                let panel = layout
                    .is_some_and(|layout| layout != Layout::Beside)
                    .then(|| self.change_panel(|panel| panel.with_open(false)));
                Turn { panel, ..Turn::answer(self.context(tab)) }
            }
            (Message::SetOpen { open }, &Party::Frame(tab, _)) => {
                let panel = Some(self.change_panel(|panel| panel.with_open(open)));
                Turn { panel, ..Turn::answer(self.context(tab)) }
            }
            (Message::SetWidth { width }, &Party::Frame(tab, _)) => {
                let panel = Some(self.change_panel(|panel| panel.with_width(width)));
                Turn { panel, ..Turn::answer(self.context(tab)) }
            }
            _ => not_allowed(),
        }
    }

    /// Keeps and says what a turn came to.
    async fn take(&self, turn: Turn) -> Result<Answer, BrowserError> {
        if turn.keeps_tabs {
            self.keep_tabs().await?;
        }
        if let Some(panel) = turn.panel {
            storage::keep_panel(panel).await?;
        }
        if let Some((tab, message)) = turn.tells {
            tell_while_there(tab, &message).await;
        }
        Ok(turn.answer)
    }

    fn context(&self, tab: TabId) -> Answer {
        let stored = self.stored.borrow();
        let vault = stored.vault_status(Some(&PAGES));
        let context = stored.tabs.context(tab, stored.panel, vault);
        context.map_or(Answer::NotAllowed, |context| Answer::Context(Box::new(context)))
    }

    /// Changes how the panel is left, and tells every tab that shows one; how it is left now is still to
    /// be kept.
    fn change_panel(&self, change: impl FnOnce(PanelState) -> PanelState) -> PanelState {
        let panel = change(self.stored.borrow().panel);
        self.stored.borrow_mut().panel = panel;
        self.tell_all(&ToPage::Panel(panel));
        panel
    }

    /// Tells every page with a panel, and waits for none: one may be frozen.
    fn tell_all(&self, message: &ToPage) {
        for tab in self.stored.borrow().tabs.ids() {
            let message = message.clone();
            spawn_local(async move {
                tell_while_there(tab, &message).await;
            });
        }
    }

    async fn keep_tabs(&self) -> Result<(), BrowserError> {
        let tabs = self.stored.borrow().tabs.clone();
        storage::keep_tabs(&tabs).await
    }
}

impl Ground for Background {
    type Transport = Fetch;

    fn now(&self) -> Millis {
        now_in_ms()
    }

    async fn sleep(&self, milliseconds: Millis) {
        sleep(milliseconds).await;
    }

    async fn keep(&self, queue: &Queue) -> Result<(), NotKept> {
        storage::keep_queue(queue).await.map_err(|error| NotKept(api::error_in_words(&error)))
    }

    fn account(&self, host: &Host) -> Option<(Fetch, Account)> {
        let safe = &self.memory.get()?.stored.borrow().safe;
        if safe.is_idle(now_in_ms()) { None } else { way_to(safe, host) }
    }

    async fn is_granted(&self, host: &Host) -> bool {
        vault::is_granted(host).await
    }

    fn at_work(&self) {
        if let Some(memory) = self.memory.get() {
            // It is kept with the next use that a person makes.
            memory.stored.borrow_mut().safe.used(now_in_ms());
        }
    }

    fn under_way(&self) -> &UnderWay {
        &self.under_way
    }
}

/// A way to `host` with the tokens at hand, and whose they are; absent when there are none.
fn way_to(safe: &Safe, host: &Host) -> Option<(Fetch, Account)> {
    let credentials = safe.credentials()?;
    let login = credentials.login_at(host)?.to_owned();
    Some((Fetch::new(host.clone(), credentials), Account { host: host.clone(), login }))
}

/// Whether the browser lets the extension reach `host`; without one nothing is sent anyway.
async fn is_granted_where_any(host: Option<&Host>) -> bool {
    match host {
        Some(host) => vault::is_granted(host).await,
        None => true,
    }
}

/// The GitHub of the page that a party stands on; absent where it isn't on one.
fn page_host(party: &Party) -> Option<Host> {
    matches!(party, Party::Frame(..)).then_some(PAGES)
}

impl Stored {
    /// Which GitHub a party works on, and who is signed in on its page.
    fn works_for(&self, party: &Party) -> (Option<Host>, PageUser) {
        match party {
            Party::Frame(tab, _) => (page_host(party), self.tabs.page_user(*tab)),
            _ => (self.safe.at_work().cloned(), PageUser::NoPage),
        }
    }

    /// The vault as it stands for a party that works on `host`; absent for the one that the person chose.
    fn vault_status(&self, host: Option<&Host>) -> VaultStatus {
        host.map_or_else(|| self.safe.status(), |host| self.safe.status_at(host))
    }
}

/// Tells a page that may be gone without a word, as pages go: then there is nothing left to tell.
async fn tell_while_there(tab: TabId, message: &ToPage) {
    let _ = tell(tab, message).await;
}

async fn tell(tab: TabId, message: &ToPage) -> Result<(), BrowserError> {
    let text = serde_json::to_string(message).map_err(to_browser_error)?;
    api::send_to_page(tab, &text).await
}

fn to_browser_error(error: impl Display) -> BrowserError {
    JsValue::from_str(&error.to_string())
}
