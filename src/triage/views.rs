//! Views: queries with names, those that come with Gatehouse and those that a person saved.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::query::same_text;

/// The longest name, in characters.
pub const MAX_NAME_LENGTH: usize = 60;

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// What its owner calls it.
    pub name: String,
    /// As it was typed: another version may read what this one doesn't.
    pub query: String,
}

impl View {
    fn new(name: &str, query: &str) -> Self {
        Self { name: name.to_owned(), query: query.to_owned() }
    }
}

/// The views that come with Gatehouse, in the order in which they are offered.
pub fn built_in() -> [View; 5] {
    [
        View::new("Waiting", "is:open"),
        View::new("Expiring within 24 hours", "is:open expires:<24h"),
        View::new("My reviews", "reviewer:@me"),
        View::new("Mine to answer again", "is:open reviewer:@me"),
        View::new("Stale", "is:open created:>3d"),
    ]
}

/// Why a view can't be saved or renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewProblem {
    /// The name is blank.
    NoName,
    /// The name has more than [`MAX_NAME_LENGTH`] characters.
    NameTooLong,
    /// Another view, saved or built in, has the name in some case.
    NameTaken,
    /// There is no such view any more.
    Gone,
    /// What is kept of the views can't be read; nothing is stored over it.
    Unreadable,
}

impl ViewProblem {
    /// What is wrong and what to do.
    pub fn in_words(self) -> String {
        match self {
            Self::NoName => "Give the view a name.".to_owned(),
            Self::NameTooLong => {
                format!("The name is too long. Use at most {MAX_NAME_LENGTH} characters.")
            }
            Self::NameTaken => "Another view has this name. Use another one.".to_owned(),
            Self::Gone => "This view was removed meanwhile. Save it again.".to_owned(),
            Self::Unreadable => {
                "The saved views can't be read here, so nothing was changed. Reload the page and \
                 try again."
                    .to_owned()
            }
        }
    }
}

/// The views that a person saved, in their order, as they are kept.
///
/// What can't be read of it, of a newer version or damaged, is kept as it is and written back. Two
/// pages may change it at once: read what is stored, change that, and store it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Map<String, Value>", into = "Map<String, Value>")]
pub struct SavedViews {
    views: Vec<View>,
    unread: Map<String, Value>,
}

const VIEWS: &str = "views";

impl From<Map<String, Value>> for SavedViews {
    fn from(mut fields: Map<String, Value>) -> Self {
        let mut saved = Self::default();
        if let Some(Value::Array(entries)) = fields.get_mut(VIEWS) {
            entries.retain(|entry| match View::deserialize(entry) {
                Ok(view) => saved.add(view).is_err(),
                Err(_) => true,
            });
            if entries.is_empty() {
                fields.remove(VIEWS);
            }
        }
        Self { unread: fields, ..saved }
    }
}

impl From<SavedViews> for Map<String, Value> {
    fn from(saved: SavedViews) -> Self {
        let mut fields = saved.unread;
        let mut entries: Vec<Value> =
            saved.views.iter().filter_map(|view| serde_json::to_value(view).ok()).collect();
        match fields.remove(VIEWS) {
            Some(Value::Array(unread)) => entries.extend(unread),
            Some(unread) => entries.push(unread),
            None => {}
        }
        fields.insert(VIEWS.to_owned(), Value::Array(entries));
        fields
    }
}

impl SavedViews {
    /// From what the store keeps; there are none where it keeps nothing.
    ///
    /// # Errors
    /// It isn't a JSON object. Then don't store over it: it may be what a person saved.
    pub fn read(text: Option<&str>) -> Result<Self, serde_json::Error> {
        text.map_or_else(|| Ok(Self::default()), serde_json::from_str)
    }

    /// What to keep.
    pub fn to_text(&self) -> String {
        Value::Object(self.clone().into()).to_string()
    }

    /// Every saved view, in its owner's order.
    pub fn views(&self) -> &[View] {
        &self.views
    }

    /// Whether a saved view has this name, in any case.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Saves a view behind the others. White space around its name goes.
    ///
    /// # Errors
    /// Its name can't be used.
    pub fn add(&mut self, view: View) -> Result<(), ViewProblem> {
        let name = self.free_name(&view.name, None)?;
        self.views.push(View { name, ..view });
        Ok(())
    }

    /// Gives a view another name. White space around it goes.
    ///
    /// # Errors
    /// The new name can't be used, or there is no such view.
    pub fn rename(&mut self, name: &str, new_name: &str) -> Result<(), ViewProblem> {
        let at = self.place(name).ok_or(ViewProblem::Gone)?;
        let name = self.free_name(new_name, Some(at))?;
        self.change(at, |view| view.name = name)
    }

    /// Gives a view another query.
    ///
    /// # Errors
    /// There is no such view.
    pub fn set_query(&mut self, name: &str, query: &str) -> Result<(), ViewProblem> {
        let at = self.place(name).ok_or(ViewProblem::Gone)?;
        self.change(at, |view| query.clone_into(&mut view.query))
    }

    /// Moves a view to a place, counted from 0; behind the last where there is no such place.
    ///
    /// # Errors
    /// There is no such view.
    pub fn move_to(&mut self, name: &str, place: usize) -> Result<(), ViewProblem> {
        let at = self.place(name).ok_or(ViewProblem::Gone)?;
        let view = self.views.remove(at);
        self.views.insert(place.min(self.views.len()), view);
        Ok(())
    }

    /// Takes a view away and gives it with its place, so that it can be put back by
    /// [`Self::add`] and [`Self::move_to`].
    pub fn remove(&mut self, name: &str) -> Option<(usize, View)> {
        let at = self.place(name)?;
        Some((at, self.views.remove(at)))
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.views.iter().position(|view| same_text(&view.name, name.trim()))
    }

    fn change(&mut self, at: usize, change: impl FnOnce(&mut View)) -> Result<(), ViewProblem> {
        self.views.get_mut(at).map(change).ok_or(ViewProblem::Gone)
    }

    /// The name without white space around it, unless another view than the one at `own` has it.
    fn free_name(&self, name: &str, own: Option<usize>) -> Result<String, ViewProblem> {
        let name = name.trim();
        let is_built_in = built_in().iter().any(|view| same_text(&view.name, name));
        if name.is_empty() {
            Err(ViewProblem::NoName)
        } else if name.chars().count() > MAX_NAME_LENGTH {
            Err(ViewProblem::NameTooLong)
        } else if is_built_in || self.place(name).is_some_and(|at| Some(at) != own) {
            Err(ViewProblem::NameTaken)
        } else {
            Ok(name.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::query::parse;

    fn saved(names: &[&str]) -> SavedViews {
        let mut saved = SavedViews::default();
        for name in names {
            saved.add(View::new(name, "is:open")).expect(name);
        }
        saved
    }

    fn names(saved: &SavedViews) -> Vec<&str> {
        saved.views().iter().map(|view| view.name.as_str()).collect()
    }

    #[test]
    fn every_built_in_view_is_a_query_in_its_canonical_form() {
        for View { name, query } in built_in() {
            assert_eq!(parse(&query).expect(&name).to_string(), query);
        }
    }

    #[test]
    fn a_name_is_one_view_s_alone() {
        let mut saved = saved(&[" One "]);
        for (name, problem) in [
            ("", ViewProblem::NoName),
            (" \t", ViewProblem::NoName),
            ("oNE", ViewProblem::NameTaken),
            ("waiting", ViewProblem::NameTaken),
            (&"ü".repeat(MAX_NAME_LENGTH + 1), ViewProblem::NameTooLong),
        ] {
            assert_eq!(saved.add(View::new(name, "")), Err(problem), "{name}");
        }
        assert_eq!(saved.add(View::new(&"ü".repeat(MAX_NAME_LENGTH), "")), Ok(()));
        assert_eq!(saved.views().len(), 2);
    }

    #[test]
    fn a_view_is_renamed_changed_moved_and_removed() {
        let mut saved = saved(&["a", "b", "c"]);
        assert_eq!(saved.rename("B", "A"), Err(ViewProblem::NameTaken));
        assert_eq!(saved.rename("b", " B "), Ok(()));
        assert_eq!(saved.set_query("b", "org:x"), Ok(()));
        assert_eq!(saved.views()[1], View::new("B", "org:x"));
        assert_eq!(saved.move_to("c", 0), Ok(()));
        assert_eq!(saved.move_to("a", 99), Ok(()));
        assert_eq!(names(&saved), ["c", "B", "a"]);
        assert_eq!(saved.remove("b"), Some((1, View::new("B", "org:x"))));
        assert_eq!(names(&saved), ["c", "a"]);
        assert_eq!(saved.remove("b"), None);
        assert_eq!(saved.rename("b", "x"), Err(ViewProblem::Gone));
        assert_eq!(saved.move_to("b", 0), Err(ViewProblem::Gone));
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let saved = saved(&["a", "b"]);
        assert_eq!(SavedViews::read(Some(&saved.to_text())).expect("reads"), saved);
        assert_eq!(SavedViews::read(None).expect("reads"), SavedViews::default());
        assert!(SavedViews::read(Some("[")).is_err() && SavedViews::read(Some("[]")).is_err());
    }

    #[test]
    fn what_cannot_be_read_hides_nothing_else_and_is_kept() {
        let text = r#"{"views":[7,{"name":"a","query":"x"},{"name":"b"},{"name":"A","query":"y"}],"new":1}"#;
        let mut saved = SavedViews::read(Some(text)).expect("reads");
        assert_eq!(names(&saved), ["a"]);
        saved.add(View::new("c", "z")).expect("a free name");
        let kept: Value = serde_json::from_str(&saved.to_text()).expect("JSON");
        assert_eq!(
            kept,
            serde_json::json!({
                "new": 1,
                "views": [
                    {"name": "a", "query": "x"}, {"name": "c", "query": "z"},
                    7, {"name": "b"}, {"name": "A", "query": "y"},
                ],
            })
        );
        let odd = SavedViews::read(Some(r#"{"views":{"name":"a"}}"#)).expect("reads");
        assert!(odd.views().is_empty() && odd.to_text().contains(r#"{"name":"a"}"#));
    }
}
