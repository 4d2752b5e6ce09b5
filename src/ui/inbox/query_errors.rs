//! What can't be understood of the query, said below it.

use leptos::prelude::*;

use crate::triage::query::QueryError;
use crate::triage::visible::visible;

/// The element that describes the query's field.
pub const QUERY_ERRORS: &str = "query-errors";

/// Each error with what it is about. It stays, so that what comes is read out.
#[component]
pub fn QueryErrors(
    /// The query.
    text: RwSignal<String>,
    /// What is wrong with it.
    errors: Memo<Vec<QueryError>>,
) -> impl IntoView {
    let line = move |error: QueryError| {
        let part = text.with(|text| text.get(error.span.clone()).map(visible));
        let before = text.with(|text| text.get(..error.span.start).map(|it| it.chars().count()));
        let place = before.map(|before| format!(" at character {}: ", before + 1));
        view! {
            <li>
                <mark class="query-errors-part">
                    <bdi>{part}</bdi>
                </mark>
                {place}
                {visible(&error.problem.in_words())}
            </li>
        }
    };
    let lines = move || errors.get().into_iter().map(line).collect_view();
    view! {
        <ul class="query-errors field-error" id=QUERY_ERRORS aria-live="polite">
            {lines}
        </ul>
    }
}
