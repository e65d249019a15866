import { openCertifyWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { type Certified, certified } from '#flow/certificate/certify';

const world = openCertifyWorld(readConfig(process.env));

/**
 * Invoked by hand, with `{"publication": "…"}`. Returns the publication's certificate, as text and figures.
 * @throws when no publication has that name.
 */
export async function handler({ publication }: { publication: string }): Promise<Certified> {
  const found = await certified(world, publication);
  if (!found) throw new Error(`There is no publication "${publication}". Take its name from the plan on the desk.`);
  return found;
}
