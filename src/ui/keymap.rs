//! Which keys run which command, and what a press does.

use std::collections::BTreeMap;

use super::chord::{Chord, KeyPress, Keys, Place, Platform, SECOND_KEY_WITHIN_MS};
use super::command::Command;

/// What a press does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: the key is whoever's it is.
    None,
    /// It may be the first of two: another one is waited for.
    Pending,
    /// It would have been ours, but does nothing: a second key that goes with no first one, or one
    /// held down.
    Spent,
    /// It runs a command.
    Run(Command),
}

/// The first of two keys, and when it was pressed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Waiting(Option<(Chord, f64)>);

impl Waiting {
    /// The first of two keys, as long as the second is waited for.
    pub fn first(&self) -> Option<&Chord> {
        self.0.as_ref().map(|(chord, _)| chord)
    }
}

/// Two commands of which one has the other's keys, or the first of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The command that the keys run.
    pub runs: Command,
    /// The one that they don't run because of that.
    pub is_hidden: Command,
    /// The keys of the latter.
    pub keys: Keys,
}

/// The keys of every command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    /// Those a person chose come first, and so have the say in a conflict.
    entries: Vec<(Keys, Command)>,
    platform: Platform,
}

impl Keymap {
    /// The commands' first keys, but for those in `changed`, where a command's name has the keys a
    /// person chose, or none. What can't be read there counts as not changed.
    pub fn new(changed: &BTreeMap<String, String>, platform: Platform) -> Self {
        let mut entries = Vec::new();
        let mut unchanged = Vec::new();
        for command in Command::ALL {
            match changed.get(command.name()).map(String::as_str) {
                Some("") => {}
                Some(text) if let Ok(keys) = text.parse() => entries.push((keys, command)),
                _ => unchanged.push(command),
            }
        }
        for command in unchanged {
            let keys = command.first_keys().iter().filter_map(|text| text.parse().ok());
            entries.extend(keys.map(|keys| (keys, command)));
        }
        Self { entries, platform }
    }

    /// The same without keys that are characters alone.
    pub fn without_characters(mut self) -> Self {
        self.entries.retain(|(keys, _)| !keys.are_characters());
        self
    }

    /// The keys of a command.
    pub fn keys(&self, command: Command) -> impl Iterator<Item = &Keys> {
        self.entries.iter().filter(move |(_, its)| *its == command).map(|(keys, _)| keys)
    }

    /// The keys of a command as people read them, such as `O or Enter`; empty where it has none.
    pub fn words(&self, command: Command) -> String {
        let keys: Vec<String> = self.keys(command).map(|keys| keys.words(self.platform)).collect();
        keys.join(" or ")
    }

    /// What may be pressed after `first`, and what it runs.
    pub fn after<'a>(&'a self, first: &'a Chord) -> impl Iterator<Item = (&'a Chord, Command)> {
        let begun = self.entries.iter().filter(move |(keys, _)| keys.first == *first);
        begun.filter_map(|(keys, command)| Some((keys.second.as_ref()?, *command)))
    }

    /// Which key is the one for commands.
    pub fn platform(&self) -> Platform {
        self.platform
    }

    /// A press as keys of a command.
    pub fn chord(&self, press: &KeyPress) -> Option<Chord> {
        Chord::of(press, self.platform)
    }

    /// The command other than `command` with which these keys would be in conflict.
    pub fn taken(&self, command: Command, keys: &Keys) -> Option<Command> {
        let clash = |(its, other): &&(Keys, Command)| {
            *other != command && (keys.begin_with(its) || its.begin_with(keys))
        };
        self.entries.iter().find(clash).map(|(_, other)| *other)
    }

    /// Every conflict.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        for (at, (keys, command)) in self.entries.iter().enumerate() {
            for (others, other) in &self.entries[at + 1..] {
                if command == other {
                    continue;
                }
                if others.begin_with(keys) {
                    let (runs, is_hidden) = (*command, *other);
                    conflicts.push(Conflict { runs, is_hidden, keys: others.clone() });
                } else if keys.begin_with(others) {
                    let (runs, is_hidden) = (*other, *command);
                    conflicts.push(Conflict { runs, is_hidden, keys: keys.clone() });
                }
            }
        }
        conflicts
    }

    fn run_by(&self, first: &Chord, second: Option<&Chord>) -> Option<Command> {
        let is_it =
            |(keys, _): &&(Keys, Command)| keys.first == *first && keys.second.as_ref() == second;
        self.entries.iter().find(is_it).map(|(_, command)| *command)
    }

    fn is_first_of_two(&self, chord: &Chord) -> bool {
        self.entries.iter().any(|(keys, _)| keys.first == *chord && keys.second.is_some())
    }

    /// What a press does at `now_ms`, a time in milliseconds that only goes forward.
    pub fn press(&self, waiting: &mut Waiting, press: &KeyPress, now_ms: f64) -> Outcome {
        if press.is_modifier() {
            return Outcome::None;
        }
        let first = waiting.0.take().filter(|(_, at)| now_ms - at <= SECOND_KEY_WITHIN_MS);
        if matches!(press.place, Place::Text | Place::Dialog) {
            return Outcome::None;
        }
        let Some(chord) = self.chord(press) else { return Outcome::None };
        if press.place == Place::Control && chord.works_control() {
            return Outcome::None;
        }
        if let Some((first, at)) = first {
            if press.repeat && first == chord {
                waiting.0 = Some((first, at));
                return Outcome::Pending;
            }
            if let Some(command) = self.run_by(&first, Some(&chord)) {
                return Outcome::Run(command);
            }
            // A slip of the second key must not deny a request.
            if chord.key == "Escape" || (chord.is_character() && !self.is_first_of_two(&chord)) {
                return Outcome::Spent;
            }
        }
        match self.run_by(&chord, None) {
            Some(command) if press.repeat && !command.repeats() => Outcome::Spent,
            Some(command) => Outcome::Run(command),
            None if !self.is_first_of_two(&chord) => Outcome::None,
            None if press.repeat => Outcome::Spent,
            None => {
                waiting.0 = Some((chord, now_ms));
                Outcome::Pending
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::chord::tests::press;
    use super::*;

    fn changed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, keys)| ((*name).to_owned(), (*keys).to_owned())).collect()
    }

    fn keymap(pairs: &[(&str, &str)]) -> Keymap {
        Keymap::new(&changed(pairs), Platform::Other)
    }

    /// What presses at these times do.
    fn pressed(keymap: &Keymap, presses: &[(KeyPress, f64)]) -> Vec<Outcome> {
        let mut waiting = Waiting::default();
        presses.iter().map(|(press, at)| keymap.press(&mut waiting, press, *at)).collect()
    }

    fn keys(keymap: &Keymap, keys: &[&str]) -> Vec<Outcome> {
        let presses: Vec<_> = keys.iter().map(|key| (press(key), 0.0)).collect();
        pressed(keymap, &presses)
    }

    #[test]
    fn the_first_keys_are_all_readable_and_in_no_conflict() {
        let keymap = keymap(&[]);
        assert_eq!(keymap.conflicts(), []);
        for command in Command::ALL {
            assert_eq!(keymap.keys(command).count(), command.first_keys().len(), "{command}");
            assert!(!command.first_keys().is_empty());
        }
    }

    #[test]
    fn one_key_runs_at_once_and_two_within_their_time() {
        let map = keymap(&[]);
        assert_eq!(keys(&map, &["j"]), [Outcome::Run(Command::NextRow)]);
        assert_eq!(keys(&map, &["g", "w"]), [Outcome::Pending, Outcome::Run(Command::GoWaiting)]);
        let late = [(press("g"), 0.0), (press("a"), 1_500.0)];
        assert_eq!(pressed(&map, &late)[1], Outcome::Run(Command::GoAnswerAgain));
        let too_late = [(press("g"), 0.0), (press("a"), 1_501.0)];
        assert_eq!(pressed(&map, &too_late)[1], Outcome::Run(Command::Approve));
        let later = [(press("g"), 90_000.0), (press("a"), 91_500.0)];
        assert_eq!(pressed(&map, &later)[1], Outcome::Run(Command::GoAnswerAgain));
        assert_eq!(keys(&map, &["z"]), [Outcome::None]);
    }

    #[test]
    fn a_second_key_that_goes_with_no_first_one_does_nothing() {
        let map = keymap(&[]);
        assert_eq!(
            keys(&map, &["g", "d", "d"]),
            [Outcome::Pending, Outcome::Spent, Outcome::Run(Command::Deny)]
        );
        assert_eq!(
            keys(&map, &["g", "Escape", "w"]),
            [Outcome::Pending, Outcome::Spent, Outcome::None]
        );
        assert_eq!(
            keys(&map, &["g", "g", "w"]),
            [Outcome::Pending, Outcome::Pending, Outcome::Run(Command::GoWaiting)]
        );
        assert_eq!(keys(&map, &["g", "PageDown", "w"])[1..], [Outcome::None, Outcome::None]);
    }

    #[test]
    fn a_modifier_between_two_keys_changes_nothing() {
        let map = keymap(&[("approve", "g Shift+a")]);
        let shift = KeyPress { shift: true, ..press("Shift") };
        let a = KeyPress { shift: true, ..press("A") };
        let presses = [(press("g"), 0.0), (shift, 0.0), (a, 0.0)];
        assert_eq!(pressed(&map, &presses)[2], Outcome::Run(Command::Approve));
    }

    #[test]
    fn nothing_is_taken_from_who_types_composes_or_works_a_control() {
        let map = keymap(&[]);
        let at = |key: &str, place| KeyPress { place, ..press(key) };
        let command_k = KeyPress { ctrl: true, place: Place::Text, ..press("k") };
        for press in [
            at("j", Place::Text),
            at("Escape", Place::Text),
            at("j", Place::Dialog),
            at("Escape", Place::Dialog),
            at("Enter", Place::Control),
            at(" ", Place::Control),
            command_k,
            KeyPress { composing: true, ..press("j") },
            KeyPress { ctrl: true, ..press("j") },
            KeyPress { meta: true, ..press("j") },
            KeyPress { alt: true, ..press("j") },
        ] {
            assert_eq!(pressed(&map, &[(press.clone(), 0.0)]), [Outcome::None], "{press:?}");
        }
        assert_eq!(
            pressed(&map, &[(at("j", Place::Control), 0.0)]),
            [Outcome::Run(Command::NextRow)]
        );
        let typed_after = [(press("g"), 0.0), (at("w", Place::Text), 0.0), (press("w"), 0.0)];
        assert_eq!(pressed(&map, &typed_after)[1..], [Outcome::None, Outcome::None]);
    }

    #[test]
    fn a_key_held_down_moves_on_and_decides_once() {
        let map = keymap(&[]);
        let held = |key: &str| KeyPress { repeat: true, ..press(key) };
        assert_eq!(pressed(&map, &[(held("j"), 0.0)]), [Outcome::Run(Command::NextRow)]);
        assert_eq!(pressed(&map, &[(held("a"), 0.0)]), [Outcome::Spent]);
        let held_first = [(press("g"), 0.0), (held("g"), 600.0), (press("w"), 700.0)];
        assert_eq!(
            pressed(&map, &held_first),
            [Outcome::Pending, Outcome::Pending, Outcome::Run(Command::GoWaiting)]
        );
    }

    #[test]
    fn keys_can_be_changed_and_taken_away() {
        let map =
            keymap(&[("approve", "y"), ("deny", ""), ("open", "broken keys here"), ("no", "z")]);
        assert_eq!(keys(&map, &["y"]), [Outcome::Run(Command::Approve)]);
        assert_eq!(keys(&map, &["a"]), [Outcome::None]);
        assert_eq!(keys(&map, &["d"]), [Outcome::None]);
        assert_eq!(keys(&map, &["o"]), [Outcome::Run(Command::Open)]);
        assert_eq!(map.words(Command::Open), "O or Enter");
        assert_eq!(map.words(Command::Deny), "");
    }

    #[test]
    fn conflicts_are_found_those_with_a_first_key_of_two_included() {
        let map = keymap(&[("approve", "d")]);
        let deny = "d".parse::<Keys>().unwrap();
        assert_eq!(
            map.conflicts(),
            [Conflict { runs: Command::Approve, is_hidden: Command::Deny, keys: deny.clone() }]
        );
        assert_eq!(keys(&map, &["d"]), [Outcome::Run(Command::Approve)]);
        let map = keymap(&[("approve", "g")]);
        assert_eq!(map.conflicts().len(), 8);
        assert!(map.conflicts().iter().all(|conflict| conflict.runs == Command::Approve));
        assert_eq!(keys(&map, &["g", "w"]), [Outcome::Run(Command::Approve), Outcome::None]);
        let map = keymap(&[("approve", "j a")]);
        assert_eq!(map.conflicts()[0].runs, Command::NextRow);
        assert_eq!(map.conflicts()[0].is_hidden, Command::Approve);
        assert_eq!(map.taken(Command::Undo, &deny), Some(Command::Deny));
        assert_eq!(map.taken(Command::Deny, &deny), None);
        assert_eq!(map.taken(Command::Undo, &"g".parse().unwrap()), Some(Command::GoInbox));
        assert_eq!(map.taken(Command::Undo, &"x y".parse().unwrap()), Some(Command::Select));
        assert_eq!(map.taken(Command::Undo, &"Mod+y".parse().unwrap()), None);
    }

    #[test]
    fn characters_can_be_switched_off_and_the_others_stay() {
        let map = keymap(&[("deny", "Mod+d")]).without_characters();
        for key in ["j", "a", "x", "/", "?", "g", "]"] {
            assert_eq!(keys(&map, &[key]), [Outcome::None], "{key}");
        }
        let shift_x = KeyPress { shift: true, ..press("X") };
        assert_eq!(pressed(&map, &[(shift_x, 0.0)]), [Outcome::None]);
        for (press, command) in [
            (KeyPress { ctrl: true, ..press("k") }, Command::Palette),
            (KeyPress { ctrl: true, ..press("d") }, Command::Deny),
            (press("Escape"), Command::ClearSelection),
            (press("Enter"), Command::Open),
        ] {
            assert_eq!(pressed(&map, &[(press, 0.0)]), [Outcome::Run(command)]);
        }
    }
}
