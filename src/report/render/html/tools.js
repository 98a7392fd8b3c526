"use strict";
// What a page offers besides, where scripts run: sort a table by a column, find words in tables and forms, open what is folded.
// Nothing is loaded and nothing is kept; on paper everything stands as it was written.
(() => {
  const make = (tag, words, into) => {
    const made = document.createElement(tag);
    made.textContent = words;
    if (into) into.append(made);
    return made;
  };
  const button = (words, into, act) => {
    const made = make("button", words, into);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };
  // What sorts as one: a row, or a row with what stands below it.
  const units = (table) => [...table.tBodies].flatMap((body) =>
    body.matches(".rows") ? [...body.rows] : body.matches(".rule") ? [] : [body]);
  const said = (unit, column) => {
    const cell = (unit.cells ? unit : unit.rows[0]).cells[column];
    const exact = cell && cell.querySelector("data");
    return exact ? exact.value : cell ? cell.textContent.trim() : "";
  };
  const number = (words) => {
    const digits = words.replace(/\u2212/g, "-").replace(/[^-.0-9]/g, "");
    return /\d/.test(digits) ? parseFloat(digits) : NaN;
  };
  const compare = (one, other, isNumber) => {
    if (!isNumber) return (one === "") - (other === "") || one.localeCompare(other, "en", { numeric: true });
    const [left, right] = [number(one), number(other)];
    return isNaN(left) - isNaN(right) || left - right || 0;
  };
  const restores = [];
  const sortable = (table) => {
    const written = [...table.tBodies].map((body) => [body, [...body.rows]]);
    const heads = [...table.tHead.rows[0].cells];
    const restore = () => {
      for (const [body, rows] of written) {
        table.append(body);
        body.append(...rows);
        body.classList.remove("away");
      }
      heads.forEach((head) => head.removeAttribute("aria-sort"));
    };
    restores.push(restore);
    heads.forEach((head, column) => {
      const words = head.textContent.trim();
      if (head.querySelector(".unseen") || words === "") return;
      head.textContent = "";
      button(words, head, () => {
        const before = head.getAttribute("aria-sort");
        restore();
        // A third time it stands as it was written.
        const isNumber = head.matches(".number");
        const first = isNumber ? "descending" : "ascending";
        const way = before === null ? first : before === first ? (isNumber ? "ascending" : "descending") : null;
        if (way === null) return;
        const turn = way === "ascending" ? 1 : -1;
        const keyed = units(table).map((unit) => [said(unit, column), unit]);
        const isMissing = (key) => (isNumber ? isNaN(number(key)) : key === "");
        keyed.sort(([one], [other]) =>
          isMissing(one) || isMissing(other) ? compare(one, other, isNumber) : turn * compare(one, other, isNumber));
        const rows = table.querySelector("tbody.rows");
        for (const [, unit] of keyed) (unit.cells ? rows : table).append(unit);
        table.querySelectorAll("tbody.rule").forEach((rule) => rule.classList.add("away"));
        head.setAttribute("aria-sort", way);
      });
    });
  };
  const findable = (before, what, all) => {
    const tools = make("p", "", null);
    tools.className = "tools";
    const label = make("label", "Find in " + what + " ", tools);
    const field = make("input", "", label);
    field.type = "search";
    const count = make("output", "", tools);
    const find = () => {
      const wanted = field.value.trim().toLowerCase();
      let found = 0;
      for (const one of all()) {
        const isFound = one.textContent.toLowerCase().includes(wanted);
        one.classList.toggle("away", !isFound);
        found += isFound;
      }
      count.textContent = wanted === "" ? "" : found + " of " + all().length;
    };
    field.addEventListener("input", find);
    restores.push(() => {
      field.value = "";
      find();
    });
    before.before(tools);
  };
  for (const table of document.querySelectorAll("table[data-sort]")) {
    sortable(table);
    if (units(table).length > 11) findable(table.parentElement, "the table", () => units(table));
  }
  const forms = [...document.querySelectorAll("article.form")].filter((form) => !form.closest("details"));
  if (forms.length > 4) findable(forms[0], "the forms", () => forms);
  const folded = [...document.querySelectorAll("main details")];
  if (folded.length > 1) {
    const tools = make("p", "", null);
    tools.className = "tools";
    const all = button("Open all that is folded", tools, () => {
      const open = folded.some((part) => !part.open);
      folded.forEach((part) => (part.open = open));
      all.textContent = open ? "Fold it again" : "Open all that is folded";
    });
    document.querySelector("main").prepend(tools);
  }
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target; part; part = part.parentElement) {
      if (part.matches("details")) part.open = true;
      part.classList.remove("away");
    }
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();
  let opened = [];
  addEventListener("beforeprint", () => {
    restores.forEach((restore) => restore());
    opened = folded.filter((part) => !part.open);
    opened.forEach((part) => (part.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((part) => (part.open = false)));
})();
