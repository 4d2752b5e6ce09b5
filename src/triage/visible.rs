//! Makes text fit to be seen: characters that would act on the text around them are written out, and
//! what is longer than anything GitHub lets people write is cut, with a note of how much is missing.

use std::fmt::Write as _;

/// The most characters of a name, a path or another text of one line that are shown: more than any
/// that GitHub takes (4,096 bytes, for a path).
const LONGEST_LINE: usize = 4_096;

/// The most characters of a text of several lines that are shown: as many as GitHub takes of a comment.
const LONGEST_TEXT: usize = 65_536;

/// `text` with every character that [`acts_unseen`] written as `\u{XXXX}`, its number in
/// hexadecimal digits; at most 4,096 characters of it, and then how many more there are.
///
/// For people to read: a text that has `\u{202E}` written out in it already looks the same.
pub fn visible(text: &str) -> String {
    let (start, missing) = cut(text, LONGEST_LINE);
    let mut shown = String::with_capacity(start.len());
    for c in start.chars() {
        push(&mut shown, c);
    }
    shown + &missing
}

/// The same of a text of several lines: their breaks, and tabs, stay, and up to 65,536 characters.
pub fn visible_lines(text: &str) -> String {
    let (start, missing) = cut(text, LONGEST_TEXT);
    let mut shown = String::with_capacity(start.len());
    let mut rest = start.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' | '\t' => shown.push(c),
            // Browsers send line breaks as both.
            '\r' if rest.peek() == Some(&'\n') => {}
            c => push(&mut shown, c),
        }
    }
    shown + &missing
}

/// The first `longest` characters of a text, and in words how many more there are; empty if none.
fn cut(text: &str, longest: usize) -> (&str, String) {
    let Some((end, _)) = text.char_indices().nth(longest) else { return (text, String::new()) };
    let (start, rest) = text.split_at(end);
    (start, format!(" … and {} more characters", rest.chars().count()))
}

/// Writes one character, made visible where needed.
pub fn push(shown: &mut String, c: char) {
    if acts_unseen(c) {
        // Writing to a String can't fail.
        let _ = write!(shown, "\\u{{{:04X}}}", u32::from(c));
    } else {
        shown.push(c);
    }
}

/// Whether a character is a control (line breaks and tabs are), orders or joins the text around it,
/// or takes no room.
///
/// These are Unicode's controls (category Cc) and, of its format characters, the bidirectional, the
/// zero-width, the separating and the tag characters. The two joiners, U+200C and U+200D, are not
/// among them: Persian, Hindi and many emoji are misspelt without them.
pub fn acts_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_unseen_is_written_out() {
        for (text, shown) in [
            ("plain ü テスト 👩‍💻", "plain ü テスト 👩‍💻"),
            ("a\u{202e}b", "a\\u{202E}b"),
            ("a\nb\t", "a\\u{000A}b\\u{0009}"),
            ("\u{2066}x\u{2069}\u{200b}", "\\u{2066}x\\u{2069}\\u{200B}"),
            ("\u{e0041}", "\\u{E0041}"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    #[test]
    fn what_nobody_could_have_written_is_cut_and_said_to_be() {
        let long = "ü".repeat(LONGEST_LINE);
        assert_eq!(visible(&long), long);
        assert_eq!(visible(&format!("{long}xyz")), format!("{long} … and 3 more characters"));
        let text = visible_lines(&"\n".repeat(1_000_000));
        assert!(text.ends_with("\n … and 934464 more characters"), "{}", &text[text.len() - 40..]);
    }

    #[test]
    fn lines_stay_lines_and_hide_nothing() {
        assert_eq!(visible_lines("a\r\n\tb\nc"), "a\n\tb\nc");
        assert_eq!(visible_lines("a\rb\u{202e}\u{0}"), "a\\u{000D}b\\u{202E}\\u{0000}");
    }
}
