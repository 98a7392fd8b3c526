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

#[cfg(test)]
mod tests {
    use super::longest_rising;

    #[test]
    fn as_many_as_can_be_are_kept() {
        assert_eq!(longest_rising(&[3, 0, 1, 2]), vec![1, 2, 3]);
        assert_eq!(longest_rising(&[5, 1, 4, 2, 3]), vec![1, 3, 4]);
        assert_eq!(longest_rising(&[]), Vec::<usize>::new());
    }
}
