// What is written is kept while it is written: by the site a moment later, by this tab at once.
const WAIT = 1500;

for (const editor of document.querySelectorAll("[data-writing]")) {
  const form = editor.closest("form");
  const said = editor.querySelector("[data-writing-kept]");
  let soon;
  async function keep() {
    try {
      const answer = await fetch(editor.dataset.keep, { method: "POST", body: new FormData(form) });
      if (answer.ok && !answer.redirected) said.textContent = await answer.text();
    } catch { /* no network: the tab still has it, and the next stroke tries again */ }
  }
  form.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(keep, WAIT); });
  form.addEventListener("submit", () => clearTimeout(soon));
}
