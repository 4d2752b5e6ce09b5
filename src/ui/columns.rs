//! The columns of the inbox: their names, how wide they are, and which of them are shown.

use serde::{Deserialize, Serialize};

use crate::triage::order::SortKey;

/// A column that can be left out. The check box and the request's number always stand before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Where it stands.
    Status,
    /// Who asks.
    Requester,
    /// Where the push goes.
    Repository,
    /// The repository's organization.
    Organization,
    /// What was found.
    SecretType,
    /// Why it is to be pushed all the same.
    Reason,
    /// Where it was found.
    Path,
    /// How long ago it was made.
    Age,
    /// How long it has left.
    Expires,
    /// Whose responses stand.
    AnsweredBy,
    /// Whose list gave it. It isn't chosen: it is shown where other lists stand in for the one that
    /// was asked for.
    Source,
}

impl Column {
    /// Those to choose from, in their order.
    pub const ALL: [Self; 10] = [
        Self::Status,
        Self::Expires,
        Self::Requester,
        Self::Repository,
        Self::Organization,
        Self::SecretType,
        Self::Reason,
        Self::Path,
        Self::Age,
        Self::AnsweredBy,
    ];

    /// Its heading.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Requester => "Requester",
            Self::Repository => "Repository",
            Self::Organization => "Organization",
            Self::SecretType => "Secret type",
            Self::Reason => "Reason",
            Self::Path => "Path",
            Self::Age => "Age",
            Self::Expires => "Expires",
            Self::AnsweredBy => "Answered by",
            Self::Source => "Source",
        }
    }

    /// What its heading sorts by; absent where there is no order to speak of.
    pub const fn sort_key(self) -> Option<SortKey> {
        match self {
            Self::Status => Some(SortKey::Status),
            Self::Requester => Some(SortKey::Requester),
            Self::Repository => Some(SortKey::Repository),
            Self::Organization => Some(SortKey::Organization),
            Self::SecretType => Some(SortKey::SecretType),
            Self::Reason => Some(SortKey::Reason),
            Self::Age => Some(SortKey::Created),
            Self::Expires => Some(SortKey::Expires),
            Self::Path | Self::AnsweredBy | Self::Source => None,
        }
    }

    /// The least it needs, in rem, and its share of what is over.
    const fn room(self) -> (f64, f64) {
        match self {
            Self::Status => (7.5, 0.0),
            Self::Expires => (8.5, 0.0),
            Self::Requester => (5.5, 1.0),
            Self::Repository => (6.5, 2.2),
            Self::Organization => (5.5, 0.8),
            Self::SecretType => (6.0, 1.4),
            Self::Reason => (7.0, 0.2),
            Self::Path => (5.5, 1.8),
            Self::Age => (5.5, 0.0),
            Self::AnsweredBy | Self::Source => (4.75, 0.8),
        }
    }
}

/// What the check box and the number before the columns need, in rem.
const BEFORE: [f64; 2] = [2.5, 5.0];

/// What the usual ones leave out first where there is no room for all: the request itself tells it.
const LEFT_OUT_FIRST: [Column; 4] =
    [Column::AnsweredBy, Column::Path, Column::Reason, Column::SecretType];

/// The columns that are shown. The default leaves out what the repository's name and the expiry, which
/// is always seven days after the making, tell anyway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Columns(Vec<Column>);

impl Default for Columns {
    fn default() -> Self {
        let tells = |column: &Column| !matches!(column, Column::Organization | Column::Age);
        Self(Column::ALL.into_iter().filter(tells).collect())
    }
}

impl Columns {
    /// Those shown, in their order; with the source behind them where it is to be told.
    pub fn shown(&self, with_source: bool) -> Vec<Column> {
        let chosen = Column::ALL.into_iter().filter(|column| self.contains(*column));
        chosen.chain(with_source.then_some(Column::Source)).collect()
    }

    /// The same where there is `room` for that many rem. What a person chose is shown all the same,
    /// and scrolls; of the usual ones those are left out that have no room.
    pub fn shown_in(&self, room: f64, with_source: bool) -> Vec<Column> {
        let mut shown = self.shown(with_source);
        if *self == Self::default() {
            for column in LEFT_OUT_FIRST {
                if least_width(&shown) > room {
                    shown.retain(|it| *it != column);
                }
            }
        }
        shown
    }

    /// Whether one is shown.
    pub fn contains(&self, column: Column) -> bool {
        self.0.contains(&column)
    }

    /// Shows one, or leaves it out.
    pub fn set(&mut self, column: Column, shown: bool) {
        self.0.retain(|it| *it != column);
        if shown {
            self.0.push(column);
        }
    }
}

/// `grid-template-columns` for the check box, the number and these columns.
pub fn template(columns: &[Column]) -> String {
    let [check, number] = BEFORE;
    let mut tracks = format!("{check}rem {number}rem");
    for column in columns {
        let (least, share) = column.room();
        tracks += &if share > 0.0 {
            format!(" minmax({least}rem, {share}fr)")
        } else {
            format!(" {least}rem")
        };
    }
    tracks
}

/// The least width at which they all fit, in rem.
pub fn least_width(columns: &[Column]) -> f64 {
    BEFORE.iter().sum::<f64>() + columns.iter().map(|column| column.room().0).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_columns_keep_their_order_and_are_read_back() {
        let mut columns = Columns::default();
        for column in Column::ALL {
            columns.set(column, false);
        }
        columns.set(Column::Expires, true);
        columns.set(Column::Status, true);
        columns.set(Column::Status, true);
        let shown = columns.shown(false);
        assert_eq!(shown, [Column::Status, Column::Expires]);
        assert_eq!(columns.shown(true), [Column::Status, Column::Expires, Column::Source]);
        assert_eq!(columns.shown_in(1.0, false), shown);
        let text = serde_json::to_string(&columns).expect("encodes");
        assert_eq!(serde_json::from_str::<Columns>(&text).expect("decodes"), columns);
        assert_eq!(template(&shown), "2.5rem 5rem 7.5rem 8.5rem");
        assert!((least_width(&shown) - 23.5).abs() < 1e-9);
    }

    #[test]
    fn the_usual_ones_fit_beside_the_facets_of_a_common_screen() {
        let columns = Columns::default();
        assert!(!columns.contains(Column::Organization) && !columns.contains(Column::Age));
        // 1,280 pixels without the margins, the facets and the gap between.
        let room = (1_280.0 - 32.0 - 208.0 - 12.0 - 2.0) / 16.0;
        for with_source in [false, true] {
            let shown = columns.shown_in(room, with_source);
            assert_eq!(shown, columns.shown(with_source));
            assert!(least_width(&shown) <= room);
        }
    }

    #[test]
    fn where_the_usual_ones_have_no_room_some_are_left_out() {
        let columns = Columns::default();
        let narrow = columns.shown_in(44.0, false);
        assert!(least_width(&narrow) <= 44.0);
        assert!(narrow.contains(&Column::Repository) && !narrow.contains(&Column::Path));
        assert_eq!(columns.shown_in(57.0, false).len(), columns.shown(false).len() - 1);
    }
}
