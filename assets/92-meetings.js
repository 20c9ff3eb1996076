// An agenda is put in order by dragging; the buttons «↑» and «↓» do the same from the keyboard.
(() => {
  let dragged = null;
  const item = (target) => target.closest?.("#meeting-agenda > .agenda__item[draggable=true]");
  const order = () => [...document.querySelectorAll("#meeting-agenda > .agenda__item")].map((one) => Number(one.dataset.item));

  document.addEventListener("dragstart", (event) => {
    dragged = item(event.target);
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.item);
    dragged.classList.add("is-dragged");
  });

  document.addEventListener("dragover", (event) => {
    const over = dragged && item(event.target);
    if (!over) return;
    event.preventDefault();
    document.querySelectorAll(".agenda__item.is-target").forEach((one) => one.classList.remove("is-target"));
    if (over !== dragged) over.classList.add("is-target");
  });

  document.addEventListener("drop", (event) => {
    const over = dragged && item(event.target);
    if (!over || over === dragged) return;
    event.preventDefault();
    const wanted = order();
    const from = wanted.indexOf(Number(dragged.dataset.item));
    const to = wanted.indexOf(Number(over.dataset.item));
    wanted.splice(to, 0, ...wanted.splice(from, 1));
    window.dash_clientside.set_props("meeting-order", { data: wanted });
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });

  document.addEventListener("dragend", () => {
    document.querySelectorAll(".agenda__item").forEach((one) => one.classList.remove("is-dragged", "is-target"));
    dragged = null;
  });
})();
