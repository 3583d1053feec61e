/** Keeps the screen from going dark while the page is seen, where the browser can. */
export function keepAwake(document, navigator) {
  let lock = null;
  let wanted = true;

  async function ask() {
    if (!wanted || document.visibilityState !== "visible" || !navigator.wakeLock) return;
    lock = await navigator.wakeLock.request("screen").catch(() => null); // refused on a low battery: the screen goes dark
    if (!wanted) lock?.release();
  }

  document.addEventListener("visibilitychange", ask); // the browser lets go of the lock whenever the page is hidden
  ask();
  return () => {
    wanted = false;
    document.removeEventListener("visibilitychange", ask);
    lock?.release();
  };
}
