//! Words for how many, how far and how long ago.

use crate::inbox::load::{Progress, Stage};
use crate::triage::expiry;
use crate::ui::earlier_selection::Since;

/// What is selected, and how much of that isn't shown: "12 selected, 3 of them hidden by the
/// filter".
pub fn selected(all: usize, hidden: usize) -> String {
    let all_in_words = grouped(all);
    match (all, hidden) {
        (_, 0) => format!("{all_in_words} selected"),
        (1, _) => "1 selected, hidden by the filter".to_owned(),
        _ if all == hidden => format!("{all_in_words} selected, all of them hidden by the filter"),
        _ => {
            format!("{all_in_words} selected, {} of them hidden by the filter", grouped(hidden))
        }
    }
}

/// Since when some of what is selected has been, behind how much that is.
pub fn selected_since(since: Since) -> &'static str {
    match since {
        Since::Load => " Some since before this page was loaded.",
        Since::Run => " Some since before Gatehouse was restarted or updated.",
    }
}

/// `12 / 2,048`.
pub fn of_at_most(count: usize, most: usize) -> String {
    format!("{} / {}", grouped(count), grouped(most))
}

/// A number with its thousands apart: `2,048`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// When a list was read, `seconds` ago, in whole minutes.
pub fn read(seconds: i64) -> String {
    match seconds / 60 {
        ..=0 => "Read less than a minute ago".to_owned(),
        minutes => format!("Read {} ago", expiry::in_words(minutes * 60)),
    }
}

/// How far the reading of lists is.
pub fn progress(progress: &Progress) -> String {
    let loaded = requests(progress.requests);
    let read = grouped(progress.pages_read as usize);
    let of =
        progress.pages.map_or_else(String::new, |all| format!(" of {}", grouped(all as usize)));
    let does = match (progress.waits_until, progress.stage) {
        (Some(_), _) => "waiting, since GitHub asks to".to_owned(),
        (None, Stage::Reading) => format!("{read}{of} pages read"),
        (None, Stage::Comparing) => format!("checking that none is missing, {read}{of}"),
    };
    format!("{loaded} loaded, {does}")
}

/// What hints are made from.
pub fn hints_basis(loaded: usize, is_partial: bool) -> String {
    match (loaded, is_partial) {
        (0, _) => "Made from this request alone, since no others are loaded. The inbox loads them."
            .to_owned(),
        (loaded, true) => format!(
            "Made from {} loaded of the past month. The list is partial, so there may be more.",
            requests(loaded)
        ),
        (loaded, false) => format!("Made from {} loaded of the past month.", requests(loaded)),
    }
}

/// In how many repositories requests are.
pub fn repositories(count: usize) -> String {
    format!("in {} {}", grouped(count), if count == 1 { "repository" } else { "repositories" })
}

/// Requests that are selected and won't be reviewed.
pub fn left_out(count: usize) -> String {
    match count {
        1 => "1 selected request is left out".to_owned(),
        count => format!("{} selected requests are left out", grouped(count)),
    }
}

/// Requests that are selected and not shown.
pub fn hidden_by_filter(count: usize) -> String {
    match count {
        1 => "1 selected request is hidden by the filter and not included.".to_owned(),
        count => {
            format!(
                "{} selected requests are hidden by the filter and not included.",
                grouped(count)
            )
        }
    }
}

/// `1 request`, `2 requests`.
pub fn requests(count: usize) -> String {
    format!("{} request{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// How many more values there are.
pub fn more(count: usize) -> String {
    format!("{} more", grouped(count))
}

/// A number of suggestions, such as `1 suggestion`.
pub fn suggestions(count: usize) -> String {
    format!("{} suggestion{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// A number of commands, such as `1 command`.
pub fn commands(count: usize) -> String {
    format!("{} command{}", grouped(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::time::Timestamp;

    #[test]
    fn hidden_rows_of_the_selection_are_said() {
        for (all, hidden, words) in [
            (12, 3, "12 selected, 3 of them hidden by the filter"),
            (1_200, 0, "1,200 selected"),
            (1, 1, "1 selected, hidden by the filter"),
            (2, 2, "2 selected, all of them hidden by the filter"),
        ] {
            assert_eq!(selected(all, hidden), words);
        }
    }

    #[test]
    fn how_far_a_reading_is_is_said_by_what_it_does() {
        let reading = Progress {
            stage: Stage::Reading,
            pages_read: 3,
            pages: Some(1_200),
            requests: 1,
            waits_until: None,
        };
        assert_eq!(progress(&reading), "1 request loaded, 3 of 1,200 pages read");
        let unknown = Progress { pages: None, ..reading };
        assert_eq!(progress(&unknown), "1 request loaded, 3 pages read");
        let comparing = Progress { stage: Stage::Comparing, ..reading };
        assert_eq!(
            progress(&comparing),
            "1 request loaded, checking that none is missing, 3 of 1,200"
        );
        let waiting = Progress { waits_until: Some(Timestamp::from_unix(0)), ..comparing };
        assert_eq!(progress(&waiting), "1 request loaded, waiting, since GitHub asks to");
    }

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (2048, "2,048"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(of_at_most(12, 2048), "12 / 2,048");
        assert_eq!(requests(1), "1 request");
        assert_eq!(requests(0), "0 requests");
        assert_eq!(more(1_234), "1,234 more");
    }

    #[test]
    fn a_list_was_read_whole_minutes_ago() {
        for (seconds, text) in [
            (-3, "Read less than a minute ago"),
            (59, "Read less than a minute ago"),
            (60, "Read 1 minute ago"),
            (179, "Read 2 minutes ago"),
            (7_260, "Read 2 hours 1 minute ago"),
        ] {
            assert_eq!(read(seconds), text);
        }
    }
}
