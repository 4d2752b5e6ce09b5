//! What every API call is: a value that becomes an HTTP request and reads its reply.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;

use super::error::{ApiError, CallError};
use super::host::Host;
use super::lenient;
use super::time::Timestamp;

/// The API version that every call names. Source: REST docs, "API versions".
pub const API_VERSION: &str = "2022-11-28";

/// The media type that every call asks for. Source: REST docs, "Media types".
pub const MEDIA_TYPE: &str = "application/vnd.github+json";

const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A name as one segment of a path or one value of a query.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// The HTTP methods the API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes a request's review.
    Patch,
    /// Takes a response back.
    Delete,
}

impl Method {
    /// The method's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether it changes nothing, so that it may be sent again.
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Get)
    }
}

/// The query of a call: names and values, not yet encoded.
pub type Query = Vec<(&'static str, String)>;

/// An HTTP request to the API, without host and token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The path below the API's base, encoded, with a slash in front.
    pub path: String,
    /// The query, not yet encoded.
    pub query: Query,
    /// The JSON body; absent for calls without one.
    pub body: Option<String>,
    /// The `ETag` of what is held already: an unchanged reply is then a 304 without a body.
    pub if_none_match: Option<String>,
}

impl HttpRequest {
    /// The whole address at `host`.
    pub fn url(&self, host: &Host) -> String {
        let mut url = host.api_base() + &self.path;
        for (position, (name, value)) in self.query.iter().enumerate() {
            url.push(if position == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            url.push_str(&encode(value));
        }
        url
    }
}

/// A reply of the API.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HttpReply {
    /// The status code.
    pub status: u16,
    /// The headers that the browser lets us see, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl HttpReply {
    /// A header's value; absent also where the browser doesn't let us see it.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as text. What isn't UTF-8 in it is replaced, as a browser's own `Response.text()` does, so that it hides
    /// nothing else.
    pub fn text(&self) -> Cow<'_, str> {
        // Checking alone is several times as quick as what replaces.
        match std::str::from_utf8(&self.body) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(&self.body),
        }
    }
}

/// One operation of the API.
pub trait Endpoint {
    /// What a good reply holds.
    type Reply: DeserializeOwned;

    /// The operation's identifier in GitHub's OpenAPI description.
    const OPERATION: &'static str;

    /// The method.
    const METHOD: Method;

    /// The path below the API's base, encoded.
    fn path(&self) -> String;

    /// The query.
    fn query(&self) -> Query {
        Query::new()
    }

    /// The JSON body.
    fn body(&self) -> Option<serde_json::Value> {
        None
    }

    /// The `ETag` of the reply that is held already.
    fn if_none_match(&self) -> Option<&str> {
        None
    }

    /// The call as an HTTP request.
    fn to_request(&self) -> HttpRequest {
        HttpRequest {
            method: Self::METHOD,
            path: self.path(),
            query: self.query(),
            body: self.body().map(|body| body.to_string()),
            if_none_match: self.if_none_match().map(str::to_owned),
        }
    }

    /// What a reply of `host` says, received at `now`.
    ///
    /// # Errors
    /// [`CallError::Api`] for every status but 200 to 299, [`CallError::Decode`] for a body that
    /// isn't the documented JSON.
    fn read_reply(
        reply: &HttpReply,
        host: &Host,
        now: Timestamp,
    ) -> Result<Self::Reply, CallError> {
        if !(200..300).contains(&reply.status) {
            return Err(CallError::Api(ApiError::from_reply(reply, host, now)));
        }
        let body = if reply.status == 204 { Cow::Borrowed("null") } else { reply.text() };
        lenient::from_str(&body).map_err(|error| CallError::Decode {
            operation: Self::OPERATION.to_owned(),
            // Serde's own words quote what they stumble over.
            detail: format!(
                "{:?} error at line {} column {}",
                error.classify(),
                error.line(),
                error.column()
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::get_viewer::GetViewer;
    use crate::list_requests::ListRequests;
    use crate::scope::Scope;

    #[test]
    fn a_byte_that_is_no_text_hides_nothing_else() {
        let body = b"{\"login\":\"mona\xff\",\"id\":7}".to_vec();
        let reply = HttpReply { status: 200, headers: Vec::new(), body };
        let viewer = GetViewer::read_reply(&reply, &Host::GithubCom, Timestamp::from_unix(0));
        assert_eq!(viewer.map(|viewer| viewer.login), Ok("mona\u{fffd}".to_owned()));
    }

    #[test]
    fn names_and_values_are_encoded() {
        let request = HttpRequest {
            method: Method::Get,
            path: format!("/orgs/{}/x", encode("a/b?c")),
            query: vec![("requester", "mona lisa&x=1".to_owned()), ("page", "2".to_owned())],
            body: None,
            if_none_match: None,
        };
        assert_eq!(
            request.url(&Host::GithubCom),
            "https://api.github.com/orgs/a%2Fb%3Fc/x?requester=mona%20lisa%26x%3D1&page=2"
        );
    }

    #[test]
    fn a_call_is_conditional_only_where_something_is_held_already() {
        let held = |if_none_match: Option<&str>| ListRequests {
            if_none_match: if_none_match.map(str::to_owned),
            ..ListRequests::page_of(Scope::Organization("octo-org".to_owned()), 1)
        };
        assert_eq!(GetViewer.to_request().if_none_match, None);
        assert_eq!(held(None).to_request().if_none_match, None);
        assert_eq!(held(Some("\"1\"")).to_request().if_none_match.as_deref(), Some("\"1\""));
    }
}
