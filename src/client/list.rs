//! Pages of requests, and what is missing from them.

use serde::{Deserialize, Serialize};

use crate::github::error::CallError;
use crate::github::exemption::ExemptionRequest;
use crate::github::list_requests::{ListRequests, Rows};
use crate::github::paging::{Following, following};
use crate::transport::Transport;

use super::call::call;

/// How many pages of a list are read: a month of 100,000 requests, beyond which a list that never ends
/// is likelier than one that is so long.
const MAX_PAGES: u32 = 1_000;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPage {
    /// Its requests, as GitHub orders them.
    pub requests: Vec<ExemptionRequest>,
    /// The next page; absent after the last.
    pub next: Option<u32>,
    /// The last page's number; absent where GitHub leaves it out.
    pub last: Option<u32>,
    /// What GitHub left out, as far as it says so.
    pub gaps: Vec<Gap>,
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
    let (Rows { requests, unreadable }, reply) = call(transport, list).await?;
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
    let (next, last) = match following(reply.header("link"), list.page) {
        Following::Page { next, last } => (Some(next), last),
        // An error at GitHub's edge may lose headers: a full page without one proves nothing.
        Following::Nothing
            if reply.header("link").is_none()
                && requests.len() + unreadable >= list.per_page as usize =>
        {
            (Some(list.page.saturating_add(1)), None)
        }
        Following::Nothing => (None, None),
        Following::Unclear => {
            gaps.push(Gap::UnclearPaging);
            (None, None)
        }
    };
    if next.is_some_and(|next| next > MAX_PAGES) {
        gaps.push(Gap::UnclearPaging);
        return Ok(ListPage { requests, next: None, last, gaps });
    }
    Ok(ListPage { requests, next, last, gaps })
}

#[cfg(test)]
mod tests;
