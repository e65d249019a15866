import type { Folder } from './content.ts';
import { countByAddress } from './outside.ts';
import { command } from './spawned.ts';
import type { Verdict } from './verdict.ts';

/** Judges a publication to all readers after a drill: its certificate, and one mail for each reader. The newsroom must be closed. */
export async function wholeSend({ data }: Folder, publication: string, people: number, state: string | undefined): Promise<Verdict> {
  const certificate = await command('certificate.ts', publication, '--data', data);
  const got = await countByAddress(data, publication);
  const twice = [...got.values()].filter((count) => count > 1).length;
  return {
    certificate: certificate.said,
    checks: [
      [`The publication is done (it is ${state}).`, state === 'done'],
      [`Each of ${people} readers got it (${got.size} did).`, got.size === people],
      [`Nobody got it twice (${twice} did).`, twice === 0],
      ['The certificate adds up.', certificate.code === 0],
    ],
  };
}
