//! Which element of a window shows which row: rows that stay keep theirs, and an element that a row left
//! shows one that came.

/// A slot for each of `rows`: the one that showed it before, else one that became free, else a new one. Numbers of slots are
/// never given again while a higher one is in use, so that new elements come behind those that are there.
pub fn slots<K: Copy + Eq>(before: &[(usize, K)], rows: &[K]) -> Vec<usize> {
    let kept = |key: &K| before.iter().find(|(_, its)| its == key).map(|(slot, _)| *slot);
    let mut free = before.iter().filter(|(_, its)| !rows.contains(its)).map(|(slot, _)| *slot);
    let mut next = before.iter().map(|(slot, _)| slot + 1).max().unwrap_or_default();
    let new = |key: &K| {
        kept(key).or_else(|| free.next()).unwrap_or_else(|| {
            next += 1;
            next - 1
        })
    };
    rows.iter().map(new).collect()
}

/// The moves that bring elements from the order `now` into the order `wanted`, as few as there can be: each goes before
/// another, or to the end. To be made one after the other. What isn't in `now` is left out.
pub fn moves(now: &[usize], wanted: &[usize]) -> Vec<(usize, Option<usize>)> {
    let place = |slot: &usize| now.iter().position(|it| it == slot);
    let here: Vec<(usize, usize)> =
        wanted.iter().filter_map(|slot| Some((*slot, place(slot)?))).collect();
    let stay = longest_rising(&here.iter().map(|(_, place)| *place).collect::<Vec<_>>());
    let mut moves = Vec::new();
    let mut next = None;
    for ((slot, _), stays) in here.iter().zip(stay).rev() {
        if !stays {
            moves.push((*slot, next));
        }
        next = Some(*slot);
    }
    moves
}

/// Which of some numbers make up the longest part of them that rises.
fn longest_rising(numbers: &[usize]) -> Vec<bool> {
    // Of those that end at each number: how long the longest is, and which number is before its end.
    let mut ends: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let smaller = (0..index).filter(|at| numbers.get(*at).is_some_and(|it| it < number));
        let best = smaller.filter_map(|at| Some((ends.get(at)?.0, at))).max();
        ends.push(best.map_or((1, None), |(length, at)| (length + 1, Some(at))));
    }
    let mut chosen = vec![false; numbers.len()];
    let mut next = (0..ends.len()).max_by_key(|at| ends.get(*at).map(|(length, _)| *length));
    while let Some(at) = next {
        if let Some(it) = chosen.get_mut(at) {
            *it = true;
        }
        next = ends.get(at).and_then(|(_, before)| *before);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<const N: usize>(slots: &[usize], rows: [char; N]) -> Vec<(usize, char)> {
        slots.iter().copied().zip(rows).collect()
    }

    #[test]
    fn rows_that_stay_keep_their_slot_and_those_that_come_take_what_became_free() {
        let first = slots(&[], &['a', 'b', 'c', 'd']);
        assert_eq!(first, [0, 1, 2, 3]);
        let down = slots(&with(&first, ['a', 'b', 'c', 'd']), &['c', 'd', 'e', 'f']);
        assert_eq!(down, [2, 3, 0, 1]);
        let up = slots(&with(&down, ['c', 'd', 'e', 'f']), &['a', 'b', 'c', 'd']);
        assert_eq!(up, [0, 1, 2, 3]);
    }

    #[test]
    fn a_larger_window_takes_new_slots_and_a_smaller_one_leaves_some() {
        let before = with(&[2, 0], ['c', 'd']);
        assert_eq!(slots(&before, &['b', 'c', 'd', 'e']), [3, 2, 0, 4]);
        assert_eq!(slots(&before, &['d']), [0]);
        assert_eq!(slots::<char>(&before, &[]), Vec::<usize>::new());
    }

    fn moved(now: &[usize], wanted: &[usize]) -> (Vec<usize>, usize) {
        let mut order = now.to_vec();
        let moves = moves(now, wanted);
        for (slot, before) in &moves {
            order.retain(|it| it != slot);
            let at = before.and_then(|it| order.iter().position(|slot| *slot == it));
            order.insert(at.unwrap_or(order.len()), *slot);
        }
        (order, moves.len())
    }

    #[test]
    fn elements_come_into_order_by_as_few_moves_as_there_can_be() {
        for (now, wanted, count) in [
            (&[0, 1, 2, 3][..], &[0, 1, 2, 3][..], 0),
            (&[0, 1, 2, 3, 4, 5], &[2, 3, 4, 5, 0, 1], 2),
            (&[0, 1, 2, 3, 4, 5], &[4, 5, 0, 1, 2, 3], 2),
            (&[3, 2, 1, 0], &[0, 1, 2, 3], 3),
            (&[5, 0, 4], &[4, 5, 0], 1),
            (&[], &[], 0),
        ] {
            assert_eq!(moved(now, wanted), (wanted.to_vec(), count), "{now:?} to {wanted:?}");
        }
    }

    #[test]
    fn an_element_that_is_not_there_yet_is_left_out() {
        assert_eq!(moved(&[1, 0], &[0, 7, 1]).0, [0, 1]);
    }
}
