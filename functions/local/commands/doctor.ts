// `npm run doctor`: looks whether everything is in order, and changes nothing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { awsProbes } from '#adapters/doctor/aws-probes';
import { openDoctorWorld } from '#adapters/worlds';
import { readConfig, readDoctorConfig } from '#config';
import { isWrong } from '#core/doctor/examination';
import { examinationText } from '#core/doctor/examination-words';
import { look } from '#flow/doctor/examine';
import { chooseSources, readOptions } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { ownCopyIn } from '#local/content/folder-and-desk';
import { readContentFolder } from '#local/content/read-folder';
import { doctorOf } from '#local/doctor/doctor-of-stack';
import { localProbes } from '#local/doctor/local-probes';
import { plannedDeployment } from '#local/doctor/planned-deployment';
import { PRETENCES, pretend } from '#local/doctor/pretended';
import { memoryContent } from '#local/memory/content';
import { openMemoryWorld } from '#local/memory/world';
import { readClock } from '#local/newsroom/clock';
import { openClosedNewsroom } from '#local/newsroom/closed-newsroom';
import type { Probes, World } from '#ports';

const USAGE = {
  line: 'npm run doctor -- [--stack NAME [--region REGION] | --data .newsroom] [--content DIR] [--rules FILE] [--pretend NAME]',
  about: `Looks at everything that the newsroom needs, each thing by itself, and changes nothing.
It says what was looked for, what was found, what happens if nobody does anything, whom to ask, and the text to send them.
  --stack NAME           looks at the newsroom on AWS that is this stack, with your own sign-in to AWS. It needs rights to read only
  --region REGION        where the stack is, if your sign-in does not say so
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
      stack: { type: 'string' },
      region: { type: 'string' },
      data: { type: 'string', default: '.newsroom' },
      content: { type: 'string' },
      rules: { type: 'string' },
      pretend: { type: 'string', multiple: true, default: [] },
    },
    USAGE,
  );
  const newsroom = options.stack === undefined ? await openHere(options) : await openOnAws(options.stack, options.region);
  try {
    const { world, probes, now } = newsroom;
    const examination = await look(
      world,
      probes,
      now,
      await world.examinations.read(),
      pretend(options.pretend, () => now),
    );
    process.stdout.write(`${examinationText(examination, now.toZonedDateTimeISO(LONDON))}\n`);
    return !examination.verdicts.some(isWrong);
  } finally {
    await newsroom.close();
  }
}

const LONDON = 'Europe/London';

type Opened = {
  world: Parameters<typeof look>[0] & Pick<World, 'examinations'>;
  probes: Probes;
  now: Temporal.Instant;
  close(): Promise<void>;
};

/** The newsroom in this folder, or only the stories and rules where there is none yet. */
async function openHere(options: { data: string; content?: string | undefined; rules?: string | undefined }): Promise<Opened> {
  const content = memoryContent(await readFiles(options));
  const probes = localProbes(await plannedDeployment());
  if (!existsSync(join(options.data, 'dynamo')))
    return { world: { ...openMemoryWorld().world, content }, probes, now: Temporal.Now.instant(), close: async () => undefined };
  const open = await openClosedNewsroom(options.data, 'Its page "Is everything in order?" says the same: /desk/doctor. Or stop it first.');
  return { world: { ...open.world, content }, probes, now: readClock(options.data), close: () => open.close() };
}

/** The stack's own doctor knows where everything is; what is looked at here is looked at with the rights of whoever asks. */
async function openOnAws(stack: string, region: string | undefined): Promise<Opened> {
  const environment = await doctorOf(stack, region);
  const config = readConfig(environment);
  return {
    world: openDoctorWorld(config),
    probes: awsProbes(config, readDoctorConfig(environment)),
    now: Temporal.Now.instant(),
    close: async () => undefined,
  };
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
