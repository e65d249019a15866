import type { DnsRecord } from '#core/dns/dns-records';

/** One hour, so that a mistake is mended within the hour. */
const TTL_SECONDS = 3600;

/** A TXT record is made of strings of at most 255 characters (RFC 1035, 3.3.14). */
const MOST_CHARACTERS = 255;

/**
 * Returns the records in the form that name servers read (RFC 1035), with whole names, so that it fits any zone. A record that AWS has
 * still to tell is a comment, so that the file can be read as it is.
 */
export function zoneFile(records: readonly DnsRecord[]): string {
  const lines = records.flatMap((record) => {
    const line = `${record.name}. ${TTL_SECONDS} IN ${record.type} ${zoneValue(record)}`;
    return [`; ${record.purpose}`, record.known ? line : `; not yet: ${record.name}. ${record.type} ${record.value}`];
  });
  return `${lines.join('\n')}\n`;
}

/** Returns the value as it stands in a zone file, and as Route 53 takes it. */
export function zoneValue({ type, value }: DnsRecord): string {
  if (type !== 'TXT') return `${value}.`;
  const strings = value.match(new RegExp(`.{1,${MOST_CHARACTERS}}`, 'gs')) ?? [];
  return strings.map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`).join(' ');
}
