//! zbb compiles budget and journey specifications: plain text in, a funded plan with projected KPIs out.

pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod evaluate;
pub mod model;
pub mod quantity;
pub mod resolve;
pub mod source;
pub mod syntax;
