// Keeps answers as they are given. Without this script the button under the form does the same.
const PAUSE = 1_000; // milliseconds after the last change
const AGAIN = 10_000; // until the next try when there was no connection

for (const form of document.querySelectorAll("[data-keep]")) {
  const saved = form.querySelector("[data-saved]");
  const say = form.querySelector(":scope > [data-say]");
  let timer = 0;
  let running = false;

  // A reader who was unknown when the page was made is known after the first answer: from then on forms need a token.
  const take = (token) => {
    let field = form.elements.csrfmiddlewaretoken;
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = "csrfmiddlewaretoken";
      form.prepend(field);
    }
    field.value = token;
  };

  const keep = async () => {
    if (running) return later(PAUSE);
    running = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const { saved: sentence, token } = await answer.json();
      take(token);
      if (sentence) saved.textContent = sentence;
      say.textContent = "";
    } catch {
      say.textContent = form.dataset.failed;
      later(AGAIN);
    } finally {
      running = false;
    }
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(keep, pause);
  };
  form.addEventListener("change", () => later(PAUSE));
  form.addEventListener("submit", () => clearTimeout(timer));
}
