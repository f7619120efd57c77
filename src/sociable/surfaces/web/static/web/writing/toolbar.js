// The toolbar: puts Markdown's marks around what is chosen, or before its lines; Ctrl or ⌘ with B, I, K as elsewhere.
import { put } from "./put.js";

function mark(button, area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const { around, before } = button.dataset;
  if (before) {
    area.setSelectionRange(value.lastIndexOf("\n", from - 1) + 1, to);
    return put(area, value.slice(area.selectionStart, to).replace(/^/gm, before));
  }
  const [left, right] = around.includes("[]") ? ["[", around.slice(1)] : [around, around];
  put(area, left + value.slice(from, to) + right);
  area.setSelectionRange(from + left.length, to + left.length);
}

for (const tools of document.querySelectorAll("[data-writing-tools]")) {
  const area = tools.closest("[data-writing]").querySelector("textarea");
  tools.hidden = false;
  tools.addEventListener("click", ({ target }) => { const one = target.closest("button"); if (one) mark(one, area); });
  area.addEventListener("keydown", (event) => {
    const button = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      && tools.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (button) { event.preventDefault(); mark(button, area); }
  });
}
