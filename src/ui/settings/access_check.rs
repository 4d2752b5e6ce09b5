//! "Check my access": asks GitHub step by step what the token can do, changes nothing, and says what it
//! found.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::probe::{Found, Probe};
use crate::ui::access_report::{self, Finding};
use crate::ui::notice::Tone;
use crate::ui::parts::focus::focus;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::parts::progress::Progress;
use crate::ui::session::Session;
use crate::ui::session::ask;
use crate::vault::status::HeldStatus;

/// The section of the settings.
#[component]
pub fn AccessCheck(
    /// Whom to ask.
    session: Session,
    /// What is known of the tokens.
    held: HeldStatus,
) -> impl IntoView {
    let findings = RwSignal::new(Vec::<Finding>::new());
    let running = RwSignal::new(None::<(u32, u32)>);
    let copied = RwSignal::new("");
    let held = StoredValue::new(held);
    let check = move |_| {
        if running.get_untracked().is_some() {
            return;
        }
        copied.set("");
        findings.set(held.with_value(access_report::of_tokens));
        running.set(Some((0, 2)));
        spawn_local(async move {
            run(session, held, findings, running).await;
            running.try_set(None);
            focus(".access-check-findings".to_owned());
        });
    };
    let copy = move |_| {
        let now = session.now.get_untracked();
        let text = held.with_value(|held| {
            findings.with_untracked(|found| access_report::as_text(now, held, found))
        });
        let done = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            let said = match wasm_bindgen_futures::JsFuture::from(done).await {
                Ok(_) => "Copied.",
                Err(_) => "The browser refused to copy. Select the text and copy it by hand.",
            };
            copied.try_set(said);
        });
    };
    let is_over = move || running.with(Option::is_none) && !findings.with(Vec::is_empty);
    view! {
        <section class="access-check" aria-labelledby="access-check-heading">
            <h2 id="access-check-heading">"Check my access"</h2>
            <p>
                "Asks GitHub what your tokens can do, with reads only. Nothing is reviewed and nothing \
                is changed."
            </p>
            <button
                type="button"
                class="button"
                aria-disabled=move || running.with(Option::is_some).then_some("true")
                on:click=check
            >
                "Check my access"
            </button>
            <Show when=move || running.with(Option::is_some)>
                <Progress label="Checking access" done=running />
            </Show>
            <ul class="access-check-findings" tabindex="-1" aria-label="Findings">
                {move || findings.get().into_iter().map(finding).collect_view()}
            </ul>
            <Show when=is_over>
                <div class="access-check-copy">
                    <button type="button" class="button" on:click=copy>
                        "Copy report"
                    </button>
                    <p role="status" aria-label="Copying">
                        {copied}
                    </p>
                </div>
            </Show>
        </section>
    }
}

/// Goes through the probes; each one's findings are there when it is over.
async fn run(
    session: Session,
    held: StoredValue<HeldStatus>,
    findings: RwSignal<Vec<Finding>>,
    running: RwSignal<Option<(u32, u32)>>,
) {
    let mut probes = vec![Probe::Viewer, Probe::Organizations];
    let scopes = session.list.scopes.get_untracked();
    probes.extend(scopes.iter().flat_map(|scopes| scopes.iter()).cloned().map(Probe::List));
    let mut has_sample = false;
    let mut next = 0;
    while let Some(probe) = probes.get(next).cloned() {
        next += 1;
        let Some(client) = session.client() else { return };
        let probed = ask::probe(&*client, session.clock, probe.clone()).await;
        if let Ok(Found::List { sample: Some(sample), .. }) = &probed.found
            && !has_sample
        {
            has_sample = true;
            probes.push(Probe::Item(sample.clone()));
        }
        let Some(found) =
            held.try_with_value(|held| access_report::of_probe(held, &probe, &probed))
        else {
            return;
        };
        findings.try_update(|findings| findings.extend(found));
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        running.try_set(Some((count(next), count(probes.len()))));
    }
}

fn finding(found: Finding) -> impl IntoView {
    let (octicon, class) = match found.tone {
        Tone::Success => (Octicon::CheckCircle, "access-check-finding"),
        Tone::Attention => (Octicon::Alert, "access-check-finding access-check-attention"),
        Tone::Critical => (Octicon::Stop, "access-check-finding access-check-critical"),
    };
    view! {
        <li class=class>
            <Icon octicon />
            <div>
                <p class="access-check-question">{found.question}</p>
                <p dir="auto">{found.answer}</p>
                {found.next_step.map(|step| view! { <p class="access-check-next">{step}</p> })}
            </div>
        </li>
    }
}
