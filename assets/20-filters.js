// The browser's half of components/filter_bar.py: controls → `flt` → URL. Everything else only sets a control.
(function () {
  "use strict";

  const CUSTOM = "custom";
  const dash = () => window.dash_clientside;
  const keep = () => dash().no_update;
  const isEmpty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  const same = (a, b) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
  const day = (value) => (value ? String(value).slice(0, 10) : null);
  const clicked = () => dash().callback_context.triggered.filter((t) => !isEmpty(t.value)).map((t) => t.prop_id.split(".n_clicks")[0]);

  function search(params) {
    const text = new URLSearchParams(params).toString().replaceAll("%2C", ",");
    return text ? `?${text}` : "";
  }

  // A moment on a time axis is where one looks, not a step of the way: an animation must not fill the way back.
  function isOnlyMoment(one, other) {
    const rest = (text) => { const params = new URLSearchParams(text); params.delete("at"); return params.toString(); };
    return rest(one) === rest(other);
  }

  function remember(params) {
    document.querySelectorAll(".address-line").forEach((line) => { line.hidden = true; }); // it spoke of another address
    const order = window.mcuTables.order();
    const wanted = search(order ? { ...params, order } : params);
    if (wanted === window.location.search) return;
    const way = isOnlyMoment(wanted, window.location.search) ? "replaceState" : "pushState";
    window.history[way]({}, "", window.location.pathname + wanted);
  }

  function periodOf(period, start, end, standard) {
    if (period !== CUSTOM) return period === standard ? {} : { period };
    return { ...(day(start) && { from: day(start) }), ...(day(end) && { to: day(end) }) };
  }

  function listsOf(values, identities, rest, order) {
    const chosen = { ...rest };
    identities.forEach((id, i) => { if (!isEmpty(values[i])) chosen[id.key] = [...values[i]].sort().join(","); });
    const ordered = {};
    order.forEach((key) => { if (!isEmpty(chosen[key])) ordered[key] = chosen[key]; });
    return ordered;
  }

  function ownOf(values, identities) {
    const own = {};
    identities.forEach((id, i) => { if (!isEmpty(values[i]) && String(values[i]) !== id.default) own[id.key] = String(values[i]); });
    return own;
  }

  // A step (a page of a list) changes one parameter; any other change starts the list from its beginning.
  function step(params) {
    const ids = clicked().filter((id) => id.includes('"flt-step"')).map((id) => JSON.parse(id));
    if (!ids.length) return null;
    const value = ids[0].value.trim();
    const next = { ...params, [ids[0].key]: value };
    if (value === "") delete next[ids[0].key];
    return next;
  }

  function write(period, start, end, values, own, steps, rest, identities, ownIdentities, lists, before) {
    if (period === CUSTOM && !day(start) && !day(end)) return keep();
    const filters = { ...periodOf(period, start, end, lists.default), ...listsOf(values, identities, rest || {}, lists.order) };
    const after = step(before) || { ...filters, ...ownOf(own, ownIdentities) };
    const isOnlyRendered = dash().callback_context.triggered.every((t) => t.prop_id.includes("flt-step") && isEmpty(t.value));
    if (isOnlyRendered || same(after, withoutSteps(before, after))) return keep();
    remember(after);
    return after;
  }

  // Controls that were merely drawn say what `flt` says already, apart from the page of a list.
  function withoutSteps(before, after) {
    return "page" in after ? before : Object.fromEntries(Object.entries(before).filter(([key]) => key !== "page"));
  }

  // Sets one filter where it lives: in its control, or among the filters the screen has no control for (returned).
  function set(key, value, identities, rest) {
    if (identities.some((id) => id.key === key)) {
      dash().set_props({ type: "flt-list", key }, { value });
      return rest;
    }
    const next = withRest(rest, key, value);
    dash().set_props("flt-rest", { data: next });
    return next;
  }

  function withRest(rest, key, value) {
    const next = { ...rest, [key]: (value || []).join(",") };
    if (isEmpty(next[key])) delete next[key];
    return next;
  }

  function drop(chips, reset, values, identities, rest, lists) {
    const ids = clicked();
    if (ids.includes("flt-reset")) return resetAll(identities, lists);
    ids.filter((id) => id.includes('"flt-chip"')).map((id) => JSON.parse(id)).forEach(({ key, code }) => {
      if (key === "period") return resetPeriod(lists);
      if (key in OWN && resetOwn(key)) return undefined;
      set(key, without(key, code, values, identities, rest), identities, rest);
    });
  }

  function without(key, code, values, identities, rest) {
    const at = identities.findIndex((id) => id.key === key);
    const now = at >= 0 ? values[at] || [] : (rest[key] || "").split(",");
    return code ? now.filter((other) => other !== code) : [];
  }

  function resetPeriod(lists) {
    dash().set_props("flt-period", { value: lists.default });
    dash().set_props("flt-dates", { start_date: null, end_date: null });
  }

  // Words and state have controls of one value, where the screen has them; elsewhere they stand among the filters
  // without a control.
  const OWN = { text: "", state: null };
  function resetOwn(key) {
    const id = { default: "", key, type: "url-param" };
    const isHere = Boolean(document.getElementById(JSON.stringify(id)));
    if (isHere) dash().set_props(id, { value: OWN[key] });
    if (isHere && key === "text") dash().set_props({ key, type: "typed-words" }, { value: "" });
    return isHere;
  }

  function resetAll(identities, lists) {
    resetPeriod(lists);
    Object.keys(OWN).forEach(resetOwn);
    identities.forEach((id) => dash().set_props(id, { value: [] }));
    dash().set_props("flt-rest", { data: {} });
  }

  // A dependent list holds the children of the chosen parents; a choice that no longer fits is let go.
  function options(parents, value, id, lists) {
    const all = lists.options[id.key] || [];
    if (isEmpty(parents)) return [all, keep()];
    const fits = (code) => code === "none" || parents.includes(lists.parents[id.key][code]);
    const left = (value || []).filter(fits);
    return [all.filter((option) => fits(option.value)), left.length === (value || []).length ? keep() : left];
  }

  function codesOf(event) {
    const point = event && event.points && event.points[0];
    const data = point && point.customdata;
    return isEmpty(data) ? [] : [].concat(data);
  }

  function click(event, keys, values, identities, rest) {
    const codes = codesOf(event);
    const wanted = keys.map((key, i) => [key, codes[i]]).filter(([, code]) => !isEmpty(code));
    const now = (key) => {
      const at = identities.findIndex((id) => id.key === key);
      return (at >= 0 ? values[at] || [] : (rest[key] || "").split(",")).join(",");
    };
    if (!wanted.length) return keep();
    const isBack = wanted.every(([key, code]) => now(key) === String(code));
    wanted.reduce((left, [key, code]) => set(key, isBack ? [] : [String(code)], identities, left), rest || {});
    return null;
  }

  const dates = (period) => period !== CUSTOM;

  function toggle(clicks, className) {
    const isOpen = !className.includes("is-open");
    return [isOpen ? "filters is-open" : "filters", String(isOpen)];
  }

  const more = (clicks, isHidden) => [!isHidden, String(Boolean(isHidden))];

  // «Ещё» says how many of the filters behind it are set.
  function setBehind(params, lists, words) {
    const count = (lists.behind || []).filter((key) => !isEmpty((params || {})[key])).length;
    const word = String(words).split(" ")[0];
    return count ? `${word} · ${count}` : word;
  }

  // Links between screens carry the filters, not what belongs to one screen only; without any, the last ones of the
  // screen they lead to.
  function links(params, lists, last) {
    lead(Object.fromEntries(Object.entries(params || {}).filter(([key]) => lists.keys.includes(key))), last);
  }

  function lead(carried, last) {
    document.querySelectorAll(".nav-link-item").forEach((link) => {
      const address = addressOf(link.dataset.path, carried, last);
      if (link.getAttribute("href") !== address) link.setAttribute("href", address);
    });
  }

  function addressOf(path, carried, last) {
    const own = (last || {})[path];
    return path + (search(carried) || (own ? `?${own}` : ""));
  }

  function kept(last, params, lists) {
    if (!last) return keep();
    links(params, lists, last);
    return last;
  }

  // A screen without filters hands on those of the address it was opened with.
  function carried(query, keys, last) {
    const asked = new URLSearchParams(query || "");
    lead(Object.fromEntries(keys.filter((key) => asked.has(key)).map((key) => [key, asked.getAll(key).at(-1)])), last);
  }

  // The open card of a record is where one looks, like a moment: the address holds it, the way back does not.
  function card(isOpen, number) {
    const params = new URLSearchParams(window.location.search);
    params.delete("card");
    if (isOpen && !isEmpty(number)) params.set("card", number);
    const wanted = window.location.pathname + search(params);
    if (wanted !== window.location.pathname + window.location.search) window.history.replaceState({}, "", wanted);
    return keep();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    mcu_filters: { write, drop, options, click, dates, toggle, more, setBehind, links, carried, kept, card },
  });

  // «Как у всех» is the same as «Сбросить всё», wherever it is pressed; the program forgets what was kept.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-plain]")) document.getElementById("flt-reset")?.click();
  });

  // pushState doesn't tell the router; going back to the address it saw last would leave the screen as it is.
  window.addEventListener("popstate", () => {
    const { pathname, search: query } = window.location;
    if (window.mcuSeen === pathname + query) dash().set_props("_pages_location", { pathname, search: query });
  });
})();
