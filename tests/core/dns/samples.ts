import { type DnsFacts, type DnsRecord, dnsRecords } from '#core/dns/dns-records';

/** What is known before AWS has told anything. */
export const wanted: DnsFacts = { domain: 'news.example.org', siteHost: 'www.news.example.org', region: 'eu-west-2' };

/** What is known once the stack is there. */
export const told: DnsFacts = {
  ...wanted,
  certificate: { name: '_a1.www.news.example.org.', value: '_b2.acm-validations.aws.' },
  dkim: ['x1', 'x2', 'x3'].map((token) => ({ name: `${token}._domainkey.news.example.org`, value: `${token}.dkim.amazonses.com` })),
  siteTarget: 'd111.cloudfront.net',
};

export function recordOf(id: DnsRecord['id'], facts: DnsFacts = told): DnsRecord {
  const [found] = dnsRecords(facts).filter((record) => record.id === id);
  if (!found) throw new Error(`There is no record ${id}.`);
  return found;
}
