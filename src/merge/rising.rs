//! The longest part of an order that was kept: takes the places things had, gives as many as still stand in that order.

/// The indexes of a longest rising run of places, in order: all others moved. Patience sorting, in n log n; the same run
/// every time.
#[must_use]
pub fn longest_rising(places: &[usize]) -> Vec<usize> {
    // For each length, the run with the lowest last place, by the index of its end; `before` leads back through a run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(places.len());
    let place = |index: &usize| places.get(*index).copied();
    for index in 0..places.len() {
        let length = ends.partition_point(|end| place(end) < place(&index));
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let back = |index: &usize| before.get(*index).copied().flatten();
    let mut run: Vec<usize> = std::iter::successors(ends.last().copied(), back).collect();
    run.reverse();
    run
}

/// The indexes that are in each longest rising run of places: whatever else may have moved, these did not.
pub(super) fn in_every_longest_rising(places: &[usize]) -> Vec<usize> {
    let up_to = lengths(places.iter().copied());
    let mut from = lengths(places.iter().rev().map(|place| usize::MAX.saturating_sub(*place)));
    from.reverse();
    let longest = up_to.iter().copied().max().unwrap_or_default();
    let both = up_to.iter().zip(&from);
    // A run has one thing at each of its places; where only one thing can be there, all runs share it.
    let at: Vec<Option<usize>> = both.map(|(up_to, from)| (up_to + from == longest + 1).then_some(*up_to)).collect();
    let mut times = vec![0_usize; longest + 1];
    for place in at.iter().flatten() {
        if let Some(times) = times.get_mut(*place) {
            *times += 1;
        }
    }
    let is_alone = |place: &Option<usize>| place.is_some_and(|place| times.get(place) == Some(&1));
    at.iter().enumerate().filter(|(_, place)| is_alone(place)).map(|(index, _)| index).collect()
}

/// For each place the length of the longest rising run that ends there.
fn lengths(places: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let length = |place: usize| {
        let shorter = ends.partition_point(|end| *end < place);
        match ends.get_mut(shorter) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
        shorter + 1
    };
    places.map(length).collect()
}

#[cfg(test)]
mod tests {
    use super::{in_every_longest_rising, longest_rising};

    #[test]
    fn what_may_have_moved_is_told_from_what_did_not() {
        assert_eq!(in_every_longest_rising(&[0, 1, 2]), vec![0, 1, 2]);
        assert_eq!(in_every_longest_rising(&[2, 0, 1]), vec![1, 2]);
        // Two neighbours changed places: either may have moved.
        assert_eq!(in_every_longest_rising(&[0, 2, 1, 3]), vec![0, 3]);
        assert_eq!(in_every_longest_rising(&[2, 1, 0]), Vec::<usize>::new());
        assert_eq!(in_every_longest_rising(&[]), Vec::<usize>::new());
    }

    #[test]
    fn as_many_as_can_be_are_kept() {
        assert_eq!(longest_rising(&[3, 0, 1, 2]), vec![1, 2, 3]);
        assert_eq!(longest_rising(&[5, 1, 4, 2, 3]), vec![1, 3, 4]);
        assert_eq!(longest_rising(&[]), Vec::<usize>::new());
    }
}
