// A chart of bars as an SVG, without script or style attributes. Its bars are measured in per cent and its texts in pixels, so that it is
// readable at every width.

/** `series`: the name of each bar of a line, one or two. `values`: one for each; undefined when it is not known. */
type ChartInput = {
  id: string;
  title: string;
  series: readonly string[];
  lines: readonly { label: string; values: readonly (number | undefined)[] }[];
};

/** `y`: where it stands, in pixels. `stripes`: the fill of the second bar of a line, which does not differ by its colour only. */
type Bar = { y: number; textY: number; width: string; words: string; stripes: string | undefined };

/** Where everything stands. `key`: the names of the bars, if a line has two. */
export type BarChart = {
  id: string;
  title: string;
  description: string;
  height: number;
  key: { x: string; words: string; stripes: string | undefined }[];
  lines: { y: number; label: string; bars: Bar[] }[];
};

/** Sizes in pixels. The text of a figure stands behind its bar, and needs the rest of the width. */
const LABEL = 20;
const BAR = 16;
const GAP = 4;
const BETWEEN = 12;
const KEY = 28;
const WIDEST_PERCENT = 74;

export function barChart({ id, title, series, lines }: ChartInput): BarChart {
  const highest = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const stripes = (bar: number) => (bar > 0 ? `url(#${id}-stripes)` : undefined);
  const key = series.length > 1 ? series.map((words, i) => ({ x: `${i * 50}%`, words, stripes: stripes(i) })) : [];
  const top = key.length > 0 ? KEY : 0;
  const tall = LABEL + series.length * (BAR + GAP) + BETWEEN;
  return {
    id,
    title,
    description: descriptionOf(series, lines),
    height: top + lines.length * tall,
    key,
    lines: lines.map(({ label, values }, i) => ({
      label,
      y: top + i * tall + LABEL - 6,
      bars: values.map((value, bar) => {
        const y = top + i * tall + LABEL + bar * (BAR + GAP);
        const width = `${highest === 0 ? 0 : Math.round(((value ?? 0) / highest) * WIDEST_PERCENT * 100) / 100}%`;
        return { y, textY: y + BAR - 3, width, words: value === undefined ? 'not known' : figure(value), stripes: stripes(bar) };
      }),
    })),
  };
}

/** Says for whoever does not see the chart what it shows, and where its figures are. */
function descriptionOf(series: readonly string[], lines: ChartInput['lines']): string {
  const highest = series.flatMap((name, i) => {
    const known = lines.flatMap(({ label, values }) => (values[i] === undefined ? [] : [{ label, value: values[i] }]));
    const most = known.reduce<(typeof known)[number] | undefined>((best, one) => (best && best.value >= one.value ? best : one), undefined);
    return most && most.value > 0 ? [`${name}: most in “${most.label}”, ${figure(most.value)}.`] : [];
  });
  return [`Bars for ${lines.length === 1 ? '1 line' : `${lines.length} lines`}.`, ...highest, 'All figures are in the table.'].join(' ');
}

function figure(value: number): string {
  return value.toLocaleString('en-GB');
}
