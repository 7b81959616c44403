// Files take long to send: show how much of a form has gone out, and send it once. Without this script the browser
// sends the same form itself, and shows what it shows.
"use strict";
document.addEventListener("submit", (event) => {
  const form = event.target, files = [...form.querySelectorAll("input[type=file]")].some((each) => each.files.length);
  if (!form.matches("[data-sending]") || !files) return;
  event.preventDefault();
  const bar = form.querySelector("progress.sending"), data = new FormData(form, event.submitter);
  const sent = new XMLHttpRequest(), buttons = [...form.querySelectorAll("button")];
  const settled = () => { bar.hidden = true; for (const each of buttons) each.disabled = false; };
  for (const each of buttons) each.disabled = true;
  bar.hidden = false;
  sent.responseType = "document";
  sent.upload.addEventListener("progress", (at) => { if (at.lengthComputable) bar.value = (100 * at.loaded) / at.total; });
  sent.addEventListener("load", () => {
    const main = sent.response && sent.response.querySelector("main");
    settled();
    if (!main) { form.submit(); return; }
    document.title = sent.response.title;
    document.querySelector("main").replaceWith(document.adoptNode(main));
    const first = document.querySelector("main [role=alert], main h1");
    first.tabIndex = -1;
    first.focus();
    scrollTo(0, 0);
    if (window.htmx) htmx.process(document.querySelector("main"));
  });
  sent.addEventListener("error", () => { settled(); form.submit(); });
  sent.open("POST", form.action);
  sent.send(data);
});
