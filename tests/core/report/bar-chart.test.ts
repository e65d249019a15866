import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barChart } from '#core/report/bar-chart';

const known = fc.nat().map((value) => ({ value, words: value.toLocaleString('en-GB') }));
const figure = fc.oneof({ weight: 5, arbitrary: known }, fc.constant({ words: 'not known' }));
const chart = fc.integer({ min: 1, max: 2 }).chain((series) =>
  fc.record({
    series: fc.constant(['Joined', 'Left'].slice(0, series)),
    lines: fc.array(
      fc.record({
        label: fc.string(),
        figures: fc.array<{ words: string; value?: number }>(figure, { minLength: series, maxLength: series }),
      }),
      {
        maxLength: 12,
      },
    ),
  }),
);
const percent = (width: string) => Number(/^([\d.]+)%$/.exec(width)?.[1]);

test('a bar chart has a bar for each figure, as long as the figure says, and leaves room for the figure behind it', () => {
  fc.assert(
    fc.property(chart, ({ series, lines }) => {
      const drawn = barChart({ id: 'c', title: 'A chart', series, lines });
      const highest = Math.max(0, ...lines.flatMap(({ figures }) => figures.map((one) => one.value ?? 0)));
      expect(drawn.lines).toHaveLength(lines.length);
      for (const [i, { bars }] of drawn.lines.entries())
        for (const [bar, { width, words, y }] of bars.entries()) {
          const one = lines[i]?.figures[bar];
          expect(words).toBe(one?.words);
          expect(percent(width)).toBeCloseTo(highest === 0 ? 0 : ((one?.value ?? 0) / highest) * 74, 1);
          expect(y + 14).toBeLessThan(drawn.height);
        }
      const places = drawn.lines.flatMap(({ label, bars }) => [...label.map(({ y }) => y), ...bars.map(({ y }) => y)]);
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
      {
        label: 'March 2026',
        figures: [
          { value: 1200, words: '1,200' },
          { value: 3, words: '3' },
        ],
      },
      { label: 'April 2026', figures: [{ value: 4, words: '4' }, { words: 'not known' }] },
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

test('a bar chart breaks a long label, so that it fits a narrow window, and loses none of its words', () => {
  const label = 'Surrey and Borders Partnership NHS Foundation Trust, with everybody who works there';
  const { lines } = barChart({ id: 'c', title: 'A chart', series: ['People'], lines: [{ label, figures: [{ value: 1, words: '1' }] }] });
  const words = lines[0]?.label.map((line) => line.words) ?? [];
  expect(words.join(' ')).toBe(label);
  expect(Math.max(...words.map(({ length }) => length))).toBeLessThanOrEqual(34);
  const long = barChart({ id: 'c', title: 'A chart', series: ['People'], lines: [{ label: 'x'.repeat(200), figures: [] }] });
  expect(long.lines[0]?.label.map((line) => [...line.words].length)).toEqual([34]);
});
