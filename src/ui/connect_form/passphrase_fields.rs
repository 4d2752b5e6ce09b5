//! The two fields of a new passphrase.

use leptos::html::Input;
use leptos::prelude::*;

use crate::ui::notice;
use crate::ui::parts::focus::focus;
use crate::ui::parts::text_field::{FieldValue, TextField};
use crate::vault::passphrase::{MIN_LENGTH, PassphraseProblem, problem_of_new};

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

/// The fields.
#[component]
pub fn PassphraseFields(
    /// What stands in them.
    new: NewPassphrase,
) -> impl IntoView {
    let problem = new.problem;
    let is_of_second = |problem: PassphraseProblem| problem == PassphraseProblem::NotTheSame;
    let of_first = Signal::derive(move || {
        problem.get().filter(|it| !is_of_second(*it)).map(notice::passphrase_problem)
    });
    let of_second = Signal::derive(move || {
        problem.get().filter(|it| is_of_second(*it)).map(notice::passphrase_problem)
    });
    let hint = format!(
        "At least {MIN_LENGTH} characters. Length counts most: five words picked by chance withstand \
         guessing, one word with digits doesn't.",
    );
    view! {
        <div class="passphrase-fields">
            <TextField
                id="passphrase"
                label="Passphrase"
                value=FieldValue::Secret(new.first)
                error=of_first
            >
                {hint}
            </TextField>
            <TextField
                id="passphrase-again"
                label="Passphrase again"
                value=FieldValue::Secret(new.again)
                error=of_second
            />
        </div>
    }
}
