//! Where the program stopped, in words that name no folder of the computer it was built on.

/// A place in the source: of a library only its own folder and what is below.
pub fn place(file: &str, line: u32, column: u32) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    // A library's source stands in NAME-VERSION/src, or the toolchain's in library/NAME/src.
    let from = match parts.iter().rposition(|part| *part == "src") {
        Some(at) => at.saturating_sub(1),
        None => parts.len().saturating_sub(1),
    };
    let shown = parts.get(from..).unwrap_or_default().join("/");
    format!("{shown}:{line}:{column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_the_source_and_no_folder_around_it() {
        for (file, shown) in [
            ("src/ui/panel.rs", "src/ui/panel.rs:1:2"),
            (
                "/home/me/.cargo/registry/src/index-1/tachys-0.2.11/src/dom.rs",
                "tachys-0.2.11/src/dom.rs:1:2",
            ),
            (
                "C:\\Users\\me\\registry\\src\\i\\leptos-0.8.23\\src\\lib.rs",
                "leptos-0.8.23/src/lib.rs:1:2",
            ),
            ("/rustc/0123/library/core/src/option.rs", "core/src/option.rs:1:2"),
            ("/home/me/build.rs", "build.rs:1:2"),
            ("", ":1:2"),
        ] {
            assert_eq!(place(file, 1, 2), shown);
        }
    }
}
