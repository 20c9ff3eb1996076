// What Dash 4.4.1 makes the browser do in vain. The store is caught when the renderer makes it; anything that looks
// otherwise is left alone.
(function () {
  "use strict";

  // Dash tells every component of the page about every component that a new answer brings («RESET_COMPONENT_STATE»),
  // although there is nothing to reset: a table of 200 rows froze the browser for half a minute. What changes nothing is
  // not told.
  const changesNothing = (action, state) =>
    action && action.type === "RESET_COMPONENT_STATE" && action.payload && Array.isArray(action.payload.itempath) &&
    state.layoutHashes && !Object.keys(state.layoutHashes).some((key) => key.startsWith(action.payload.itempath.join(",")));

  // A filter is what thirty callbacks of all screens wait for; those of other screens go through every queue, each compared
  // with each, until the third one drops them because nothing on the page takes their answers (10 of the 20 ms before the
  // question left). They are dropped at once, by the same rule.
  const REQUESTED = "Callbacks.AddRequested", SEVERAL = "Callbacks.Aggregate";
  const isAnswered = (paths) => ({ getOutputs, callback }) => !callback.outputs.length || getOutputs(paths).flat().length > 0;

  function onThisPage(action, state) {
    if (!action || !Array.isArray(action.payload) || !state.paths) return action;
    if (action.type === REQUESTED) return { ...action, payload: action.payload.filter(isAnswered(state.paths)) };
    if (action.type === SEVERAL) return { ...action, payload: action.payload.map((one) => onThisPage(one, state)) };
    return action;
  }

  // A function is given a `dispatch` of its own to call: that one is told the same.
  const telling = (dispatch, getState) => (action) => {
    if (typeof action === "function") return dispatch((inner, ...rest) => action(telling(inner, getState), ...rest));
    return changesNothing(action, getState()) ? action : dispatch(onThisPage(action, getState()));
  };

  // Each component of the page asks itself after every step of every callback whether it has changed: 170 steps of one
  // click, of which most move a callback from queue to queue or set one link of the menu. Components are asked once for
  // the steps made at one go, and not at all about what none of them shows. Within an event of the page they are asked at
  // once: a field that is being typed into must have its new value when the event ends.
  // That an answer is awaited dims a chart (50-blocks.css): a moment later does.
  const UNSEEN = ["callbacks", "callbackJobs", "changed", "paths", "profile", "isLoading"];
  const LATER = "loading", LATER_MS = 30;
  const isOfComponents = (listener) => String(listener).includes("onStateChange");
  const seenIn = (before, after) => Object.keys(after).filter((key) => before[key] !== after[key] && !UNSEEN.includes(key));

  function atOneGo(listener, getState) {
    let seen = getState(), isWaiting = false, later = 0;
    const tell = () => {
      window.clearTimeout(later);
      isWaiting = false;
      later = 0;
      if (!seenIn(seen, getState()).length) return;
      seen = getState();
      window.ReactDOM.flushSync(listener);
    };
    return () => {
      const changed = seenIn(seen, getState());
      if (!changed.length) return;
      if (window.event) { seen = getState(); listener(); }
      else if (changed.every((key) => key === LATER)) { later = later || window.setTimeout(tell, LATER_MS); }
      else if (!isWaiting) { isWaiting = true; window.queueMicrotask(tell); }
    };
  }

  function quiet(store) {
    const { dispatch, subscribe, getState } = store;
    store.dispatch = telling(dispatch, getState);
    store.subscribe = (listener) => subscribe(isOfComponents(listener) ? atOneGo(listener, getState) : listener);
    return store;
  }

  let held;
  Object.defineProperty(window, "store", {
    configurable: true,
    get: () => held,
    set: (store) => { held = store && store.dispatch && store.getState ? quiet(store) : store; },
  });
})();
