//! What cannot be read: takes a text as read, gives the lines that are to stay as they are: those of every mistake, and
//! whole facts with them.

use std::ops::Range;

use super::reading::Reading;
use crate::syntax::tree::{Condition, Statement};

/// The stretches that stay as they are, in order: each from the beginning of a line to the end of one.
pub(super) fn holes(reading: &Reading) -> Vec<Range<usize>> {
    if reading.is_whole() {
        return Vec::new();
    }
    let mut pieces = Vec::new();
    collect(&mut pieces, reading.text, &reading.tree.statements);
    let mut marked = mistakes(reading);
    marked.extend(pieces.iter().filter(|piece| piece.is_damaged).map(|piece| piece.range.clone()));
    marked.extend(unread(reading, &pieces));
    close_over(reading.text, marked, &pieces)
}

/// A stretch of a fact that is laid out as a whole: a head, a closing brace, or all of it.
struct Piece {
    range: Range<usize>,
    is_damaged: bool,
}

fn collect(pieces: &mut Vec<Piece>, text: &str, statements: &[Statement]) {
    for statement in statements {
        let start = statement.span.start as usize;
        let Some(body) = &statement.body else {
            let is_damaged = statement.condition == Condition::Damaged;
            pieces.push(Piece { range: start..statement.span.end as usize, is_damaged });
            continue;
        };
        let (open, close) = (body.open.end as usize, body.close.map(|close| close.start as usize..close.end as usize));
        if let Some(close) = close.clone().filter(|close| !spans_lines(text, open..close.start)) {
            pieces.push(Piece { range: start..close.end, is_damaged: statement.condition == Condition::Damaged });
            continue;
        }
        pieces.push(Piece { range: start..open, is_damaged: close.is_none() || body.open.start == body.open.end });
        collect(pieces, text, &body.statements);
        pieces.extend(close.map(|range| Piece { range, is_damaged: false }));
    }
}

fn spans_lines(text: &str, range: Range<usize>) -> bool {
    text.as_bytes().get(range).is_some_and(|bytes| memchr::memchr(b'\n', bytes).is_some())
}

fn mistakes(reading: &Reading) -> Vec<Range<usize>> {
    let spans = reading.diagnostics.items().iter().map(|finding| finding.primary.span);
    spans.map(|span| span.start as usize..span.end as usize).collect()
}

/// What stands between pieces and is no comment: the tree knows nothing of it.
fn unread(reading: &Reading, pieces: &[Piece]) -> Vec<Range<usize>> {
    let comments = reading.tree.comments.iter().map(|comment| comment.start as usize..comment.end as usize);
    let mut known: Vec<Range<usize>> = pieces.iter().map(|piece| piece.range.clone()).chain(comments).collect();
    known.sort_by_key(|range| range.start);
    known.push(reading.text.len()..reading.text.len());
    let mut unread = Vec::new();
    let mut at = 0;
    for range in known {
        let between = reading.text.get(at..range.start).unwrap_or("");
        let blank = |sign: char| sign.is_ascii_whitespace() || sign == ',';
        let start = at + (between.len() - between.trim_start_matches(blank).len());
        let end = at + between.trim_end_matches(blank).len();
        if start < end {
            unread.push(start..end);
        }
        at = at.max(range.end);
    }
    unread
}

/// Widens what is marked to whole lines, and to the pieces that share one of them.
fn close_over(text: &str, marked: Vec<Range<usize>>, pieces: &[Piece]) -> Vec<Range<usize>> {
    let marked = marked.into_iter().map(|range| (whole_lines(text, &range), true));
    let pieces = pieces.iter().map(|piece| (whole_lines(text, &piece.range), false));
    let mut stretches: Vec<(Range<usize>, bool)> = marked.chain(pieces).collect();
    stretches.sort_by_key(|(range, _)| (range.start, range.end));
    let mut clusters: Vec<(Range<usize>, bool)> = Vec::new();
    for (range, is_marked) in stretches {
        match clusters.last_mut() {
            Some((last, any)) if range.start <= last.end => {
                last.end = last.end.max(range.end);
                *any |= is_marked;
            }
            Some(_) | None => clusters.push((range, is_marked)),
        }
    }
    joined(text, clusters.into_iter().filter(|(_, is_marked)| *is_marked).map(|(range, _)| range))
}

/// The lines that a stretch touches, without the last line end.
fn whole_lines(text: &str, range: &Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let before = bytes.get(..range.start).and_then(|before| memchr::memrchr(b'\n', before)).map_or(0, |end| end + 1);
    let last = range.end.saturating_sub(1).max(range.start);
    let end = bytes.get(last..).and_then(|rest| memchr::memchr(b'\n', rest)).map_or(text.len(), |end| last + end);
    before..end.max(before)
}

/// Stretches in order; those with nothing but blanks between are one.
fn joined(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let is_blank = |range: Range<usize>| text.get(range).is_none_or(|between| between.trim().is_empty());
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges.filter(|range| !is_blank(range.clone())) {
        match joined.last_mut() {
            Some(last) if is_blank(last.end..range.start) => last.end = range.end,
            Some(_) | None => joined.push(range),
        }
    }
    joined
}
