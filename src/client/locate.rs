//! Which request a page means, and which number the item route takes for it.
//!
//! In GitHub's own examples a request's `number` differs from the number at the end of its
//! addresses, so a number alone never identifies a request. What a page means is settled by
//! `html_url`; what the item route takes is settled by `id`.

use serde::{Deserialize, Serialize};

use crate::github::error::{ApiErrorKind, CallError};
use crate::github::exemption::{ExemptionRequest, RequestPage, RequestType, parse_number};
use crate::github::get_request::GetRequest;
use crate::github::ids::{ItemNumber, RepoName};
use crate::github::list_requests::ListRequests;
use crate::github::scope::Scope;
use crate::transport::Transport;
use crate::triage::recheck::same_request;

use super::call::call;
use super::list::list_page;
use super::operation::Target;

/// A request that was found, and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located {
    /// The request as it was read.
    pub request: ExemptionRequest,
    /// How its item is reached.
    pub route: Route,
}

/// How a request's item is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Route {
    /// Getting this number gave this request.
    Item(ItemNumber),
    /// The token may list but not get; every number the request has is this one.
    ListOnly(ItemNumber),
    /// It can't be settled: nothing may be written.
    Unsettled(Unsettled),
    /// Nobody tried, as for a row of a list: it is settled before anything is written.
    NotTried,
}

/// Why it can't be settled which number the item route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unsettled {
    /// The request has no `id`, or no page.
    NoIdentity,
    /// The token may not get the item, and the request's numbers differ.
    NumbersDiffer,
    /// The item route gives other requests under the request's numbers.
    OtherRequest,
}

/// Why a request wasn't found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocateError {
    /// Neither the item route nor the repository's list has it: it is of another kind, or not
    /// visible to the token, or older than the list goes back.
    NotFound,
    /// It is of another kind.
    OtherKind(RequestType),
    /// The list is incomplete, so that nothing can be said.
    ListIncomplete,
    /// A call failed.
    Call(CallError),
}

/// What getting an item brought.
enum Got {
    Request(Box<ExemptionRequest>),
    Refused,
}

/// Finds a request and settles how its item is reached.
///
/// # Errors
/// See [`LocateError`].
pub async fn locate(transport: &impl Transport, target: &Target) -> Result<Located, LocateError> {
    let located = match target {
        Target::Page(page) => locate_page(transport, page).await?,
        Target::Listed(request) => settle(transport, request, None).await?,
    };
    match &located.request.request_type {
        Some(kind @ (RequestType::PushRuleset | RequestType::Other(_))) => {
            Err(LocateError::OtherKind(kind.clone()))
        }
        Some(RequestType::SecretScanning) | None => Ok(located),
    }
}

async fn locate_page(
    transport: &impl Transport,
    page: &RequestPage,
) -> Result<Located, LocateError> {
    let number = ItemNumber(page.number.0);
    let got = get(transport, &page.repo, number).await?;
    if let Got::Request(request) = &got
        && request.id.is_some()
        && request.page().is_some_and(|its| its.same_as(page))
        && request.repo().is_some_and(|its| its.same_as(&page.repo))
    {
        return Ok(Located { request: (**request).clone(), route: Route::Item(number) });
    }
    let is_it = |request: &ExemptionRequest| request.page().is_some_and(|its| its.same_as(page));
    let request = find_in_list(transport, &page.repo, is_it).await?;
    settle(transport, &request, Some((number, got))).await
}

/// Settles which number the item route takes for `request`; `tried` is what is known already.
async fn settle(
    transport: &impl Transport,
    request: &ExemptionRequest,
    mut tried: Option<(ItemNumber, Got)>,
) -> Result<Located, LocateError> {
    let unsettled = |why| Located { request: request.clone(), route: Route::Unsettled(why) };
    let (Some(_), Some(page), Some(repo)) = (request.id, request.page(), request.repo()) else {
        return Ok(unsettled(Unsettled::NoIdentity));
    };
    // The page and the fields name the repository; where they disagree, neither is to be trusted.
    if !repo.same_as(&page.repo) || page.web_host != transport.host().web_host() {
        return Ok(unsettled(Unsettled::NoIdentity));
    }
    let candidates = item_numbers(request);
    let mut another = false;
    for candidate in &candidates {
        let got = match tried.take_if(|(number, _)| number == candidate) {
            Some((_, got)) => got,
            None => get(transport, &repo, *candidate).await?,
        };
        match got {
            Got::Request(read) if same_request(request, &read) => {
                return Ok(Located { request: *read, route: Route::Item(*candidate) });
            }
            Got::Request(_) => another = true,
            Got::Refused => {}
        }
    }
    let route = match candidates.as_slice() {
        _ if another => Route::Unsettled(Unsettled::OtherRequest),
        [only] => Route::ListOnly(*only),
        _ => Route::Unsettled(Unsettled::NumbersDiffer),
    };
    Ok(Located { request: request.clone(), route })
}

/// The numbers that the item route may take for a request, each once.
pub(super) fn item_numbers(request: &ExemptionRequest) -> Vec<ItemNumber> {
    let in_url = request.url.as_ref().and_then(|url| last_segment(&url.to_string()));
    let in_page = request.page().map(|page| page.number.0);
    let mut numbers = Vec::new();
    for number in [in_url, request.number, in_page].into_iter().flatten() {
        if !numbers.contains(&ItemNumber(number)) {
            numbers.push(ItemNumber(number));
        }
    }
    numbers
}

/// The number at the end of a request's address in the API.
fn last_segment(url: &str) -> Option<u64> {
    let (before, number) = url.rsplit_once('/')?;
    before.ends_with("/bypass-requests/secret-scanning").then(|| parse_number(number))?
}

/// Gets an item; "not found" and "forbidden" are findings, not failures.
async fn get(
    transport: &impl Transport,
    repo: &RepoName,
    number: ItemNumber,
) -> Result<Got, LocateError> {
    let endpoint = GetRequest { repo: repo.clone(), number };
    match call(transport, &endpoint).await {
        Ok((request, _)) => Ok(Got::Request(Box::new(request))),
        Err(CallError::Api(error))
            if matches!(
                error.kind,
                ApiErrorKind::NotFoundOrHidden | ApiErrorKind::MissingPermission
            ) =>
        {
            Ok(Got::Refused)
        }
        Err(error) => Err(LocateError::Call(error)),
    }
}

/// Reads a repository's list until `is_it` says so.
async fn find_in_list(
    transport: &impl Transport,
    repo: &RepoName,
    is_it: impl Fn(&ExemptionRequest) -> bool,
) -> Result<ExemptionRequest, LocateError> {
    let mut complete = true;
    let mut next = Some(1);
    while let Some(page) = next {
        let list = ListRequests::page_of(Scope::Repository(repo.clone()), page);
        let read = list_page(transport, &list).await.map_err(LocateError::Call)?;
        if let Some(found) = read.requests.into_iter().find(&is_it) {
            return Ok(found);
        }
        complete &= read.gaps.is_empty();
        next = read.next;
    }
    Err(if complete { LocateError::NotFound } else { LocateError::ListIncomplete })
}

/// Reads a located request again, the way it is reached. Which request it now is, the caller must
/// compare.
///
/// # Errors
/// See [`LocateError`].
pub async fn read_again(
    transport: &impl Transport,
    located: &Located,
) -> Result<ExemptionRequest, LocateError> {
    let repo = located.request.repo().ok_or(LocateError::NotFound)?;
    let by_list = async || {
        let is_it = |request: &ExemptionRequest| same_request(&located.request, request);
        find_in_list(transport, &repo, is_it).await
    };
    match located.route {
        Route::Item(number) => {
            let endpoint = GetRequest { repo: repo.clone(), number };
            match call(transport, &endpoint).await {
                Ok((request, _)) => Ok(request),
                Err(error) => Err(LocateError::Call(error)),
            }
        }
        Route::ListOnly(_) | Route::Unsettled(_) | Route::NotTried => by_list().await,
    }
}

#[cfg(test)]
mod tests;
