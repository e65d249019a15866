// `npm run certificate`: who got a publication, recomputed from the raw rows of a newsroom that is closed, and held against what SES says.
import { parseArgs } from 'node:util';
import { certified } from '#flow/certified';
import { openClosedNewsroom } from '#local/closed-newsroom';
import { BadOptions } from '#local/options';

const USAGE = 'npm run certificate -- PUBLICATION [--data .newsroom] [--json]';

/** True when everything adds up. */
async function main(): Promise<boolean> {
  const { publication, data, json } = readCommand();
  const newsroom = await openClosedNewsroom(data, 'Stop it first, or look at the publication on its plan: the page /desk/ of the running newsroom.');
  try {
    const found = await certified(newsroom.world, publication);
    if (!found) throw new BadOptions([`There is no publication "${publication}" in ${data}. ${known(await newsroom.world.register.publications())}`]);
    process.stdout.write(json ? `${JSON.stringify(found, undefined, 2)}\n` : `${found.publication} (${found.state})\n${found.text}\n`);
    return found.addsUp;
  } finally {
    await newsroom.close();
  }
}

function known(records: { id: string }[]): string {
  return records.length === 0 ? 'Nothing has become due in it yet.' : `There are: ${records.map(({ id }) => id).join(', ')}.`;
}

function readCommand(): { publication: string; data: string; json: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { data: { type: 'string', default: '.newsroom' }, json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [publication, ...more] = positionals;
    if (publication === undefined || more.length > 0) throw new BadOptions(['Name one publication, as its plan does.', `Use it like this: ${USAGE}`]);
    return { publication, ...values };
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error;
    throw new BadOptions([`${error.message.split('. To specify')[0]?.replace(/\.$/, '')}.`, `Use it like this: ${USAGE}`]);
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof BadOptions)) throw error;
  process.stderr.write(`${error.lines.join('\n')}\n`);
  process.exitCode = 2;
}
