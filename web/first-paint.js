/** Before the first paint: the operator's theme and language, so that nothing flashes. */
(() => {
  const root = document.documentElement;
  try {
    const kept = JSON.parse(localStorage.getItem("callcard.preferences")) ?? {};
    if (kept.theme === "light" || kept.theme === "dark") root.dataset.theme = kept.theme;
    if (kept.language === "en") root.lang = "en";
  } catch {
    // Storage is closed to us: the system's theme and Russian.
  }
})();
