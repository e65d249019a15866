// The DNS records that a newsroom needs. The deployment makes them or asks IT for them, and the doctor looks for the very same.

export type DnsRecord = {
  id: 'certificate' | 'dkim-1' | 'dkim-2' | 'dkim-3' | 'bounce-mx' | 'bounce-spf' | 'dmarc' | 'site' | 'receiving-mx';
  /** The whole name, without a dot at its end. */
  name: string;
  type: 'CNAME' | 'MX' | 'TXT';
  /** Of an MX record with its preference: `10 mail.example.org`. While it is not `known`, what stands for it, in angle brackets. */
  value: string;
  /** False while only AWS could tell the name or the value, and has not yet: nobody can make the record. */
  known: boolean;
  /** What it is for, in one plain sentence. */
  purpose: string;
  /** What does not work without it, in one plain sentence. */
  missing: string;
};

/** What the records are made of. Names and values that AWS chooses are left out until it has told them. */
export type DnsFacts = {
  /** The sending domain, `news.example.org`. */
  domain: string;
  /** The host of the pages, `www.news.example.org`. */
  siteHost: string;
  region: string;
  /** Where other mail systems send their daily DMARC reports. Without it they send none. */
  dmarcReports?: string | undefined;
  /** By which AWS sees that the host of the pages is ours: `Validation` of the certificate. */
  certificate?: { name: string; value: string } | undefined;
  /** `Dkim1` to `Dkim3` of the stack. */
  dkim?: readonly { name: string; value: string }[] | undefined;
  /** `SiteTarget` of the stack. */
  siteTarget?: string | undefined;
};

/** Returns the records in the order in which they are needed. */
export function dnsRecords(facts: DnsFacts): DnsRecord[] {
  const { domain, siteHost, region, certificate, siteTarget } = facts;
  const bounce = `bounce.${domain}`;
  const reports = facts.dmarcReports === undefined ? '' : `; rua=mailto:${facts.dmarcReports}`;
  return [
    {
      id: 'certificate',
      name: named(certificate?.name ?? `<from-aws>.${siteHost}`),
      type: 'CNAME',
      value: named(certificate?.value ?? '<from-aws>'),
      known: certificate !== undefined,
      purpose: `Shows Amazon that ${siteHost} is ours, so that it issues the certificate for https and renews it each year.`,
      missing: `There is no certificate for ${siteHost}, and later it is not renewed: browsers then warn of our pages.`,
    },
    ...([1, 2, 3] as const).map((nth): DnsRecord => dkimRecord(nth, facts)),
    {
      id: 'bounce-mx',
      name: bounce,
      type: 'MX',
      value: `10 feedback-smtp.${region}.amazonses.com`,
      known: true,
      purpose: 'Brings back to Amazon what mail systems say of emails that they could not deliver.',
      missing: 'Amazon sends none of our emails.',
    },
    {
      id: 'bounce-spf',
      name: bounce,
      type: 'TXT',
      value: 'v=spf1 include:amazonses.com ~all',
      known: true,
      purpose: 'SPF: says that Amazon may send our emails, so that other mail systems trust them.',
      missing: 'Emails may end in the junk folder.',
    },
    {
      id: 'dmarc',
      name: `_dmarc.${domain}`,
      type: 'TXT',
      value: `v=DMARC1; p=none${reports}`,
      known: true,
      purpose:
        'DMARC: says what other mail systems do with mail that only pretends to be ours. It begins with p=none, which changes nothing; after a month without surprises it becomes p=reject.',
      missing: 'Gmail, Yahoo and Outlook may refuse newsletters of a domain that has none.',
    },
    {
      id: 'site',
      name: siteHost,
      type: 'CNAME',
      value: siteTarget ?? '<from-aws>',
      known: siteTarget !== undefined,
      purpose: 'Leads to our pages: the newsletter on the web, its forms, and the link to unsubscribe in each email.',
      missing: 'Nobody can open our pages, and no link in an email works, neither that to unsubscribe.',
    },
    {
      id: 'receiving-mx',
      name: domain,
      type: 'MX',
      value: `10 inbound-smtp.${region}.amazonaws.com`,
      known: true,
      purpose: `Lets readers unsubscribe by writing to leave@${domain}. All other mail to this domain is refused, so it must be a domain without mailboxes.`,
      missing: 'Who unsubscribes by email is not heard.',
    },
  ];
}

function dkimRecord(nth: 1 | 2 | 3, { domain, dkim }: DnsFacts): DnsRecord {
  const told = dkim?.[nth - 1];
  return {
    id: `dkim-${nth}`,
    name: named(told?.name ?? `<from-aws-${nth}>._domainkey.${domain}`),
    type: 'CNAME',
    value: named(told?.value ?? '<from-aws>'),
    known: told !== undefined,
    purpose: `DKIM, ${nth} of 3: proves that an email was sent by us and was not changed on its way.`,
    missing: 'Amazon does not let us send from this domain.',
  };
}

/** AWS writes some names with a dot at their end. */
const named = (name: string): string => name.replace(/\.$/, '');

/**
 * Returns true when what DNS answers is what the record asks for. An answer is written as the value of a record is; of an MX record any
 * preference will do. Of SPF and DMARC a stricter or longer text than ours is right too.
 */
export function isAnswered(record: DnsRecord, answers: readonly string[]): boolean {
  if (!record.known) return false;
  const host = (value: string) => named(value.trim().toLowerCase());
  switch (record.type) {
    case 'CNAME':
      return answers.length === 1 && answers.every((answer) => host(answer) === host(record.value));
    case 'MX': {
      const exchange = (value: string) => host(value.trim().replace(/^\d+\s+/, ''));
      // A second host would get some of the mail, and SES takes a bounce domain only with one.
      return answers.length === 1 && answers.every((answer) => exchange(answer) === exchange(record.value));
    }
    case 'TXT': {
      const [version = ''] = record.value.split(/[\s;]/);
      const own = answers.filter((answer) => answer.trim().toLowerCase().startsWith(version.toLowerCase()));
      const [only = ''] = own;
      // By RFC 7208 and RFC 7489 two of one kind count as none.
      return (
        own.length === 1 &&
        (record.id === 'dmarc' ? /;\s*p\s*=\s*(none|quarantine|reject)\b/i : /\sinclude:amazonses\.com(\s|$)/i).test(only)
      );
    }
    default:
      return record.type satisfies never;
  }
}
