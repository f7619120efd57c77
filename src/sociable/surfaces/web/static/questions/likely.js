// Who can help, and what was asked before, while a question is typed. What somebody ticked stays as they ticked it.
const form = document.querySelector("[data-likely]");
const [here, says] = [form.querySelector("[data-likely-here]"), form.querySelector("[data-likely-says]")];
let [soon, chose, turn] = [0, false, 0];

async function look() {
  const sent = new FormData(form), asked = new URLSearchParams();
  for (const name of ["title", "text", "public"]) asked.append(name, String(sent.get(name) ?? "").slice(0, 600));
  if (chose) asked.append("chosen", "1");
  if (chose) for (const one of sent.getAll("person")) asked.append("person", one);
  const mine = ++turn;
  try {
    const answer = await fetch(`${form.dataset.likely}?${asked}`);
    if (!answer.ok || answer.redirected || mine !== turn) return;
    here.innerHTML = await answer.text();
    const legend = here.querySelector("legend"), number = here.querySelectorAll(".candidate").length;
    const words = legend ? `${legend.textContent}: ${number}` : "";
    if (says.textContent !== words) says.textContent = words; // said once, not at each letter
  } catch { /* no network: the next letter asks again */ }
}

function later(event) {
  if (event.target.name === "person") return void (chose = true);
  clearTimeout(soon);
  soon = setTimeout(look, 400);
}

form.querySelector("[data-likely-button]").hidden = true;
form.addEventListener("input", later);
