//! zbb compiles budget and journey specifications: plain text in, a funded plan with projected KPIs out.
#![doc = include_str!("../ARCHITECTURE.md")]
// What no other floor names is closed, so that the compiler finds what nobody uses.
#![warn(unreachable_pub)]

pub mod advise;
pub mod check;
pub mod cli;
pub mod compile;
pub mod control;
pub mod diagnostic;
pub mod diff;
pub mod editor;
pub mod evaluate;
pub mod files;
pub mod import;
pub mod ledger;
pub mod lsp;
pub mod merge;
pub mod model;
pub mod outcome;
pub mod planfile;
pub mod quantity;
pub mod reference;
pub mod renew;
pub mod report;
pub mod resolve;
pub mod risk;
pub mod roadmap;
pub mod sheet;
pub mod source;
pub mod statistics;
pub mod syntax;
pub mod trace;
