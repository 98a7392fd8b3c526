// Pages in a real browser: takes HTML files, tells what axe finds in light and dark, where a page is wider than its window,
// what is missing without scripts, and what sorting, finding and printing do wrong. Prints one line for each; nothing is well.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// 320 is a window of 1280 enlarged four times.
const WIDTHS = [320, 390, 768, 1280, 1920];
const [browser_path, ...files] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: browser_path, args: ["--no-sandbox", "--disable-gpu"] });
const told = [];

async function open(file, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && told.push(`${file}: ${message.text()}`));
  page.on("pageerror", (error) => told.push(`${file}: ${error}`));
  await page.goto(pathToFileURL(resolve(file)).href);
  return page;
}

async function violations(file, colorScheme) {
  const page = await open(file, { bypassCSP: true, colorScheme });
  await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
  await page.evaluate(axe);
  // What is dark differs in its colours alone.
  const rules = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
  const found = await page.evaluate((rules) => window.axe.run(document, { resultTypes: ["violations"], ...rules }), rules);
  for (const one of found.violations) {
    told.push(`${file} (${colorScheme}): ${one.id}: ${one.nodes.length} × ${one.nodes[0].html.slice(0, 200)}`);
  }
  if (colorScheme === "light") {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) told.push(`${file}: ${wide} px wide in a window of ${width}`);
    }
  }
  await page.context().close();
}

const words = (page) =>
  page.evaluate(() => {
    const copy = document.querySelector("main").cloneNode(true);
    copy.querySelectorAll(".tools, script").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ");
  });

async function without_scripts(file) {
  const [plain, whole] = [await open(file, { javaScriptEnabled: false }), await open(file, {})];
  // A page without scripts cannot be asked: it is read as it is written.
  const written = await whole.evaluate(async (html) => {
    const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    main.querySelectorAll("script").forEach((part) => part.remove());
    return main.textContent.replace(/\s+/g, " ");
  }, await plain.content());
  if (written.trim() !== (await words(whole)).trim()) told.push(`${file}: says something else without scripts`);
  await plain.context().close();
  await whole.context().close();
}

async function tools(file) {
  const page = await open(file, {});
  const rows = () => page.$$eval("table[data-sort] tbody:not(.rule)", (all) => all.map((one) => one.textContent));
  const shown = () =>
    page.$$eval("table[data-sort] tbody:not(.rule)", (all) => all.filter((one) => one.offsetParent !== null).length);
  const before = await rows();
  const head = page.locator("table[data-sort] thead th.number button").nth(1);
  const values = () =>
    page.$$eval("table[data-sort] tbody:not(.rule) > tr:first-child", (all) => {
      const at = [...document.querySelector("table[data-sort] thead tr").cells].findIndex((th) => th.ariaSort);
      return all.map((row) => Number(row.cells[at].querySelector("data").value));
    });
  // By key alone.
  await head.focus();
  await page.keyboard.press("Enter");
  const down = await values();
  if (down.some((value, at) => at > 0 && value > down[at - 1])) told.push(`${file}: not sorted: ${down}`);
  await page.keyboard.press("Enter");
  const up = await values();
  if (up.some((value, at) => at > 0 && value < up[at - 1])) told.push(`${file}: not sorted upwards: ${up}`);
  await page.keyboard.press("Enter");
  if (JSON.stringify(await rows()) !== JSON.stringify(before)) told.push(`${file}: not as it was written`);
  await page.locator(".tools input").first().fill("zzzz");
  if ((await shown()) !== 0) told.push(`${file}: what is not found is shown`);
  if ((await page.locator(".tools output").first().textContent()) !== `0 of ${before.length}`) {
    told.push(`${file}: nobody hears how many are found`);
  }
  await head.click();
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  if (JSON.stringify(await rows()) !== JSON.stringify(before)) told.push(`${file}: prints in another order`);
  if ((await shown()) !== before.length) told.push(`${file}: prints less than is written`);
  if (await page.locator(".tools").first().isVisible()) told.push(`${file}: prints its tools`);
  await page.context().close();
}

for (const file of files) {
  await violations(file, "light");
  await violations(file, "dark");
  await without_scripts(file);
  const rows = readFileSync(file, "utf8").split("<tbody>").length;
  if (basename(file) === "ranking.html" && rows > 12) await tools(file);
}
await browser.close();
for (const line of told) console.log(line);
