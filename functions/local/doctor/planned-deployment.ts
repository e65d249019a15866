import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { looseObject, optional, safeParse, string } from 'zod/mini';
import type { Place } from '#core/doctor/findings';

const cdkFile = looseObject({
  context: looseObject({ domain: optional(string()), siteHost: optional(string()), region: optional(string()) }),
});

/** Returns where a deployment from this folder would be, by `cdk.json`. */
export async function plannedDeployment(): Promise<Omit<Place, 'on'>> {
  const { data } = safeParse(cdkFile, JSON.parse(await readFile(join(import.meta.dirname, '..', '..', '..', 'cdk.json'), 'utf8')));
  const { domain = 'news.example.org', siteHost = 'www.news.example.org', region = 'eu-west-2' } = data?.context ?? {};
  return { domain, siteHost, region, ...(/(^|\.)example\.org$/.test(domain) && { example: true }) };
}
