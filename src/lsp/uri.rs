//! Paths and the addresses that editors use for them: `file:///work/a%20plan.zbb`, `file:///c%3A/plans/a.zbb`.

use std::path::{Path, PathBuf};

/// The path of an address; nothing where it is of no file, as `untitled:1`.
#[must_use]
pub fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let path = decoded(path)?;
    let drive = path.strip_prefix('/').filter(|rest| is_drive(rest));
    match (host, drive) {
        ("" | "localhost", Some(drive)) => Some(PathBuf::from(drive)),
        ("" | "localhost", None) => Some(PathBuf::from(path)),
        (host, _) => Some(PathBuf::from(format!("//{host}{path}"))),
    }
}

/// The address of a path.
#[must_use]
pub fn uri(path: &Path) -> String {
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let text = if is_drive(&text) { format!("/{text}") } else { text };
    let mut uri = "file://".to_owned();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn is_drive(path: &str) -> bool {
    let mut bytes = path.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic()) && bytes.next() == Some(b':')
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{path, uri};
    use std::path::{Path, PathBuf};

    #[test]
    fn addresses_and_paths_are_one() {
        for (address, there) in [
            ("file:///plans/a%20b/%C3%A9.zbb", "/plans/a b/é.zbb"),
            ("file://localhost/plans/a.zbb", "/plans/a.zbb"),
            ("file:///c%3A/plans/a.zbb", "c:/plans/a.zbb"),
        ] {
            assert_eq!(path(address), Some(PathBuf::from(there)));
            assert_eq!(path(&uri(Path::new(there))), Some(PathBuf::from(there)));
        }
        assert_eq!((path("untitled:Untitled-1"), path("file:///%zz"), path("file://")), (None, None, None));
    }
}
