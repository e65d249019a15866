import { Resolver } from 'node:dns/promises';
import type { DnsRecord } from '#core/dns/dns-records';
import type { DnsFound } from '#core/doctor/findings';

const PATIENCE_MS = 3_000;

/** Asks name servers for a record as they have it. Throws when none answers. */
export function dnsProbe(nameServers?: readonly string[]): (record: DnsRecord) => Promise<DnsFound> {
  const resolver = new Resolver({ timeout: PATIENCE_MS, tries: 2 });
  if (nameServers) resolver.setServers(nameServers);
  return async ({ type, name, value }) => {
    switch (type) {
      case 'CNAME': {
        const values = await orNone(resolver.resolveCname(name));
        if (values.length > 0) return { values };
        const [here, there] = await Promise.all([orNone(resolver.resolve4(name)), orNone(resolver.resolve4(value))]);
        return here.length === 0 ? { values } : { values, sameHost: here.some((address) => there.includes(address)) };
      }
      case 'MX':
        return { values: (await orNone(resolver.resolveMx(name))).map(({ priority, exchange }) => `${priority} ${exchange}`) };
      case 'TXT':
        // A long text comes in parts.
        return { values: (await orNone(resolver.resolveTxt(name))).map((parts) => parts.join('')) };
      default:
        return type satisfies never;
    }
  };
}

/** "No such name" and "no record of this kind" are answers. */
async function orNone<T>(asking: Promise<T[]>): Promise<T[]> {
  return asking.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTFOUND' || error.code === 'ENODATA') return [];
    throw error;
  });
}
