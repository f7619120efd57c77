// Puts words where one writes, in the only way that the browser's own "undo" can take back and that others hear of.
export function put(area, words) {
  area.focus();
  if (document.execCommand("insertText", false, words)) return;
  area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
