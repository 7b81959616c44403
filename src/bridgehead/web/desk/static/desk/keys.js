// Keys of the desk: whoever handles fifty records a day does not reach for the mouse. Everything is there without them.
"use strict";
(() => {
  let at = -1;
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const choose = (to) => {
    const all = rows();
    if (!all.length) return;
    at = Math.max(0, Math.min(to, all.length - 1));
    all.forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    all[at].querySelector("a")?.focus();
    all[at].scrollIntoView({ block: "nearest" });
  };
  const keys = {
    j: () => choose(at + 1),
    k: () => choose(at - 1),
    o: () => rows()[at]?.querySelector("a")?.click(),
    a: () => document.querySelector("[data-acts] summary")?.focus(),
    x: () => rows()[at]?.querySelector("input[type=checkbox]")?.click(),
    i: () => document.querySelector("header nav a")?.click(),
    w: () => document.querySelector("header nav a + a")?.click(),
    "?": () => document.querySelector("#keys").showModal(),
    "/": () => document.querySelector("[data-search]")?.focus(),
  };
  const every = document.querySelector("[data-all]");
  if (every) every.hidden = false;
  every?.addEventListener("change", () => {
    for (const box of document.querySelectorAll("[data-row] input[type=checkbox]")) box.checked = every.checked;
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (typing || document.querySelector("#keys").open || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
