//! Requests as JSON, with GitHub's own field names.

use serde::Serialize;

use crate::github::exemption::ExemptionRequest;

use super::Provenance;

#[derive(Serialize)]
struct Export<'a> {
    provenance: &'a Provenance,
    requests: Vec<&'a ExemptionRequest>,
}

/// `{"provenance": {…}, "requests": […]}`; a request has the fields that GitHub gives it, null where
/// it gives none.
///
/// # Errors
/// None is known: everything in it can be written.
pub fn json<'a>(
    provenance: &'a Provenance,
    rows: impl IntoIterator<Item = &'a ExemptionRequest>,
) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Export { provenance, requests: rows.into_iter().collect() })
}
