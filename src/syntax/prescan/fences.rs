//! Texts that stand between marks of other languages, or between none: takes where one begins, reports it, and blanks it out:
//! what stands between three backticks or apostrophes, and an address with its `//`.

use super::{Blank, Scan, first_of_line, indent_of};
use crate::diagnostic::Edit;
use crate::syntax::errors;

/// Nobody writes a longer line by hand: further no line is looked through, so that the work stays linear.
const LONGEST: usize = 1000;

/// How many signs a fence has.
const FENCE: usize = 3;

impl Scan<'_, '_> {
    /// Whether three backticks or apostrophes stand here.
    pub(super) fn is_fence(&self, at: usize) -> bool {
        self.text.get(at..).is_some_and(|rest| rest.starts_with("```") || rest.starts_with("'''"))
    }

    /// A fence: of a text behind its key, or around lines, as in Markdown. Gives where to read on.
    pub(super) fn fenced(&mut self, start: usize) -> usize {
        let line_start = first_of_line(self.text, start);
        let before = self.text.get(line_start..start).unwrap_or("");
        if before.trim().is_empty() {
            return self.fence_around_lines(start);
        }
        let fence = self.text.get(start..start + FENCE).unwrap_or("```");
        let close = self.ahead(start + FENCE).find(fence).map(|close| start + FENCE + close);
        let line_end = self.line_from(start).end;
        let Some(close) = close.filter(|_| before.trim_end().ends_with(':')) else {
            self.report_fence(start, start, fence, Vec::new());
            self.blank_out(start, line_end);
            return line_end;
        };
        let end = close + FENCE;
        let edits = self.edits_of_fences(start, close, indent_of(before));
        self.report_fence(start, close, fence, edits);
        self.blank_out(start, end);
        end
    }

    /// What makes a text between `"` or `"""` of one between fences; nothing where something stands behind it.
    fn edits_of_fences(&self, start: usize, close: usize, indent: usize) -> Vec<Edit> {
        let content = self.text.get(start + FENCE..close).unwrap_or("");
        let line = self.line_from(close + FENCE);
        let behind = self.text.get(line).unwrap_or("").trim();
        if !behind.is_empty() || content.contains("\"\"\"") || content.contains('\\') || content.trim().is_empty() {
            return Vec::new();
        }
        let end = close + FENCE;
        if !content.contains('\n') {
            let text = content.trim().replace('"', "\\\"");
            return vec![self.edit(start, end, format!("\"{text}\""))];
        }
        let margin = " ".repeat(indent);
        let mut lines: Vec<&str> = content.lines().map(str::trim_end).collect();
        // What stands beside the first fence is a line of the text, unless it is the name of a language.
        let first = lines.first().copied().unwrap_or("").trim();
        if first.is_empty() || first.bytes().all(|byte| byte.is_ascii_lowercase()) {
            lines.remove(0);
        }
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        let lines: Vec<String> = lines.iter().map(|line| format!("{margin}  {}", line.trim())).collect();
        vec![self.edit(start, end, format!("\"\"\"\n{}\n{margin}\"\"\"", lines.join("\n")))]
    }

    fn report_fence(&mut self, start: usize, close: usize, fence: &str, edits: Vec<Edit>) {
        let open = self.span(start..start + FENCE);
        let close = (close > start).then(|| self.span(close..close + FENCE));
        self.diagnostics.add(errors::fenced_text(open, close, fence, edits));
    }

    /// Lines of backticks around a plan, or a part of it: both say nothing here.
    fn fence_around_lines(&mut self, start: usize) -> usize {
        let line_start = first_of_line(self.text, start);
        let line = self.line_from(start);
        if self.closed_fence == Some(line_start) {
            return line.end;
        }
        let fence = self.text.get(start..start + FENCE).unwrap_or("```").to_owned();
        let ahead = self.ahead(line.end);
        let is_fence = |line: &str| line.trim() == fence;
        let mut at = line.end;
        let near = ahead.split_inclusive('\n').find_map(|below| {
            let place = at..at + below.len();
            at = place.end;
            is_fence(below).then_some(place)
        });
        // Of a long plan the last line is looked at.
        let last_start = first_of_line(self.text, self.text.trim_end().len());
        let last = last_start..self.text.len();
        let last = Some(last).filter(|last| last.start > line.end && self.text.get(last.clone()).is_some_and(is_fence));
        let close = near.or(last);
        let mut edits = vec![self.edit(line_start, (line.end + 1).min(self.text.len()), "")];
        edits.extend(close.clone().map(|place| self.edit(place.start, place.end, "")));
        let place = close.clone().map(|place| self.span(place.start..place.start + FENCE));
        self.diagnostics.add(errors::fence_around_lines(self.span(start..start + FENCE), place, &fence, edits));
        self.blanks.push((line_start..line.end, Blank::Spaces));
        if let Some(close) = close {
            self.closed_fence = Some(close.start);
            self.blanks.push((close, Blank::Spaces));
        }
        line.end
    }

    fn blank_out(&mut self, start: usize, end: usize) {
        self.inside_text(start..end);
        self.blanks.push((start..end, Blank::Hole));
        self.line_start = self.line_start.max(first_of_line(self.text, end));
    }

    /// `source: https://example.com/survey`: an address without quotes, or words with one in them. Gives where it ends.
    pub(super) fn address(&mut self, slashes: usize) -> Option<usize> {
        if slashes.checked_sub(1).and_then(|before| self.byte(before)) != Some(b':') {
            return None;
        }
        let line_start = self.line_start.max(self.text_end);
        if slashes.checked_sub(line_start).is_none_or(|length| length > LONGEST) {
            return None;
        }
        let before = self.text.get(line_start..slashes)?.strip_suffix(':')?;
        let scheme = before.len() - before.trim_end_matches(|sign: char| sign.is_ascii_alphanumeric()).len();
        if scheme < 2 {
            return None;
        }
        // The value begins behind the last key of the line.
        let key = before.get(..before.len() - scheme)?;
        let colon = key.rfind(": ").map(|colon| colon + 1).or_else(|| key.strip_suffix(':').map(str::len))?;
        let value = before.get(colon..)?;
        let start = line_start + colon + value.len() - value.trim_start().len();
        if value.contains(['"', '[', '(']) || value.trim().is_empty() {
            return None;
        }
        let near = self.ahead(slashes);
        let near = near.char_indices().nth(LONGEST).map_or(near, |(end, _)| near.get(..end).unwrap_or(near));
        let rest = near.get(..near.find('\n').unwrap_or(near.len()))?;
        let is_inline = before.contains('{');
        let is_end = |sign: char| sign.is_whitespace() || matches!(sign, '}' | '"');
        let address = rest.get(..rest.find(is_end).unwrap_or(rest.len()))?.trim_end_matches([',', ';']);
        let end = match is_inline {
            true => address.len(),
            false => rest.get(address.len()..)?.find('#').map_or(rest.len(), |comment| address.len() + comment),
        };
        let end = slashes + rest.get(..end)?.trim_end().trim_end_matches([',', ';']).len();
        let key = before.get(..colon)?.trim_end_matches(':');
        let key = key.rsplit(['{', ',', ' ']).next().unwrap_or(key).trim().to_owned();
        let written = self.text.get(start..end)?;
        self.diagnostics.add(errors::text_without_quotes(self.span(start..end), written, &key, true));
        self.blank_out(start, end);
        Some(end)
    }
}
