// What is written is kept while it is written: by this tab at once, by the site a moment later or when the tab closes.
const WAIT = 1500;

for (const editor of document.querySelectorAll("[data-writing]")) {
  const [form, area, said] = [editor.closest("form"), editor.querySelector("textarea"), editor.querySelector("[data-writing-kept]")];
  const [lost, name] = [editor.querySelector("[data-writing-lost]"), `writing ${form.elements.where.value}`];
  const before = sessionStorage.getItem(name);
  let [soon, going] = [0, new AbortController()];
  async function keep(leaving = false) {
    soon = 0;
    going = new AbortController();
    const body = new FormData(form);
    body.delete("file");
    const answer = await fetch(editor.dataset.keep, { method: "POST", body, keepalive: leaving, signal: going.signal }).catch(() => ({}));
    said.textContent = answer.ok && !answer.redirected ? await answer.text() : going.signal.aborted ? "" : said.dataset.not;
  }
  if ("saved" in editor.dataset || before === area.value) sessionStorage.removeItem(name);
  else if (before) lost.hidden = false;
  lost.querySelector("button").addEventListener("click", () => { area.value = before; lost.hidden = true; keep(); });
  form.addEventListener("input", () => {
    sessionStorage.setItem(name, area.value);
    clearTimeout(soon);
    soon = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => { clearTimeout(soon); soon = 0; going.abort(); });
  addEventListener("pagehide", () => { if (soon) { clearTimeout(soon); keep(true); } });
}
