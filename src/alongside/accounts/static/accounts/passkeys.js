/* What a person sees when a passkey does not work: the reason beside the button, not in the console. */

const problem = document.getElementById("passkey-problem");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (problem) problem.hidden = false;
});

/* Where the browser knows no passkeys, or the address is a bare number, the button would only disappoint. */
const isNumber = /^[\d.]+$|:/.test(location.hostname);
if (!window.PublicKeyCredential || isNumber) {
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = true;
  for (const part of document.querySelectorAll("[data-without-passkeys]")) part.hidden = false;
}
