import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  paginateListHostedZones,
  Route53Client,
} from '@aws-sdk/client-route-53';
import type { DnsRecord } from '#core/dns/dns-records';
import { zoneValue } from '#core/dns/zone-file';
import type { Aws, Zone } from '#local/deploy/aws/aws';

const TTL_SECONDS = 3600;

export function zonesOf(region: string): Aws['zones'] {
  const client = new Route53Client({ region });
  let all: Promise<Zone[]> | undefined;
  const publicZones = async (): Promise<Zone[]> => {
    const found: Zone[] = [];
    for await (const page of paginateListHostedZones({ client }, {})) {
      for (const { Id, Name, Config } of page.HostedZones ?? [])
        if (Id !== undefined && Name !== undefined && Config?.PrivateZone !== true) found.push({ id: Id, name: Name.replace(/\.$/, '') });
    }
    return found;
  };
  return {
    async of(name) {
      all ??= publicZones();
      const above = (await all).filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`));
      return above.toSorted((a, b) => b.name.length - a.name.length)[0];
    },
    async values(zone, { name, type }) {
      const { ResourceRecordSets = [] } = await client.send(
        new ListResourceRecordSetsCommand({ HostedZoneId: zone.id, StartRecordName: name, StartRecordType: type, MaxItems: 1 }),
      );
      // The list begins at the name, or with what comes after it.
      return ResourceRecordSets.filter((set) => set.Type === type && set.Name?.replace(/\.$/, '') === name).flatMap((set) =>
        (set.ResourceRecords ?? []).map(({ Value = '' }) => (type === 'TXT' ? unquoted(Value) : Value)),
      );
    },
    async create(zone, records) {
      const Changes = records.map((record) => ({ Action: 'CREATE' as const, ResourceRecordSet: recordSet(record) }));
      await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zone.id, ChangeBatch: { Changes } }));
    },
  };
}

const recordSet = (record: DnsRecord) => ({
  Name: record.name,
  Type: record.type,
  TTL: TTL_SECONDS,
  ResourceRecords: [{ Value: zoneValue(record) }],
});

/** `"v=spf1 " "-all"` is `v=spf1 -all`. */
const unquoted = (value: string): string =>
  [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part = '']) => part.replace(/\\(.)/g, '$1')).join('');
