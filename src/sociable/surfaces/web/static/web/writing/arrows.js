// Arrows go down from where one writes into a list of buttons, along it, and back up; Escape closes it.
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export function arrows(editor, area, list, close) {
  editor.addEventListener("keydown", (event) => {
    const at = [...list.children].indexOf(document.activeElement);
    if (list.hidden || (at < 0 && document.activeElement !== area)) return;
    if (event.key === "Escape") { close(); area.focus(); }
    if (!(event.key in STEPS) || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    (list.children[at + STEPS[event.key]] ?? area).focus();
  });
}
