// The browser's half of components/answers_quality/checklist.py: digits choose, Enter writes down.
(function () {
  "use strict";

  const isTyped = (target) => target.closest && target.closest("input:not([type=radio]), textarea, select, [role=listbox], [contenteditable]");

  document.addEventListener("keydown", (event) => {
    const form = document.getElementById("check-form");
    if (!form || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyped(event.target)) return;
    if (/^[1-9]$/.test(event.key)) {
      const choice = form.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
      if (choice) choice.click();
      event.preventDefault();
    } else if (event.key === "Enter" && !event.repeat && !event.target.closest("a, button, summary")) {
      event.preventDefault();
      form.querySelector(".check__save").click();
    }
  });
})();
