// The preview, below what is written and without leaving the page.
async function show(event) {
  const button = event.target.closest("[data-writing-preview]");
  if (!button) return;
  event.preventDefault();
  const editor = button.closest("[data-writing]");
  const shown = editor.querySelector("[data-writing-shown]");
  const body = new FormData(button.form);
  body.delete("file");
  body.append("alone", "1");
  const answer = await fetch(editor.dataset.preview, { method: "POST", body });
  if (!answer.ok || answer.redirected) return;
  shown.innerHTML = await answer.text();
  shown.hidden = false;
}

document.addEventListener("click", show);
