//! Characters that deceive: takes one, tells whether it can be seen, and which plain letter it looks like.

/// A character that people do not see, or not for what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// A control character.
    Control,
    /// A space that is not the plain one.
    Space,
    /// A mark without a width.
    Invisible,
    /// A mark that reorders what people read.
    Bidirectional,
}

impl Hidden {
    /// What it is, for a message.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Hidden::Control => "a control character",
            Hidden::Space => "an unusual space",
            Hidden::Invisible => "an invisible mark",
            Hidden::Bidirectional => "a mark that reverses the order of reading",
        }
    }
}

/// What a character hides, if it hides anything.
pub(super) fn hidden(character: char) -> Option<Hidden> {
    match character {
        '\t' | '\n' | '\r' => None,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Some(Hidden::Control),
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Some(Hidden::Space),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' => {
            Some(Hidden::Bidirectional)
        }
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => Some(Hidden::Invisible),
        _ => None,
    }
}

/// Whether an invisible character does its work where it stands: joiners within words of scripts and within emoji, one
/// selector behind what it selects a form of, the tags of a flag.
pub(super) fn works(before: Option<char>, character: char, after: Option<char>) -> bool {
    let is_seen = |side: Option<char>| side.is_some_and(|side| !side.is_ascii() && !side.is_whitespace());
    let is_plain = |side: Option<char>| is_seen(side) && side.is_some_and(|side| hidden(side).is_none());
    match character {
        '\u{200c}' | '\u{200d}' => is_seen(before) && is_plain(after),
        '\u{fe00}'..='\u{fe0f}' => is_plain(before) || before.is_some_and(|before| before.is_ascii_graphic()),
        '\u{e0100}'..='\u{e01ef}' => is_plain(before),
        _ => false,
    }
}

/// The Latin letter that a foreign one looks like.
pub(super) fn lookalike(character: char) -> Option<char> {
    const CYRILLIC: (&str, &str) = ("абвгеіјкмоорѕсухһдгԛԝАВЕКМНОРСТУХІЈЅ", "a6breijkmoopscyxhdrqwabekmhopctyxijs");
    const GREEK: (&str, &str) = ("ανοριτυκηχγωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "avopituknxywabezhikmnoptyx");
    [CYRILLIC, GREEK]
        .iter()
        .find_map(|(foreign, latin)| {
            let place = foreign.chars().position(|letter| letter == character)?;
            latin.chars().nth(place)
        })
        .or_else(|| full_width(character).filter(char::is_ascii_alphanumeric).map(|plain| plain.to_ascii_lowercase()))
}

/// The plain form of a full-width letter, digit or sign, but for those that begin a text or a comment.
pub(super) fn full_width(character: char) -> Option<char> {
    let plain = char::from_u32(u32::from(character).checked_sub(0xfee0)?)?;
    (plain.is_ascii_graphic() && !matches!(plain, '"' | '#')).then_some(plain)
}

/// A text whose full-width characters are written in their plain form.
pub(super) fn in_plain_width(text: &str) -> String {
    text.chars().map(|character| full_width(character).unwrap_or(character)).collect()
}

/// How long a text is that begins with a quote of elsewhere, up to the one that closes it: an apostrophe within a word, and a
/// doubled one, does not. Nothing where none closes it on its line.
pub(super) fn end_of_foreign_text(text: &str) -> Option<usize> {
    let open = text.chars().next()?;
    let closing: &[char] = match open {
        '\'' => &['\''],
        '‘' | '’' => &['’', '\''],
        '«' => &['»', '"'],
        _ => &['“', '”', '"'],
    };
    let line = text.get(..text.find('\n').unwrap_or(text.len()))?;
    let mut first = None;
    let mut signs = line.char_indices().skip(1).peekable();
    while let Some((at, sign)) = signs.next() {
        if !closing.contains(&sign) {
            continue;
        }
        let end = at + sign.len_utf8();
        let (before, after) = (line.get(..at)?.chars().next_back()?, line.get(end..)?);
        let is_doubled = sign == open && sign == '\'' && after.starts_with('\'') && first.is_none() && at > 1;
        if is_doubled {
            signs.next();
            continue;
        }
        let is_apostrophe = matches!(sign, '\'' | '’');
        if is_apostrophe && before.is_alphanumeric() && after.starts_with(char::is_alphanumeric) {
            continue;
        }
        first = first.or(Some(end));
        if !is_apostrophe || ends_value(after) {
            return Some(end);
        }
    }
    first
}

/// Whether what stands behind a quote shows that a text has ended there.
fn ends_value(after: &str) -> bool {
    let after = after.trim_start();
    let word = after.split(|sign: char| !sign.is_ascii_lowercase()).next().unwrap_or("");
    after.is_empty()
        || after.starts_with([',', '{', '}', '[', ']', '(', ')', ':', ';', '#', '='])
        || super::tree::ModifierWord::from_text(word).is_some()
}

/// `U+0430 (Cyrillic)`: a character as people can look it up.
pub(super) fn code_point(character: char) -> String {
    let number = u32::from(character);
    match number {
        0x370..=0x3ff => format!("U+{number:04X} (Greek)"),
        0x400..=0x52f => format!("U+{number:04X} (Cyrillic)"),
        0xff00..=0xffef => format!("U+{number:04X} (full width)"),
        _ => format!("U+{number:04X}"),
    }
}
