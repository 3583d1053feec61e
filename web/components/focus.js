/** Where the focus is, and where the arrows take it. */

/** Is something being typed into `element`? */
export function isField(element) {
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || Boolean(element.closest?.("dialog"));
}

/** ↑ and ↓ move the focus among the elements that `selector` names in the one that listens. */
export function moveFocus(event, selector) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const all = [...event.currentTarget.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  event.preventDefault();
  all[all.indexOf(event.target.closest(selector)) + step]?.focus();
}
