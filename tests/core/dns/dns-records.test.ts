import { describe, expect, test } from 'vitest';
import { dnsRecords, isAnswered } from '#core/dns/dns-records';
import { recordOf, told, wanted } from './samples.ts';

describe('the DNS records that a newsroom needs', () => {
  test('the DNS records are nine: certificate, DKIM, bounces, SPF, DMARC, pages, and mail to unsubscribe', () => {
    expect(dnsRecords(told).map(({ name, type, value }) => `${name} ${type} ${value}`)).toEqual([
      '_a1.www.news.example.org CNAME _b2.acm-validations.aws',
      'x1._domainkey.news.example.org CNAME x1.dkim.amazonses.com',
      'x2._domainkey.news.example.org CNAME x2.dkim.amazonses.com',
      'x3._domainkey.news.example.org CNAME x3.dkim.amazonses.com',
      'bounce.news.example.org MX 10 feedback-smtp.eu-west-2.amazonses.com',
      'bounce.news.example.org TXT v=spf1 include:amazonses.com ~all',
      '_dmarc.news.example.org TXT v=DMARC1; p=none',
      'www.news.example.org CNAME d111.cloudfront.net',
      'news.example.org MX 10 inbound-smtp.eu-west-2.amazonaws.com',
    ]);
  });

  test('a DNS record that only AWS can tell is not known, and no answer counts for it', () => {
    const unknown = dnsRecords(wanted).filter(({ known }) => !known);
    expect(unknown.map(({ id }) => id)).toEqual(['certificate', 'dkim-1', 'dkim-2', 'dkim-3', 'site']);
    expect(unknown.filter((record) => isAnswered(record, [record.value]))).toEqual([]);
  });

  test('each DNS record is answered by its own value, and not by silence or another host', () => {
    for (const record of dnsRecords(told)) {
      expect(isAnswered(record, [record.value]), record.id).toBe(true);
      expect(isAnswered(record, []), record.id).toBe(false);
      expect(isAnswered(record, ['10 mail.elsewhere.example']), record.id).toBe(false);
    }
  });

  test('DMARC asks for reports only where somebody takes them', () => {
    expect(recordOf('dmarc', { ...told, dmarcReports: 'dmarc@example.org' }).value).toBe('v=DMARC1; p=none; rua=mailto:dmarc@example.org');
  });
});

describe('what counts as an answer', () => {
  test('names in DNS are the same in capitals and with a dot at their end', () => {
    expect(isAnswered(recordOf('site'), ['D111.CloudFront.net.'])).toBe(true);
    expect(isAnswered(recordOf('bounce-mx'), ['0 Feedback-SMTP.eu-west-2.amazonses.com.'])).toBe(true);
  });

  test('a second mail server beside the right one is wrong, because it would get some of the mail', () => {
    const record = recordOf('receiving-mx');
    expect(isAnswered(record, [record.value, '20 mail.example.org'])).toBe(false);
  });

  test('the mail server of another region is wrong', () => {
    expect(isAnswered(recordOf('bounce-mx'), ['10 feedback-smtp.us-east-1.amazonses.com'])).toBe(false);
  });

  test.each([
    ['v=spf1 include:amazonses.com -all', true],
    ['v=spf1 include:spf.protection.outlook.com include:amazonses.com ~all', true],
    ['v=spf1 include:spf.protection.outlook.com ~all', false],
    ['v=spf1 include:notamazonses.com ~all', false],
  ])('an SPF record "%s" lets Amazon send: %s', (text, right) => {
    expect(isAnswered(recordOf('bounce-spf'), ['google-site-verification=1', text])).toBe(right);
  });

  test('two SPF records count as none, as RFC 7208 says', () => {
    const record = recordOf('bounce-spf');
    expect(isAnswered(record, [record.value, 'v=spf1 -all'])).toBe(false);
  });

  test.each([
    ['v=DMARC1; p=reject; rua=mailto:dmarc@example.org', true],
    ['v=DMARC1;p=quarantine', true],
    ['v=DMARC1; sp=reject', false],
    ['v=DMARC1; p=later', false],
  ])('a DMARC record "%s" has a policy: %s', (text, right) => {
    expect(isAnswered(recordOf('dmarc'), [text])).toBe(right);
  });
});
