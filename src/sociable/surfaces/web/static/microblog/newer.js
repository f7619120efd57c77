// "3 new", above a timeline: asked for when the stream says that something came, and now and then; nothing moves.
const [EVERY, SPREAD] = [120_000, 4_000]; // so that not everybody asks at the same moment

for (const place of document.querySelectorAll("[data-newer]")) {
  let soon = 0;
  async function look() {
    soon = 0;
    if (document.hidden) return;
    try {
      const answer = await fetch(place.dataset.newer);
      const words = answer.ok && !answer.redirected ? (await answer.text()).trim() : "";
      if (words !== place.innerHTML.trim()) place.innerHTML = words;
    } catch { /* no network: the next time */ }
  }
  async function takeAway() {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return location.reload();
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const line of document.querySelectorAll(".timeline > [id]")) if (!now.getElementById(line.id)) line.remove();
  }
  place.addEventListener("news", ({ detail: { kind } }) => {
    if (kind === "access") return void takeAway();
    soon ||= setTimeout(look, Math.random() * SPREAD);
  });
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
