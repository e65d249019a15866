import { Resolver } from 'node:dns/promises';
import type { Deployment } from '#local/deploy/step';

/** Asks the name servers of this computer. An answer that does not come within some seconds counts as none. */
export const lookup: Deployment['lookup'] = async (name, type) => {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  try {
    switch (type) {
      case 'CNAME':
        return await resolver.resolveCname(name);
      case 'MX':
        return (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`);
      case 'TXT':
        return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
      default:
        return type satisfies never;
    }
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      /^E(NODATA|NOTFOUND|SERVFAIL|TIMEOUT|CONNREFUSED|REFUSED|BADRESP)$/.test(String(error.code))
    )
      return [];
    throw error;
  }
};
