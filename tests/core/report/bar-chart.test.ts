import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barChart } from '#core/report/bar-chart';

const value = fc.option(fc.nat(), { nil: undefined });
const chart = fc.integer({ min: 1, max: 2 }).chain((series) =>
  fc.record({
    series: fc.constant(['Joined', 'Left'].slice(0, series)),
    lines: fc.array(fc.record({ label: fc.string(), values: fc.array(value, { minLength: series, maxLength: series }) }), {
      maxLength: 12,
    }),
  }),
);
const percent = (width: string) => Number(/^([\d.]+)%$/.exec(width)?.[1]);

test('a bar chart has a bar for each figure, as long as the figure says, and leaves room for the figure behind it', () => {
  fc.assert(
    fc.property(chart, ({ series, lines }) => {
      const drawn = barChart({ id: 'c', title: 'A chart', series, lines });
      const highest = Math.max(0, ...lines.flatMap(({ values }) => values.map((one) => one ?? 0)));
      expect(drawn.lines.map(({ label }) => label)).toEqual(lines.map(({ label }) => label));
      for (const [i, { bars }] of drawn.lines.entries())
        for (const [bar, { width, words, y }] of bars.entries()) {
          const one = lines[i]?.values[bar];
          expect(words).toBe(one === undefined ? 'not known' : one.toLocaleString('en-GB'));
          expect(percent(width)).toBeCloseTo(highest === 0 ? 0 : ((one ?? 0) / highest) * 74, 1);
          expect(y + 16).toBeLessThan(drawn.height);
        }
      const places = drawn.lines.flatMap(({ y, bars }) => [y, ...bars.map((bar) => bar.y)]);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }),
  );
});

test('a bar chart tells its two bars apart by stripes, names them, and says in words what it shows', () => {
  const two = barChart({
    id: 'growth',
    title: 'Who joined and who left',
    series: ['Joined', 'Left'],
    lines: [
      { label: 'March 2026', values: [1200, 3] },
      { label: 'April 2026', values: [4, undefined] },
    ],
  });
  expect(two.key.map(({ words, stripes }) => [words, stripes])).toEqual([
    ['Joined', undefined],
    ['Left', 'url(#growth-stripes)'],
  ]);
  expect(two.lines[0]?.bars.map(({ stripes }) => stripes)).toEqual([undefined, 'url(#growth-stripes)']);
  expect(two.description).toBe(
    'Bars for 2 lines. Joined: most in “March 2026”, 1,200. Left: most in “March 2026”, 3. All figures are in the table.',
  );
});
