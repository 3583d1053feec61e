/** How columns of figures become bars: the scale, and places in parts of a hundred. */

const [FEWEST, STEPS] = [4, 3];
const NICE = [1, 2, 5];

/** The height of a plot and its grid lines: a round step, at most three times. */
export function scale(most) {
  const need = Math.max(FEWEST, most);
  const power = 10 ** Math.floor(Math.log10(need / STEPS));
  const step = [...NICE, 10].map((nice) => nice * power).find((one) => one * STEPS >= need);
  const count = Math.ceil(need / step);
  return { top: step * count, lines: Array.from({ length: count + 1 }, (_, index) => step * index) };
}

/** The parts of each column stacked, the first one lowest: {x, width} of the column, {y, height} of each part, all of a hundred. */
export function stacked(columns, series, top) {
  const width = 100 / columns.length;
  return columns.map((column, index) => {
    let under = 0;
    const parts = series.map((key) => {
      const from = under;
      under += column.values[key];
      return { key, y: 100 - (under / top) * 100, height: (column.values[key] / top) * 100, from };
    });
    return { x: index * width, width, parts, mark: column.mark == null ? null : 100 - (column.mark / top) * 100 };
  });
}

/** The most that any column reaches. */
export const highest = (columns, series) =>
  Math.max(0, ...columns.map(({ values, mark }) => Math.max(mark ?? 0, series.reduce((sum, key) => sum + values[key], 0))));

/** Which labels have room: each, each second, each seventh… of `count`, at most `room` of them. */
export function labelled(count, room) {
  const step = [1, 2, 3, 5, 7, 10, 14, 31].find((one) => count / one <= room) ?? count;
  return (index) => index % step === 0;
}
