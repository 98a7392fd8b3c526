// Reads a JSON list of [name, diagram] from standard input; writes one line for each that Mermaid's parser refuses.
import { JSDOM } from "jsdom";
const { window } = new JSDOM("<!doctype html><body></body>");
globalThis.window = window;
globalThis.document = window.document;
globalThis.Element = window.Element;
const { default: mermaid } = await import("mermaid");
let text = "";
for await (const piece of process.stdin) text += piece;
for (const [name, diagram] of JSON.parse(text)) {
  try {
    await mermaid.parse(diagram);
  } catch (error) {
    console.log(`${name}: ${String(error.message ?? error).split("\n").slice(0, 4).join(" | ")}`);
  }
}
