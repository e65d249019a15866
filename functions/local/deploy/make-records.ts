import { type DnsFacts, type DnsRecord, dnsRecords, isAnswered } from '#core/dns/dns-records';
import { letterToIt } from '#core/dns/letter-to-it';
import { zoneFile } from '#core/dns/zone-file';
import { count } from '#core/text/wrap';
import type { Zone } from '#local/deploy/aws/aws';
import { type Deployment, done, type Outcome, waits } from '#local/deploy/step';

type Told = Pick<DnsFacts, 'certificate' | 'dkim' | 'siteTarget'>;

/**
 * Makes the DNS records that are known and not there: those of zones in Route 53 by itself, the others by a letter to IT. Nothing that is
 * there is ever changed.
 */
export async function makeOrAsk(deployment: Deployment, told: Told): Promise<Outcome> {
  const { settings, aws, rules, terminal, keep } = deployment;
  const all = dnsRecords({ ...settings, ...told });
  const found = await Promise.all(
    all.filter(({ known }) => known).map(async (record) => ({ record, zone: await aws.zones.of(record.name) })),
  );
  const ours = found.flatMap(({ record, zone }) => (zone ? [{ record, zone }] : []));
  const { made, taken } = await makeInZones(deployment, ours);
  const elsewhere = found.flatMap(({ record, zone }) => (zone ? [] : [record]));
  const missing = await notAnswered(deployment, elsewhere);
  const says = [
    ...(made > 0 ? [`${count(made, 'record')} made in Route 53.`] : []),
    ...(elsewhere.length > missing.length ? [`${count(elsewhere.length - missing.length, 'record')} there.`] : []),
  ];
  if (taken.length > 0)
    return waits(
      [...says, `These names have another record already, and nothing was changed: ${taken.join('; ')}.`].join(' '),
      'you',
      'Look at these records in Route 53 and find out who uses them. If nobody does, delete them and run this again; otherwise choose another domain.',
    );
  if (missing.length === 0) return done(says.join(' ') || 'All of them are there.');
  // The certificate's record is needed first, and what else is known can be asked for in the same letter.
  const later = all.filter(({ known }) => !known);
  const letter = letterToIt({ ...settings, organisation: rules.name, records: [...missing, ...later] });
  const files = [keep('letter-to-it.txt', letter), keep('records.zone', zoneFile(missing))];
  terminal.say(`\n${letter}`);
  return waits(
    [...says, `${count(missing.length, 'record')} not there yet. The letter above is in ${files[0]}, the zone file in ${files[1]}.`].join(
      ' ',
    ),
    'your IT',
    `Send the letter (${files[0]}) to whoever looks after the DNS of ${settings.domain}. Once they have answered, run this again.`,
  );
}

async function makeInZones(
  { aws }: Deployment,
  wanted: readonly { record: DnsRecord; zone: Zone }[],
): Promise<{ made: number; taken: string[] }> {
  const taken: string[] = [];
  const toMake = new Map<string, { zone: Zone; records: DnsRecord[] }>();
  for (const { record, zone } of wanted) {
    const values = await aws.zones.values(zone, record);
    if (values.length === 0) toMake.set(zone.id, { zone, records: [...(toMake.get(zone.id)?.records ?? []), record] });
    else if (!isAnswered(record, values)) taken.push(`${record.name} ${record.type} ${values.join(' ')}`);
  }
  for (const { zone, records } of toMake.values()) await aws.zones.create(zone, records);
  return { made: [...toMake.values()].flatMap(({ records }) => records).length, taken };
}

async function notAnswered({ lookup }: Deployment, records: readonly DnsRecord[]): Promise<DnsRecord[]> {
  const looked = await Promise.all(
    records.map(async (record) => ({ record, there: isAnswered(record, await lookup(record.name, record.type)) })),
  );
  return looked.flatMap(({ record, there }) => (there ? [] : [record]));
}
