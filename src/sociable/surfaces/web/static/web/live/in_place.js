// A button that only says something of a thing leaves the page where it is: the form alone becomes what it is by now.
addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-in-place]") || !submitter) return;
  event.preventDefault();
  const sent = new FormData(form);
  sent.append(submitter.name, submitter.value);
  submitter.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: sent });
    const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page && [...page.querySelectorAll("[data-in-place]")].find((one) => one.action === form.action);
    if (!now) return location.reload(); // it is not there any more, or one was signed out: the page says so
    const place = [...form.querySelectorAll("button")].indexOf(submitter);
    form.replaceWith(now);
    now.querySelectorAll("button")[place]?.focus();
  } catch {
    submitter.removeAttribute("aria-disabled"); // no network: nothing was said, and the button may be pressed again
  }
});
