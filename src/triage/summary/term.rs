//! The query term that a figure stands for, so that a click on it filters the inbox.

/// `key:value`, quoted where the value needs it.
pub fn term(key: &str, value: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if !value.is_empty() && value.chars().all(is_plain) {
        return format!("{key}:{value}");
    }
    format!("{key}:\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
