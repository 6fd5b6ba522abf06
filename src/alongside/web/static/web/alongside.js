/* Small behaviours. Every page works without them. */

/* A menu closes on Escape, and when one presses elsewhere. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* A form is sent once, however often its button is pressed. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});

/* data-submit-on-change: a choice counts at once where scripts run; its button stays for where they do not. */
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});

/* A slider's number follows it. */
document.addEventListener("input", (event) => {
  const output = event.target.closest(".weight")?.querySelector("output");
  if (output && event.target.matches(".range")) output.value = event.target.value;
});

/* data-show: what has just been fetched is brought into view and read out. */
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.matches("[data-show]")) event.target.focus();
});

/* A file is dropped where its field is drawn. */
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const place = event.target.closest?.(".drop");
    if (!place) return;
    if (kind !== "dragleave") event.preventDefault();
    place.classList.toggle("is-over", kind === "dragover");
    if (kind !== "drop") return;
    const input = place.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/* A form that comes back with errors begins with them, for the eye and for screen readers. */
document.querySelector("form[method=post] [data-form-errors]")?.focus();
