import { describe, expect, test } from 'vitest';
import { READER_OUTCOMES } from '#core/certificate/reader-outcome';
import type { Delivery } from '#core/delivery/ledger';
import type { Subscriber } from '#core/subscriber/subscriber';
import { runRetention } from '#flow/privacy/run-retention';
import { tick } from '#flow/tick';
import { ALERT, GROUP } from '#tests/web/desk/unknown-outcome-newsroom';
import { RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const OURS = { 'Sec-Fetch-Site': 'same-origin' };
const PEOPLE = `/desk/publications/${ALERT}/people`;

/** One row of each kind; whoever comes after them waits. */
const ROWS: Delivery[] = [
  { state: 'accepted', attempt: 0, receipt: 'r0', by: 'answer' },
  { state: 'accepted', attempt: 0, receipt: 'r1', by: 'event' },
  { state: 'accepted', attempt: 0, receipt: 'r2', by: 'answer' },
  { state: 'confirmed-sent', attempt: 0, by: 'sam@example.org' },
  { state: 'suppressed', attempt: 0, why: 'unsubscribed' },
  { state: 'suppressed', attempt: 0, why: 'paused' },
  { state: 'refused', attempt: 0, why: 'the address is wrong' },
  { state: 'held', attempt: 0, nonce: 'n', why: 'the connection broke' },
];

/** An email that is going out, with a reader in every state. Returns the readers in the order of `ROWS`, and then those who wait. */
async function everyState() {
  const person = (i: number): Partial<Subscriber> => ({
    name: `Reader ${i}`,
    address: `reader${i}@example.org`,
    organisation: i % 2 === 0 ? 'avon' : 'devon',
  });
  const files = { 'newsroom.yaml': RULES.replace('  avon: Avon\n', '  avon: Avon\n  devon: "=Devon"\n') };
  const newsroom = await sampleNewsroom({ files, people: Array.from({ length: 10 }, (_, i) => person(i)) });
  const { world } = newsroom;
  await newsroom.moveTo('2019-09-12T08:50');
  await tick(world, newsroom.london('2019-09-12T09:00'));
  const ids = (await world.ledger.chunk(ALERT, 0))?.members.map(({ subscriber }) => subscriber) ?? [];
  for (const [i, to] of ROWS.entries()) {
    const subscriber = ids[i];
    if (!subscriber) throw new Error('The audience is smaller than expected.');
    expect(await world.ledger.change(GROUP, [{ subscriber, expect: { kind: 'free', attempt: 0 }, to }])).toBe('written');
  }
  const [, second, third] = ids;
  if (!second || !third) throw new Error('The audience is smaller than expected.');
  await world.ledger.recordDuplicate(GROUP, second, 'r1-again');
  await world.bounces.record(third, { publication: ALERT, at: newsroom.time.now });
  const names: string[] = [];
  for (const id of ids) names.push((await world.subscribers.find(id))?.name ?? 'nobody');
  return { ...newsroom, ids, names };
}

const plain = (html: string) =>
  html
    .replaceAll('&#x3D;', '=')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const listed = (html: string) => [...html.matchAll(/class="wraps" href="\/desk\/people\/[^"]+">([^<]+)</g)].map(([, name]) => name);
const tags = (html: string) => [...html.matchAll(/class="entry__tag"><p><strong[^>]*>([^<]+)</g)].map(([, tag]) => tag);
const exported = ({ ask }: Awaited<ReturnType<typeof everyState>>, fields: Record<string, string> = {}) =>
  ask(`${PEOPLE}/export`, { method: 'POST', headers: OURS, body: new URLSearchParams(fields) });

describe('who got a publication', () => {
  test('who got a publication: each person is shown with what is known, and nobody as delivered', async () => {
    const newsroom = await everyState();
    const html = await newsroom.page(PEOPLE);
    expect(listed(html)).toEqual(newsroom.names);
    expect(tags(html)).toEqual([
      ...['Sent', 'Sent', 'Came back', 'Counts as sent', 'Had left', 'On a break', 'Refused', 'Not known', 'Waiting', 'Waiting'],
    ]);
    expect(html).toContain('Got it twice');
    expect(plain(html)).not.toMatch(/delivered/i);
  });

  test('who got a publication: how many mailboxes took it is said on its pages, in its certificate and in the report once it is known', async () => {
    const newsroom = await everyState();
    const pages = [PEOPLE, `/desk/publications/${ALERT}`, `/desk/publications/${ALERT}/certificate.txt`];
    const said = async () =>
      Promise.all(pages.map(async (path) => plain(await newsroom.page(path)).includes('The mailbox of 1 person took it.')));
    const csv = async () =>
      (await newsroom.page('/desk/reports/emails.csv?from=2019-09-01&to=2019-09-30')).split('\n').slice(0, 2).join(' ');
    expect([await said(), await csv()]).toEqual([
      [false, false, false],
      expect.stringMatching(/"Came back","Delivered"[\s\S]*,"1","not known"\r?$/),
    ]);
    const reports = { delivered: 1, cameBack: 2, unreported: 1 };
    newsroom.time.now = newsroom.london('2019-09-12T09:10');
    await newsroom.world.publications.keepCertificate({ publication: ALERT, at: newsroom.time.now, sentence: '', wrong: [], reports });
    expect([await said(), await csv()]).toEqual([[true, true, true], expect.stringMatching(/"Came back","Delivered"[\s\S]*,"2","1"\r?$/)]);
    expect(await (await newsroom.ask(`/desk/publications/${ALERT}/certificate.json`)).json()).toMatchObject({ reported: reports });
  });

  test('who got a publication: the figures of the outcomes add up to the certificate’s', async () => {
    const newsroom = await everyState();
    const text = plain(await newsroom.page(PEOPLE));
    const counted: Record<string, number> = {};
    for (const [, figure = '', count] of text.matchAll(/The certificate counts it as: ([^.]+)\. (\d+)/g))
      counted[figure] = (counted[figure] ?? 0) + Number(count);
    expect(counted).toEqual({ Accepted: 4, Suppressed: 2, Refused: 1, Held: 1, 'Still to be sent, or cancelled': 2 });
    const certificate = await (await newsroom.ask(`/desk/publications/${ALERT}/certificate.json`)).json();
    expect(certificate).toMatchObject({
      ...{ publication: ALERT, comparedWithEvents: false },
      counts: { planned: 10, accepted: 4, byEvent: 1, byPerson: 1, suppressed: 2, refused: 1, held: 1, open: 2, twice: 1 },
    });
    expect(text).toContain('10 planned: 4 accepted (2 by answer, 1 by event, 1 by a person’s word), 2 suppressed, 1 refused, 1 held');
  });

  test('who got a publication: a filter by outcome and by organisation shows those people, and the export has exactly their rows', async () => {
    const newsroom = await everyState();
    for (const outcome of ['', ...READER_OUTCOMES])
      for (const organisation of ['', 'avon', 'devon', '-']) {
        const shown = listed(await newsroom.page(`${PEOPLE}?outcome=${outcome}&organisation=${organisation}`));
        const csv = await (await exported(newsroom, { outcome, organisation })).text();
        const names = csv
          .split('\r\n')
          .slice(1, -1)
          .map((line) => /^"([^"]*)"/.exec(line)?.[1]);
        expect([outcome, organisation, names]).toEqual([outcome, organisation, shown]);
      }
    const left = await newsroom.page(`${PEOPLE}?outcome=left`);
    expect(listed(left)).toEqual([newsroom.names[4]]);
    const csv = await (await exported(newsroom, { organisation: 'devon' })).text();
    expect(csv).toContain(`"'=Devon"`);
    expect(csv).toMatch(/^"name","email"/);
  });

  test('who got a publication: an export is in the audit log, with how many people are in it, and a page that is read is not', async () => {
    const newsroom = await everyState();
    await newsroom.page(PEOPLE);
    await newsroom.ask(`/desk/publications/${ALERT}/certificate.txt`);
    expect((await newsroom.world.audit.page(undefined, 10)).entries).toEqual([]);
    await exported(newsroom, { outcome: 'sent' });
    expect((await newsroom.world.audit.page(undefined, 10)).entries).toMatchObject([{ did: 'exported-outcomes', to: ALERT, people: 2 }]);
    expect(plain(await newsroom.page('/desk/audit'))).toContain(`Exported 2 people and what they got, of ${ALERT}`);
  });

  test('who got a publication: somebody who is erased still counts, without a name', async () => {
    const newsroom = await everyState();
    const [first] = newsroom.ids;
    if (first) await newsroom.world.subscribers.remove(first);
    const html = await newsroom.page(PEOPLE);
    expect(listed(html)).toEqual(['Somebody whose details have been deleted', ...newsroom.names.slice(1)]);
    expect(await (await exported(newsroom)).text()).toContain('"","","","Sent"');
  });

  test('who got a publication: after the rows are erased, the page gives the totals and says that the people are not kept', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}] });
    for (const time of ['09:00', '09:10']) await newsroom.moveTo(`2019-09-12T${time}`);
    expect(listed(await newsroom.page(PEOPLE))).toHaveLength(2);
    newsroom.time.now = newsroom.london('2022-09-12T09:00');
    for (let i = 0; i < 3; i += 1) await runRetention(newsroom.world, newsroom.time.now.add({ hours: 24 * i }), () => true);
    const html = plain(await newsroom.page(PEOPLE));
    expect(html).toMatch(/Sent to both people[\s\S]*The rows per reader were deleted on[\s\S]*Who the people were is not kept any more/);
    expect(html).not.toContain('Export A CSV');
    const { status, headers } = await newsroom.ask(`${PEOPLE}/export`, { method: 'POST', headers: OURS });
    expect([status, headers.get('location')]).toEqual([303, PEOPLE]);
  });

  test('who got a publication: one that has not begun says that nobody has it, and a post has no such page', async () => {
    const newsroom = await sampleNewsroom();
    expect(plain(await newsroom.page(PEOPLE))).toContain('It has not begun, so nobody has it yet.');
    for (const path of [
      '/desk/publications/x-what-we-learned/people',
      '/desk/publications/nothing/people',
      `/desk/publications/${ALERT}/certificate.txt`,
    ])
      expect([path, (await newsroom.ask(path)).status]).toEqual([path, 404]);
  });

  test('who got a publication: the plan and its own page link to it, and fifty people are on a page', async () => {
    const newsroom = await sampleNewsroom({ people: Array.from({ length: 60 }, () => ({})) });
    for (const time of ['09:00', '09:10']) await newsroom.moveTo(`2019-09-12T${time}`);
    expect(await newsroom.page('/desk/plan')).toContain(`href="${PEOPLE}"`);
    expect(await newsroom.page(`/desk/publications/${ALERT}`)).toContain(`href="${PEOPLE}"`);
    expect(listed(await newsroom.page(PEOPLE))).toHaveLength(50);
    expect(listed(await newsroom.page(`${PEOPLE}?outcome=sent&page=2`))).toHaveLength(10);
    expect((await newsroom.ask(`${PEOPLE}?page=3`)).status).toBe(404);
    const text = await newsroom.ask(`/desk/publications/${ALERT}/certificate.txt`);
    expect(text.headers.get('content-disposition')).toBe(`attachment; filename="certificate-${ALERT}.txt"`);
    expect(await text.text()).toMatch(/Sent to all 60 people[\s\S]*60 planned: 60 accepted[\s\S]*It was not compared with/);
  });
});
