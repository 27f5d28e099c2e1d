// Counts the minutes of a sitting with a time limit, and says once aloud that it will soon be over.
// Without this script the page shows the time as it was when it was opened.
const SOON = 2; // minutes
for (const clock of document.querySelectorAll("[data-ends]")) {
  const ends = new Date(clock.dataset.ends);
  const left = clock.querySelector("[data-left]");
  const say = clock.querySelector("[data-say]");
  if (!left) continue;
  let said = "";

  const tell = (sentence) => {
    if (sentence !== said) say.textContent = said = sentence;
  };

  const tick = () => {
    const minutes = Math.max(0, Math.ceil((ends - Date.now()) / 60_000));
    left.textContent = minutes;
    if (minutes === 0) {
      tell(clock.dataset.over);
      clearInterval(timer);
    } else if (minutes <= SOON) {
      tell(said || clock.dataset.soon.replace("{minutes}", minutes));
    }
  };
  const timer = setInterval(tick, 5_000);
  tick();
}
