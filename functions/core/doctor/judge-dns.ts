// The records of the domain, each by itself: the very ones that the deployment asks for.
import { type DnsRecord, isAnswered } from '#core/dns/dns-records';
import { letterToIt } from '#core/dns/letter-to-it';
import type { Answer, DnsFound, OutsideFindings } from '#core/doctor/findings';
import { better, type Check, type Doubt, doubt, inOrder, type Judged, type Verdict, verdictOn, wrong } from '#core/doctor/verdict';

const NAMES: Record<DnsRecord['id'], string> = {
  certificate: 'The name for the certificate of the website',
  'dkim-1': 'The signature of our emails, record 1 of 3 (DKIM)',
  'dkim-2': 'The signature of our emails, record 2 of 3 (DKIM)',
  'dkim-3': 'The signature of our emails, record 3 of 3 (DKIM)',
  'bounce-mx': 'Where undeliverable emails come back to (MX)',
  'bounce-spf': 'Who may send for us (SPF)',
  dmarc: 'What mailboxes do with forged emails (DMARC)',
  site: 'The address of the website',
  'receiving-mx': 'Unsubscribing by email (MX)',
};

type Dns = Pick<OutsideFindings, 'dns' | 'siteOpens' | 'place'>;

/** `organisation`: who asks for the records. */
export function judgeDns({ dns, siteOpens, place }: Dns, organisation: string): Verdict[] {
  const missing = dns.filter(({ record, answer }) => isMissing(record, answer)).map(({ record }) => record);
  // One letter for all, so that IT gets one.
  const letter = letterToIt({ organisation, domain: place.domain, siteHost: place.siteHost, records: missing });
  return dns.map(({ record, answer }) =>
    verdictOn(checkOf(record), asked(record, answer), (found) =>
      judgeRecord(record, found, { letter, siteOpens: siteOpens.is === 'found' && isFine(siteOpens.found) }),
    ),
  );
}

/** The website by itself: its record may be right, and the website down. */
export function judgeSite({ siteOpens, place }: Pick<OutsideFindings, 'siteOpens' | 'place'>): Verdict {
  const check: Check = {
    id: 'site-opens',
    part: 'domain',
    name: 'The website opens',
    looked: `Whether https://${place.siteHost}/ answers over a safe connection.`,
  };
  return verdictOn(check, siteOpens, (status) =>
    isFine(status)
      ? inOrder('It answers, over a connection whose certificate is valid.')
      : wrong(typeof status === 'string' ? status : `It answers with the error ${status}.`, {
          otherwise: 'readers see an error instead of our pages, and cannot unsubscribe by a link.',
          whom: 'setup',
          text: `Hello,\n\nhttps://${place.siteHost}/ ${typeof status === 'string' ? `cannot be opened: ${status}` : `answers with the error ${status}.`} Please look at its DNS record, at the log of the function Public and at the CloudFront distribution of the stack.\n\nThank you`,
        }),
  );
}

function isFine(status: number | string): boolean {
  return typeof status === 'number' && status >= 200 && status < 400;
}

function checkOf({ id, name, type, value }: DnsRecord): Check {
  return { id, part: 'domain', name: NAMES[id], looked: `The ${type} record of ${name}: ${value}.` };
}

/** Nobody can look for what only AWS could tell. */
function asked({ known }: DnsRecord, answer: Answer<DnsFound>): Answer<DnsFound> {
  return known || answer.is === 'not-asked' ? answer : { is: 'unknown', why: 'AWS has not told what this record must be.' };
}

/** True when there is no such record at all: an alias of Route 53 is none, and leads somewhere all the same. */
function isMissing(record: DnsRecord, answer: Answer<DnsFound>): boolean {
  if (!record.known || answer.is !== 'found') return false;
  return ofItsKind(record, answer.found.values).length === 0 && answer.found.sameHost === undefined;
}

/** Other text records may stand at the same name. */
function ofItsKind({ type, value }: DnsRecord, values: readonly string[]): readonly string[] {
  const [version = ''] = value.split(/[\s;]/);
  return type === 'TXT' ? values.filter((one) => one.trim().toLowerCase().startsWith(version.toLowerCase())) : values;
}

function judgeRecord(record: DnsRecord, found: DnsFound, { letter, siteOpens }: { letter: string; siteOpens: boolean }): Judged | Doubt {
  const values = ofItsKind(record, found.values);
  if (isAnswered(record, found.values)) return record.id === 'dmarc' ? judgePolicy(record, values) : inOrder('It is there.');
  if (record.id === 'site' && values.length === 0 && found.sameHost !== undefined)
    return found.sameHost || siteOpens
      ? inOrder('There is no such record, and the name leads to the website all the same (an alias).')
      : doubt('There is no such record. The name leads somewhere, and nothing proves that it is our website.');
  if (values.length === 0)
    return wrong('No such record is there.', { otherwise: decapitalised(record.missing), whom: 'domain', text: letter });
  const is = `There ${values.length === 1 ? 'is another one' : `are ${values.length}`}: ${values.slice(0, 3).join(' and ')}`;
  return wrong(is, { otherwise: decapitalised(record.missing), whom: 'domain', text: change(record, values) });
}

/** The policy decides what a forged email is worth. */
function judgePolicy(record: DnsRecord, [policy = '']: readonly string[]): Judged {
  const wish = /;\s*p\s*=\s*(\w+)/i.exec(policy)?.[1]?.toLowerCase();
  if (wish === 'reject' || wish === 'quarantine') {
    const asks = wish === 'reject' ? 'refuse forged emails' : 'put forged emails into junk';
    return inOrder(`It is there, and asks mailboxes to ${asks}: ${policy}`);
  }
  const stricter = { ...record, value: policy.replace(/(;\s*p\s*=\s*)\w+/i, '$1reject') };
  return better(`It is there, and asks mailboxes to do nothing with forged emails: ${policy}`, {
    otherwise: 'our emails arrive, and others can still write in our name.',
    whom: 'domain',
    text: `Dear colleagues,\n\nour emails have been signed for some weeks. Once the DMARC reports have shown no surprises for a month, please change this record, so that nobody can write in our name:\n\n${lines(stricter)}\n\nThank you!`,
  });
}

function change(record: DnsRecord, values: readonly string[]): string {
  const single = values.length === 1 ? '' : ' Please leave no other one beside it: mail systems need exactly one.';
  return `Dear colleagues,\n\nthis DNS record of our newsletter is another one than it must be.${single} Please change it.\n\n${record.purpose}\n\n${lines(record)}\n\nWhat is there now: ${values.join(' and ')}\n\nThank you!`;
}

function lines({ name, type, value }: DnsRecord): string {
  return `Name:  ${name}\nType:  ${type}\nValue: ${value}`;
}

/** Names of companies keep their capital. */
function decapitalised(sentence: string): string {
  return /^(Amazon|Gmail)\b/.test(sentence) ? sentence : sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}
