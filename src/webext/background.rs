//! Answers what the extension's parts ask. It alone holds the tokens, and every call and every
//! write goes through it.

use std::cell::{OnceCell, RefCell};
use std::fmt::Display;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::client::direct::{UnderWay, perform};
use crate::client::operation::{Operation, Performed};
use crate::client::queue::{Account, Command, Millis, Queue, QueueError};
use crate::client::runner::{Ground, NotKept, Runner};
use crate::github::error::TransportError;
use crate::github::host::Host;
use crate::page::panel::{Layout, PanelState};
use crate::transport::Transport;
use crate::transport::fetch::{Fetch, now_in_ms, sleep};
use crate::triage::guard::PageUser;
use crate::vault::safe::Safe;

use super::api::{self, BrowserError};
use super::message::{Answer, Message, PageReport, ToPage};
use super::sender::{Party, Sender, TabId, may_ask, party};
use super::storage::{self, Stored};

mod vault;

use vault::{is_use, sends};

/// The script that a review page gets, and the style that lets the panel push the page aside.
const REVIEW_PAGE_SCRIPT: &str = "review_page.js";
const REVIEW_PAGE_STYLE: &str = "review_page.css";

/// The GitHub whose pages get a panel; see `sender::party`.
const PAGES: Host = Host::GithubCom;

/// The background's memory, read from the store when it wakes.
#[derive(Default)]
pub struct Background {
    stored: OnceCell<RefCell<Stored>>,
    runner: OnceCell<Runner>,
    under_way: UnderWay,
}

impl Background {
    async fn stored(&self) -> Result<&RefCell<Stored>, BrowserError> {
        if let Some(stored) = self.stored.get() {
            return Ok(stored);
        }
        let read = storage::load(now_in_ms()).await?;
        // Two messages may have waited for the store at once: the first one's memory is kept.
        Ok(self.stored.get_or_init(|| RefCell::new(read)))
    }

    async fn runner(&self) -> Result<&Runner, BrowserError> {
        let kept = &self.stored().await?.borrow().queue;
        Ok(self.runner.get_or_init(|| Runner::restored(kept.clone(), now_in_ms())))
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
        let answer = self.answer(message, &sender).await?;
        serde_json::to_string(&answer).map_err(to_browser_error)
    }

    async fn answer(
        &'static self,
        message: Message,
        sender: &Sender,
    ) -> Result<Answer, BrowserError> {
        let stored = self.stored().await?;
        self.lock_when_idle().await?;
        let id = api::extension_id().unwrap_or_default();
        let party = party(sender, &id, &api::extension_origin()?);
        let admitted = match &party {
            Party::Frame(tab, frame) => stored.borrow().tabs.is_admitted(*tab, frame),
            Party::ReviewPage(_) | Party::ExtensionPage | Party::Stranger => false,
        };
        if !may_ask(&party, admitted, &message) {
            return Ok(Answer::NotAllowed);
        }
        if is_use(&message) {
            self.used().await?;
        }
        match (message, &party) {
            (Message::Wake, Party::ReviewPage(tab)) => {
                api::inject(*tab, REVIEW_PAGE_SCRIPT, REVIEW_PAGE_STYLE).await?;
                Ok(Answer::Done)
            }
            (Message::PageSeen(report), Party::ReviewPage(tab)) => {
                self.page_seen(*tab, report).await
            }
            (Message::LinksSeen { urls }, Party::ReviewPage(tab)) => {
                if !stored.borrow_mut().tabs.links_seen(*tab, urls) {
                    return Ok(Answer::NotAllowed);
                }
                self.keep_tabs().await?;
                Ok(Answer::Done)
            }
            (Message::MarkOpened { url }, Party::ReviewPage(tab)) => {
                if !stored.borrow_mut().tabs.want(*tab, &url) {
                    return Ok(Answer::NotAllowed);
                }
                self.keep_tabs().await?;
                self.change_panel(|panel| panel.with_open(true)).await?;
                Ok(Answer::Done)
            }
            (Message::Marks { marks }, Party::Frame(tab, _)) => {
                let marks = {
                    let stored = stored.borrow();
                    // What was sent before the token was forgotten comes too late.
                    let knows = stored.safe.credentials().is_some();
                    if knows { stored.tabs.marked(*tab, &marks) } else { Vec::new() }
                };
                tell_while_there(*tab, &ToPage::Marks(marks)).await;
                Ok(Answer::Done)
            }
            (Message::Ready, Party::Frame(tab, _)) => {
                let secret = api::random_secret();
                if !stored.borrow_mut().tabs.expect(*tab, secret.clone()) {
                    return Ok(Answer::NotAllowed);
                }
                self.keep_tabs().await?;
                tell_while_there(*tab, &ToPage::Secret(secret)).await;
                Ok(Answer::Done)
            }
            (Message::Admit { secret }, Party::Frame(tab, frame)) => {
                if !stored.borrow_mut().tabs.admit(*tab, frame.clone(), &secret) {
                    return Ok(Answer::NotAllowed);
                }
                self.keep_tabs().await?;
                self.context(*tab).await
            }
            (Message::Context, Party::Frame(tab, _)) => self.context(*tab).await,
            (Message::Escape, Party::Frame(tab, _) | Party::ReviewPage(tab)) => {
                let lies_over = stored
                    .borrow()
                    .tabs
                    .layout(*tab)
                    .is_some_and(|layout| layout != Layout::Beside);
                if lies_over {
                    self.change_panel(|panel| panel.with_open(false)).await?;
                }
                self.context(*tab).await
            }
            (Message::SetOpen { open }, Party::Frame(tab, _)) => {
                self.change_panel(|panel| panel.with_open(open)).await?;
                self.context(*tab).await
            }
            (Message::SetWidth { width }, Party::Frame(tab, _)) => {
                self.change_panel(|panel| panel.with_width(width)).await?;
                self.context(*tab).await
            }
            (Message::OpenSettings, _) => {
                api::open_options_page().await?;
                Ok(Answer::Done)
            }
            (Message::Perform { operation }, party) => {
                let (host, page_user) = stored.borrow().works_for(party);
                Ok(self.perform(operation, host, &page_user).await?)
            }
            (Message::Queue { command, press, since }, party) => {
                let (host, page_user) = stored.borrow().works_for(party);
                if matches!(command, Command::Add { .. }) && stored.borrow().safe.is_locked() {
                    return Ok(Answer::Queue(Err(QueueError::Transport(TransportError::Locked))));
                }
                if sends(&command) && !is_granted_where_any(host.as_ref()).await {
                    return Ok(Answer::Queue(Err(QueueError::Transport(
                        TransportError::NotGranted,
                    ))));
                }
                let runner = self.runner().await?;
                let account = host.and_then(|host| self.account(&host)).map(|(_, account)| account);
                let view = runner.obey(self, (account, &page_user), press, &command, since).await;
                // What was asked for is answered now; the sending takes its time.
                if command != Command::Look {
                    spawn_local(runner.run(self));
                }
                Ok(Answer::Queue(view))
            }
            (Message::VaultStatus, party) => {
                Ok(Answer::VaultStatus(self.vault_status(page_host(party).as_ref()).await?))
            }
            (Message::SignIn(entered), _) => Ok(Answer::SignedIn(self.sign_in(entered).await?)),
            (Message::Vault { command }, _) => Ok(Answer::Vault(self.vault(command).await)),
            (Message::Forget, _) => {
                self.forget().await?;
                Ok(Answer::Done)
            }
            (
                Message::Wake
                | Message::PageSeen(_)
                | Message::LinksSeen { .. }
                | Message::MarkOpened { .. }
                | Message::Marks { .. }
                | Message::Ready
                | Message::Admit { .. }
                | Message::Context
                | Message::Escape
                | Message::SetOpen { .. }
                | Message::SetWidth { .. },
                _,
            ) => Ok(Answer::NotAllowed),
        }
    }

    async fn page_seen(&self, tab: TabId, report: PageReport) -> Result<Answer, BrowserError> {
        let stored = self.stored().await?;
        stored.borrow_mut().tabs.page_seen(tab, report);
        self.keep_tabs().await?;
        let stored = stored.borrow();
        Ok(Answer::Shown(stored.tabs.shown(tab, stored.panel)))
    }

    async fn context(&self, tab: TabId) -> Result<Answer, BrowserError> {
        let vault = self.vault_status(Some(&PAGES)).await?;
        let stored = self.stored().await?.borrow();
        let context = stored.tabs.context(tab, stored.panel, vault);
        Ok(context.map_or(Answer::NotAllowed, |context| Answer::Context(Box::new(context))))
    }

    /// Changes how the panel is left, in every tab that shows one.
    async fn change_panel(
        &self,
        change: impl FnOnce(PanelState) -> PanelState,
    ) -> Result<(), BrowserError> {
        let stored = self.stored().await?;
        let panel = change(stored.borrow().panel);
        stored.borrow_mut().panel = panel;
        self.tell_all(ToPage::Panel(panel)).await?;
        storage::keep_panel(panel).await
    }

    /// Tells every page with a panel, and waits for none: one may be frozen.
    async fn tell_all(&self, message: ToPage) -> Result<(), BrowserError> {
        for tab in self.stored().await?.borrow().tabs.ids() {
            let message = message.clone();
            spawn_local(async move {
                tell_while_there(tab, &message).await;
            });
        }
        Ok(())
    }

    async fn keep_tabs(&self) -> Result<(), BrowserError> {
        let tabs = self.stored().await?.borrow().tabs.clone();
        storage::keep_tabs(&tabs).await
    }

    async fn perform(
        &self,
        operation: Operation,
        host: Option<Host>,
        page_user: &PageUser,
    ) -> Result<Answer, BrowserError> {
        let (at_hand, is_locked) = {
            let safe = &self.stored().await?.borrow().safe;
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
                let outcome = perform(&fetch, &self.under_way, login, page_user, &operation).await;
                Ok(Performed { outcome, clock_difference: Some(fetch.clock_difference()) })
            }
        };
        Ok(Answer::Performed(Box::new(performed)))
    }

    /// The toolbar button or its keyboard command: opens or closes the panel of the tab, or opens
    /// the extension's own page where there is no panel.
    ///
    /// # Errors
    /// The browser's.
    pub async fn on_action(&self, tab: Option<TabId>) -> Result<(), BrowserError> {
        if let Some(tab) = tab {
            let stored = self.stored().await?;
            let has_panel = stored.borrow().tabs.layout(tab).is_some();
            // Pages go without a word, and a listener for closed tabs would wake the background for
            // every tab there is.
            if has_panel && tell(tab, &ToPage::Changed).await.is_ok() {
                return self.change_panel(|panel| panel.with_open(!panel.open)).await;
            }
            if stored.borrow_mut().tabs.remove(tab) {
                self.keep_tabs().await?;
            }
        }
        api::open_options_page().await
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
        let safe = &self.stored.get()?.borrow().safe;
        if safe.is_idle(now_in_ms()) { None } else { way_to(safe, host) }
    }

    async fn is_granted(&self, host: &Host) -> bool {
        vault::is_granted(host).await
    }

    fn at_work(&self) {
        if let Some(stored) = self.stored.get() {
            // It is kept with the next use that a person makes.
            stored.borrow_mut().safe.used(now_in_ms());
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
