//! Makes text fit to be seen: characters that would act on the text around them are written out, and
//! what is longer than anything GitHub lets people write is cut, with a note of how much is missing.

use std::fmt::Write as _;

/// The most characters of a name, a path or another text of one line that are shown: more than any
/// that GitHub takes (4,096 bytes, for a path).
const LONGEST_LINE: usize = 4_096;

/// The most characters of a text of several lines that are shown: as many as GitHub takes of a comment.
const LONGEST_TEXT: usize = 65_536;

/// `text` with every character that acts unseen written as `\u{XXXX}`, its number in
/// hexadecimal digits; at most 4,096 characters of it, and then how many more there are.
///
/// For people to read: a text that has `\u{202E}` written out in it already looks the same.
pub fn visible(text: &str) -> String {
    let (start, missing) = cut(text, LONGEST_LINE);
    let mut shown = String::with_capacity(start.len());
    let mut rest = start.chars().peekable();
    while let Some(c) = rest.next() {
        push(&mut shown, c, rest.peek().copied());
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
            c => push(&mut shown, c, rest.peek().copied()),
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

/// Writes one character, made visible where needed, behind what is in `shown` already; `next` is the one that
/// comes behind it.
pub fn push(shown: &mut String, c: char, next: Option<char>) {
    let chooses_a_look = matches!(c, TEXT_LOOK | EMOJI_LOOK)
        && shown.chars().next_back().is_some_and(|before| has_two_looks(before, next));
    if acts_unseen(c) && !chooses_a_look {
        // Writing to a String can't fail.
        let _ = write!(shown, "\\u{{{:04X}}}", u32::from(c));
    } else {
        shown.push(c);
    }
}

/// Lets the character in front of it look like text.
const TEXT_LOOK: char = '\u{fe0e}';

/// Lets the character in front of it look like an emoji.
const EMOJI_LOOK: char = '\u{fe0f}';

/// Turns the character in front of it into the cap of a key.
const KEYCAP: char = '\u{20e3}';

/// Whether a character may be followed by [`TEXT_LOOK`] or [`EMOJI_LOOK`], with `next` behind that: a digit that
/// becomes the cap of a key, or one of the blocks of symbols that have all the others of Unicode's
/// `emoji-variation-sequences.txt`. No letter is among them, so that no name has a second spelling.
fn has_two_looks(c: char, next: Option<char>) -> bool {
    match c {
        '0'..='9' | '#' | '*' => next == Some(KEYCAP),
        '\u{a9}' | '\u{ae}' | '\u{203c}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => true,
        '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' => true,
        _ => false,
    }
}

/// Whether a character is a control (line breaks and tabs are), orders or joins the text around it, takes no
/// room, or takes it and draws nothing there.
///
/// These are Unicode's controls (category Cc), its separators of lines and paragraphs, the annotations, the blank
/// of Braille, and what `DerivedCoreProperties.txt` calls `Default_Ignorable_Code_Point`, with two exceptions:
///
/// - The joiners, U+200C and U+200D, are let through: Persian, Hindi and many emoji are misspelt without them.
/// - Of the variation selectors, one U+FE0E or U+FE0F is let through behind a symbol that has two looks
///   ([`push`] sees to that), for that is how people's keyboards write ❤️. Any others could hide as much as they
///   are many: a second one, one behind a letter, one of the 14 and 240 that choose among glyphs. The latter are
///   written out in a Japanese name, too, which reads well enough without the glyph.
fn acts_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
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
            ("\u{ad}\u{34f}\u{61c}", "\\u{00AD}\\u{034F}\\u{061C}"),
            // What is drawn as nothing: Hangul's fillers, Khmer's vowels, Braille's blank.
            ("\u{115f}\u{1160}\u{3164}\u{ffa0}", "\\u{115F}\\u{1160}\\u{3164}\\u{FFA0}"),
            ("\u{17b4}\u{17b5}\u{2800}", "\\u{17B4}\\u{17B5}\\u{2800}"),
            ("\u{180b}\u{180f}\u{fff0}", "\\u{180B}\\u{180F}\\u{FFF0}"),
            ("\u{1bca0}\u{1d173}\u{e0fff}", "\\u{1BCA0}\\u{1D173}\\u{E0FFF}"),
        ] {
            assert_eq!(visible(text), shown);
            assert_eq!(
                visible_lines(text),
                shown.replace("\\u{000A}", "\n").replace("\\u{0009}", "\t")
            );
        }
    }

    #[test]
    fn a_symbol_may_have_its_look_chosen_once_and_nothing_else_is_hidden_so() {
        for text in [
            "❤\u{fe0f} ☎\u{fe0e}",
            "1\u{fe0f}\u{20e3}#\u{fe0f}\u{20e3}",
            "©\u{fe0f}®\u{fe0e}〰\u{fe0f}〽\u{fe0f}㊗\u{fe0f}㊙\u{fe0f}‼\u{fe0f}",
            "👩\u{200d}❤\u{fe0f}\u{200d}👩 🏳\u{fe0f}\u{200d}🌈",
        ] {
            assert_eq!(visible(text), text);
            assert_eq!(visible_lines(text), text);
        }
        for (text, shown) in [
            ("\u{fe0f}", "\\u{FE0F}"),
            ("octocat\u{fe0f}", "octocat\\u{FE0F}"),
            ("か\u{fe0f}ж\u{fe0e}", "か\\u{FE0F}ж\\u{FE0E}"),
            ("1\u{fe0f}2", "1\\u{FE0F}2"),
            ("1\u{fe0f}", "1\\u{FE0F}"),
            ("❤\u{fe0f}\u{fe0f}\u{fe0e}", "❤\u{fe0f}\\u{FE0F}\\u{FE0E}"),
            ("❤\u{fe00}\u{fe0d}", "❤\\u{FE00}\\u{FE0D}"),
            ("\u{2800}\u{fe0f}", "\\u{2800}\\u{FE0F}"),
            ("❤\u{e0100}葛\u{e0100}\u{e01ef}", "❤\\u{E0100}葛\\u{E0100}\\u{E01EF}"),
        ] {
            assert_eq!(visible(text), shown);
            assert_eq!(visible_lines(text), shown);
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
