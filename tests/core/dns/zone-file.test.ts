import { expect, test } from 'vitest';
import { dnsRecords } from '#core/dns/dns-records';
import { zoneFile, zoneValue } from '#core/dns/zone-file';
import { recordOf, told, wanted } from './samples.ts';

test('the zone file has each record with whole names, and its purpose above it', () => {
  const lines = zoneFile(dnsRecords(told)).trimEnd().split('\n');
  expect(lines).toHaveLength(18);
  expect(lines.filter((line) => line.startsWith('; '))).toHaveLength(9);
  expect(lines).toContain('bounce.news.example.org. 3600 IN MX 10 feedback-smtp.eu-west-2.amazonses.com.');
  expect(lines).toContain('bounce.news.example.org. 3600 IN TXT "v=spf1 include:amazonses.com ~all"');
  expect(lines).toContain('www.news.example.org. 3600 IN CNAME d111.cloudfront.net.');
});

test('a record that AWS has not told yet is a comment of the zone file, so that a name server can read the rest', () => {
  const records = zoneFile(dnsRecords(wanted))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(';'));
  expect(records.map((line) => line.split(' ')[0])).toEqual([
    'bounce.news.example.org.',
    'bounce.news.example.org.',
    '_dmarc.news.example.org.',
    'news.example.org.',
  ]);
  expect(records.join()).not.toMatch(/[<>]/);
});

test('a text of more than 255 characters is written as several strings, and quotation marks are escaped', () => {
  const long = zoneValue({ ...recordOf('bounce-spf'), value: `v=spf1 "${'a'.repeat(300)}"` });
  expect(long).toBe(`"v=spf1 \\"${'a'.repeat(247)}" "${'a'.repeat(53)}\\""`);
});
