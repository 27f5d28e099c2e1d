// Applies reading aids without leaving the page: what was typed and not yet sent stays. Without this script the page loads anew.
const ATTRIBUTES = { text: "data-text", spacing: "data-spacing", contrast: "data-contrast", colours: "data-kern-theme" };

for (const form of document.querySelectorAll("details.tools form")) {
  const say = form.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = new FormData(form);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(chosen), redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw new Error(answer.status);
    } catch {
      form.submit(); // as without the script: the browser says what is wrong
      return;
    }
    for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
      const value = chosen.get(name);
      if (value) document.documentElement.setAttribute(attribute, value);
      else document.documentElement.removeAttribute(attribute);
    }
    say.textContent = form.dataset.done;
  });
}
