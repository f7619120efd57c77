// A picture that is pasted, dropped or chosen goes into the text where one writes.
async function bring(editor, file) {
  const place = editor.querySelector("[data-writing-file]");
  const area = editor.querySelector("textarea");
  const refused = place.querySelector("[data-writing-refused]");
  const alt = place.querySelector("[name=alt]");
  if (!alt.value) alt.value = prompt(place.querySelector(`[for="${alt.id}"]`).textContent) ?? "";
  const body = new FormData(area.form);
  body.set("file", file);
  body.append("alone", "1");
  const answer = await fetch(place.dataset.url, { method: "POST", body });
  const said = answer.redirected ? {} : await answer.json().catch(() => ({}));
  refused.hidden = Boolean(said.words);
  refused.textContent = said.refused ?? answer.statusText;
  if (!said.words) { place.open = true; return; }
  alt.value = "";
  area.setRangeText(said.words, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const editor of document.querySelectorAll("[data-writing]")) {
  const take = (event, data) => { if (data?.files.length) { event.preventDefault(); bring(editor, data.files[0]); } };
  editor.addEventListener("paste", (event) => take(event, event.clipboardData));
  editor.addEventListener("drop", (event) => take(event, event.dataTransfer));
  const button = editor.querySelector("[data-writing-file] button");
  button.addEventListener("click", (event) => take(event, editor.querySelector("[name=file]")));
}
