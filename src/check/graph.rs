//! Order and loops: takes what depends on what, gives an order in which everything follows what it depends on, and every loop.

/// What an ordering found.
pub(super) struct Sorted {
    /// Everything, each after what it depends on, as far as loops allow.
    pub order: Vec<usize>,
    /// The loops: each names what depends on the next, the last on the first. No two share a member.
    pub loops: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Sorts so that each stands after what it depends on; depth first on an explicit stack, so that no chain is too long.
pub(super) fn sort(dependencies: &[Vec<usize>]) -> Sorted {
    let count = dependencies.len();
    let mut marks = vec![Mark::New; count];
    let mut in_loop = vec![false; count];
    let mut sorted = Sorted { order: Vec::with_capacity(count), loops: Vec::new() };
    for root in 0..count {
        if marks.get(root) != Some(&Mark::New) {
            continue;
        }
        let mut path: Vec<(usize, usize)> = vec![(root, 0)];
        set(&mut marks, root, Mark::Open);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let Some(target) = dependencies.get(node).and_then(|targets| targets.get(*next)).copied() else {
                set(&mut marks, node, Mark::Done);
                sorted.order.push(node);
                path.pop();
                continue;
            };
            *next = next.saturating_add(1);
            match marks.get(target) {
                Some(Mark::New) => {
                    set(&mut marks, target, Mark::Open);
                    path.push((target, 0));
                }
                Some(Mark::Open) => keep_loop(&mut sorted.loops, &mut in_loop, &path, target),
                Some(Mark::Done) | None => {}
            }
        }
    }
    sorted
}

fn keep_loop(loops: &mut Vec<Vec<usize>>, in_loop: &mut [bool], path: &[(usize, usize)], target: usize) {
    let members: Vec<usize> = path.iter().map(|(node, _)| *node).skip_while(|node| *node != target).collect();
    if members.iter().any(|member| in_loop.get(*member) == Some(&true)) {
        return;
    }
    for member in &members {
        if let Some(flag) = in_loop.get_mut(*member) {
            *flag = true;
        }
    }
    loops.push(members);
}

fn set(marks: &mut [Mark], node: usize, mark: Mark) {
    if let Some(place) = marks.get_mut(node) {
        *place = mark;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_stands_after_what_it_depends_on() {
        let sorted = sort(&[vec![1, 2], vec![2], vec![], vec![0]]);
        assert_eq!(sorted.order, [2, 1, 0, 3]);
        assert!(sorted.loops.is_empty());
    }

    #[test]
    fn a_loop_is_told_once_and_whole() {
        let sorted = sort(&[vec![1], vec![2], vec![0, 1], vec![3]]);
        assert_eq!(sorted.loops, [vec![0, 1, 2], vec![3]]);
        assert_eq!(sorted.order.len(), 4);
    }

    #[test]
    fn long_chains_do_not_overflow_the_stack() {
        let chain: Vec<Vec<usize>> = (0..300_000).map(|node| vec![node + 1]).chain([vec![]]).collect();
        assert_eq!(sort(&chain).order.len(), 300_001);
    }
}
