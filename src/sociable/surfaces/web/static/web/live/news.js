// What is new comes in by itself at the end of a thread, where its reader stands; anywhere else, a link says how much.
import { items, merge } from "./merge.js";

for (const part of document.querySelectorAll("[data-live]")) {
  const [link, fresh, grows] = [part.querySelector("[data-live-new]"), new Set(), "liveGrows" in part.dataset];
  if (!link) continue; // a part that hears for itself what is new
  const isAtEnd = () => (items(part).at(-1) ?? part).getBoundingClientRect().bottom <= innerHeight + 50;
  async function look(gone, tell) {
    const answer = await fetch(location.href);
    const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page && page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!now) return location.reload(); // it is not open to this reader any more: the page says so
    merge(part, now, (id) => grows || gone === true || gone === id);
    if (tell) part.querySelector("[data-live-said]").textContent = `${link.dataset.one}: ${items(part).at(-1)?.querySelector(".person bdi")?.textContent ?? ""}`;
    fresh.clear();
    link.hidden = true;
  }
  part.addEventListener("news", ({ detail: { kind, thing, what } }) => {
    const item = items(part).find((one) => one.id.endsWith(`-${thing}`));
    const isNew = kind === "place" && what === "new";
    if (isNew && item) return;
    if (!isNew || (grows && isAtEnd())) return void look(kind === "access" || item?.id, isNew);
    fresh.add(thing);
    link.hidden = false;
    link.textContent = fresh.size === 1 ? link.dataset.one : link.dataset.many.replace("2", fresh.size);
  });
  link.addEventListener("click", (event) => { event.preventDefault(); look(); });
}
