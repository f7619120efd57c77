// Names of people after "@" and of pages after "[[", to choose from as one writes: arrows, Enter, Escape, or the mouse.
const BEGUN = /(@|\[\[)([^\]\[\n@]{2,40})$/;

for (const editor of document.querySelectorAll("[data-writing]")) {
  const area = editor.querySelector("textarea");
  const list = editor.querySelector("[data-writing-names]");
  const begun = () => BEGUN.exec(area.value.slice(0, area.selectionStart));
  const close = () => { list.replaceChildren(); list.hidden = true; };
  function put(name) {
    area.setRangeText(name, area.selectionStart - begun()[0].length, area.selectionStart, "end");
    close();
    area.focus();
  }
  area.addEventListener("input", async () => {
    const found = begun();
    if (!found) return close();
    const asked = { kind: found[1] === "@" ? "person" : "page", begins: found[2], where: area.form.elements.where.value };
    const answer = await fetch(`${editor.dataset.complete}?${new URLSearchParams(asked)}`);
    const { names } = answer.ok && !answer.redirected ? await answer.json() : { names: [] };
    list.replaceChildren(...names.map((name) => Object.assign(document.createElement("button"),
      { type: "button", textContent: name, onclick: () => put(name) })));
    list.hidden = !names.length;
  });
  area.addEventListener("keydown", (event) => { if (event.key === "ArrowDown" && !list.hidden) { event.preventDefault(); list.firstChild.focus(); } });
  editor.addEventListener("keydown", (event) => { if (event.key === "Escape") { close(); area.focus(); } });
}
