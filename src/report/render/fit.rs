//! Which columns of a table are shown and how wide: takes what each would like and what it can do without, gives widths.

use crate::report::document::Room;

/// No text is cut to less.
const FEWEST: usize = 6;
/// The columns between two columns.
pub(super) const GAP: usize = 2;

/// What becomes of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It stands in the row, so wide.
    InRow(usize),
    /// It stands below the row.
    Below,
    /// It is not shown.
    Hidden,
}

/// What becomes of each column in `room` columns of a terminal, given the width of each in full.
pub(super) fn fit(rooms: &[Room], wanted: &[usize], room: usize) -> Vec<Place> {
    let mut order: Vec<u8> = rooms.iter().copied().filter_map(priority).collect();
    order.sort_unstable();
    order.dedup();
    // Leave out one rank of columns after another, until what must be shown has its place.
    let thresholds = std::iter::once(None).chain(order.into_iter().map(Some));
    let mut least = Vec::new();
    for threshold in thresholds {
        least = rooms.iter().zip(wanted).map(|(room, wanted)| narrowest(*room, *wanted, threshold)).collect();
        if width(&least) <= room {
            break;
        }
    }
    grow(stripped(squeezed(least, rooms, room), room), wanted, room)
}

/// Where no cut is enough, columns are left out from the right: a line that breaks is harder to read. Two always stay.
fn stripped(mut places: Vec<Place>, room: usize) -> Vec<Place> {
    while width(&places) > room {
        let in_row = |place: &Place| matches!(place, Place::InRow(_));
        let is_last = places.iter().filter(|place| in_row(place)).count() <= 2;
        let Some(place) = places.iter_mut().rev().find(|place| in_row(place)).filter(|_| !is_last) else { break };
        *place = Place::Hidden;
    }
    places
}

/// Where even that is too wide, texts are cut further, down to a few letters.
fn squeezed(mut places: Vec<Place>, rooms: &[Room], room: usize) -> Vec<Place> {
    let mut excess = width(&places).saturating_sub(room);
    for (place, room) in places.iter_mut().zip(rooms) {
        if let (Place::InRow(width), Room::Cut(_)) = (place, room) {
            let given = excess.min(width.saturating_sub(FEWEST));
            *width -= given;
            excess -= given;
        }
    }
    places
}

fn priority(room: Room) -> Option<u8> {
    match room {
        Room::Optional(priority) | Room::OptionalCut(priority, _) => Some(priority),
        Room::Kept | Room::Cut(_) | Room::Below | Room::Data | Room::Drawn => None,
    }
}

fn narrowest(room: Room, wanted: usize, threshold: Option<u8>) -> Place {
    let is_out = |priority: u8| threshold.is_some_and(|threshold| priority <= threshold);
    match room {
        Room::Data | Room::Drawn => Place::Hidden,
        Room::Below => Place::Below,
        Room::Optional(priority) | Room::OptionalCut(priority, _) if is_out(priority) => Place::Hidden,
        Room::Kept | Room::Optional(_) => Place::InRow(wanted),
        Room::Cut(least) | Room::OptionalCut(_, least) => Place::InRow(wanted.min(least)),
    }
}

/// The columns a row takes.
fn width(places: &[Place]) -> usize {
    let shown = places.iter().filter_map(|place| match place {
        Place::InRow(width) => Some(width + GAP),
        Place::Below | Place::Hidden => None,
    });
    shown.sum::<usize>().saturating_sub(GAP)
}

/// Gives what is left to those that were cut, evenly, and then to what stands below if it fits beside the others.
fn grow(mut places: Vec<Place>, wanted: &[usize], room: usize) -> Vec<Place> {
    let mut left = room.saturating_sub(width(&places));
    let mut gave = true;
    while left > 0 && gave {
        gave = false;
        for (place, wanted) in places.iter_mut().zip(wanted) {
            if let Place::InRow(width) = place
                && *width < *wanted
                && left > 0
            {
                *width += 1;
                left -= 1;
                gave = true;
            }
        }
    }
    for (place, wanted) in places.iter_mut().zip(wanted) {
        if *place == Place::Below && *wanted + GAP <= left {
            *place = Place::InRow(*wanted);
            left -= wanted + GAP;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOMS: [Room; 4] = [Room::Kept, Room::Cut(5), Room::Optional(1), Room::Below];

    #[test]
    fn with_room_everything_is_shown() {
        let places = fit(&ROOMS, &[3, 10, 4, 8], 31);
        assert_eq!(places, [Place::InRow(3), Place::InRow(10), Place::InRow(4), Place::InRow(8)]);
    }

    #[test]
    fn texts_are_cut_and_then_columns_left_out() {
        assert_eq!(fit(&ROOMS, &[3, 10, 4, 8], 18), [Place::InRow(3), Place::InRow(7), Place::InRow(4), Place::Below]);
        assert_eq!(
            fit(&[Room::Kept; 4], &[3, 10, 4, 8], 20),
            [Place::InRow(3), Place::InRow(10), Place::Hidden, Place::Hidden]
        );
        assert_eq!(fit(&ROOMS, &[3, 10, 4, 8], 12), [Place::InRow(3), Place::InRow(7), Place::Hidden, Place::Below]);
    }
}
