// Ordering: replaces the number fields by buttons. Without this script the number fields do the same work.
for (const group of document.querySelectorAll("[data-order]")) {
  const list = group.querySelector(".order");
  const buttons = group.querySelector("template");
  const live = group.querySelector("[aria-live]");
  const hint = group.querySelector("[data-hint]");
  const fieldOf = (row) => row.querySelector("input");
  const itemOf = (row) => row.querySelector(".item").textContent.trim();

  const say = (sentence, row, place) =>
    sentence
      .replace("{item}", () => itemOf(row))
      .replace("{place}", place)
      .replace("{total}", list.children.length);

  // Places, names and ends follow the order of the rows. aria-disabled keeps the focus, disabled would lose it.
  const renew = () => {
    [...list.children].forEach((row, index) => {
      fieldOf(row).value = index + 1;
      row.querySelector(".n").textContent = index + 1;
      const [up, down] = row.querySelectorAll("button");
      up.querySelector(".sr").textContent = say(group.dataset.up, row, index + 1);
      down.querySelector(".sr").textContent = say(group.dataset.down, row, index + 1);
      up.setAttribute("aria-disabled", String(index === 0));
      down.setAttribute("aria-disabled", String(index === list.children.length - 1));
    });
  };

  // The neighbour moves, not the row itself: a moved element would lose the focus.
  const move = (row, up) => {
    const neighbour = up ? row.previousElementSibling : row.nextElementSibling;
    if (!neighbour) return;
    if (up) row.after(neighbour);
    else row.before(neighbour);
    renew();
    live.textContent = say(group.dataset.moved, row, [...list.children].indexOf(row) + 1);
  };

  const rows = [...list.children];
  const places = rows.map((row) => Number(fieldOf(row).value));
  if (new Set(places).size === rows.length && places.every((place) => place >= 1 && place <= rows.length)) {
    rows.sort((one, other) => fieldOf(one).value - fieldOf(other).value);
    list.append(...rows);
  }

  for (const row of rows) {
    const field = fieldOf(row);
    const number = document.createElement("span");
    number.className = "n";
    number.setAttribute("aria-hidden", "true");
    row.prepend(number);
    row.querySelector("label .sr").remove();
    row.querySelector("label").after(buttons.content.cloneNode(true));
    const [up, down] = row.querySelectorAll("button");
    up.addEventListener("click", () => move(row, true));
    down.addEventListener("click", () => move(row, false));
    // The error summary links to the field, hint and error are named by it: the first button takes both over.
    up.id = field.id;
    field.removeAttribute("id");
    row.querySelector("label").removeAttribute("for");
    if (field.hasAttribute("aria-describedby")) up.setAttribute("aria-describedby", field.getAttribute("aria-describedby"));
    field.type = "hidden";
  }
  list.classList.add("order--live");
  hint.textContent = hint.dataset.hint;
  renew();
}
