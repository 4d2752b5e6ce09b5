//! Keys pressed together and after one another: read from events, kept as text, shown to people.

use std::fmt;
use std::str::FromStr;

/// How long a second key may take, in milliseconds.
pub const SECOND_KEY_WITHIN_MS: f64 = 1_500.0;

/// Which key is the one for commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// Cmd.
    Apple,
    /// Ctrl.
    Other,
}

/// Where a key was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On nothing that takes keys.
    Page,
    /// On a button, a link or another control that Enter and the space bar work.
    Control,
    /// Where text is typed or chosen.
    Text,
    /// Anywhere, while a dialog is open.
    Dialog,
}

/// A key going down, as the browser tells of it. Source: UI Events, `KeyboardEvent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPress {
    /// `key`: what it writes or does in the layout at hand, such as `j`, `?` or `Enter`.
    pub key: String,
    /// `code`: which key it is on the board, such as `KeyJ`.
    pub code: String,
    /// Ctrl is held.
    pub ctrl: bool,
    /// Cmd or the Windows key is held.
    pub meta: bool,
    /// Alt or Option is held.
    pub alt: bool,
    /// Shift is held.
    pub shift: bool,
    /// AltGr is held, with which layouts write their signs; some say Ctrl and Alt at the same time.
    pub alt_graph: bool,
    /// The key is held down and comes again by itself.
    pub repeat: bool,
    /// It is part of composing a character.
    pub composing: bool,
    /// Where.
    pub place: Place,
}

impl KeyPress {
    /// Whether it is a key that only changes others.
    pub fn is_modifier(&self) -> bool {
        matches!(
            self.key.as_str(),
            "Shift" | "Control" | "Alt" | "Meta" | "AltGraph" | "CapsLock" | "Fn" | "NumLock"
        )
    }
}

/// One key with what is held with it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Chord {
    /// Ctrl, or Cmd on Apple's.
    pub command: bool,
    /// Alt.
    pub alt: bool,
    /// Shift; never with a sign, for which one needs it in one layout and not in another.
    pub shift: bool,
    /// A character, a letter being a small one, or the key's name, such as `Enter`.
    pub key: String,
}

/// The one character that a text is.
fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

impl Chord {
    /// The chord of a press; `None` for keys that only change others, unfinished characters and
    /// what belongs to the system.
    pub fn of(press: &KeyPress, platform: Platform) -> Option<Self> {
        let held = !press.alt_graph;
        let (command, system) = match platform {
            Platform::Apple => (press.meta, press.ctrl && held),
            Platform::Other => (press.ctrl && held, press.meta),
        };
        let unfinished = matches!(press.key.as_str(), "Dead" | "Process" | "Unidentified" | "");
        if system || unfinished || press.composing || press.is_modifier() {
            return None;
        }
        let alt = press.alt && held;
        let shift = press.shift;
        let Some(char) = only_char(&press.key) else {
            return Some(Self { command, alt, shift, key: press.key.clone() });
        };
        // A layout of another script, or Option on Apple's: the key is the one with the letter on it.
        let on_board = press.code.strip_prefix("Key").filter(|_| !char.is_ascii());
        let key = match (on_board, char) {
            (Some(letter), _) => letter.to_ascii_lowercase(),
            (None, ' ') => "Space".to_owned(),
            (None, char) => char.to_lowercase().collect(),
        };
        let is_sign = only_char(&key).is_some_and(|char| !char.is_alphabetic());
        Some(Self { command, alt, shift: shift && !is_sign, key })
    }

    /// Whether it is a character alone, which assistive technology and typing use, too.
    /// Source: WCAG 2.2, 2.1.4 Character Key Shortcuts.
    pub fn is_character(&self) -> bool {
        !self.command && !self.alt && only_char(&self.key).is_some()
    }

    /// Whether it works the control that has the focus.
    pub fn works_control(&self) -> bool {
        !self.command && !self.alt && matches!(self.key.as_str(), "Enter" | "Space")
    }

    /// Whether it can't be a command's, for the browser needs it.
    fn is_reserved(&self) -> bool {
        let plain = !self.command && !self.alt;
        let moves = matches!(
            self.key.as_str(),
            "Space"
                | "ArrowUp"
                | "ArrowDown"
                | "ArrowLeft"
                | "ArrowRight"
                | "PageUp"
                | "PageDown"
                | "Home"
                | "End"
        );
        let windows = matches!(self.key.as_str(), "t" | "n" | "w" | "q" | "l");
        matches!(self.key.as_str(), "Tab" | "Escape")
            || (plain && moves)
            || (self.command && windows)
    }

    /// As people read it, such as `Shift+X` or `Ctrl+K`.
    pub fn words(&self, platform: Platform) -> String {
        let mut words = String::new();
        for (held, name) in [
            (self.command, if platform == Platform::Apple { "Cmd+" } else { "Ctrl+" }),
            (self.alt, if platform == Platform::Apple { "Option+" } else { "Alt+" }),
            (self.shift, "Shift+"),
        ] {
            words.push_str(if held { name } else { "" });
        }
        match self.key.as_str() {
            "Escape" => words.push_str("Esc"),
            key if only_char(key).is_some() => words.push_str(&key.to_uppercase()),
            key => words.push_str(key),
        }
        words
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.command, "Mod+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            f.write_str(if held { name } else { "" })?;
        }
        f.write_str(if self.key == "+" { "Plus" } else { &self.key })
    }
}

/// The text names no keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoKeys;

impl FromStr for Chord {
    type Err = NoKeys;

    fn from_str(text: &str) -> Result<Self, NoKeys> {
        let mut chord = Self { command: false, alt: false, shift: false, key: String::new() };
        let mut parts = text.split('+').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                chord.key = if part == "Plus" { "+".to_owned() } else { part.to_owned() };
                break;
            }
            match part {
                "Mod" => chord.command = true,
                "Alt" => chord.alt = true,
                "Shift" => chord.shift = true,
                _ => return Err(NoKeys),
            }
        }
        if chord.key.is_empty() { Err(NoKeys) } else { Ok(chord) }
    }
}

/// Why keys can't be a command's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeysProblem {
    /// The browser needs them.
    Reserved,
}

/// One chord, or two after one another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Keys {
    /// The first.
    pub first: Chord,
    /// The second, where there is one.
    pub second: Option<Chord>,
}

impl Keys {
    /// Whether they are characters alone.
    pub fn are_characters(&self) -> bool {
        self.first.is_character()
    }

    /// Whether whoever presses these has pressed the others before, or at the same time.
    pub fn begin_with(&self, others: &Self) -> bool {
        self.first == others.first && (others.second.is_none() || self.second == others.second)
    }

    /// Why they can't be a command's.
    pub fn problem(&self) -> Option<KeysProblem> {
        let reserved =
            self.first.is_reserved() || self.second.as_ref().is_some_and(Chord::is_reserved);
        reserved.then_some(KeysProblem::Reserved)
    }

    /// As people read them, such as `G then W`.
    pub fn words(&self, platform: Platform) -> String {
        let first = self.first.words(platform);
        match &self.second {
            Some(second) => format!("{first} then {}", second.words(platform)),
            None => first,
        }
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        match &self.second {
            Some(second) => write!(f, " {second}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Keys {
    type Err = NoKeys;

    /// From one or two chords with a space between them.
    fn from_str(text: &str) -> Result<Self, NoKeys> {
        let mut chords = text.split(' ');
        let first = chords.next().unwrap_or_default().parse()?;
        let second = chords.next().map(str::parse).transpose()?;
        if chords.next().is_some() { Err(NoKeys) } else { Ok(Self { first, second }) }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A key pressed on the page with nothing held.
    pub fn press(key: &str) -> KeyPress {
        KeyPress {
            key: key.to_owned(),
            code: String::new(),
            ctrl: false,
            meta: false,
            alt: false,
            shift: false,
            alt_graph: false,
            repeat: false,
            composing: false,
            place: Place::Page,
        }
    }

    fn text(press: &KeyPress, platform: Platform) -> String {
        Chord::of(press, platform).map(|chord| chord.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_press_is_the_same_chord_in_every_layout() {
        use Platform::{Apple, Other};
        let code = |key: &str, code: &str| KeyPress { code: code.to_owned(), ..press(key) };
        let rows = [
            (press("j"), "j", "j"),
            // Caps lock.
            (press("J"), "j", "j"),
            (KeyPress { shift: true, ..press("X") }, "Shift+x", "Shift+x"),
            // A question mark needs Shift here and not there.
            (KeyPress { shift: true, ..press("?") }, "?", "?"),
            (press("?"), "?", "?"),
            (press(" "), "Space", "Space"),
            (KeyPress { shift: true, ..press("Enter") }, "Shift+Enter", "Shift+Enter"),
            // A German layout on Windows and on Linux.
            (KeyPress { ctrl: true, alt: true, alt_graph: true, ..press("]") }, "]", "]"),
            (KeyPress { alt_graph: true, ..press("]") }, "]", "]"),
            // A Russian layout, and Option on Apple's.
            (code("о", "KeyJ"), "j", "j"),
            (KeyPress { alt: true, ..code("å", "KeyA") }, "Alt+a", "Alt+a"),
            (KeyPress { ctrl: true, ..press("k") }, "Mod+k", ""),
            (KeyPress { meta: true, ..press("k") }, "", "Mod+k"),
            (KeyPress { composing: true, ..press("k") }, "", ""),
            (press("Dead"), "", ""),
            (KeyPress { shift: true, ..press("Shift") }, "", ""),
        ];
        for (press, other, apple) in rows {
            assert_eq!(text(&press, Other), other, "{press:?}");
            assert_eq!(text(&press, Apple), apple, "{press:?}");
        }
    }

    #[test]
    fn keys_are_read_back_from_their_text() {
        for text in ["j", "Shift+x", "Mod+Alt+Shift+k", "g w", "g Enter", "Plus", "/", "Mod+?"] {
            assert_eq!(text.parse::<Keys>().unwrap().to_string(), text);
        }
        for text in ["", " ", "g ", "g w x", "Ctrl+k", "Mod+", "+", "Mod+? +"] {
            assert_eq!(text.parse::<Keys>(), Err(NoKeys), "{text}");
        }
    }

    #[test]
    fn keys_are_shown_as_they_are_on_the_board() {
        let words = |text: &str, platform| text.parse::<Keys>().unwrap().words(platform);
        assert_eq!(words("g w", Platform::Other), "G then W");
        assert_eq!(words("Mod+k", Platform::Other), "Ctrl+K");
        assert_eq!(words("Mod+k", Platform::Apple), "Cmd+K");
        assert_eq!(words("Shift+x", Platform::Apple), "Shift+X");
        assert_eq!(words("Escape", Platform::Other), "Esc");
    }

    #[test]
    fn what_the_browser_needs_is_no_command_s() {
        for text in ["Tab", "Shift+Tab", "Space", "ArrowDown", "Mod+w", "g Tab", "Escape"] {
            let keys: Keys = text.parse().unwrap();
            assert_eq!(keys.problem(), Some(KeysProblem::Reserved), "{text}");
        }
        for text in ["j", "Enter", "Mod+ArrowDown", "Mod+k", "g w", "F2"] {
            let keys: Keys = text.parse().unwrap();
            assert_eq!(keys.problem(), None, "{text}");
        }
    }
}
