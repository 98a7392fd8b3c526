//! One case, one file: the text as written, and as laid out.

use zbb::syntax::format;

use super::formatted;

#[test]
fn texts_are_laid_out() {
    let _alone = crate::cases::one_glob_at_a_time();
    insta::glob!("../../cases/format", "*.zbb", |path| {
        let text = std::fs::read_to_string(path).expect("a case can be read");
        let kept = match format(&text).expect("a layout").kept_lines {
            0 => String::new(),
            count => format!("── {count} lines kept as they are ──\n"),
        };
        insta::assert_snapshot!(format!("{kept}{}", formatted(&text)));
    });
}
