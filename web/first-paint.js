/** Before the first paint: the operator's theme and language, so that nothing flashes; and never a blank page. */
(() => {
  const [RELOADS, MOST_RELOADS] = ["callcard.reloads", 3];
  const root = document.documentElement;

  function paint() {
    const kept = JSON.parse(localStorage.getItem("callcard.preferences")) ?? {};
    if (kept.theme === "light" || kept.theme === "dark") root.dataset.theme = kept.theme;
    if (kept.language === "en") root.lang = "en";
  }

  /** A module or the texts did not arrive: the page is tried again, later each time, and then says what happened. */
  function again() {
    const count = Number(sessionStorage.getItem(RELOADS)) + 1;
    sessionStorage.setItem(RELOADS, count);
    if (count <= MOST_RELOADS) return void setTimeout(() => location.reload(), count * 1_000);
    const english = root.lang === "en";
    document.body.textContent = english
      ? "callcard did not load. Check the connection and reload the page."
      : "callcard не загрузился. Проверьте связь и обновите страницу.";
  }

  window.addEventListener("error", (event) => event.target?.tagName === "SCRIPT" && again(), true);
  window.addEventListener("callcard.unloaded", again);
  try {
    paint();
  } catch {
    // Storage is closed to us: the system's theme and Russian.
  }
})();
