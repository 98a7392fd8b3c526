//! Checked arithmetic on what plans count: numbers, money, time and dimensions. No `+`, no panic, no silent rounding.
