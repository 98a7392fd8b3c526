//! The one table of codes: id, severity, title, and the page `zbb explain` shows.

use super::Severity;

macro_rules! codes {
    ($( $name:ident $id:literal $severity:ident $title:literal, )*) => {
        /// A kind of finding, with a stable id.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $( #[doc = $title] $name, )*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[ $( Code::$name, )* ];

            /// The stable id: `E0301`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $( Code::$name => $id, )* }
            }

            /// The severity it has unless a plan says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $( Code::$name => Severity::$severity, )* }
            }

            /// What it is about, in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $( Code::$name => $title, )* }
            }

            /// The page that explains it, in Markdown, with a failing example and its repair.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $( Code::$name => include_str!(concat!("explain/", $id, ".md")), )* }
            }
        }
    };
}

// E00 files · E01 syntax · E02 names and shape of declarations · E03 types and units · E04 rules of the plan ·
// E05 evaluation · W02 names · W04 rules of the plan
codes! {
    NotUtf8 "E0001" Error "a file is not UTF-8 text",
}

impl Code {
    /// The code of an id such as `E0301`, in either case.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }
}
