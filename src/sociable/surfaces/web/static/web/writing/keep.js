// What is written is kept while it is written: by this tab at once, by the site a moment later.
const WAIT = 1500;

for (const editor of document.querySelectorAll("[data-writing]")) {
  const [form, area, said] = [editor.closest("form"), editor.querySelector("textarea"), editor.querySelector("[data-writing-kept]")];
  const lost = editor.querySelector("[data-writing-lost]");
  const name = `writing ${form.elements.where.value}`;
  const before = sessionStorage.getItem(name);
  let soon;
  async function keep() {
    const body = new FormData(form);
    body.delete("file");
    try {
      const answer = await fetch(editor.dataset.keep, { method: "POST", body });
      if (answer.ok && !answer.redirected) said.textContent = await answer.text();
    } catch { /* no network: the tab still has it, and the next stroke tries again */ }
  }
  if ("saved" in editor.dataset || before === area.value) sessionStorage.removeItem(name);
  else if (before) lost.hidden = false;
  lost.querySelector("button").addEventListener("click", () => { area.value = before; lost.hidden = true; keep(); });
  form.addEventListener("input", () => {
    sessionStorage.setItem(name, area.value);
    clearTimeout(soon);
    soon = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => clearTimeout(soon));
}
