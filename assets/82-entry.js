// The browser's half of components/entry: the keys that save, the field the keyboard goes to, one more question.
(function () {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const skip = () => window.dash_clientside.no_update;

  // Dash writes an id of several parts as JSON with its keys in order.
  const field = (name, no) => byId(name) || byId(JSON.stringify({ name, no, type: "entry-field" }));
  const into = (name, no) => {
    const found = field(name, no);
    const control = found && (found.matches("input, select, textarea, button") ? found : found.querySelector("input, select, textarea"));
    if (control) control.focus();
  };
  // The answer that names the field has just been drawn; what it shows is drawn after this. Whoever has gone on to
  // another field in between is not called back.
  let pressedFrom = null;
  const isFree = () => [pressedFrom, document.body].includes(document.activeElement);
  const later = (name, no) => window.setTimeout(() => isFree() && into(name, no), 50);

  // A key that saves presses the button too and leaves the keyboard in its field.
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("#entry-form button")) pressedFrom = document.activeElement;
  }, true);

  function savesHere(event) {
    if (event.key !== "Enter" || event.isComposing) return false;
    if (event.ctrlKey || event.metaKey) return true;
    return event.target.matches("input:not([list])") && !event.shiftKey && !event.altKey;
  }

  document.addEventListener("keydown", (event) => {
    if (!event.target.closest || !event.target.closest("#entry-form") || !savesHere(event)) return;
    event.preventDefault();
    if (!event.repeat) byId("entry-save").click();
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    mcu_entry: {
      focus: (outcome) => {
        if (!outcome) pressedFrom = document.activeElement;
        later(outcome ? outcome.name : "channel", outcome ? outcome.no : 0);
        return skip();
      },
      more: (clicks, hidden) => {
        const next = hidden.indexOf(true);
        if (!clicks || next < 0) return hidden;
        later("text", next);
        return hidden.map((is, i) => is && i !== next);
      },
    },
  });
})();
