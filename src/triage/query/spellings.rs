//! What is counted for each value as it is spelt.

use super::fields::Value;

/// Something for each value that was met, told apart by their numbers and not by their letters.
#[derive(Debug)]
pub(in crate::triage) struct Spellings<T> {
    /// By a value's number, its place below and one more; 0 where it wasn't met.
    places: Vec<u32>,
    met: Vec<(Box<str>, T)>,
}

impl<T> Default for Spellings<T> {
    fn default() -> Self {
        Self { places: Vec::new(), met: Vec::new() }
    }
}

impl<T: Default> Spellings<T> {
    /// What is counted for a value; nothing for one without a number.
    pub fn of(&mut self, value: Value<'_>) -> Option<&mut T> {
        let id = value.id? as usize;
        if id >= self.places.len() {
            self.places.resize(id + 1, 0);
        }
        let place = self.places.get_mut(id)?;
        if *place == 0 {
            self.met.push((value.text.into(), T::default()));
            *place = u32::try_from(self.met.len()).unwrap_or(0);
        }
        let at = (*place as usize).checked_sub(1)?;
        self.met.get_mut(at).map(|(_, counted)| counted)
    }

    /// What was counted for each spelling, in the order of the spellings; `join` brings together what
    /// is spelt alike and has two numbers.
    pub fn into_sorted(self, mut join: impl FnMut(&mut T, T)) -> Vec<(Box<str>, T)> {
        let mut met = self.met;
        met.sort_by(|one, other| one.0.cmp(&other.0));
        let mut sorted: Vec<(Box<str>, T)> = Vec::with_capacity(met.len());
        for (text, counted) in met {
            match sorted.last_mut().filter(|(before, _)| *before == text) {
                Some((_, all)) => join(all, counted),
                None => sorted.push((text, counted)),
            }
        }
        sorted
    }
}
