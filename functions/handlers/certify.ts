import { Temporal } from 'temporal-polyfill';
import { openCertifyWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { type Certified, certified } from '#flow/certificate/certify';
import { writeCertificates } from '#flow/certificate/write-certificates';

const world = openCertifyWorld(readConfig(process.env));

/**
 * Invoked by EventBridge Scheduler every hour, with `scheduledTime`: writes the certificates of what began a day ago. Invoked by hand, with
 * `{"publication": "…"}`: returns that publication's certificate, as text and figures.
 * @throws when no publication has that name.
 */
export async function handler(event: { publication: string } | { scheduledTime: string }): Promise<Certified | undefined> {
  if ('scheduledTime' in event) {
    await writeCertificates(world, Temporal.Instant.from(event.scheduledTime));
    return undefined;
  }
  const found = await certified(world, event.publication);
  if (!found) throw new Error(`There is no publication "${event.publication}". Take its name from the plan on the desk.`);
  return found;
}
