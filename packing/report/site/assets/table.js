"use strict";
// A table of cells or of energies: sort by a heading, filter by the form. A choice of the form is an attribute of the
// rows, data-NAME; `from` and `to` are limits of n, `words` are looked for in the text, `long` shows all decimals. What
// is chosen stands in the address after #, so that it can be sent to someone and survives a visit to a cell. Without
// this script the table is whole, in its own order.

(() => {
  const table = document.getElementById("atlas");
  const body = table.tBodies[0];
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const headings = [...table.tHead.rows[0].cells];
  const rows = [...body.rows].map((row) => ({
    row,
    text: row.textContent.toLowerCase(),
    keys: [...row.cells].map((cell) => cell.dataset.value ?? cell.textContent.trim()),
  }));
  const numbers = [...body.querySelectorAll("[data-full]")].map((cell) => [cell, cell.textContent]);
  let sorted = { column: 0, descending: false };

  const order = {
    number: (a, b) => Number(a) - Number(b),
    place: (a, b) => Number(a) - Number(b),
    text: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  };

  function sort(column, descending) {
    sorted = { column, descending };
    const compare = order[headings[column].dataset.sort];
    const sign = descending ? -1 : 1;
    // ties keep the table's own order, in which the first key counts the rows
    rows.sort((a, b) => sign * compare(a.keys[column], b.keys[column]) || a.keys[0] - b.keys[0]);
    body.append(...rows.map((entry) => entry.row));
    headings.forEach((heading, i) => {
      if (i === column) heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    });
  }

  function filter() {
    const { from, to, words, long } = form.elements;
    const choices = [...form.elements].filter((element) => element.tagName === "SELECT" && element.value);
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, text } of rows) {
      const n = Number(row.dataset.n);
      row.hidden = !(
        choices.every((choice) => row.dataset[choice.name] === choice.value) &&
        (!from.value || n >= Number(from.value)) &&
        (!to.value || n <= Number(to.value)) &&
        wanted.every((word) => text.includes(word))
      );
      count += !row.hidden;
    }
    for (const [cell, brief] of numbers) cell.textContent = long.checked ? cell.dataset.full : brief;
    const noun = shown.dataset.noun;
    shown.textContent = count === rows.length ? `${count} ${noun}` : `${count} of ${rows.length} ${noun}`;
  }

  function put(element, value) {
    if (element.type === "checkbox") element.checked = value === element.value;
    else element.value = value;
  }

  function remember() {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    if (sorted.column || sorted.descending) chosen.set("sort", (sorted.descending ? "-" : "") + sorted.column);
    history.replaceState(null, "", `#${chosen}`);
  }

  function recall() {
    const chosen = new URLSearchParams(location.hash.slice(1));
    for (const element of form.elements) if (element.name) put(element, chosen.get(element.name) ?? "");
    const [, minus, column] = /^(-?)(\d+)$/.exec(chosen.get("sort") ?? "") ?? [];
    sort(column in headings ? Number(column) : 0, minus === "-");
    filter();
  }

  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => {
      sort(column, sorted.column === column && !sorted.descending);
      remember();
    });
    heading.append(button);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { filter(); remember(); });
  form.addEventListener("reset", (event) => {
    event.preventDefault(); // it would empty the form only after this
    for (const element of form.elements) if (element.name) put(element, "");
    filter();
    remember();
  });
  window.addEventListener("hashchange", recall);
  window.addEventListener("pageshow", recall); // after the browser has put its own values back into the form
  form.hidden = false;
  recall();
})();
