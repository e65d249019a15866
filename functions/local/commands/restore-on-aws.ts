// `npm run restore:aws`: the same restore, for tables that were restored on AWS. The environment names them as it does for a Lambda.
import { Temporal } from 'temporal-polyfill';
import { openRestoreWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { restore } from '#flow/restore/restore';
import { BadOptions, readOptions } from '#local/cli/options';
import { report } from '#local/cli/restore-report';
import { runCommand } from '#local/cli/run-command';

const USAGE = {
  line: 'npm run restore:aws -- --point 2027-06-02T09:14:00Z',
  about: `Restores the newsroom on AWS after its tables were brought back, without mailing anyone again (docs/running-on-aws.md).
  --point TIME           the moment to which the tables were brought back, in UTC
Ends with 0 if emails may go out again, 1 if not, and 2 if the command was wrong.`,
};

async function main(): Promise<boolean> {
  const { point } = readOptions({ point: { type: 'string' } }, USAGE);
  const world = openRestoreWorld(readConfig(process.env));
  // AWS has restored the tables already, as new ones, so there is nothing to rewind.
  const restored = await restore(world, { point: readPoint(point), now: Temporal.Now.instant(), rewind: async () => undefined });
  process.stdout.write(`${report(restored)}\n`);
  return restored.resumed;
}

function readPoint(text: string | undefined): Temporal.Instant {
  try {
    return Temporal.Instant.from(text ?? '');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadOptions([`Give with --point the moment to which the tables were brought back. Use it like this: ${USAGE.line}`]);
  }
}

await runCommand(main);
