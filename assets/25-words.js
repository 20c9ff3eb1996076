// The browser's half of components/typed_words.py: what is typed is taken over after a pause, Enter or leaving the field.
(function () {
  "use strict";

  const PAUSE = 500; // milliseconds without a key
  const last = {};

  function settle(value, submitted, left, before) {
    const { inputs_list: inputs, triggered } = window.dash_clientside.callback_context;
    const key = inputs[0].id.key;
    const mine = (last[key] = (last[key] || 0) + 1);
    const isDone = !value || triggered.some((one) => !one.prop_id.endsWith(".value"));
    const words = value || "";
    return new Promise((resolve) => {
      const take = () => resolve(mine === last[key] && words !== (before || "") ? words : window.dash_clientside.no_update);
      setTimeout(take, isDone ? 0 : PAUSE);
    });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { mcu_words: { settle } });
})();
