//! A page's own links to requests, as its script reports them: which of them count, which get a
//! mark, which mark was clicked.

use serde::{Deserialize, Serialize};

use crate::github::exemption::RequestPage;
use crate::page::mark::{Mark, SeenLinks, Wanted};
use crate::page::meaning::{PageMeaning, meaning};

use super::message::LinkMark;

/// How many links of a page count; the same as in `src/entry/marks.js`.
const MOST: usize = 300;
/// The longest address that counts, in bytes: GitHub's longest names make one of less than 200.
const LONGEST: usize = 256;

fn request_of(url: &str) -> Option<RequestPage> {
    match meaning(url)? {
        PageMeaning::Request(page) => Some(page),
        PageMeaning::List { .. } => None,
    }
}

/// The links of one page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// Their addresses as the script wrote them, each a request's page.
    urls: Vec<String>,
    wanted: Option<Wanted>,
    /// How often links were reported.
    seen_turn: u32,
    /// How often one was clicked.
    wanted_turn: u32,
}

impl Links {
    /// The page has these links now. Whatever is no request's page doesn't count.
    pub fn seen(&mut self, urls: Vec<String>) {
        let counts = |url: &String| url.len() <= LONGEST && request_of(url).is_some();
        self.urls = urls.into_iter().take(MOST).filter(counts).collect();
        self.seen_turn = self.seen_turn.wrapping_add(1);
    }

    /// The page is another one.
    pub fn forget(&mut self) {
        self.urls.clear();
        self.wanted = None;
    }

    /// The requests that they lead to.
    pub fn requests(&self) -> SeenLinks {
        let mut pages: Vec<RequestPage> = Vec::new();
        for page in self.urls.iter().filter_map(|url| request_of(url)) {
            if !pages.iter().any(|known| known.same_as(&page)) {
                pages.push(page);
            }
        }
        SeenLinks { pages, turn: self.seen_turn }
    }

    /// The marks for those links that the page has.
    pub fn marked(&self, marks: &[Mark]) -> Vec<LinkMark> {
        let marked = |url: &String| {
            let page = request_of(url)?;
            let mark = marks.iter().find(|mark| mark.page.same_as(&page))?;
            Some(LinkMark {
                url: url.clone(),
                kind: mark.kind,
                label: mark.label.clone(),
                name: mark.name.clone(),
            })
        };
        self.urls.iter().filter_map(marked).collect()
    }

    /// The mark of the link with this address was clicked; `false` when there is no such link.
    pub fn want(&mut self, url: &str) -> bool {
        let page = self.urls.iter().find(|known| *known == url);
        let Some(page) = page.and_then(|url| request_of(url)) else { return false };
        self.wanted_turn = self.wanted_turn.wrapping_add(1);
        self.wanted = Some(Wanted { page, turn: self.wanted_turn });
        true
    }

    /// The request whose mark was clicked last.
    pub fn wanted(&self) -> Option<Wanted> {
        self.wanted.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::mark::MarkKind;

    const FIRST: &str = "https://github.com/octo-org/smile/exemptions/1";
    const SECOND: &str = "https://github.com/octo-org/smile/exemptions/2";

    fn links(urls: &[&str]) -> Links {
        let mut links = Links::default();
        links.seen(urls.iter().map(|url| (*url).to_owned()).collect());
        links
    }

    fn mark(url: &str) -> Mark {
        Mark {
            page: RequestPage::parse(url).expect("a page"),
            kind: MarkKind::Waiting,
            label: "3 hours left".to_owned(),
            name: "Gatehouse: 3 hours left".to_owned(),
        }
    }

    #[test]
    fn only_requests_count_and_each_once() {
        let links = links(&[
            FIRST,
            "https://github.com/Octo-Org/SMILE/exemptions/1",
            "javascript:alert(1)",
            "https://github.com/octo-org/smile/exemptions/new",
            "https://github.com/orgs/octo-org/exemptions/1",
            SECOND,
        ]);
        let pages: Vec<u64> = links.requests().pages.iter().map(|page| page.number.0).collect();
        assert_eq!(pages, [1, 2]);
    }

    #[test]
    fn a_page_with_very_many_or_very_long_links_does_not_fill_the_memory() {
        let many: Vec<String> = (1..2_000)
            .map(|number| format!("https://github.com/o/r/exemptions/{number}"))
            .collect();
        let mut links = Links::default();
        links.seen(many);
        assert_eq!(links.requests().pages.len(), MOST);
        let long = format!("https://github.com/o/{}/exemptions/1", "r".repeat(LONGEST));
        links.seen(vec![long]);
        assert_eq!(links.requests().pages, []);
    }

    #[test]
    fn a_mark_is_drawn_at_every_address_of_its_request_and_nowhere_else() {
        let other_case = "https://github.com/Octo-Org/smile/exemptions/1/";
        let links = links(&[FIRST, other_case]);
        let marked = links.marked(&[mark(FIRST), mark(SECOND)]);
        let urls: Vec<&str> = marked.iter().map(|mark| mark.url.as_str()).collect();
        assert_eq!(urls, [FIRST, other_case]);
        assert_eq!(marked[0].label, "3 hours left");
    }

    #[test]
    fn only_a_known_link_is_wanted_and_each_click_is_another_wish() {
        let mut links = links(&[FIRST]);
        assert!(!links.want(SECOND));
        assert_eq!(links.wanted(), None);
        assert!(links.want(FIRST));
        let first = links.wanted().expect("a wish");
        assert!(links.want(FIRST));
        let second = links.wanted().expect("a wish");
        assert!(first.page == second.page && first.turn != second.turn);
        links.forget();
        assert_eq!(links.wanted(), None);
        assert!(!links.want(FIRST));
        links.seen(vec![FIRST.to_owned()]);
        assert!(links.want(FIRST));
        assert_ne!(links.wanted().map(|wanted| wanted.turn), Some(first.turn));
    }
}
