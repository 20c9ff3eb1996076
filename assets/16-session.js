// A session that has ended is told at once: otherwise a screen half drawn from the answers before would look true.
(function () {
  "use strict";
  const ASKED = "/_dash-update-component", REFUSED = 401, CLASS = "session-over";
  const ask = window.fetch.bind(window);

  function tell() {
    if (document.querySelector(`.${CLASS}`)) return;
    const told = document.createElement("div"), back = document.createElement("a");
    told.className = CLASS;
    told.setAttribute("role", "alert");
    back.className = "button button--main";
    back.href = window.location.href; // the server leads to the page of the login and back here
    back.textContent = "Войти снова";
    told.append("Сеанс завершён: экран больше не обновляется, а показанное может быть неполным. ", back);
    document.body.prepend(told);
  }

  window.fetch = async function (...asked) {
    const answer = await ask(...asked);
    if (answer.status === REFUSED && new URL(answer.url).pathname === ASKED) tell();
    return answer;
  };
})();
