//! The flow of syntax: takes sources, gives a tree for each. Prescan, tokens, facts, blocks.
//!
//! A big file is cut into chunks at line ends outside of texts and brackets. Files and chunks are read in parallel, and
//! put together in their order.

use rayon::prelude::*;

use super::blocks;
use super::facts;
use super::grammar;
use super::pieces::{Chunk, Piece, shift_expression, shift_statement};
use super::prescan::{Scanned, prescan};
use super::tree::Tree;
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, SourceFile, Sources};
use std::sync::Arc;

/// Reads one file.
pub fn parse(diagnostics: &mut Diagnostics, file: FileId, text: &str) -> Tree {
    let scanned = prescan(diagnostics, file, text);
    let chunks = (0..scanned.chunks.len()).into_par_iter().map(|index| read_chunk(file, &scanned, index)).collect();
    join(diagnostics, file, text, chunks)
}

/// Reads all files, in the order of the sources.
pub fn parse_all(diagnostics: &mut Diagnostics, sources: &Sources) -> Vec<Arc<Tree>> {
    parse_unknown(diagnostics, sources, |_, _| None)
}

/// Reads all files, in the order of the sources, but those of which the tree is known, with what was found in it.
pub fn parse_unknown(
    diagnostics: &mut Diagnostics,
    sources: &Sources,
    known: impl Fn(FileId, &SourceFile) -> Option<(Arc<Tree>, Diagnostics)> + Sync,
) -> Vec<Arc<Tree>> {
    let files: Vec<_> = sources.files().collect();
    let read: Vec<(Arc<Tree>, Diagnostics)> = files
        .par_iter()
        .map(|(file, source)| {
            known(*file, source).unwrap_or_else(|| {
                let mut diagnostics = Diagnostics::new();
                let tree = parse(&mut diagnostics, *file, source.text());
                (Arc::new(tree), diagnostics)
            })
        })
        .collect();
    read.into_iter()
        .map(|(tree, findings)| {
            diagnostics.extend(findings);
            tree
        })
        .collect()
}

fn read_chunk(file: FileId, scanned: &Scanned, index: usize) -> Chunk {
    let range = scanned.chunks.get(index).cloned().unwrap_or_default();
    let start = u32::try_from(range.start).unwrap_or(u32::MAX);
    let tokens = grammar::tokens(&scanned.text, range.start, range.end);
    facts::read(file, &scanned.text, start, &tokens)
}

/// Puts the chunks of a file together.
fn join(diagnostics: &mut Diagnostics, file: FileId, text: &str, chunks: Vec<Chunk>) -> Tree {
    let mut tree = Tree { file, ..Tree::default() };
    tree.expressions.reserve_exact(chunks.iter().map(|chunk| chunk.expressions.len()).sum());
    let mut pieces: Vec<Vec<Piece>> = Vec::with_capacity(chunks.len());
    for mut chunk in chunks {
        let by = tree.expressions.len();
        if by > 0 {
            shift_chunk(&mut chunk, by);
        }
        tree.expressions.append(&mut chunk.expressions);
        tree.comments.append(&mut chunk.comments);
        pieces.push(chunk.pieces);
        diagnostics.extend(chunk.diagnostics);
    }
    tree.comments.shrink_to_fit();
    tree.statements = blocks::nest(diagnostics, text, &tree.expressions, pieces);
    tree
}

/// Moves the ids of a chunk behind the expressions of the chunks before it.
fn shift_chunk(chunk: &mut Chunk, by: usize) {
    chunk.expressions.iter_mut().for_each(|expression| shift_expression(expression, by));
    for piece in &mut chunk.pieces {
        if let Piece::Fact(statement, ..) = piece {
            shift_statement(statement, by);
        }
    }
}
