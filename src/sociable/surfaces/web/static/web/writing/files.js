// A picture that is pasted, dropped or chosen goes into the text where one writes, once it is said what it shows.
import { put } from "./put.js";

async function bring(editor, file) {
  const [place, area] = [editor.querySelector("[data-writing-file]"), editor.querySelector("textarea")];
  const [said, alt] = [place.querySelector("[data-writing-refused]"), place.querySelector("[name=alt]")];
  if (!alt.value && file.type.startsWith("image/")) {
    const shows = prompt(place.querySelector(`[for="${alt.id}"]`).textContent);
    if (shows === null) return; // thought better of it
    alt.value = shows;
  }
  const body = new FormData(area.form);
  body.set("file", file);
  body.append("alone", "1");
  const answer = await fetch(place.dataset.url, { method: "POST", body }).catch((lost) => ({ statusText: lost.message }));
  const { words, refused } = answer.ok === undefined || answer.redirected ? {} : await answer.json().catch(() => ({}));
  [said.hidden, said.textContent] = [Boolean(words), refused ?? (answer.statusText || said.dataset.lost)];
  if (!words) { place.open = true; return; }
  alt.value = "";
  put(area, words);
}

for (const editor of document.querySelectorAll("[data-writing]")) {
  const take = async (event, data) => { if (data?.files.length) { event.preventDefault(); for (const one of [...data.files]) await bring(editor, one); } };
  // What an office program copies is words, and a picture of them: the words are meant.
  editor.addEventListener("paste", (event) => { if (!event.clipboardData?.types.includes("text/plain")) take(event, event.clipboardData); });
  editor.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  editor.addEventListener("drop", (event) => take(event, event.dataTransfer));
  editor.querySelector("[data-writing-file] button").addEventListener("click", (event) => take(event, editor.querySelector("[name=file]")));
}
