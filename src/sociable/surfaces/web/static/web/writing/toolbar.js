// The toolbar: puts Markdown's marks around what is chosen, or before its lines.
function mark(button) {
  const area = button.closest("[data-writing]").querySelector("textarea");
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const { around, before } = button.dataset;
  area.focus();
  if (before) {
    area.setSelectionRange(value.lastIndexOf("\n", from - 1) + 1, to);
    return put(area, value.slice(area.selectionStart, to).replace(/^/gm, before));
  }
  const [left, right] = around.includes("[]") ? ["[", around.slice(1)] : [around, around];
  put(area, left + chosen + right);
  area.setSelectionRange(from + left.length, to + left.length);
}

function put(area, words) {
  // The only way that the browser's own "undo" can take back.
  if (!document.execCommand("insertText", false, words)) area.setRangeText(words);
}

for (const tools of document.querySelectorAll("[data-writing-tools]")) {
  tools.hidden = false;
  tools.addEventListener("click", ({ target }) => { const one = target.closest("button"); if (one) mark(one); });
}
