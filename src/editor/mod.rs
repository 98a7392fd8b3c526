//! What an editor asks of a plan: takes a plan and a place in it, gives plain answers, without a protocol and without input
//! or output.

pub mod rename;
