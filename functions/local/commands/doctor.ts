// `npm run doctor`: looks whether everything is in order, and changes nothing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { isWrong } from '#core/doctor/examination';
import { examinationText } from '#core/doctor/examination-words';
import { look } from '#flow/doctor/examine';
import { chooseSources, readOptions } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { ownCopyIn } from '#local/content/folder-and-desk';
import { readContentFolder } from '#local/content/read-folder';
import { localProbes } from '#local/doctor/local-probes';
import { plannedDeployment } from '#local/doctor/planned-deployment';
import { PRETENCES, pretend } from '#local/doctor/pretended';
import { memoryContent } from '#local/memory/content';
import { openMemoryWorld } from '#local/memory/world';
import { readClock } from '#local/newsroom/clock';
import { openClosedNewsroom } from '#local/newsroom/closed-newsroom';

const USAGE = {
  line: 'npm run doctor -- [--data .newsroom] [--content DIR] [--rules FILE] [--pretend NAME]',
  about: `Looks at everything that the newsroom needs, each thing by itself, and changes nothing.
It says what was looked for, what was found, what happens if nobody does anything, whom to ask, and the text to send them.
  --data DIR             the data folder of the newsroom on this machine (.newsroom)
  --content DIR          the folder of stories (that of the data folder, or content)
  --rules FILE           the rules (newsroom.yaml in that folder, or here)
  --pretend NAME         shows what it would say if it found this; also several times. There are:
${namesOf(Object.keys(PRETENCES))}
Ends with 0 if nothing is wrong, 1 if something is, and 2 if the command was wrong.`,
};

function namesOf(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < 100) lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(`      ${name}`);
  }
  return lines.join(',\n');
}

/** Returns true when nothing is wrong. */
async function main(): Promise<boolean> {
  const options = readOptions(
    {
      data: { type: 'string', default: '.newsroom' },
      content: { type: 'string' },
      rules: { type: 'string' },
      pretend: { type: 'string', multiple: true, default: [] },
    },
    USAGE,
  );
  const newsroom = await openStores(options.data);
  try {
    const now = newsroom.now;
    const content = memoryContent(await readFiles(options));
    const former = await newsroom.world.examinations.read();
    const pretence = pretend(options.pretend, () => now);
    const examination = await look({ ...newsroom.world, content }, localProbes(await plannedDeployment()), now, former, pretence);
    process.stdout.write(`${examinationText(examination, now.toZonedDateTimeISO(newsroom.timezone))}\n`);
    return !examination.verdicts.some(isWrong);
  } finally {
    await newsroom.close();
  }
}

const LONDON = 'Europe/London';

/** The stores of the newsroom in this folder, or empty ones where there is none yet. */
async function openStores(data: string) {
  if (!existsSync(join(data, 'dynamo')))
    return { world: openMemoryWorld().world, now: Temporal.Now.instant(), timezone: LONDON, close: async () => undefined };
  const open = await openClosedNewsroom(data, 'Its page "Is everything in order?" says the same: /desk/doctor. Or stop it first.');
  return { world: open.world, now: readClock(data), timezone: LONDON, close: () => open.close() };
}

/** The desk writes what it saves into the newsroom's own copy, so that is what counts. */
async function readFiles({ data, content, rules }: { data: string; content?: string | undefined; rules?: string | undefined }) {
  const own = ownCopyIn(data);
  const sources = chooseSources({
    content: content ?? (existsSync(own) ? own : undefined),
    rules,
    subscribers: join('content', 'subscribers.csv'),
  });
  return readContentFolder(sources.content, sources.rules);
}

await runCommand(main);
