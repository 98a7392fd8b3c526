//! What messages say, one accessor for each thing that several ask for.

use serde_json::{Value, json};

const NOTHING: &Value = &Value::Null;

/// What stands at a path such as `/textDocument/uri`; null where nothing does.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    value.pointer(path).unwrap_or(NOTHING)
}

/// The address of the text a message is about.
pub(super) fn uri(params: &Value) -> Option<&str> {
    at(params, "/textDocument/uri").as_str()
}

/// A list, empty where there is none.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Whether something is said to be true.
pub(super) fn is(value: &Value) -> bool {
    value.as_bool().unwrap_or(false)
}

/// An answer.
pub(super) fn response(id: &Value, result: Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "result": result })
}

/// That there is no answer, and why.
pub(super) fn failure(id: &Value, code: i32, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
}

/// Something that is told without being asked.
pub(super) fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}
