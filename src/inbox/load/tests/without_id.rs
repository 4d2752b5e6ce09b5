//! Tests of requests without an id: none is lost, and one that two pages share is one row where that can be told.

use super::*;

#[test]
fn requests_without_an_id_are_kept_once_and_two_pages_of_them_show_nothing() {
    let nameless = |comment: &str| ExemptionRequest {
        requester_comment: Some(comment.to_owned()),
        ..ExemptionRequest::default()
    };
    let mut load = begin("org:a");
    let first = ask(&mut load, NOW);
    load.arrived(&first, page(vec![nameless("x"), nameless("x")], None), NOW);
    assert_eq!((load.len(), load.missing()), (2, vec![]));
    let keys: Vec<_> = load.rows().map(|row| row.key).collect();
    load.begin_again(NOW);
    let again = ask(&mut load, NOW);
    load.arrived(&again, page(vec![nameless("x")], None), NOW);
    assert_eq!(load.rows().map(|row| row.key).collect::<Vec<_>>(), keys[..1]);
    load.begin_again(NOW);
    let again = ask(&mut load, NOW);
    load.arrived(&again, page(vec![nameless("x")], Some(2)), NOW);
    for ask in asks(&mut load, NOW) {
        let rows = if call(&ask).page == 2 { vec![nameless("y")] } else { vec![] };
        load.arrived(&ask, page(rows, None), NOW);
    }
    assert_eq!(load.len(), 2);
    assert!(matches!(load.missing()[..], [Missing::WithoutIds { .. }]));
    assert_eq!(load.next(NOW), Next::Nothing);
}

/// A request without an id that names its page, or else says what it is in its comment.
fn nameless(it: &str) -> ExemptionRequest {
    let html_url = it
        .strip_prefix('#')
        .map(|number| format!("https://github.com/octo-org/smile/exemptions/{number}").into());
    let requester_comment = html_url.is_none().then(|| it.to_owned());
    ExemptionRequest { html_url, requester_comment, ..ExemptionRequest::default() }
}

/// What the held ones are, in no order.
fn held_nameless(load: &Load) -> Vec<String> {
    let it = |request: &ExemptionRequest| match &request.html_url {
        Some(url) => url.to_string().rsplit('/').next().map(|number| format!("#{number}")),
        None => request.requester_comment.clone(),
    };
    let nameless = load.requests().filter(|request| request.id.is_none());
    let mut all: Vec<String> = nameless.filter_map(it).collect();
    all.sort_unstable();
    all
}

fn given(list: &[String], ask: &Ask) -> Result<Outcome, TransportError> {
    let ListRequests { per_page, page: number, .. } = call(ask);
    let (begin, end) = ((number - 1) * per_page, number * per_page);
    let rows = list.iter().skip(begin as usize).take(per_page as usize).map(|it| {
        let id = it.parse().ok().map(RequestId);
        if id.is_some() {
            ExemptionRequest { id, ..ExemptionRequest::default() }
        } else {
            nameless(it)
        }
    });
    page(rows.collect(), (list.len() > end as usize).then_some(number + 1))
}

/// Three pages of them, all but those in `nameless` with an id.
fn three_pages(nameless: &[(usize, &str)]) -> Vec<String> {
    let mut list: Vec<String> = (1..=250).map(|id| id.to_string()).collect();
    for (at, it) in nameless {
        (*it).clone_into(&mut list[*at]);
    }
    list
}

/// Reads the list as it is at the first page, the second and the third, of which the third's reply comes before the
/// second's where `overtaken`.
fn read_as(load: &mut Load, lists: [&[String]; 3], overtaken: bool) {
    let first = ask(load, NOW);
    load.arrived(&first, given(lists[0], &first), NOW);
    let mut two = asks(load, NOW);
    assert_eq!(pages(&two), ["org:a 2 of 95", "org:a 3 of 92"]);
    if overtaken {
        two.reverse();
    }
    for ask in two {
        let of = if call(&ask).page == 2 { lists[1] } else { lists[2] };
        load.arrived(&ask, given(of, &ask), NOW);
    }
    for ask in asks(load, NOW) {
        load.arrived(&ask, given(lists[2], &ask), NOW);
    }
}

#[test]
fn one_that_two_pages_share_is_one_row_where_it_names_its_page_and_else_doubled() {
    let list = three_pages(&[(97, "#7"), (98, "x"), (186, "#8"), (240, "#9")]);
    for overtaken in [false, true] {
        let mut load = begin("org:a");
        for _ in 0..2 {
            read_as(&mut load, [&list; 3], overtaken);
            assert_eq!(held_nameless(&load), ["#7", "#8", "#9", "x", "x"]);
            assert!(matches!(load.missing()[..], [Missing::WithoutIds { .. }]));
            load.begin_again(NOW);
        }
    }
}

#[test]
fn none_is_lost_where_the_list_moves_between_two_pages() {
    let before = three_pages(&[(97, "#7"), (98, "x")]);
    let after = &before[3..];
    for overtaken in [false, true] {
        let mut load = begin("org:a");
        read_as(&mut load, [&before, after, after], overtaken);
        let mut held = held_nameless(&load);
        held.dedup();
        assert_eq!(held, ["#7", "x"]);
    }
    // The other way round: the third page is read first, and some arrive before the second is.
    let before = three_pages(&[(186, "#8"), (187, "y")]);
    let arrived: Vec<String> = (901..=905).map(|id| id.to_string()).chain(before.clone()).collect();
    let mut load = begin("org:a");
    read_as(&mut load, [&before, &arrived, &before], true);
    let mut held = held_nameless(&load);
    held.dedup();
    assert_eq!(held, ["#8", "y"]);
}

#[test]
fn those_that_left_a_page_are_gone_and_others_at_their_place_are_themselves() {
    let before = three_pages(&[(97, "#7"), (120, "#8")]);
    let after = three_pages(&[(97, "#9"), (120, "#7")]);
    let mut load = begin("org:a");
    read_as(&mut load, [&before; 3], false);
    load.begin_again(NOW);
    read_as(&mut load, [&after; 3], false);
    assert_eq!(held_nameless(&load), ["#7", "#9"]);
}
