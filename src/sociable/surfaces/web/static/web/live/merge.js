// A list as it is now, worked into the list on the page: what stands there stays where it is, and keeps its focus.
export const items = (where) => [...where.querySelectorAll("[data-live-item]")];
const own = (one) => one.firstElementChild;

function put(one, part) {
  const before = one.previousElementSibling;
  if (before) return document.getElementById(before.id)?.after(one.cloneNode(true));
  const [list, over] = [one.parentElement, one.parentElement.closest("[data-live-item]")];
  const home = over && document.getElementById(over.id);
  const there = home ? [...home.children].find((child) => child.matches("ol")) ?? home.appendChild(list.cloneNode()) : part.querySelector("[data-live-list]");
  return there.prepend(one.cloneNode(true));
}

// `goes` says which of those that are not in it any more are taken away: of a list that is cut, none that was not named.
export function merge(part, now, goes) {
  for (const one of items(part)) if (goes(one.id) && !now.querySelector(`#${one.id}`)) one.remove();
  for (const one of items(now)) {
    const here = document.getElementById(one.id);
    if (!here) put(one, part);
    else if (own(here).textContent !== own(one).textContent) own(here).replaceWith(own(one).cloneNode(true));
  }
}
