// `npm run bench`: measures the newsroom's costs and times on this machine. `-- --quick` is a short form.
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { readOptions } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { measureBundles } from './bundles.ts';
import { compare } from './comparison.ts';
import { measureDesk } from './desk.ts';
import { measureEditor } from './editor.ts';
import { compareFarAway } from './far-comparison.ts';
import { paceInWords, timeEmptyProcess } from './pace.ts';
import { measurePages } from './pages.ts';
import { peersPicture } from './peers-picture.ts';
import { measurePipeline } from './pipeline.ts';
import { measureQuiet } from './quiet.ts';
import { measureRendering } from './rendering.ts';
import { type Figures, peersTable, report, tablesOf } from './report.ts';
import { bundlesTable, growing, measureScale, scaleTable } from './scale.ts';
import { measureSearch } from './search.ts';
import { measureSesEvents } from './ses-events.ts';
import { openSite, type Site } from './site.ts';
import { measureStartUp } from './start-up.ts';
import { whenAndWhere, writeTables } from './tables.ts';
import { measureYear } from './year.ts';

const USAGE = {
  line: 'npm run bench -- [--quick] [--peers] [--scale]',
  about: `Measures the newsroom's costs and times on this machine (docs/performance.md).
  --quick   two minutes instead of ten: shows that everything runs, its figures are coarse
  --peers   only the newsroom beside what people use instead, over TLS
  --scale   only one digest to 1,000, 10,000, 100,000 and 1,000,000 readers, step by step, over stores in memory, and one to 100,000 by the
            bundles over the local DynamoDB (docs/scale.md): it takes 15 minutes and 4 GB; with --quick, to 1,000 and 10,000, and to 400
Writes all figures to dist/bench.json, and without --quick the tables of docs/performance.md or docs/scale.md.`,
};
const QUICK = {
  far: 40,
  compared: 200,
  rounds: 2,
  small: 200,
  large: 400,
  slice: 500,
  imports: 3,
  starts: 1,
  pages: 3,
  words: 3,
  quiet: {
    newsrooms: [
      { stories: 10, past: 0 },
      { stories: 100, past: 400 },
    ],
    warmUp: 5,
    times: 5,
  },
  subscribers: [1_000, 10_000],
  readers: [1_000, 10_000],
};
const FULL = {
  far: 200,
  compared: 1_000,
  rounds: 5,
  small: 1_000,
  large: 10_000,
  slice: 2_000,
  imports: 15,
  starts: 3,
  pages: 15,
  words: 15,
  quiet: {
    newsrooms: [
      { stories: 10, past: 0 },
      { stories: 500, past: 0 },
      { stories: 500, past: 4_000 },
    ],
    warmUp: 30,
    times: 30,
  },
  subscribers: [10_000, 100_000],
  readers: [1_000, 10_000, 100_000],
};
/** By themselves the peers take two minutes. */
const PEERS = { far: 100, compared: 500, rounds: 3 };
/** The scale run by itself goes on to here, and to here by the bundles. */
const MILLION = 1_000_000;
const BY_BUNDLES = 100_000;

const started = performance.now();
const say = (line: string) => {
  timeEmptyProcess();
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);
};

async function measured(most: typeof FULL): Promise<Omit<Figures, 'date' | 'node' | 'cores' | 'quick'>> {
  say('Opening the stand-ins.');
  const site = await openSite();
  try {
    say('Render and MIME.');
    const rendering = measureRendering(site, most.slice);
    const { far, comparison } = await besidePeers(site, most);
    say(`The whole path in fresh processes: ${most.small} emails, then what SES reports of them.`);
    const small = await measurePipeline(site, most.small, true);
    const sesEvents = await measureSesEvents(site, most.small);
    say(`The whole path in fresh processes: ${most.large} emails.`);
    const large = await measurePipeline(site, most.large, false);
    say(`Importing each bundle in ${most.imports} fresh processes.`);
    const bundles = await measureBundles(site, most.imports);
    await site.close();
    say('Rehearsing a year.');
    const year = await measureYear();
    say('Starting the newsroom.');
    const startUp = await measureStartUp(most.starts);
    say('A list of 1,000 stories, and previews.');
    const desk = await measureDesk(site, most.pages);
    say('Ticks with nothing to do.');
    const quiet = await measureQuiet(site, most.quiet.newsrooms, most.quiet);
    say('One digest to ever more readers, step by step.');
    const scale = await measureScale(most.readers, say);
    say('The desk’s pages beside many subscribers.');
    const pages = await measurePages(most.subscribers, most.pages);
    say('Finding people among many.');
    const search = await measureSearch(site, most.subscribers, most.pages);
    say('Writing in a browser.');
    const editor = await measureEditor(most.words);
    return {
      comparison,
      far,
      pipeline: [small, large],
      sesEvents,
      rendering,
      bundles,
      year,
      startUp,
      desk,
      pages,
      search,
      quiet,
      editor,
      scale,
    };
  } finally {
    await site.close();
  }
}

type Beside = { far: number; compared: number; rounds: number };

async function besidePeers(site: Site, most: Beside): Promise<Pick<Figures, 'far' | 'comparison'>> {
  say(`The newsroom and its peers with servers that are as far away as in AWS: ${most.far} emails each.`);
  const far = await compareFarAway(site, most.far);
  say(`The newsroom and its peers in turn, ${most.compared} emails each, ${most.rounds} rounds.`);
  return { far, comparison: await compare(site, say, { count: most.compared, rounds: most.rounds }) };
}

async function writePeers(figures: Pick<Figures, 'far' | 'comparison'>, { compared, rounds }: Beside): Promise<void> {
  const [when = '', pace = ''] = whenAndWhere();
  const notes = [when, `${pace} ${compared.toLocaleString('en-GB')} emails each, ${rounds} rounds.`];
  await writeTables('docs/performance.md', { peers: `${notes.join(' ')}\n\n${peersTable(figures)}` });
  await writeFile('docs/gallery/peers.svg', peersPicture(figures.comparison, notes));
}

await runCommand(async () => {
  const { quick, peers, scale } = readOptions(
    {
      quick: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
    },
    USAGE,
  );
  if (peers) {
    const site = await openSite();
    const most = quick ? QUICK : PEERS;
    const figures = await besidePeers(site, most);
    await site.close();
    if (!quick) await writePeers(figures, most);
    process.stdout.write(`\n${peersTable(figures)}\n`);
  }
  if (scale) {
    say('One digest to ever more readers, step by step.');
    const figures = await measureScale(quick ? QUICK.readers : [...FULL.readers, MILLION], say);
    say('One digest by the bundles, over the local DynamoDB.');
    const site = await openSite();
    const bundles = bundlesTable(await measurePipeline(site, quick ? QUICK.large : BY_BUNDLES, false));
    await site.close();
    const table = scaleTable(figures);
    const when = whenAndWhere().join(' ');
    if (!quick) await writeTables('docs/scale.md', { scale: `${when}\n\n${table}`, bundles: `${when}\n\n${bundles}` });
    const grows = growing(figures);
    process.stdout.write(
      `\n${table}\n\n${bundles}\n\n${grows.length === 0 ? 'Nothing grows faster than the readers.' : `GROWS: ${grows.join('; ')}`}\n`,
    );
    return grows.length === 0;
  }
  if (peers) return true;
  const figures: Figures = {
    date: new Date().toISOString(),
    node: process.version,
    cores: availableParallelism(),
    quick,
    ...(await measured(quick ? QUICK : FULL)),
  };
  await writeFile('dist/bench.json', `${JSON.stringify(figures, undefined, 2)}\n`);
  process.stdout.write(report(figures));
  if (!quick) {
    await writePeers(figures, FULL);
    await writeTables('docs/performance.md', tablesOf(figures, whenAndWhere().join(' ')));
  }
  say(`All of it is in dist/bench.json. ${paceInWords()}`);
  return true;
});
// A pooled connection of an SDK may keep the process alive for a while.
process.exit();
