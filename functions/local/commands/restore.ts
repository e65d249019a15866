// `npm run restore`: restores a closed newsroom from a copy of its data folder, without mailing any reader again.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { machine } from '#adapters/machine';
import { restore } from '#flow/restore/restore';
import { BadOptions, chooseSources, readOptions } from '#local/cli/options';
import { report } from '#local/cli/restore-report';
import { runCommand } from '#local/cli/run-command';
import { ownCopyIn } from '#local/content/folder-and-desk';
import { readContentFolder } from '#local/content/read-folder';
import { localTables } from '#local/emulators/emulators';
import { memoryContent } from '#local/memory/content';
import { openClosedNewsroom } from '#local/newsroom/closed-newsroom';
import { rewindTables } from '#local/newsroom/rewind';

const USAGE = {
  line: 'npm run restore -- --from BACKUP [--data .newsroom] [--content DIR] [--rules FILE]',
  about: `Puts a stopped newsroom of this machine back to a copy of its data folder, without mailing anyone again.
  --from BACKUP          the copy of the data folder
  --data DIR             the data folder that is put back (.newsroom)
  --content DIR          the folder of stories (the copy in the data folder, if there is one, or content)
  --rules FILE           the rules (newsroom.yaml in that folder, or here)
Ends with 0 if emails may go out again, 1 if not, and 2 if the command was wrong.`,
};

/** Returns true when mail may go out again. */
async function main(): Promise<boolean> {
  const options = readOptions(
    {
      from: { type: 'string' },
      data: { type: 'string', default: '.newsroom' },
      content: { type: 'string' },
      rules: { type: 'string' },
    },
    USAGE,
  );
  const { from: backup, data } = options;
  if (backup === undefined)
    throw new BadOptions(['Say with --from which copy of the data folder to go back to.', `Use it like this: ${USAGE.line}`]);
  if (!existsSync(join(backup, 'dynamo')))
    throw new BadOptions([`There is no copy of a newsroom in ${backup}. Give a copy of its whole data folder.`]);
  const own = ownCopyIn(data);
  const sources = chooseSources({ ...options, content: options.content ?? (existsSync(own) ? own : undefined) });
  const point = clockOf(backup);
  const newsroom = await openClosedNewsroom(data, 'Stop it first.');
  try {
    const content = memoryContent(await readContentFolder(sources.content, sources.rules));
    const tables = [localTables.publications, localTables.ledger, localTables.subscribers];
    process.stdout.write(`Going back to ${point.toString()}. Nothing is mailed meanwhile.\n`);
    const restored = await restore(
      { ...newsroom.world, content, machine },
      { point, now: clockOf(data), rewind: () => rewindTables(newsroom.client, newsroom.endpoint, backup, tables) },
    );
    process.stdout.write(`${report(restored)}\n`);
    return restored.resumed;
  } finally {
    await newsroom.close();
  }
}

/** Reads the time of a data folder's clock. @throws BadOptions when there is none. */
function clockOf(folder: string): Temporal.Instant {
  const file = join(folder, 'clock.json');
  if (!existsSync(file)) throw new BadOptions([`${folder} is no data folder of a newsroom: it has no clock.json.`]);
  const { reached }: { reached: string } = JSON.parse(readFileSync(file, 'utf8'));
  return Temporal.Instant.from(reached);
}

await runCommand(main);
