/* A field to find something in a long list of ticks. Without this script the list is simply there to be read. */
for (const box of document.querySelectorAll(".rule-box")) {
  const lines = [...box.querySelectorAll(".rule-tick")];
  if (lines.length < 12) continue;
  const place = document.createElement("p");
  place.className = "rule-find";
  const field = document.createElement("input");
  field.type = "text";
  field.placeholder = box.dataset.find;
  field.setAttribute("aria-label", box.dataset.find);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const line of lines) line.hidden = Boolean(wanted) && !line.textContent.toLowerCase().includes(wanted);
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  place.append(field);
  box.prepend(place);
}
