import { expect, test } from 'vitest';
import { dnsRecords } from '#core/dns/dns-records';
import { letterToIt } from '#core/dns/letter-to-it';
import { zoneFile } from '#core/dns/zone-file';
import { told, wanted } from './samples.ts';

const letter = (facts: typeof told) => letterToIt({ organisation: 'Sample Collaborative', ...facts, records: dnsRecords(facts) });
const words = (text: string) => text.replace(/\s+/g, ' ');

test('the letter to IT has the name, type, value and purpose of each record, each unbroken on its own line', () => {
  const text = letter(told);
  for (const { name, type, value, purpose } of dnsRecords(told)) {
    expect(text).toContain(`   Name:  ${name}\n   Type:  ${type}\n   Value: ${value}\n`);
    expect(words(text)).toContain(purpose);
  }
  expect(text).toContain(zoneFile(dnsRecords(told)));
});

test('the letter to IT says that nothing which is there is changed, and what CAA records must allow', () => {
  expect(words(letter(told))).toContain('If one of these names has another record already, please change nothing and write to us first.');
  expect(words(letter(told))).toContain('If the domain has CAA records, they must allow amazon.com');
});

test('the letter to IT asks only for records whose value is known, and announces the others', () => {
  const text = words(letter(wanted));
  expect(text).toContain('Subject: 4 DNS records for our newsletter');
  expect(text).toContain('the one for the certificate, the one of www.news.example.org, 3 for DKIM.');
  expect(text).not.toMatch(/[<>]/);
});

test('a letter to IT for one missing record speaks of one', () => {
  const records = dnsRecords(told).filter(({ id }) => id === 'bounce-spf');
  const text = words(letterToIt({ organisation: 'Sample Collaborative', ...told, records }));
  expect(text).toContain('Subject: 1 DNS record for our newsletter');
  expect(text).toContain('Please create it, and tell us when it is there.');
  expect(text).not.toContain('mailbox at news.example.org');
});

test('no line of the letter that is read, not copied, is longer than 78 characters', () => {
  const read = letter(told)
    .split('\n')
    .filter((line) => !/^( {3}(Name|Type|Value):|; |\S+\. 3600 IN )/.test(line));
  expect(read.filter((line) => line.length > 78)).toEqual([]);
});
