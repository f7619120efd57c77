// The preview, below what is written: opened and closed by its button, and in step with each stroke while it is open.
const WAIT = 400;

for (const editor of document.querySelectorAll("[data-writing]")) {
  const [button, shown] = [editor.querySelector("[data-writing-preview]"), editor.querySelector("[data-writing-shown]")];
  if (!button) continue;
  let soon;
  async function show() {
    const body = new FormData(button.form);
    body.delete("file");
    body.append("alone", "1");
    const answer = await fetch(editor.dataset.preview, { method: "POST", body }).catch(() => ({}));
    if (answer.ok && !answer.redirected) shown.innerHTML = await answer.text();
  }
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (shown.hidden) await show();
    shown.hidden = !shown.hidden;
    button.setAttribute("aria-expanded", String(!shown.hidden));
  });
  editor.addEventListener("input", () => { clearTimeout(soon); if (!shown.hidden) soon = setTimeout(show, WAIT); });
}
