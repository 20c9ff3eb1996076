// Dash 4.4.1 tells every component of the page about every component that a new answer brings («RESET_COMPONENT_STATE»),
// although there is nothing to reset: a table of 200 rows froze the browser for half a minute. What changes nothing is
// not told. The store is caught when the renderer makes it; anything that looks otherwise is left alone.
(function () {
  "use strict";

  const changesNothing = (action, state) =>
    action && action.type === "RESET_COMPONENT_STATE" && action.payload && Array.isArray(action.payload.itempath) &&
    state.layoutHashes && !Object.keys(state.layoutHashes).some((key) => key.startsWith(action.payload.itempath.join(",")));

  function quiet(store) {
    const dispatch = store.dispatch;
    store.dispatch = (action) => (changesNothing(action, store.getState()) ? action : dispatch(action));
    return store;
  }

  let held;
  Object.defineProperty(window, "store", {
    configurable: true,
    get: () => held,
    set: (store) => { held = store && store.dispatch && store.getState ? quiet(store) : store; },
  });
})();
