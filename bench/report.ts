import type { BundleFigures } from './bundles.ts';
import type { Contender } from './comparison.ts';
import type { DeskFigures } from './desk.ts';
import type { EditorFigures } from './editor.ts';
import type { FarFigures } from './far-comparison.ts';
import type { PagesFigures } from './pages.ts';
import type { PipelineFigures } from './pipeline.ts';
import type { QuietFigures } from './quiet.ts';
import type { RenderingFigures } from './rendering.ts';
import { growing, type ScaleFigures, scaleTable } from './scale.ts';
import type { SearchFigures } from './search.ts';
import type { SesEventFigures } from './ses-events.ts';
import type { StartUpFigures } from './start-up.ts';
import { markdownTable } from './tables.ts';
import type { YearFigures } from './year.ts';

export type Figures = {
  date: string;
  node: string;
  cores: number;
  quick: boolean;
  comparison: Contender[];
  far: FarFigures;
  pipeline: PipelineFigures[];
  sesEvents: SesEventFigures;
  rendering: RenderingFigures;
  bundles: BundleFigures[];
  year: YearFigures;
  startUp: StartUpFigures;
  desk: DeskFigures;
  pages: PagesFigures[];
  search: SearchFigures[];
  quiet: QuietFigures[];
  editor: EditorFigures;
  scale: ScaleFigures[];
};

/** A row of the table. Rows without a goal have only the first two. */
type Row = [what: string, figure: string, goal?: string, met?: boolean];

/** Goals apply from this many emails on: with fewer, the 60 calls of every digest weigh too much, and a new process still grows. */
const JUDGED_FROM = { callsPerEmail: 1_000, growth: 10_000 };
const GOALS = {
  callsPerEmail: 1.3,
  growth: 1.05,
  fillMicros: 25,
  importMs: 100,
  bundleBytes: 400_000,
  yearSeconds: 60,
  listMs: 100,
  quietMs: 15,
  /** Of any page, with so many subscribers. */
  pageMs: new Map([
    [10_000, 100],
    [100_000, 300],
  ]),
  /** Of finding people, beside a hundred thousand. */
  searchMs: 200,
  previewMs: 300,
  saveMs: 100,
  scriptBytes: 40_000,
};

export function report(figures: Figures): string {
  const figuresAndGoals = table(['', 'figure', 'goal', ''], rowsOf(figures).map(cells));
  return ['', figuresAndGoals, '', table(...comparisonOf(figures)), '', table(...callsOf(figures)), '', scaleTable(figures.scale), ''].join(
    '\n',
  );
}

function rowsOf({ pipeline, sesEvents, rendering, bundles, year, startUp, desk, pages, search, quiet, editor, scale }: Figures): Row[] {
  return [
    ...pipeline.flatMap(pipelineRows),
    ['handling the events of an email: AWS calls', sesEvents.callsPerEmail.toFixed(3)],
    ['handling the events of an email: CPU', `${sesEvents.cpuMs.toFixed(2)} ms`],
    [
      'the digest: HTML, text, message',
      `${kilobytes(rendering.bytes.html)}, ${kilobytes(rendering.bytes.text)}, ${kilobytes(rendering.bytes.message)}`,
    ],
    ['composing, once for a selection of stories', `${rendering.composeMs.toFixed(2)} ms`],
    [
      'render and MIME for a reader',
      `${rendering.fillMicros.toFixed(1)} µs`,
      `at most ${GOALS.fillMicros} µs`,
      rendering.fillMicros <= GOALS.fillMicros,
    ],
    ["a reader's two signed links", `${rendering.linksMicros.toFixed(1)} µs`],
    [
      'naive render and MIME for a reader',
      `${rendering.naiveMicros.toFixed(0)} µs (${(rendering.naiveMicros / rendering.fillMicros).toFixed(0)} times)`,
    ],
    ...bundles.flatMap(({ name, bytes, zipped, importMs, leastMs }): Row[] => [
      [
        `${name}: size (zipped)`,
        `${kilobytes(bytes)} (${kilobytes(zipped)})`,
        `at most ${kilobytes(GOALS.bundleBytes)}`,
        bytes <= GOALS.bundleBytes,
      ],
      [
        `${name}: cold import (least)`,
        `${importMs.toFixed(0)} ms (${leastMs.toFixed(0)})`,
        `at most ${GOALS.importMs} ms`,
        importMs <= GOALS.importMs,
      ],
    ]),
    [
      `a year rehearsed for ${year.subscribers} (${year.emails.toLocaleString('en-GB')} emails)`,
      `${year.seconds.toFixed(1)} s`,
      `under ${GOALS.yearSeconds} s`,
      year.seconds < GOALS.yearSeconds,
    ],
    ['npm start until it is open: first, again', `${startUp.first.toFixed(1)}, ${startUp.again.toFixed(1)} s`],
    ['of that the newsroom itself', `${startUp.withoutNpm.toFixed(1)} s`],
    [
      `desk: the list of ${desk.stories.toLocaleString('en-GB')} stories: answer (CPU of the desk, calls)`,
      `${desk.list.wallMs.toFixed(0)} ms (${desk.list.cpuMs.toFixed(0)} ms, ${desk.list.calls})`,
      `within ${GOALS.listMs} ms`,
      desk.list.wallMs <= GOALS.listMs,
    ],
    [
      `desk: a preview of ${editor.words.toLocaleString('en-GB')} words beside so many stories: answer (CPU of the desk, calls)`,
      `${desk.preview.wallMs.toFixed(0)} ms (${desk.preview.cpuMs.toFixed(0)} ms, ${desk.preview.calls})`,
    ],
    ...pages.flatMap(pagesRows),
    ...search.flatMap(searchRows),
    ['steps whose cost for a reader grows with the readers', String(growing(scale).length), 'none', growing(scale).length === 0],
    ...quiet.map(quietRow),
    [
      `a keystroke until the preview shows it, in ${editor.words.toLocaleString('en-GB')} words`,
      `${editor.previewMs.toFixed(0)} ms`,
      `at most ${GOALS.previewMs} ms`,
      editor.previewMs <= GOALS.previewMs,
    ],
    ['saving such a draft', `${editor.saveMs.toFixed(0)} ms`, `at most ${GOALS.saveMs} ms`, editor.saveMs <= GOALS.saveMs],
    [
      'the script of the form, zipped',
      kilobytes(editor.zipped),
      `at most ${kilobytes(GOALS.scriptBytes)}`,
      editor.zipped <= GOALS.scriptBytes,
    ],
  ];
}

function quietRow({ stories, past, records, cpuMs, calls }: QuietFigures): Row {
  const what = `CPU of a tick with nothing to do: ${stories} stories, ${past} stories that are gone, ${records} publications (${calls} calls)`;
  return [what, `${cpuMs.toFixed(1)} ms`, `at most ${GOALS.quietMs} ms`, cpuMs <= GOALS.quietMs];
}

function pagesRows({ subscribers, publications, pages }: PagesFigures): Row[] {
  const most = GOALS.pageMs.get(subscribers);
  return pages.map(({ path, ms }): Row => {
    const beside = `beside ${subscribers.toLocaleString('en-GB')} subscribers and ${publications} publications, in memory`;
    const figure = `${ms.toFixed(0)} ms`;
    return most === undefined ? [`${path} ${beside}`, figure] : [`${path} ${beside}`, figure, `within ${most} ms`, ms <= most];
  });
}

function searchRows({ subscribers, few, many }: SearchFigures): Row[] {
  return Object.entries({ 'a name that few have': few, 'a name that thousands have': many }).map(
    ([what, { wallMs, cpuMs, calls }]): Row => [
      `desk: people found by ${what}, beside ${subscribers.toLocaleString('en-GB')} subscribers: answer (CPU of the desk, calls)`,
      `${wallMs.toFixed(0)} ms (${cpuMs.toFixed(0)} ms, ${calls})`,
      `within ${GOALS.searchMs} ms`,
      wallMs <= GOALS.searchMs,
    ],
  );
}

function pipelineRows({ emails, callsPerEmail, sendCpuMs, tickCpuMs, perSecond, memory }: PipelineFigures): Row[] {
  const to = `${emails.toLocaleString('en-GB')} emails`;
  const growth = memory.send / memory.sendHalfway;
  const judged = (what: string, value: number, unit: string, goal: 'callsPerEmail' | 'growth'): Row => {
    const [name, figure] = [`${to}: ${what}`, `${value.toFixed(3)}${unit}`];
    return emails < JUDGED_FROM[goal] ? [name, figure] : [name, figure, `at most ${GOALS[goal]}`, value <= GOALS[goal]];
  };
  return [
    judged('AWS calls an email, whole path', callsPerEmail, '', 'callsPerEmail'),
    [`${to}: emails a second, one process`, perSecond.toFixed(0)],
    [`${to}: CPU an email, send + tick`, `${sendCpuMs.toFixed(2)} + ${tickCpuMs.toFixed(2)} ms`],
    [`${to}: memory of send and of tick`, `${memory.send.toFixed(0)} and ${memory.tick.toFixed(0)} MB`],
    judged('memory of send, end against half-way', growth, ' times', 'growth'),
  ];
}

function cells([what, figure, goal = '', met]: Row): string[] {
  return [what, figure, goal, met === undefined ? '' : met ? 'met' : 'NOT MET'];
}

/** The tables of docs/performance.md that only a whole run can write. */
export function tablesOf(figures: Figures, when: string): Record<string, string> {
  const figuresAndGoals = markdownTable(['', 'figure', 'goal', ''], rowsOf(figures).map(cells));
  return { figures: `${when}\n\n${figuresAndGoals}`, calls: `${when}\n\n${markdownTable(...callsOf(figures))}` };
}

/** The newsroom beside what people use instead. */
export function peersTable(figures: Pick<Figures, 'comparison' | 'far'>): string {
  return markdownTable(...comparisonOf(figures));
}

type Table = [head: string[], rows: string[][]];

function comparisonOf({ comparison, far }: Pick<Figures, 'comparison' | 'far'>): Table {
  const times = ({ median, least, most }: Contender['timesCpu']) => `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
  return [
    [
      'the same digest, in turn',
      'CPU an email',
      'CPU, times ours',
      'AWS calls',
      'emails a second',
      'wall, times ours',
      `a second, SES ${far.sesMs} ms and DynamoDB ${far.dynamoMs} ms away`,
    ],
    comparison.map(({ name, cpuMs, perSecond, calls, timesCpu, timesWall }, i) => [
      name,
      `${cpuMs.toFixed(2)} ms`,
      times(timesCpu),
      calls.toFixed(2),
      perSecond.toFixed(0),
      times(timesWall),
      far.rates[i]?.toFixed(0) ?? '',
    ]),
  ];
}

function callsOf({ pipeline }: Figures): Table {
  const names = [...new Set(pipeline.flatMap(({ calls }) => Object.keys(calls)))].sort();
  return [
    ['AWS calls', ...pipeline.map(({ emails }) => `${emails.toLocaleString('en-GB')} emails`)],
    names.map((name) => [name, ...pipeline.map(({ calls }) => String(calls[name] ?? 0))]),
  ];
}

function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, widths.map((width) => '-'.repeat(width)), ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} kB`;
}
