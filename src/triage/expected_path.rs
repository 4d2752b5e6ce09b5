//! Which paths are usual for tests, fixtures, examples and documentation.

/// What a path is usual for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Data that tests read.
    Fixture,
    /// Tests.
    Test,
    /// Examples.
    Example,
    /// Documentation.
    Documentation,
}

/// Words of folders and files, in lower case, by what they are usual for.
const WORDS: &[(Purpose, &[&str])] = &[
    (
        Purpose::Fixture,
        &[
            "fixture",
            "fixtures",
            "testdata",
            "cassette",
            "cassettes",
            "mock",
            "mocks",
            "snapshots",
            "golden",
        ],
    ),
    (Purpose::Test, &["test", "tests", "testing", "e2e", "cypress"]),
    (
        Purpose::Example,
        &["example", "examples", "sample", "samples", "demo", "demos", "quickstart", "tutorial"],
    ),
    (Purpose::Documentation, &["doc", "docs", "documentation", "readme", "changelog"]),
];

/// Words that say "test" as a folder, and at the end of the name of a file with code; an
/// `openapi.spec.yaml` is none.
const SPEC: &[&str] = &["spec", "specs"];

/// Endings of files that hold data or settings rather than code.
const DATA: &[&str] = &["json", "yaml", "yml", "toml", "xml", "md"];

/// Endings of files that are written to be read.
const PROSE: &[&str] = &["md", "mdx", "rst", "adoc"];

impl Purpose {
    /// What `path` (without line and column, from the repository's root) is usual for; `None` for
    /// any other.
    ///
    /// It goes by words: the parts of a segment between `.`, `_` and `-`, in any case. In a folder's
    /// name the last one counts (`tests`, `__tests__`, `integration-tests`; neither `test-runner` nor
    /// `latest`), in a file's name each (`client_test.go`, `.env.example`); and of a part in camel
    /// case its last word (`ClientTest.java`, `AppTests/`; not `contest.go`). Where several fit, data comes
    /// before tests, and those before examples and documentation.
    pub fn of(path: &str) -> Option<Self> {
        let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
        let last_words = folders.split('/').filter_map(|folder| words(folder).next_back());
        let found: Vec<String> = last_words
            .clone()
            .chain(words(file))
            .flat_map(|word| [Some(word), last_hump(word)])
            .flatten()
            .map(str::to_lowercase)
            .collect();
        let has = |words: &[&str]| found.iter().any(|word| words.contains(&word.as_str()));
        let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let is = |endings: &[&str]| ending.as_deref().is_some_and(|its| endings.contains(&its));
        let before_ending = words(file).rev().nth(1);
        let is_spec = !is(DATA) && last_words.chain(before_ending).any(|word| SPEC.contains(&word));
        WORDS
            .iter()
            .find(|(purpose, words)| has(words) || *purpose == Self::Test && is_spec)
            .map(|(purpose, _)| *purpose)
            .or_else(|| is(PROSE).then_some(Self::Documentation))
    }

    /// As what a path looks like.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Fixture => "test data",
            Self::Test => "a test",
            Self::Example => "an example",
            Self::Documentation => "documentation",
        }
    }
}

fn words(segment: &str) -> impl DoubleEndedIterator<Item = &str> {
    segment.split(['.', '_', '-']).filter(|word| !word.is_empty())
}

/// The part that begins with the last capital which follows a small letter or a digit.
fn last_hump(word: &str) -> Option<&str> {
    let mut before = ' ';
    let mut start = None;
    for (at, letter) in word.char_indices() {
        if letter.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            start = Some(at);
        }
        before = letter;
    }
    start.and_then(|at| word.get(at..))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_known_by_the_words_of_its_segments() {
        for (path, purpose) in [
            ("tests/README.md", Some(Purpose::Test)),
            ("tests/fixtures/webhook.json", Some(Purpose::Fixture)),
            ("src/__tests__/login.ts", Some(Purpose::Test)),
            ("integration-tests/a.py", Some(Purpose::Test)),
            ("internal/auth/client_test.go", Some(Purpose::Test)),
            ("src/login.spec.ts", Some(Purpose::Test)),
            ("spec/cassettes/charge.yml", Some(Purpose::Fixture)),
            ("spec/models/user.rb", Some(Purpose::Test)),
            ("src/com/octo/ClientTest.java", Some(Purpose::Test)),
            ("Sources/AppTests/Login.swift", Some(Purpose::Test)),
            ("Sources/LoginTests.swift", Some(Purpose::Test)),
            (".env.example", Some(Purpose::Example)),
            ("config.sample.yml", Some(Purpose::Example)),
            ("sdk/EXAMPLES/main.rs", Some(Purpose::Example)),
            ("docs/getting-started.html", Some(Purpose::Documentation)),
            ("README.md", Some(Purpose::Documentation)),
            ("NOTES.md", Some(Purpose::Documentation)),
        ] {
            assert_eq!(Purpose::of(path), purpose, "{path}");
        }
    }

    #[test]
    fn a_word_that_only_contains_another_says_nothing() {
        for path in [
            "",
            "/",
            "src/config/defaults.ts",
            "contest.go",
            "latest/app.env",
            "test-runner/deploy.env",
            "openapi.spec.yaml",
            "api/spec/openapi.json",
            "attestation/keys.json",
            "inspect/main.go",
            "democracy/vote.rs",
            "terraform/environments/production/terraform.tfvars",
        ] {
            assert_eq!(Purpose::of(path), None, "{path}");
        }
    }
}
