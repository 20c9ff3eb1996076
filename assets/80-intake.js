// The browser's half of components/loading/drop.py: a dropped or chosen file is sent, its job is named to the screen.
(function () {
  "use strict";

  const zone = () => document.getElementById("intake-drop");
  const say = (words, tone) => {
    const line = document.getElementById("intake-sending");
    if (!line) return;
    line.textContent = words;
    line.className = "intake-sending" + (tone ? " intake-sending--" + tone : "");
  };
  const token = () => {
    const found = document.cookie.split("; ").find((one) => one.startsWith("_csrf_token="));
    return found ? decodeURIComponent(found.slice("_csrf_token=".length)) : "";
  };
  let sent = 0;

  function finished(request) {
    let told = {};
    try { told = JSON.parse(request.responseText); } catch (_) { told = {}; }
    if (request.status === 200 && told.job) {
      say("");
      sent += 1;
      window.dash_clientside.set_props("intake-job", { data: { key: told.job, n: "file-" + sent } });
      window.dash_clientside.set_props("intake-again", { children: null });
      return;
    }
    if (request.status === 413) say("Файл слишком велик для этой страницы. Выгрузите меньший период.", "bad");
    else say(told.error || "Файл не принят. Обновите страницу и повторите.", "bad");
  }

  function send(file) {
    const again = document.querySelector("#intake-again [data-again]");
    const params = new URLSearchParams({ name: file.name, again: again ? again.dataset.again : "" });
    const request = new XMLHttpRequest();
    request.open("POST", "/intake/file?" + params);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) say("Передаём файл: " + Math.round((100 * event.loaded) / event.total) + " %");
    };
    request.onload = () => finished(request);
    request.onerror = () => say("Файл не передан: нет связи с программой. Повторите.", "bad");
    say("Передаём файл…");
    request.send(file);
  }

  function take(files) {
    if (files.length > 1) say("Перетаскивайте по одному файлу: у каждого своя проверка.", "bad");
    else if (files.length === 1) send(files[0]);
  }

  function input() {
    let made = document.getElementById("intake-input");
    if (!made) {
      made = document.createElement("input");
      made.type = "file";
      made.id = "intake-input";
      made.accept = ".xlsx,.csv,.txt,.tsv";
      made.hidden = true;
      made.addEventListener("change", () => { take(made.files); made.value = ""; });
      document.body.append(made);
    }
    return made;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("#intake-choose")) input().click();
  });
  ["dragenter", "dragover"].forEach((name) => document.addEventListener(name, (event) => {
    if (!zone() || !event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    zone().classList.add("is-over");
  }));
  ["dragleave", "drop"].forEach((name) => document.addEventListener(name, (event) => {
    if (!zone()) return;
    if (name === "drop" || event.relatedTarget === null) zone().classList.remove("is-over");
    if (name === "drop" && event.dataTransfer && event.dataTransfer.files.length) {
      event.preventDefault();
      take(event.dataTransfer.files);
    }
  }));
})();
