//! Where boxes stand: takes a network, gives a column and a row for each, in whole numbers.

use crate::report::picture::{Network, Shape, Stroke};

/// The place of a box: rows are counted in halves, so that one can stand between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// The column, from the left.
    pub column: usize,
    /// Twice the row, from the top.
    pub row: usize,
}

/// The places, and how many columns and half rows there are.
pub(super) struct Layout {
    pub places: Vec<Place>,
    pub columns: usize,
    pub rows: usize,
}

pub(super) fn layout(network: &Network) -> Layout {
    let places = match network.shape {
        Shape::Tree => tree(network),
        Shape::Layers => layers(network),
        Shape::Lanes => lanes(network),
    };
    let columns = places.iter().map(|place| place.column + 1).max().unwrap_or(0);
    let rows = places.iter().map(|place| place.row + 2).max().unwrap_or(0);
    Layout { places, columns, rows }
}

/// Leaves below each other, each other box in the middle of what hangs on it. A box stands before what hangs on it.
fn tree(network: &Network) -> Vec<Place> {
    let count = network.boxes.len();
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut has_parent = vec![false; count];
    for line in &network.lines {
        if let Some(children) = below.get_mut(line.from) {
            children.push(line.to);
        }
        if let Some(known) = has_parent.get_mut(line.to) {
            *known = true;
        }
    }
    let mut places = vec![Place::default(); count];
    let mut next_row = 0;
    let mut order = Vec::with_capacity(count);
    let roots = has_parent.iter().enumerate().filter(|(_, known)| !**known).map(|(index, _)| index);
    let mut waiting: Vec<(usize, usize)> = roots.map(|index| (index, 0)).collect();
    waiting.reverse();
    while let Some((index, column)) = waiting.pop() {
        order.push(index);
        let children = below.get(index).map_or(&[][..], Vec::as_slice);
        if let Some(place) = places.get_mut(index) {
            place.column = column;
            if children.is_empty() {
                place.row = next_row;
                next_row += 2;
            }
        }
        waiting.extend(children.iter().rev().map(|child| (*child, column + 1)));
    }
    for index in order.into_iter().rev() {
        let children = below.get(index).map_or(&[][..], Vec::as_slice);
        let row = |child: Option<&usize>| child.and_then(|child| places.get(*child)).map(|place| place.row);
        if let (Some(first), Some(last)) = (row(children.first()), row(children.last()))
            && let Some(place) = places.get_mut(index)
        {
            place.row = first.midpoint(last);
        }
    }
    places
}

/// What carries stands left of what hangs on it, as near as can be; within a column boxes stand by what joins them. Lines
/// that lead back into what they come from are passed over.
fn layers(network: &Network) -> Vec<Place> {
    let count = network.boxes.len();
    let (mut after, mut before) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    let forward = without_loops(network);
    for (from, to) in &forward {
        if let (Some(after), Some(before)) = (after.get_mut(*from), before.get_mut(*to)) {
            after.push(*to);
            before.push(*from);
        }
    }
    let column = columns(&after, &before);
    let width = column.iter().map(|column| column + 1).max().unwrap_or(0);
    let mut by_column: Vec<Vec<usize>> = vec![Vec::new(); width];
    for (index, column) in column.iter().enumerate() {
        if let Some(boxes) = by_column.get_mut(*column) {
            boxes.push(index);
        }
    }
    let mut height: Vec<usize> = vec![0; count];
    for boxes in &by_column {
        stack(boxes, &mut height);
    }
    for sweep in 0..4 {
        let neighbours = if sweep % 2 == 0 { &before } else { &after };
        let order: Vec<usize> = if sweep % 2 == 0 { (0..width).collect() } else { (0..width).rev().collect() };
        for column in order {
            let Some(boxes) = by_column.get_mut(column) else { continue };
            boxes.sort_by_key(|index| (middle(neighbours.get(*index), &height, *index), *index));
            stack(boxes, &mut height);
        }
    }
    let tallest = by_column.iter().map(Vec::len).max().unwrap_or(0);
    let place = |(index, column): (usize, &usize)| {
        let own = by_column.get(*column).map_or(0, Vec::len);
        Place { column: *column, row: tallest - own + height.get(index).copied().unwrap_or(0) / SCALE * 2 }
    };
    column.iter().enumerate().map(place).collect()
}

/// Rows are compared in thousandths, so that means of few differ.
const SCALE: usize = 1_000;

fn stack(boxes: &[usize], height: &mut [usize]) {
    for (row, index) in boxes.iter().enumerate() {
        if let Some(height) = height.get_mut(*index) {
            *height = row * SCALE;
        }
    }
}

/// The mean row of what joins a box; its own where nothing does.
fn middle(neighbours: Option<&Vec<usize>>, height: &[usize], own: usize) -> usize {
    let rows: Vec<usize> = neighbours.into_iter().flatten().filter_map(|index| height.get(*index)).copied().collect();
    let sum: usize = rows.iter().sum();
    sum.checked_div(rows.len()).unwrap_or_else(|| height.get(own).copied().unwrap_or(0))
}

/// The lines that order boxes, without those that close a loop.
fn without_loops(network: &Network) -> Vec<(usize, usize)> {
    let count = network.boxes.len();
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); count];
    for line in network.lines.iter().filter(|line| line.stroke == Stroke::Solid && line.from != line.to) {
        if let Some(after) = after.get_mut(line.from) {
            after.push(line.to);
        }
    }
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Closed,
    }
    let mut state = vec![State::New; count];
    let mut kept = Vec::new();
    for start in 0..count {
        let mut stack: Vec<(usize, usize)> = vec![(start, 0)];
        if state.get(start) != Some(&State::New) {
            continue;
        }
        while let Some((index, child)) = stack.pop() {
            if let Some(state) = state.get_mut(index).filter(|_| child == 0) {
                *state = State::Open;
            }
            let Some(next) = after.get(index).and_then(|after| after.get(child)).copied() else {
                if let Some(state) = state.get_mut(index) {
                    *state = State::Closed;
                }
                continue;
            };
            stack.push((index, child + 1));
            match state.get(next) {
                Some(State::Open) | None => {}
                Some(State::Closed) => kept.push((index, next)),
                Some(State::New) => {
                    kept.push((index, next));
                    stack.push((next, 0));
                }
            }
        }
    }
    kept
}

/// One more than the farthest of what carries a box; what carries nothing until later stands right before that.
fn columns(after: &[Vec<usize>], before: &[Vec<usize>]) -> Vec<usize> {
    let mut open: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut column = vec![0_usize; before.len()];
    let mut ready: Vec<usize> =
        open.iter().enumerate().filter(|(_, open)| **open == 0).map(|(index, _)| index).collect();
    let mut order = Vec::new();
    while let Some(index) = ready.pop() {
        order.push(index);
        let own = column.get(index).copied().unwrap_or(0);
        for next in after.get(index).into_iter().flatten() {
            if let Some(column) = column.get_mut(*next) {
                *column = (*column).max(own + 1);
            }
            if let Some(open) = open.get_mut(*next) {
                *open -= 1;
                if *open == 0 {
                    ready.push(*next);
                }
            }
        }
    }
    for index in order.into_iter().rev() {
        let next = after.get(index).into_iter().flatten().filter_map(|next| column.get(*next)).min().copied();
        if let (Some(next), Some(column), Some(true)) =
            (next, column.get_mut(index), before.get(index).map(Vec::is_empty))
        {
            *column = next.saturating_sub(1);
        }
    }
    column
}

/// Each lane is a row; its boxes stand in it from the left.
fn lanes(network: &Network) -> Vec<Place> {
    let mut places = Vec::with_capacity(network.boxes.len());
    let mut row = 0;
    let mut column = 0;
    let mut lane: Option<&Option<String>> = None;
    for node in &network.boxes {
        match lane {
            Some(known) if known == &node.lane => column += 1,
            Some(_) => {
                row += 2;
                column = 0;
            }
            None => {}
        }
        lane = Some(&node.lane);
        places.push(Place { column, row });
    }
    places
}
