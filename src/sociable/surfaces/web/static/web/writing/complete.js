// Names of people after "@" and of pages after "[[", to choose from as one writes: arrows, Enter, Escape, or the mouse.
import { arrows } from "./arrows.js";
import { put } from "./put.js";

const BEGUN = /(?:^|[^\p{L}\p{N}.])(@)([^\]\[\n@]{2,40})$|(\[\[)([^\]\[\n]{2,100})$/u;

for (const editor of document.querySelectorAll("[data-writing]")) {
  const [area, list] = [editor.querySelector("textarea"), editor.querySelector("[data-writing-names]")];
  const begun = () => (BEGUN.exec(area.value.slice(0, area.selectionStart)) ?? []).filter((one) => one !== undefined).slice(1);
  const close = () => { list.replaceChildren(); list.hidden = true; };
  function take(name) {
    const [sign = "", begins = ""] = begun();
    area.setSelectionRange(area.selectionStart - sign.length - begins.length, area.selectionStart);
    put(area, name);
    close();
  }
  area.addEventListener("input", async () => {
    const [sign, begins] = begun();
    if (!sign) return close();
    const asked = { kind: sign === "@" ? "person" : "page", begins, where: area.form.elements.where.value };
    const answer = await fetch(`${editor.dataset.complete}?${new URLSearchParams(asked)}`).catch(() => ({}));
    const { names } = answer.ok && !answer.redirected ? await answer.json() : { names: [] };
    if (begun()[1] !== begins) return; // more was written meanwhile: its own answer is on the way
    list.replaceChildren(...names.map((name) => Object.assign(document.createElement("button"),
      { type: "button", textContent: name, onclick: () => take(name) })));
    list.hidden = !names.length;
  });
  arrows(editor, area, list, close);
}
