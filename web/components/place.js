/** Keeps what is read where it is while rows come and go above it. */

// a row may be among those that go, so that the next ones are remembered too
const REMEMBERED = 5;

/** The first rows in view and where they stand; `selector` names the rows of a scrolled list. */
export function placeOf(scroller, selector) {
  const { top, bottom } = scroller.getBoundingClientRect();
  const seen = [];
  for (const row of scroller.querySelectorAll(selector)) {
    const box = row.getBoundingClientRect();
    if (box.top >= top && box.top < bottom) seen.push({ row, top: box.top });
    if (seen.length === REMEMBERED || box.top >= bottom) break;
  }
  return seen;
}

/** Scrolls by as much as the first of them that is still there has moved. */
export function keepPlace(scroller, place) {
  const kept = place.find(({ row }) => row.isConnected);
  if (kept) scroller.scrollTop += kept.row.getBoundingClientRect().top - kept.top;
}
