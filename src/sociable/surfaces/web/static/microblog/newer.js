// "3 new", above a timeline: asked for now and then, and at once when the stream says so; nothing on screen moves.
const EVERY = 60_000;

for (const place of document.querySelectorAll("[data-newer]")) {
  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(place.dataset.newer);
      const words = answer.ok && !answer.redirected ? (await answer.text()).trim() : "";
      if (words !== place.innerHTML.trim()) place.innerHTML = words;
    } catch { /* no network: the next time */ }
  }
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  place.addEventListener("sociable:changed", look);
}
