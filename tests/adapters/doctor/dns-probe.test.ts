import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dnsProbe } from '#adapters/doctor/dns-probe';
import { dnsRecords } from '#core/dns/dns-records';
import { told } from '#tests/core/dns/samples';
import { startNameServer, type Zone } from './name-server.ts';

const zone: Zone = new Map();
let server: Awaited<ReturnType<typeof startNameServer>>;
beforeAll(async () => {
  server = await startNameServer(zone);
});
afterAll(() => server.stop());
beforeEach(() => {
  zone.clear();
  delete zone.fault;
});

const records = dnsRecords(told);
const look = (id: (typeof records)[number]['id']) => {
  const record = records.find((one) => one.id === id);
  if (!record) throw new Error(`There is no record ${id}.`);
  return dnsProbe([server.address])(record);
};

describe('the doctor at a name server', () => {
  test('each record is read from the name server as it would be written in a zone file', async () => {
    for (const { type, name, value } of records) zone.set(`${type} ${name}`, [value]);
    for (const { id, value } of records) expect(await look(id), id).toEqual({ values: [value] });
  });

  test('a name that does not exist, and one without a record of that kind, have no record', async () => {
    expect(await look('bounce-mx')).toEqual({ values: [] });
    zone.set('TXT bounce.news.example.org', ['v=spf1 -all']);
    expect(await look('bounce-mx')).toEqual({ values: [] });
    expect(await look('dkim-1')).toEqual({ values: [] });
  });

  test('several records of one name are all read, and a long text is put together', async () => {
    const long = `v=DMARC1; p=reject; rua=mailto:${'a'.repeat(300)}@example.org`;
    zone.set('TXT _dmarc.news.example.org', ['other=1', long]);
    expect((await look('dmarc')).values.toSorted()).toEqual(['other=1', long]);
  });

  test('an alias of the website shows only whether it leads to the same addresses', async () => {
    zone.set('A www.news.example.org', ['192.0.2.1']);
    zone.set(`A ${told.siteTarget}`, ['192.0.2.1', '192.0.2.2']);
    expect(await look('site')).toEqual({ values: [], sameHost: true });
    zone.set(`A ${told.siteTarget}`, ['192.0.2.3']);
    expect(await look('site')).toEqual({ values: [], sameHost: false });
  });

  test('a name server that fails is no proof that a record is missing', async () => {
    zone.fault = 'broken';
    await expect(look('bounce-mx')).rejects.toMatchObject({ code: 'ESERVFAIL' });
  });
});
