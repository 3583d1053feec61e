/** What hangs on the wall, without a page. */

const SHIFT_MS = 10 * 60_000;
const TURN_MS = 10_000;
const [OPENS, CLOSES] = [8, 18];

/** The hours that are drawn: those of a working day, and whichever else has calls on either day or is now. */
export function hoursShown(today, yesterday, now) {
  const busy = (hours) => hours.filter(({ answered, missed }) => answered + missed).map(({ hour }) => hour);
  const told = [...busy(today), ...busy(yesterday), now];
  const [first, last] = [Math.min(OPENS, ...told), Math.max(CLOSES - 1, ...told)];
  const of = (hours, hour) => hours.find((one) => one.hour === hour) ?? { answered: 0, missed: 0 };
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const hour = first + index;
    const before = of(yesterday, hour);
    return { hour, ...of(today, hour), before: yesterday.length ? before.answered + before.missed : null };
  });
}

/** More operators than have room take turns: the page of them that is on now. */
export function turn(operators, room, now) {
  const pages = Math.max(1, Math.ceil(operators.length / room));
  const [page, size] = [Math.floor(now / TURN_MS) % pages, Math.ceil(operators.length / pages)];
  return { shown: operators.slice(page * size, (page + 1) * size), page: page + 1, pages, size };
}

/** Where the picture stands against burn-in: 0…3, another place each ten minutes. */
export const place = (now) => Math.floor(now / SHIFT_MS) % 4;

/** The share of incoming calls that were answered, in whole per cent; null when nobody called. */
export const answeredShare = ({ incoming, answered }) => (incoming ? Math.round((answered / incoming) * 100) : null);
