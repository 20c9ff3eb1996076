// The browser's half of components/plain_html.py: a part of the page that no callback names is one component for Dash.
// An answer changes in it what differs from the answer before, and nothing else: the focus, an open list and how far a table
// is scrolled stay, as they would with components.
(function () {
  "use strict";

  const React = window.React;
  const ADDRESSES = ["href", "src"];

  function put(dom, name, value) {
    if (name === "style") dom.style.cssText = value;
    else if (ADDRESSES.includes(name)) dom.setAttribute(name, window.dash_clientside.clean_url(value));
    else dom.setAttribute(name, value);
  }

  // What stands on the page: { node, dom, parts }; node: a text, or [tag, attributes, ...nodes].
  function made(node) {
    if (typeof node === "string") return { node, dom: document.createTextNode(node), parts: [] };
    const dom = document.createElement(node[0]);
    for (const name in node[1]) put(dom, name, node[1][name]);
    const parts = node.slice(2).map(made);
    parts.forEach((part) => dom.appendChild(part.dom));
    return { node, dom, parts };
  }

  const isSameKind = (one, other) => (typeof one === "string" ? typeof other === "string" : one[0] === other[0]);

  function changed(here, node) {
    if (!isSameKind(here.node, node)) {
      const other = made(node);
      here.dom.replaceWith(other.dom);
      return other;
    }
    if (typeof node === "string") {
      if (here.node !== node) here.dom.data = node;
    } else {
      changeAttributes(here.dom, here.node[1], node[1]);
      changeParts(here, node);
    }
    here.node = node;
    return here;
  }

  function changeAttributes(dom, before, after) {
    for (const name in before) if (!(name in after)) dom.removeAttribute(name);
    for (const name in after) if (before[name] !== after[name]) put(dom, name, after[name]);
  }

  // Rows may have been put in another order meanwhile (35-tables.js): each part knows its own place in the document.
  function changeParts(here, node) {
    const count = node.length - 2;
    here.parts.splice(count).forEach((part) => part.dom.remove());
    for (let i = 0; i < count; i += 1) {
      if (i < here.parts.length) here.parts[i] = changed(here.parts[i], node[i + 2]);
      else here.parts.push(made(node[i + 2])) && here.dom.appendChild(here.parts[i].dom);
    }
  }

  // React makes the outer element and takes it away; what is inside it never sees.
  function PlainHtml({ drawn }) {
    const node = React.useMemo(() => JSON.parse(drawn), [drawn]);
    const root = React.useRef(null), held = React.useRef(null);
    React.useLayoutEffect(() => {
      const isThere = held.current && held.current.dom === root.current;
      const here = isThere ? held.current : { node: [node[0], {}], dom: root.current, parts: [] };
      held.current = changed(here, node);
    }, [node]);
    return React.createElement(node[0], { key: node[0], ref: root });
  }

  // Dash gives what bounds a component the number of the answer as its key, so React would make the part anew each time.
  const make = React.createElement;
  React.createElement = function (kind, props, ...inner) {
    const isBound = props && props.componentType === "PlainHtml";
    return make.call(React, kind, isBound ? { ...props, key: "plain" } : props, ...inner);
  };

  window.mcu = Object.assign({}, window.mcu, { PlainHtml });

  // A link to another screen, as dcc.Link does it.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-goes]");
    if (!link || event.metaKey || event.shiftKey || event.altKey || event.ctrlKey) return;
    if (link.target && link.target !== "_self") return;
    event.preventDefault();
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  });
})();
