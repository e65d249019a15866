// `npm run certificate`: counts who got a publication from the stored rows of a closed newsroom, and compares with SES's events.
import { certified } from '#flow/certificate/certify';
import { BadOptions, readNamed } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { openClosedNewsroom } from '#local/newsroom/closed-newsroom';

const USAGE = {
  line: 'npm run certificate -- PUBLICATION [--data .newsroom] [--json]',
  about: `Says who got a publication: counted again from the stored rows of a stopped newsroom, and compared with the events of SES.
  PUBLICATION            its id, as in the address of its page on the desk
  --data DIR             the data folder of the newsroom (.newsroom)
  --json                 the same for scripts
Ends with 0 if all of it adds up, 1 if not, and 2 if the command was wrong.`,
};

/** Returns true when the certificate adds up. */
async function main(): Promise<boolean> {
  const {
    name: publication,
    values: { data, json },
  } = readNamed(
    { data: { type: 'string', default: '.newsroom' }, json: { type: 'boolean', default: false } },
    'Name one publication, as its plan does.',
    USAGE,
  );
  const newsroom = await openClosedNewsroom(
    data,
    'Stop it first, or look at the publication on its plan: the page /desk/ of the running newsroom.',
  );
  try {
    const found = await certified(newsroom.world, publication);
    if (!found)
      throw new BadOptions([`There is no publication "${publication}" in ${data}. ${known(await newsroom.world.publications.all())}`]);
    process.stdout.write(
      json ? `${JSON.stringify(found, undefined, 2)}\n` : `${found.sentence}\n${found.publication} (${found.state})\n${found.text}\n`,
    );
    return found.addsUp;
  } finally {
    await newsroom.close();
  }
}

function known(records: readonly { id: string }[]): string {
  return records.length === 0 ? 'Nothing has become due in it yet.' : `There are: ${records.map(({ id }) => id).join(', ')}.`;
}

await runCommand(main);
