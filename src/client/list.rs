//! Pages of requests, and what is missing from them.

use serde::{Deserialize, Serialize};

use crate::github::endpoint::{Endpoint, HttpReply};
use crate::github::error::CallError;
use crate::github::exemption::ExemptionRequest;
use crate::github::list_requests::{ListRequests, Rows};
use crate::github::paging::{Following, following};
use crate::transport::Transport;

/// How many requests of a list are read: beyond a month of so many, a list that never ends is likelier than one that is so
/// long.
pub const MAX_REQUESTS: u32 = 100_000;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ListPage {
    /// Its requests, as GitHub orders them.
    pub requests: Vec<ExemptionRequest>,
    /// The next page; absent after the last.
    pub next: Option<u32>,
    /// The last page's number; absent where GitHub leaves it out.
    pub last: Option<u32>,
    /// What GitHub left out, as far as it says so.
    pub gaps: Vec<Gap>,
    /// What to say to be told that nothing changed; absent where GitHub gives none.
    pub etag: Option<String>,
    /// How many calls the token may still make in this hour; absent where GitHub doesn't say.
    pub calls_left: Option<u32>,
}

/// Something that GitHub left out of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gap {
    /// Organizations whose single sign-on the token isn't authorized for.
    SsoOrganizations {
        /// Their numbers, as GitHub lists them.
        ids: Vec<String>,
    },
    /// The reply doesn't say whether more pages follow, or they never end.
    UnclearPaging,
    /// Entries that are no request at all.
    Unreadable {
        /// How many.
        rows: usize,
    },
}

/// Reads one page.
///
/// # Errors
/// See [`CallError`].
pub async fn list_page(
    transport: &impl Transport,
    list: &ListRequests,
) -> Result<ListPage, CallError> {
    let reply = transport.send(&list.to_request()).await.map_err(CallError::Transport)?;
    read_page(list, &reply, transport)
}

/// Reads one page; `None` when it is still as the `ETag` that `list` names says.
///
/// # Errors
/// See [`CallError`].
pub async fn list_page_anew(
    transport: &impl Transport,
    list: &ListRequests,
) -> Result<Option<ListPage>, CallError> {
    let reply = transport.send(&list.to_request()).await.map_err(CallError::Transport)?;
    if reply.status == 304 && list.if_none_match.is_some() {
        return Ok(None);
    }
    read_page(list, &reply, transport).map(Some)
}

fn read_page(
    list: &ListRequests,
    reply: &HttpReply,
    transport: &impl Transport,
) -> Result<ListPage, CallError> {
    let now = transport.now();
    let Rows { requests, unreadable } = ListRequests::read_reply(reply, &transport.host(), now)?;
    let mut gaps = Vec::new();
    if unreadable > 0 {
        gaps.push(Gap::Unreadable { rows: unreadable });
    }
    if let Some(ids) =
        reply.header("x-github-sso").and_then(|value| value.trim().strip_prefix("partial-results"))
    {
        let ids = ids.split_once("organizations=").map_or("", |(_, ids)| ids);
        let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
        gaps.push(Gap::SsoOrganizations { ids: ids.map(str::to_owned).collect() });
    }
    let is_full = requests.len() + unreadable >= list.per_page as usize;
    let follows = follows(reply, list.page, list.per_page, is_full);
    if follows.unclear {
        gaps.push(Gap::UnclearPaging);
    }
    let calls_left =
        reply.header("x-ratelimit-remaining").and_then(|left| left.trim().parse().ok());
    Ok(ListPage {
        requests,
        next: follows.next,
        last: follows.last,
        gaps,
        etag: reply.header("etag").map(str::to_owned),
        calls_left,
    })
}

/// What comes behind a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Follows {
    pub next: Option<u32>,
    pub last: Option<u32>,
    /// Whether more pages follow isn't known, or they never end.
    pub unclear: bool,
}

/// What comes behind page `page` of so many rows a page; `is_full` says whether it holds as many.
pub(super) fn follows(reply: &HttpReply, page: u32, per_page: u32, is_full: bool) -> Follows {
    let link = reply.header("link");
    let (next, last) = match following(link, page) {
        Following::Page { next, last } => (Some(next), last),
        // An error at GitHub's edge may lose headers: a full page without one proves nothing.
        Following::Nothing if link.is_none() && is_full => (Some(page.saturating_add(1)), None),
        Following::Nothing => (None, None),
        Following::Unclear => return Follows { unclear: true, ..Follows::default() },
    };
    if next.is_some() && page.saturating_mul(per_page) >= MAX_REQUESTS {
        return Follows { next: None, last, unclear: true };
    }
    Follows { next, last, unclear: false }
}

#[cfg(test)]
mod tests;
