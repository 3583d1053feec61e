/** How cards come, fold and go; who wants less motion sees them fade. */
const [ENTER_MS, LEAVE_MS, FOLD_MS] = [160, 120, 160];

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const away = () => ({ opacity: 0, ...(calm() ? {} : { translate: "8px 0" }) });

export const enter = (element) => element.animate([away(), {}], { duration: ENTER_MS, easing: "ease-out" });

export const leave = (element) => element.animate([{}, away()], { duration: LEAVE_MS, easing: "ease-in", fill: "forwards" });

/** From the height it had to the one it has. */
export function fold(element, before) {
  const heights = [before, element.offsetHeight].map((height) => ({ height: `${height}px`, minHeight: 0, overflow: "clip" }));
  if (!calm() && before !== element.offsetHeight) element.animate(heights, { duration: FOLD_MS, easing: "ease-out" });
}
