//! The two fields of a new passphrase.

use leptos::html::Input;
use leptos::prelude::*;

use crate::vault::passphrase::{MIN_LENGTH, PassphraseProblem, problem_of_new};

use super::focus::focus;
use super::notice;

/// The fields, and what is wrong with what stands in them.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewPassphrase {
    first: NodeRef<Input>,
    again: NodeRef<Input>,
    problem: RwSignal<Option<PassphraseProblem>>,
}

impl NewPassphrase {
    /// Whether a passphrase stands there. Says what is wrong, and goes there, when none does.
    pub fn is_there(self) -> bool {
        let (first, again) = self.typed();
        let problem = problem_of_new(&first, &again);
        self.problem.set(problem);
        match problem {
            None => return true,
            Some(PassphraseProblem::NotTheSame) => focus("#passphrase-again".to_owned()),
            Some(_) => focus("#passphrase".to_owned()),
        }
        false
    }

    /// What stands there, which no longer does then.
    pub fn take(self) -> String {
        let (first, _) = self.typed();
        for field in [self.first, self.again].into_iter().filter_map(|it| it.get_untracked()) {
            field.set_value("");
        }
        first
    }

    fn typed(self) -> (String, String) {
        let value = |field: NodeRef<Input>| field.get_untracked().map(|it| it.value());
        (value(self.first).unwrap_or_default(), value(self.again).unwrap_or_default())
    }
}

/// The fields. Like the token's they are text fields whose letters are hidden by style: what is typed
/// into password fields browsers offer to store, and to share between devices.
#[component]
pub fn PassphraseFields(
    /// What stands in them.
    new: NewPassphrase,
) -> impl IntoView {
    let problem = new.problem;
    let is_of_second = move || problem.get() == Some(PassphraseProblem::NotTheSame);
    let words = move || problem.get().map(notice::passphrase_problem);
    view! {
        <div class="passphrase-fields">
            <div class="form-field">
                <label class="field-label" for="passphrase">
                    "Passphrase"
                </label>
                <input
                    id="passphrase"
                    type="text"
                    class="field field-secret"
                    node_ref=new.first
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="passphrase-error passphrase-hint"
                    aria-invalid=move || {
                        (problem.get().is_some() && !is_of_second()).then_some("true")
                    }
                />
                <p id="passphrase-error" class="field-error">
                    {move || words().filter(|_| !is_of_second())}
                </p>
                <p id="passphrase-hint" class="field-hint">
                    {format!(
                        "At least {MIN_LENGTH} characters. Length counts most: five words picked by \
                         chance withstand guessing, one word with digits doesn't.",
                    )}
                </p>
            </div>
            <div class="form-field">
                <label class="field-label" for="passphrase-again">
                    "Passphrase again"
                </label>
                <input
                    id="passphrase-again"
                    type="text"
                    class="field field-secret"
                    node_ref=new.again
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="passphrase-again-error"
                    aria-invalid=move || is_of_second().then_some("true")
                />
                <p id="passphrase-again-error" class="field-error">
                    {move || words().filter(|_| is_of_second())}
                </p>
            </div>
        </div>
    }
}
