import type { DnsRecord } from '#core/dns/dns-records';
import { zoneFile } from '#core/dns/zone-file';
import { count, wrapText } from '#core/text/wrap';

export type Letter = {
  /** Who asks: `name` in newsroom.yaml. */
  organisation: string;
  domain: string;
  siteHost: string;
  /** The records that are asked for. Those that AWS has still to tell are named as what will come. */
  records: readonly DnsRecord[];
};

/** Of a letter that goes by email. */
const LINE_CHARACTERS = 78;

/** Returns the letter that asks IT for the records: plain words, each record with its purpose, to be copied in one go. */
export function letterToIt({ organisation, domain, siteHost, records }: Letter): string {
  const ready = records.filter(({ known }) => known);
  const later = records.filter(({ known }) => !known);
  const receives = ready.some(({ id }) => id === 'receiving-mx');
  const asksForCertificate = records.some(({ id }) => id === 'certificate');
  const paragraphs = [
    `Subject: ${count(ready.length, 'DNS record')} for our newsletter, at ${domain}`,
    'Dear colleagues,',
    `${organisation} sends its newsletter with Amazon SES (Amazon's email service, in our own AWS account). Its emails come from ${domain}, and its pages are at ${siteHost}. For that we need ${count(ready.length, 'DNS record')}. Please create ${ready.length === 1 ? 'it' : 'them'}, and tell us when ${ready.length === 1 ? 'it is' : 'they are'} there.`,
    ...ready.map(
      (record, index) => `${index + 1}. ${record.purpose}\n   Name:  ${record.name}\n   Type:  ${record.type}\n   Value: ${record.value}`,
    ),
    ...(later.length > 0
      ? [`We can name ${count(later.length, 'more record')} only once Amazon has told us, and will write again: ${listed(later)}.`]
      : []),
    'Three things to know:',
    '- All names are whole names. If your system adds the domain by itself, leave out what it adds. The preference of an MX record is the number before its host.',
    `- Each record is new. If one of these names has another record already, please change nothing and write to us first.${receives ? ` Please look first whether anybody has a mailbox at ${domain}: from then on mail to it goes to Amazon.` : ''}`,
    asksForCertificate
      ? '- If the domain has CAA records, they must allow amazon.com, or no certificate can be issued. The other records of your domain, and your own mail, stay as they are.'
      : '- The other records of your domain, and your own mail, stay as they are.',
    'The same as a zone file, for name servers that can read one:',
    zoneFile(ready).trimEnd(),
    'Thank you!',
  ];
  return `${paragraphs.map(wrapParagraph).join('\n\n')}\n`;
}

/** Names whole groups of records: `the one for the certificate, three for DKIM`. */
function listed(records: readonly DnsRecord[]): string {
  const dkim = records.filter(({ id }) => id.startsWith('dkim')).length;
  const others = records.flatMap(({ id, name }) => {
    if (id.startsWith('dkim')) return [];
    return [id === 'certificate' ? 'the one for the certificate' : `the one of ${name}`];
  });
  return [...others, ...(dkim > 0 ? [`${dkim} for DKIM`] : [])].join(', ');
}

/** Lines that are to be copied are never broken; all others are wrapped. */
function wrapParagraph(paragraph: string): string {
  return paragraph
    .split('\n')
    .map((line) => (/^( {3}(Name|Type|Value):|; |\S+\. \d+ IN )/.test(line) ? line : indented(line)))
    .join('\n');
}

/** The lines of a numbered or listed item stand below its first word. */
function indented(line: string): string {
  const [mark = ''] = /^(\d+\. |- )/.exec(line) ?? [];
  return wrapText(line, LINE_CHARACTERS - mark.length).replaceAll('\n', `\n${' '.repeat(mark.length)}`);
}
