//! The values beside the list that a click adds to the query or takes from it.

use crate::github::exemption::ExemptionRequest;

use super::matching::Context;
use super::term::{Key, Query, Test};

/// The values of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Whose values they are.
    pub key: Key,
    /// The chosen ones wherever they come, the most frequent first.
    pub values: Vec<FacetValue>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As it occurs among the requests, or as the query has it.
    pub value: String,
    /// How many requests have it among those that the query's other keys leave.
    pub count: usize,
    /// Whether the query asks for it.
    pub chosen: bool,
    /// Whether the query leaves it out.
    pub excluded: bool,
    /// What to pass to [`Query::toggled`].
    pub test: Test,
}

/// The facets of a query over these requests: is, org, repo, type, reason, requester, reviewer.
pub fn facets<'a>(
    _context: &Context<'_>,
    _query: &Query,
    _requests: impl Iterator<Item = &'a ExemptionRequest>,
) -> Vec<Facet> {
    Vec::new()
}
