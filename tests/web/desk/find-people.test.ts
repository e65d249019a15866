import { describe, expect, test } from 'vitest';
import { RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const OURS = { 'Sec-Fetch-Site': 'same-origin' };
type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

const find = async ({ ask }: Newsroom, fields: Record<string, string>) =>
  (await ask('/desk/people/find', { method: 'POST', headers: OURS, body: new URLSearchParams(fields) })).text();
const listed = (html: string) => [...html.matchAll(/class="quiet wraps">([^<]+)</g)].map(([, name]) => name);

const files = { 'newsroom.yaml': RULES.replace('  avon: Avon\n', '  avon: Avon\n  kent: Kent and Medway\n') };
const people = [
  { name: 'Zoë Smith', address: 'z@example.org', organisation: 'kent', frequency: 'weekly' },
  { name: 'Ama Smithers', address: 'ama@trust.example', topics: ['medication' as never] },
  { name: 'Ben Ali', address: 'ben.smith@trust.example', status: 'unsubscribed' as const },
  { name: 'Cora Day', address: 'cora@elsewhere.example', organisation: 'kent' },
];

describe('people on the desk are found', () => {
  test('people on the desk are found by part of a name, an address or an organisation, in the order of names', async () => {
    const newsroom = await sampleNewsroom({ files, people });
    const found = async (sought: string) => listed(await find(newsroom, { sought }));
    expect(await found('smith')).toEqual(['Ama Smithers', 'Ben Ali', 'Zoë Smith']);
    expect(await found('zoe')).toEqual(['Zoë Smith']);
    expect(await found('trust')).toEqual(['Ama Smithers', 'Ben Ali']);
    expect(await found('medway')).toEqual(['Cora Day', 'Zoë Smith']);
    expect(await found('ben.smith@tru')).toEqual(['Ben Ali']);
    expect(await find(newsroom, { sought: 'nobody' })).toContain('Nobody is like that.');
    expect(await find(newsroom, { sought: '??' })).toContain('Type letters or numbers');
  });

  test('people on the desk are found by what they chose and how they stand, with words and without any', async () => {
    const newsroom = await sampleNewsroom({ files, people });
    const found = async (fields: Record<string, string>) => listed(await find(newsroom, fields));
    expect(await found({ organisation: 'kent' })).toEqual(['Cora Day', 'Zoë Smith']);
    expect(await found({ sought: 'smith', organisation: 'kent' })).toEqual(['Zoë Smith']);
    expect(await found({ frequency: 'weekly' })).toEqual(['Zoë Smith']);
    expect(await found({ status: 'unsubscribed' })).toEqual(['Ben Ali']);
    expect(await found({ topic: 'leadership', status: 'confirmed' })).toEqual(['Cora Day', 'Zoë Smith']);
    expect(await found({ organisation: 'no-such', sought: 'smith' })).toHaveLength(3);
  });

  test('people on the desk are found by the month in which they joined, the newest first if that is asked', async () => {
    const newsroom = await sampleNewsroom({ files, people: [] });
    const joined = ['2019-08-01', '2019-09-10', '2019-09-11'];
    for (const [i, day] of joined.entries())
      await newsroom.world.subscribers.save({
        ...{
          id: newsroom.world.subscribers.idOf(`p${i}@example.org`),
          address: `p${i}@example.org`,
          name: `P${i}`,
          frequency: 'each',
          topics: [],
        },
        ...{ status: 'confirmed', confirmedAt: newsroom.london(`${day}T09:00`) },
      });
    expect(listed(await find(newsroom, { joined: '2019-09', order: 'newest' }))).toEqual(['P2', 'P1']);
  });

  test('people on the desk who were found are fifty to a page, each once, and the next page keeps what was asked', async () => {
    const newsroom = await sampleNewsroom({ people: Array.from({ length: 120 }, (_, i) => ({ name: `Reader ${i}` })) });
    const found: (string | undefined)[] = [];
    let fields: Record<string, string> | undefined = { sought: 'reader', status: 'confirmed', order: 'newest' };
    for (let turn = 0; fields && turn < 9; turn += 1) {
      const html: string = await find(newsroom, fields);
      found.push(...listed(html));
      const [, form = ''] = /<form[^>]*>((?:(?!<\/form>)[\s\S])*)Next page<\/button>/.exec(html) ?? [];
      const inputs = [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)];
      fields = inputs.length === 0 ? undefined : Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value]));
    }
    expect([found.length, new Set(found).size]).toEqual([120, 120]);
  });

  test('people on the desk are never found by a URL, so no name stays in a log or a browser', async () => {
    const newsroom = await sampleNewsroom({ files, people });
    const html = await find(newsroom, { sought: 'smith', organisation: 'kent' });
    expect([...html.matchAll(/(?:href|action)="([^"]*)"/g)].filter(([, url]) => url?.includes('smith'))).toEqual([]);
    expect((await newsroom.world.audit.page(undefined, 5)).entries).toEqual([]);
  });
});
