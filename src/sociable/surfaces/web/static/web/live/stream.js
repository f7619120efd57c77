// One connection to the stream while the page is looked at; what it says is told to the part of the page that is live.
const mark = document.querySelector("[data-stream]");
const part = document.querySelector("[data-live]");
let [source, last, patience, soon] = [null, part?.dataset.liveAfter ?? "", 15_000, 0];

function close() {
  clearTimeout(soon);
  source?.close();
  source = null;
}
function heard(event) {
  last = event.lastEventId || last;
  const told = JSON.parse(event.data);
  if (event.type === "notice") mark.classList.toggle("waiting", told.waiting);
  else part?.dispatchEvent(new CustomEvent("news", { detail: { kind: event.type, ...told } }));
}
function open() {
  clearTimeout(soon);
  if (source || document.hidden) return;
  const address = new URL(mark.dataset.stream, location);
  address.search = new URLSearchParams({ place: part?.dataset.live ?? "", after: last });
  source = new EventSource(address, { withCredentials: true });
  for (const kind of ["place", "access", "behind", "notice"]) source.addEventListener(kind, heard);
  source.onopen = () => { patience = 15_000; };
  source.onerror = () => { if (source?.readyState === EventSource.CLOSED) { close(); soon = setTimeout(open, patience *= 2); } };
}
document.addEventListener("visibilitychange", () => { if (document.hidden) soon = setTimeout(close, 30_000); else open(); });
addEventListener("pagehide", close);
addEventListener("pageshow", open);
