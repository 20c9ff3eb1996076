// What Dash's own controls lack for the keyboard and for who hears the screen: names, roles, one stop of Tab each.
(function () {
  "use strict";

  let numbered = 0;
  const words = (node) => (node ? node.textContent.trim() : "");
  const identified = (node) => { node.id ||= `mcu-label-${(numbered += 1)}`; return node.id; };

  // The words before a control: those of its label, or of what stands in front of it.
  function labelOf(control) {
    const label = control.closest("label");
    const inLabel = label && [...label.children].find((child) => !child.contains(control) && words(child));
    if (inLabel) return inLabel;
    const before = control.previousElementSibling;
    return before && before.matches("span, label, strong") && words(before) ? before : null;
  }

  // The words a label holds as bare text, without an element of their own.
  function bareWords(control) {
    const label = control.closest("label");
    return label ? [...label.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map(words).join(" ").trim() : "";
  }

  // Dash hides the stop of Tab from who hears the screen and sends the focus on to the button: the button is the stop.
  function dropdown(wrapper) {
    const target = wrapper.querySelector(":scope > .dash-dropdown-focus-target");
    const button = wrapper.querySelector(":scope > button.dash-dropdown");
    if (!button) return;
    if (target) target.hidden = true;
    if (!button.disabled) button.tabIndex = 0;
    const label = labelOf(wrapper);
    const bare = bareWords(wrapper);
    const value = button.getAttribute("aria-labelledby") || "";
    if (label) button.setAttribute("aria-labelledby", `${identified(label)} ${value}`);
    else if (bare) {
      button.setAttribute("aria-label", bare);
      button.setAttribute("aria-labelledby", `${identified(button)} ${value}`);
    }
  }

  // Radio buttons and ticks in a row say what they are themselves; a list of options around them says it a second time.
  function options(list) {
    list.setAttribute("role", list.querySelector("input[type=radio]") ? "radiogroup" : "group");
    const label = labelOf(list) || (list.parentElement && labelOf(list.parentElement));
    if (label) list.setAttribute("aria-labelledby", identified(label));
  }

  function option(label) {
    label.removeAttribute("role");
    label.removeAttribute("aria-selected");
  }

  function dates(box) {
    box.setAttribute("role", "group");
    const label = labelOf(box.closest(".dash-datepicker"));
    const bare = bareWords(box);
    box.querySelectorAll("input").forEach((input) => {
      if (label) input.setAttribute("aria-label", [words(label), input.placeholder].filter(Boolean).join(", "));
      else if (bare) input.setAttribute("aria-label", bare);
    });
  }

  // A field of one's own words: what stands above it, or at the head of its row.
  function field(input) {
    const box = input.closest(".dash-input-container, .dash-textarea-container") || input;
    if (input.closest("label") || input.getAttribute("aria-label") || input.hasAttribute("aria-labelledby")) return;
    if (input.id && document.querySelector(`label[for="${CSS.escape(input.id)}"]`)) return;
    const row = input.closest("tr");
    const around = input.closest(".field, .filters__item");
    const above = around && around.querySelector(".field__label, .filters__label");
    const label = labelOf(box) || above || labelOf(box.parentElement) || (row && row.querySelector("th, td"));
    if (label) input.setAttribute("aria-labelledby", identified(label));
    else if (input.placeholder) input.setAttribute("aria-label", input.placeholder);
  }

  // A panel is called by its heading, which comes when it is opened.
  function dialog(panel) {
    const heading = panel.querySelector("h1, h2, h3, .offcanvas-title, .modal-title");
    if (words(heading)) panel.setAttribute("aria-labelledby", identified(heading));
  }

  function upload(input) {
    const said = words(input.parentElement);
    if (said) input.setAttribute("aria-label", said);
  }

  const IN_PLACE = ":not(.dash-dropdown-content *)"; // an open list of a dropdown is a list of options indeed
  const NEW = [
    [".dash-dropdown-wrapper", dropdown],
    [`.dash-options-list${IN_PLACE}`, options],
    [".dash-datepicker-input-wrapper", dates],
    ["input.dash-input-element, textarea", field],
    ["input[type=file]", upload],
    [".dash-datepicker-clear", (cross) => cross.setAttribute("role", "button")],
  ];
  const CHANGED = [
    ["[role=dialog]:not([aria-label]):not([aria-labelledby])", dialog],
    [`.dash-options-list-option[role]${IN_PLACE}`, option],
    [`.dash-options-list-option[aria-selected]${IN_PLACE}`, option],
    [".dash-datepicker-input-wrapper[aria-expanded]", (box) => box.removeAttribute("aria-expanded")],
  ];
  const done = new WeakSet();
  let waits = false;

  function mend() {
    waits = false;
    for (const [selector, act] of NEW) {
      for (const node of document.querySelectorAll(selector)) {
        if (!done.has(node)) act(node);
        done.add(node);
      }
    }
    for (const [selector, act] of CHANGED) document.querySelectorAll(selector).forEach(act);
  }

  function soon() {
    if (!waits) requestAnimationFrame(mend);
    waits = true;
  }

  new MutationObserver(soon).observe(document.documentElement, {
    subtree: true, childList: true, attributeFilter: ["aria-selected", "aria-expanded", "role"],
  });
})();
