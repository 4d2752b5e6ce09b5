//! What follows a page of a list, from the `Link` header.
//!
//! Links point to other forms of the address (`/repositories/ID/…`), and one to another origin
//! must never get the token. So no link is ever followed: its page number is read, and the same
//! call is made for that page.

use std::num::NonZeroU32;

/// What the `Link` header says of the pages behind one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Following {
    /// This was the last page.
    Nothing,
    /// There is another.
    Page {
        /// The next page.
        next: u32,
        /// The last page; absent where GitHub leaves it out.
        last: Option<u32>,
    },
    /// There is a header that says nothing usable: whether more follows is not known.
    Unclear,
}

/// What follows page `current`, by its `Link` header.
pub fn following(link: Option<&str>, current: u32) -> Following {
    let Some(link) = link.filter(|link| !link.trim().is_empty()) else {
        return Following::Nothing;
    };
    let mut understood = false;
    let mut next = None;
    let mut last = None;
    // An address may hold commas, so what separates the links is the bracket that opens the next.
    for part in link.split('<').skip(1) {
        let Some((target, parameters)) = part.split_once('>') else {
            continue;
        };
        let relation = parameters
            .split(';')
            .filter_map(|parameter| parameter.trim().trim_end_matches(',').strip_prefix("rel="))
            .map(|relation| relation.trim_end().trim_matches('"'))
            .next();
        let page = target
            .split_once('?')
            .and_then(|(_, query)| query.split('&').find_map(|pair| pair.strip_prefix("page=")))
            .and_then(|page| page.parse::<NonZeroU32>().ok());
        match (relation, page) {
            (Some("next"), Some(page)) => {
                understood = true;
                next = Some(page.get());
            }
            (Some("next"), None) => return Following::Unclear,
            (Some("last"), page) => {
                understood = true;
                last = page.map(NonZeroU32::get);
            }
            (Some("first" | "prev"), _) => understood = true,
            _ => {}
        }
    }
    match next {
        // A link that doesn't lead forward would loop.
        Some(next) if next > current => Following::Page { next, last },
        Some(_) => Following::Unclear,
        None if understood => Following::Nothing,
        None => Following::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://api.github.com/repositories/1/bypass-requests/secret-scanning";

    #[test]
    fn the_next_page_is_read_from_any_form_of_address() {
        let link =
            format!(r#"<{BASE}?per_page=100&page=2>; rel="next", <{BASE}?page=5>; rel="last""#);
        assert_eq!(following(Some(&link), 1), Following::Page { next: 2, last: Some(5) });
        let link = format!(r#"<{BASE}?page=2&per_page=100>; rel="next""#);
        assert_eq!(following(Some(&link), 1), Following::Page { next: 2, last: None });
    }

    #[test]
    fn a_comma_in_an_address_separates_nothing() {
        let link =
            format!(r#"<{BASE}?x=a,b&page=2>; rel="next", <{BASE}?x=a,b&page=3>; rel="last""#);
        assert_eq!(following(Some(&link), 1), Following::Page { next: 2, last: Some(3) });
    }

    #[test]
    fn one_page_has_no_header_and_the_last_no_next() {
        assert_eq!(following(None, 1), Following::Nothing);
        let link = format!(r#"<{BASE}?page=1>; rel="prev", <{BASE}?page=1>; rel="first""#);
        assert_eq!(following(Some(&link), 2), Following::Nothing);
    }

    #[test]
    fn a_header_that_loops_or_makes_no_sense_is_not_the_end() {
        let back = format!(r#"<{BASE}?page=1>; rel="next""#);
        let no_page = format!(r#"<{BASE}?after=abc>; rel="next""#);
        for link in [back.as_str(), no_page.as_str(), "nonsense", r#"<>; rel="next""#] {
            assert_eq!(following(Some(link), 1), Following::Unclear, "{link}");
        }
    }
}
