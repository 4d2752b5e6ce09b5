//! The browser's `fetch`: the only place that names it, and where a token is put into a header.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, ReadableStreamReadResult, ReferrerPolicy,
    RequestCache, RequestCredentials, RequestRedirect,
};

use crate::github::clock::ServerClock;
use crate::github::endpoint::{API_VERSION, HttpReply, HttpRequest, MEDIA_TYPE, Method};
use crate::github::error::TransportError;
use crate::github::host::Host;
use crate::github::owner::About;
use crate::github::time::Timestamp;
use crate::vault::credential::Credential;
use crate::vault::credentials::Credentials;

use super::Transport;

/// How long a reply may take, headers and body together, in milliseconds.
const TIMEOUT_IN: u32 = 30_000;

/// The longest body that is read, in bytes. The longest that GitHub documents, 100 requests with
/// comments of 2,048 characters and as many findings as a push can have, is far below it.
const MAX_BODY: usize = 32 << 20;

/// Further origins that this build may reach, `https://HOST` separated by commas. They are also in
/// the site's content security policy.
const FURTHER_ORIGINS: Option<&str> = option_env!("GATEHOUSE_HOSTS");

/// Whether this build may reach the API of `host`.
pub fn may_reach(host: &Host) -> bool {
    match host {
        Host::GithubCom | Host::GheCom(_) => true,
        Host::Server(_) => FURTHER_ORIGINS
            .unwrap_or_default()
            .split(',')
            .any(|origin| origin.trim().trim_end_matches('/') == host.api_origin()),
    }
}

/// The time now by the browser's clock, in milliseconds since 1970-01-01T00:00:00Z.
pub fn now_in_ms() -> i64 {
    // A clock's milliseconds fit an i64 for the next 290 million years.
    #[allow(clippy::cast_possible_truncation)]
    let now = js_sys::Date::now() as i64;
    now
}

/// The time now, by this computer's clock.
pub fn now() -> Timestamp {
    Timestamp::from_unix(now_in_ms().div_euclid(1_000))
}

thread_local! {
    /// What replies told of each GitHub's clock, by its API's address.
    static CLOCKS: RefCell<HashMap<String, ServerClock>> = RefCell::default();
}

/// How far the clock of `host` is ahead of this computer's, in seconds, as its replies to this program
/// told; 0 where they may agree.
pub fn clock_difference(host: &Host) -> i64 {
    let difference =
        |clocks: &HashMap<String, ServerClock>| Some(clocks.get(&host.api_base())?.difference());
    CLOCKS.with_borrow(difference).unwrap_or_default()
}

thread_local! {
    static IS_HALTED: Cell<bool> = const { Cell::new(false) };
}

/// From now on nothing is sent, and what waits goes on no more: for a program that broke off in the middle of something,
/// in whose place another one begins.
pub fn halt() {
    IS_HALTED.set(true);
}

/// Goes on at once, and never in a program that was halted.
pub async fn unless_halted() {
    if IS_HALTED.get() {
        std::future::pending().await
    }
}

/// Waits so many milliseconds.
pub async fn sleep(milliseconds: i64) {
    let milliseconds = u32::try_from(milliseconds.max(0)).unwrap_or(u32::MAX);
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
    unless_halted().await;
}

/// `fetch` to one host, each call with the token of those at hand that is for it.
pub struct Fetch {
    host: Host,
    credentials: Credentials,
    /// Whether the host lets us send `X-GitHub-Api-Version`: GitHub's documented list of allowed
    /// headers doesn't have it.
    sends_version: Cell<bool>,
}

impl Fetch {
    /// With the tokens for `host` out of these.
    pub fn new(host: Host, credentials: &Credentials) -> Self {
        let credentials = credentials.of(&host);
        Self { host, credentials, sends_version: Cell::new(true) }
    }

    /// Sends it once. `redirects` says what a redirect of a read with an unbound token comes to.
    async fn fetch(
        &self,
        request: &HttpRequest,
        redirects: RequestRedirect,
    ) -> Result<HttpReply, TransportError> {
        let about = About::path(&request.path);
        let no_token = || TransportError::NoTokenFor(about.clone());
        let credential = self.credentials.choose(&self.host, &about).ok_or_else(no_token)?;
        // The credential has its own say.
        let url = request.url(&self.host);
        let authorization = credential.authorization(&url).ok_or_else(no_token)?;
        let redirect = redirect(request.method, credential, redirects);
        let built = self.build(request, &url, &authorization, redirect);
        let built = built.map_err(transport_error)?;
        unless_halted().await;
        let response = built.send().await.map_err(transport_error);
        unless_halted().await;
        let response = response?;
        // An answer of another origin is not GitHub's; a redirect that isn't followed shows as
        // status 0.
        let from_api = response.url().starts_with(&(self.host.api_origin() + "/"));
        if response.status() == 0 || !from_api {
            return Err(TransportError::Redirected);
        }
        let reply = Self::read(&response).await;
        unless_halted().await;
        let reply = reply?;
        CLOCKS.with_borrow_mut(|clocks| {
            clocks.entry(self.host.api_base()).or_default().learn(&reply, now());
        });
        Ok(reply)
    }

    fn build(
        &self,
        request: &HttpRequest,
        url: &str,
        authorization: &str,
        redirect: RequestRedirect,
    ) -> Result<Request, gloo_net::Error> {
        let method = match request.method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Patch => gloo_net::http::Method::PATCH,
            Method::Delete => gloo_net::http::Method::DELETE,
        };
        let mut builder = RequestBuilder::new(url)
            .method(method)
            .header("Accept", MEDIA_TYPE)
            .header("Authorization", authorization)
            .abort_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_IN)))
            .cache(RequestCache::NoStore)
            .credentials(RequestCredentials::Omit)
            .redirect(redirect)
            .referrer_policy(ReferrerPolicy::NoReferrer);
        if self.sends_version.get() {
            builder = builder.header("X-GitHub-Api-Version", API_VERSION);
        }
        if let Some(etag) = &request.if_none_match {
            builder = builder.header("If-None-Match", etag);
        }
        match &request.body {
            None => builder.build(),
            Some(body) => builder.header("Content-Type", "application/json").body(body.as_str()),
        }
    }

    async fn read(response: &Response) -> Result<HttpReply, TransportError> {
        let headers = response
            .headers()
            .entries()
            .map(|(name, value)| (name.to_lowercase(), value))
            .collect();
        let body = Self::read_body(response).await?;
        Ok(HttpReply { status: response.status(), headers, body })
    }

    /// The body, of which no more is held than [`MAX_BODY`].
    async fn read_body(response: &Response) -> Result<Vec<u8>, TransportError> {
        let mut body = Vec::new();
        // One without a body, such as a 204.
        let Some(stream) = response.body() else { return Ok(body) };
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        loop {
            let piece = JsFuture::from(reader.read()).await.map_err(|error| {
                let name = js_sys::Reflect::get(&error, &JsValue::from_str("name"));
                let timed_out = name.is_ok_and(|name| name == TIMEOUT_ERROR);
                if timed_out { TransportError::TimedOut } else { TransportError::Interrupted }
            })?;
            let piece: ReadableStreamReadResult = piece.unchecked_into();
            if piece.get_done() == Some(true) {
                return Ok(body);
            }
            let piece = Uint8Array::new(&piece.get_value());
            let held = body.len();
            let size = piece.length() as usize;
            if held + size > MAX_BODY {
                // Whether the browser stops as well doesn't matter any more.
                drop(reader.cancel());
                return Err(TransportError::TooLarge);
            }
            body.resize(held + size, 0);
            piece.copy_to(&mut body[held..]);
        }
    }
}

impl Transport for Fetch {
    fn host(&self) -> Host {
        self.host.clone()
    }

    fn now(&self) -> Timestamp {
        now().plus(self.clock_difference())
    }

    fn clock_difference(&self) -> i64 {
        clock_difference(&self.host)
    }

    async fn wait(&self, milliseconds: i64) {
        sleep(milliseconds).await;
    }

    fn chance(&self) -> f64 {
        js_sys::Math::random()
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        if is_offline() {
            return Err(TransportError::Offline);
        }
        let first = self.fetch(request, RequestRedirect::Follow).await;
        let refused = first == Err(TransportError::NoReply) && request.method.is_read();
        if !(refused && self.sends_version.get()) {
            return first;
        }
        // A refused preflight, and a redirect to where the page's policy or the other origin lets nothing
        // go, look like any other failure. Only a read may be sent again.
        self.sends_version.set(false);
        let second = match self.fetch(request, RequestRedirect::Manual).await {
            // It is a redirect; whether it fails to be followed for where it leads, the next one shows.
            Err(TransportError::Redirected) => {
                let followed = self.fetch(request, RequestRedirect::Follow).await;
                if followed == Err(TransportError::NoReply) {
                    Err(TransportError::Redirected)
                } else {
                    followed
                }
            }
            second => second,
        };
        if second.is_err() {
            self.sends_version.set(true);
        }
        second
    }
}

/// Whether the browser says that there is no network. What it says of a network means nothing.
fn is_offline() -> bool {
    js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("navigator"))
        .and_then(|navigator| js_sys::Reflect::get(&navigator, &JsValue::from_str("onLine")))
        .is_ok_and(|online| online == JsValue::FALSE)
}

/// Reads follow a redirect, to which browsers take the token along within the origin: so not with one
/// that is bound to an owner, for whose resources the other path needn't be. Writes follow none.
fn redirect(
    method: Method,
    credential: &Credential,
    redirects: RequestRedirect,
) -> RequestRedirect {
    if method.is_read() && credential.owner.is_none() { redirects } else { RequestRedirect::Manual }
}

/// What browsers call the end of [`TIMEOUT_IN`].
const TIMEOUT_ERROR: &str = "TimeoutError";

fn transport_error(error: gloo_net::Error) -> TransportError {
    match error {
        gloo_net::Error::JsError(error) if error.name == TIMEOUT_ERROR => TransportError::TimedOut,
        _ => TransportError::NoReply,
    }
}
