// Passkeys: the one thing on these pages that HTML alone cannot do. A form with `data-passkey` sends what the device says.
const form = document.querySelector("form[data-passkey]");
const shown = (name, yes) => { document.querySelector(`[data-passkey-${name}]`).hidden = !yes; };
const isCreation = form.dataset.passkey === "create";

async function options() {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function ask(event) {
  event.preventDefault();
  shown("trouble", false);
  try {
    const { publicKey } = await options();
    const credential = isCreation
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch { shown("trouble", true); }
}

const isKnown = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);
shown("unknown", !isKnown);
form.hidden = !isKnown && !isCreation;
if (isKnown) form.addEventListener("submit", ask);
