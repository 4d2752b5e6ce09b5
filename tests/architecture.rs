//! The rules of ARCHITECTURE.md that a compiler doesn't check, one test each.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use gatehouse::page::meaning::wake_pattern;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below the folders, relative to the root, with slashes.
fn files(folders: &[&str]) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else {
            panic!("{} can't be read", folder.display())
        };
        for entry in entries {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() {
                if !matches!(name, "node_modules" | "target" | "dist") && !name.starts_with('.') {
                    walk(&path, found);
                }
            } else {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    for folder in folders {
        walk(&root().join(folder), &mut found);
    }
    let relative =
        |path: &PathBuf| path.strip_prefix(root()).expect("below the root").to_path_buf();
    let mut files: Vec<String> =
        found.iter().map(|path| relative(path).to_string_lossy().replace('\\', "/")).collect();
    files.sort();
    files
}

fn is_any(path: &str, extensions: &[&str]) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|its| extensions.iter().any(|extension| its == *extension))
}

fn rust_files() -> Vec<String> {
    files(&["src"]).into_iter().filter(|path| is_any(path, &["rs"])).collect()
}

/// Rust taken apart: the code with its comments gone and its texts empty, and the texts.
#[derive(Debug, Default, PartialEq)]
struct Source {
    code: String,
    texts: Vec<String>,
}

fn source(rust: &str) -> Source {
    let mut source = Source::default();
    let mut rest = rust;
    while let Some(next) = rest.chars().next() {
        let text = text_at(rest);
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some((start, end, whole)) = text.filter(|_| !ends_in_name(&source.code)) {
            source.texts.push(rest[start..end].to_owned());
            source.code.push_str("\"\"");
            whole
        } else if let Some(length) = letter_at(rest) {
            source.code.push_str("' '");
            length
        } else {
            source.code.push(next);
            next.len_utf8()
        };
        rest = &rest[length..];
    }
    source
}

fn ends_in_name(code: &str) -> bool {
    code.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The text that `rest` begins with: where its inside begins and ends, and its whole length.
fn text_at(rest: &str) -> Option<(usize, usize, usize)> {
    let marks = rest.strip_prefix('b').unwrap_or(rest);
    let begun = rest.len() - marks.len();
    if let Some(raw) = marks.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let start = begun + 1 + hashes + 1;
        let closing = format!("\"{}", "#".repeat(hashes));
        let inside = raw[hashes..].strip_prefix('"')?;
        let end = start + inside.find(&closing)?;
        return Some((start, end, end + closing.len()));
    }
    let inside = marks.strip_prefix('"')?;
    let mut escaped = false;
    let end = inside.find(|c| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    })?;
    let start = begun + 1;
    Some((start, start + end, start + end + 1))
}

/// The length of the character literal that `rest` begins with; a lifetime is none.
fn letter_at(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if let Some(escape) = inside.strip_prefix('\\') {
        return Some(2 + escape.char_indices().skip(1).find(|(_, c)| *c == '\'')?.0 + 1);
    }
    let first = inside.chars().next()?;
    inside[first.len_utf8()..].starts_with('\'').then(|| 1 + first.len_utf8() + 1)
}

/// A file's source.
fn whole(path: &str) -> Source {
    source(&text(path))
}

/// A file's source without its tests; nothing of a file that is only compiled for tests.
fn shipped(path: &str) -> Source {
    const TESTS: &str = "#[cfg(test)]\nmod tests {";
    if is_only_for_tests(path) {
        return Source::default();
    }
    let text = text(path);
    source(text.split(TESTS).next().unwrap_or_default())
}

fn is_only_for_tests(path: &str) -> bool {
    let (folder, file) = path.rsplit_once('/').expect("in a folder");
    let name = file.trim_end_matches(".rs");
    let parents = [format!("{folder}/mod.rs"), format!("{folder}.rs"), format!("{folder}/lib.rs")];
    parents.iter().filter_map(|parent| fs::read_to_string(root().join(parent)).ok()).any(|parent| {
        ["", "pub ", "pub(crate) ", "pub(super) "]
            .iter()
            .any(|visibility| parent.contains(&format!("#[cfg(test)]\n{visibility}mod {name};")))
    })
}

fn has_word(code: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        !code[..at].ends_with(is_name) && !code[at + word.len()..].starts_with(is_name)
    })
}

/// The module of `src/` that a file belongs to; none for `lib.rs`.
fn module(path: &str) -> Option<&str> {
    path.strip_prefix("src/")?.split_once('/').map(|(module, _)| module)
}

/// The paths below the crate's root that code names, such as `github::ids::RepoName`. A group is
/// every path in it.
fn crate_paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for prefix in ["crate::", "gatehouse::"] {
        for (at, _) in code.match_indices(prefix) {
            if !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                expand("", &code[at + prefix.len()..], &mut found);
            }
        }
    }
    found
}

/// Reads one path with its groups; gives how long it is.
fn expand(before: &str, rest: &str, found: &mut Vec<String>) -> usize {
    let name = |c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '*';
    let end = rest.find(|c| !name(c)).unwrap_or(rest.len());
    let path = format!("{before}{}", &rest[..end]);
    let leads_on = path.is_empty() || path.ends_with("::");
    if !leads_on || !rest[end..].starts_with('{') {
        found.push(path);
        return end;
    }
    let mut at = end + 1;
    while let Some(next) = rest[at..].chars().next() {
        match next {
            '}' => return at + 1,
            _ if name(next) => at += expand(&path, &rest[at..], found),
            _ => at += next.len_utf8(),
        }
    }
    at
}

/// The table "which module may import which".
fn import_table() -> BTreeMap<String, BTreeSet<String>> {
    let text = text("ARCHITECTURE.md");
    let rows = text.lines().skip_while(|line| *line != "| module | may import |").skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let table: BTreeMap<_, _> = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            let [module, imports] = cells[..] else { panic!("not two cells: {row}") };
            let imports = imports.split(',').map(str::trim).filter(|import| *import != "–");
            (module.to_owned(), imports.map(str::to_owned).collect())
        })
        .collect();
    assert!(!table.is_empty(), "ARCHITECTURE.md has no table `| module | may import |`");
    table
}

/// Fails with every file in which `is_wrong` finds something.
fn none(wrong: Vec<String>, rule: &str) {
    assert!(wrong.is_empty(), "{rule}:\n  {}", wrong.join("\n  "));
}

/// The shipped Rust files, but for those that a rule is not about, in which `finds` something.
fn found_in(
    except: impl Fn(&str) -> bool,
    finds: impl Fn(&Source) -> Option<String>,
) -> Vec<String> {
    let files = rust_files();
    let files = files.iter().filter(|path| !except(path));
    files.filter_map(|path| finds(&shipped(path)).map(|found| format!("{path}: {found}"))).collect()
}

fn first_word(source: &Source, words: &[&str]) -> Option<String> {
    words.iter().find(|word| has_word(&source.code, word)).map(|word| (*word).to_owned())
}

#[test]
fn the_scanner_sees_what_is_planted_and_not_what_is_said() {
    let planted = source(
        "//! crate::ui\nuse crate::github::{ids::{A, B}, host}; /* crate::page */\n\
         use crate::{page::theme, transport};\n\
         fn f<'a>(c: char) { let _ = (c == '\"', '\\'', b\"x\", r#\"a\"b\"#, \"\\\"/repos/\"); gatehouse::vault::x(); }",
    );
    assert_eq!(planted.texts, ["x", "a\"b", "\\\"/repos/"]);
    assert_eq!(
        crate_paths(&planted.code),
        [
            "github::ids::A",
            "github::ids::B",
            "github::host",
            "page::theme",
            "transport",
            "vault::x",
        ]
    );
    assert!(has_word(&planted.code, "char") && !has_word(&planted.code, "repos"));
    assert!(!has_word("TokenKind", "Token") && has_word("(Token)", "Token"));
    assert!(
        is_only_for_tests("src/transport/scripted.rs")
            && !is_only_for_tests("src/transport/fetch.rs")
    );
}

#[test]
fn every_module_is_in_the_import_table_and_every_row_is_a_module() {
    let modules: BTreeSet<String> =
        files(&["src"]).iter().filter_map(|path| module(path)).map(str::to_owned).collect();
    assert_eq!(import_table().into_keys().collect::<BTreeSet<_>>(), modules);
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let table = import_table();
    let mut wrong = Vec::new();
    for path in rust_files() {
        let Some(module) = module(&path) else { continue };
        let allowed = table.get(module).unwrap_or_else(|| panic!("{module} isn't in the table"));
        for import in crate_paths(&whole(&path).code) {
            let top = import.split("::").next().unwrap_or_default();
            // What isn't a module stands in the crate's root: a macro.
            if top != module && table.contains_key(top) && !allowed.contains(top) {
                wrong.push(format!("{path}: {import}"));
            }
        }
    }
    none(wrong, "imports that the table of ARCHITECTURE.md doesn't allow");
}

#[test]
fn no_module_is_left_by_super() {
    let mut wrong = Vec::new();
    for path in rust_files() {
        let Some(below) = path.strip_prefix("src/").filter(|_| module(&path).is_some()) else {
            continue;
        };
        let below = below.trim_end_matches(".rs").trim_end_matches("/mod");
        // Tests at the end of a file are one module further down.
        let depth = below.split('/').count();
        for (source, depth) in [(shipped(&path), depth), (whole(&path), depth + 1)] {
            if source.code.contains(&"super::".repeat(depth)) {
                wrong.push(path.clone());
            }
        }
    }
    none(wrong, "`super::` up to the crate's root, where the import rule doesn't look");
}

#[test]
fn the_table_has_no_circle() {
    let mut table = import_table();
    while !table.is_empty() {
        let free: Vec<String> = table
            .iter()
            .filter(|(_, imports)| imports.iter().all(|import| !table.contains_key(import)))
            .map(|(module, _)| module.clone())
            .collect();
        assert!(!free.is_empty(), "these import each other: {:?}", table.keys());
        table.retain(|module, _| !free.contains(module));
    }
}

#[test]
fn views_know_the_status_of_the_vault_and_never_the_token() {
    let mut wrong = Vec::new();
    for path in rust_files().iter().filter(|path| module(path) == Some("ui")) {
        let source = whole(path);
        for import in crate_paths(&source.code) {
            let parts = ["status", "binding", "command", "auto_lock", "platform::changes"];
            let allowed = parts.iter().any(|part| import.starts_with(&format!("vault::{part}")))
                || matches!(
                    import.as_str(),
                    "vault::token::TokenKind"
                        | "vault::token::TokenProblem"
                        | "vault::record::Unreadable"
                        | "vault::passphrase::PassphraseProblem"
                        | "vault::passphrase::problem_of_new"
                        | "vault::passphrase::MIN_LENGTH"
                        | "vault::passphrase::MAX_LENGTH"
                );
            if import.starts_with("vault") && !allowed {
                wrong.push(format!("{path}: {import}"));
            }
        }
        // An error's variant has the name, too.
        let code = source.code.replace("SignInError::Token", "");
        let words = ["Token", "Credential"];
        wrong.extend(
            words.iter().filter(|word| has_word(&code, word)).map(|word| format!("{path}: {word}")),
        );
    }
    none(wrong, "what only the vault and the transport may know");
}

#[test]
fn only_endpoint_files_build_paths_of_the_api() {
    let may = |path: &str| module(path) == Some("github") || path == "src/demo/github.rs";
    let finds = |source: &Source| {
        let is_path = |text: &&String| {
            ["/repos/", "/orgs/", "/enterprises/"].iter().any(|part| text.contains(part))
                || text.as_str() == "/user"
                || text.starts_with("/user/")
        };
        source.texts.iter().find(is_path).cloned()
    };
    none(found_in(may, finds), "paths of the API outside endpoint files");
}

#[test]
fn only_the_transport_fetches() {
    let names = [
        "gloo_net",
        "RequestInit",
        "fetch_with_request",
        "fetch_with_str",
        "XmlHttpRequest",
        "WebSocket",
        "EventSource",
        "send_beacon_with_opt_str",
        "send_beacon",
    ];
    let may = |path: &str| path == "src/transport/fetch.rs";
    let mut wrong = found_in(may, |source| first_word(source, &names));
    for path in files(&["src"]).iter().filter(|path| is_any(path, &["js", "mjs"])) {
        let text = text(path);
        let names = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon"];
        wrong.extend(
            names.iter().filter(|name| has_word(&text, name)).map(|name| format!("{path}: {name}")),
        );
    }
    none(wrong, "network outside src/transport/fetch.rs");
}

#[test]
fn one_file_alone_names_the_browser_s_database() {
    let may = |path: &str| path == "src/ui/session/history_database.rs";
    let finds = |source: &Source| {
        let names = source.texts.iter().find(|text| text.contains("indexedDB")).cloned();
        first_word(source, &["idb", "IdbFactory", "IdbDatabase"]).or(names)
    };
    none(found_in(may, finds), "IndexedDB outside src/ui/session/history_database.rs");
}

#[test]
fn only_webext_names_the_extension_s_interfaces() {
    let may = |path: &str| module(path) == Some("webext");
    let finds = |source: &Source| {
        let names = |text: &&String| {
            ["chrome", "browser"].iter().any(|name| text.starts_with(&format!("{name}.")))
        };
        let bound = has_word(&source.code, "js_namespace")
            && source.texts.iter().any(|text| matches!(text.as_str(), "chrome" | "browser"));
        first_word(source, &["chrome", "browser"])
            .or_else(|| source.texts.iter().find(names).cloned())
            .or_else(|| bound.then(|| "js_namespace".to_owned()))
    };
    none(found_in(may, finds), "the extension's interfaces outside src/webext/");
}

#[test]
fn nothing_listens_to_other_extensions_or_to_pages_through_the_browser() {
    let names = ["MessageExternal", "ConnectExternal", "message_external", "connect_external"];
    let mut wrong = Vec::new();
    for path in files(&["src"]) {
        let text = text(&path);
        wrong.extend(
            names.iter().filter(|name| text.contains(*name)).map(|name| format!("{path}: {name}")),
        );
    }
    none(wrong, "listeners for messages of others");
}

#[test]
fn the_views_reach_only_their_part_of_the_extension_s_storage() {
    let may = |path: &str| {
        ["src/webext/api.rs", "src/webext/storage.rs", "src/webext/ui_storage.rs"].contains(&path)
    };
    none(found_in(may, |source| first_word(source, &["Area"])), "the extension's storage itself");
}

#[test]
fn a_token_leaves_the_vault_only_as_the_header_of_a_fetch() {
    let is_vault = |path: &str| module(path) == Some("vault");
    let mut wrong = found_in(is_vault, |source| first_word(source, &["expose"]));
    let may = |path: &str| path == "src/transport/fetch.rs" || is_vault(path);
    wrong.extend(found_in(may, |source| {
        source.code.contains(".authorization(").then(|| "authorization".to_owned())
    }));
    let fetch = shipped("src/transport/fetch.rs").code.matches(".authorization(").count();
    if fetch != 1 {
        wrong.push(format!("src/transport/fetch.rs: {fetch} times instead of once"));
    }
    none(wrong, "`expose()` of a token, or its header");
}

#[test]
fn pure_modules_do_no_io_and_read_no_clock() {
    let pure = ["github", "triage", "page", "vault", "inbox"];
    // What the vault needs of a browser is in one folder.
    let except = |path: &str| {
        !module(path).is_some_and(|module| pure.contains(&module))
            || path.starts_with("src/vault/platform/")
    };
    let names = [
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "leptos",
        "gloo_timers",
        "SystemTime",
        "Instant",
        "now_utc",
        "now_local",
        "std::fs",
        "std::net",
        "std::env",
        "println",
        "eprintln",
    ];
    none(found_in(except, |source| first_word(source, &names)), "I/O or a clock in a pure module");
}

#[test]
fn every_file_says_first_what_it_owns() {
    let mut wrong = Vec::new();
    for path in files(&["bench", "src", "style", "tests", "xtask"]) {
        let mark = match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "rs" => "//! ",
            "js" | "mjs" => "// ",
            "css" => "/* ",
            _ => continue,
        };
        let text = text(&path);
        let lines = text.lines().skip_while(|line| line.starts_with("#!"));
        let said: Vec<&str> = if mark == "/* " {
            let comment = text.split("*/").next().unwrap_or_default();
            comment.lines().map(str::trim).collect()
        } else {
            lines.map_while(|line| line.strip_prefix(mark)).collect()
        };
        let opens = text
            .lines()
            .find(|line| !line.starts_with("#!"))
            .is_some_and(|line| line.starts_with(mark));
        if !opens || !said.join(" ").trim_end().ends_with(['.', '?']) {
            wrong.push(path);
        }
    }
    none(wrong, "files that don't open with a sentence in a comment");
}

#[test]
fn no_file_is_named_after_nothing() {
    let empty = [
        "util", "utils", "helper", "helpers", "common", "type", "types", "model", "models",
        "manager", "misc",
    ];
    let wrong = files(&["bench", "src", "style", "tests", "xtask"]).into_iter().filter(|path| {
        path.split('/').any(|part| empty.contains(&part.split('.').next().unwrap_or_default()))
    });
    none(wrong.collect(), "names that say nothing");
}

#[test]
fn the_stub_wakes_the_background_by_the_pattern_of_page_meaning() {
    let stub = text("src/entry/content.js");
    let literals: Vec<&str> =
        stub.lines().filter_map(|line| line.split_once(" = /^")?.1.strip_suffix("/;")).collect();
    assert_eq!(literals.len(), 1, "one pattern in content.js");
    assert_eq!(format!("^{}", literals[0]).replace("\\/", "/"), wake_pattern());
}

#[test]
fn no_file_has_more_than_600_lines() {
    let wrong = files(&["src"]).into_iter().filter_map(|path| {
        let lines = text(&path).lines().count();
        (lines > 600).then(|| format!("{path}: {lines}"))
    });
    none(wrong.collect(), "files to divide");
}
