// A chart of bars as an SVG, without script or style attributes. Its bars are measured in per cent and its texts in pixels, so that it is
// readable at every width.
import { count, cutAtWord, wrapText } from '#core/text/wrap';

/** A figure: without a `value` it is not known. */
type Figure = { words: string; value?: number };

/** `series`: the name of each bar of a line, one or two. `figures`: one for each. */
type ChartInput = {
  id: string;
  title: string;
  series: readonly string[];
  lines: readonly { label: string; figures: readonly Figure[] }[];
};

/** `y`: where it stands, in pixels. `stripes`: the fill of the second bar of a line, which does not differ by its colour only. */
type Bar = { y: number; textY: number; height: number; width: string; words: string; stripes: string | undefined };

/** Where everything stands. `key`: the names of the bars, if a line has two. A long label has several lines of text. */
export type BarChart = {
  id: string;
  title: string;
  description: string;
  height: number;
  key: { x: string; words: string; stripes: string | undefined }[];
  lines: { label: { y: number; words: string }[]; bars: Bar[] }[];
};

/** Sizes in pixels. The text of a figure stands behind its bar, and needs the rest of the width. */
const TEXT = 20;
const BAR = 14;
const GAP = 3;
const BETWEEN = 9;
const KEY = 28;
const WIDEST_PERCENT = 74;
/** So many fit a window of 320 pixels. */
const LABEL_CHARACTERS = 34;

export function barChart({ id, title, series, lines }: ChartInput): BarChart {
  const highest = Math.max(0, ...lines.flatMap(({ figures }) => figures.map(({ value = 0 }) => value)));
  const stripes = (bar: number) => (bar > 0 ? `url(#${id}-stripes)` : undefined);
  const key = series.length > 1 ? series.map((words, i) => ({ x: `${i * 50}%`, words, stripes: stripes(i) })) : [];
  let height = key.length > 0 ? KEY : 0;
  const placed = lines.map(({ label, figures }) => {
    const words = wrapText(label, LABEL_CHARACTERS).split('\n');
    const top = height;
    const under = top + words.length * TEXT;
    height = under + series.length * (BAR + GAP) + BETWEEN;
    return {
      label: words.map((line, i) => ({ y: top + (i + 1) * TEXT - 5, words: cutAtWord(line, LABEL_CHARACTERS) })),
      bars: figures.map(({ value = 0, words: figure }, bar) => {
        const y = under + bar * (BAR + GAP);
        const width = `${highest === 0 ? 0 : Math.round((value / highest) * WIDEST_PERCENT * 100) / 100}%`;
        return { y, textY: y + BAR - 1, height: BAR, width, words: figure, stripes: stripes(bar) };
      }),
    };
  });
  return { id, title, description: descriptionOf(series, lines), height, key, lines: placed };
}

/** Says for whoever does not see the chart what it shows, and where its figures are. */
function descriptionOf(series: readonly string[], lines: ChartInput['lines']): string {
  const highest = series.flatMap((name, i) => {
    const known = lines.flatMap(({ figures }) => figures[i] ?? []).map(({ value = 0 }) => value);
    const most = Math.max(0, ...known);
    const at = lines.find(({ figures }) => most > 0 && figures[i]?.value === most);
    return at ? [`${name}: most in “${at.label}”, ${at.figures[i]?.words}.`] : [];
  });
  return [`Bars for ${count(lines.length, 'line')}.`, ...highest, 'All figures are in the table.'].join(' ');
}
