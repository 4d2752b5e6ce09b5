//! Makes characters visible that would act on the text around them instead of being seen.

use std::fmt::Write as _;

/// `text` with every character that [`acts_unseen`] written as `\u{XXXX}`, its number in
/// hexadecimal digits.
///
/// For people to read: a text that has `\u{202E}` written out in it already looks the same.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        push(&mut shown, c);
    }
    shown
}

/// The same of a text of several lines: their breaks, and tabs, stay.
pub fn visible_lines(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' | '\t' => shown.push(c),
            // Browsers send line breaks as both.
            '\r' if rest.peek() == Some(&'\n') => {}
            c => push(&mut shown, c),
        }
    }
    shown
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
    fn lines_stay_lines_and_hide_nothing() {
        assert_eq!(visible_lines("a\r\n\tb\nc"), "a\n\tb\nc");
        assert_eq!(visible_lines("a\rb\u{202e}\u{0}"), "a\\u{000D}b\\u{202E}\\u{0000}");
    }
}
