import { describe, expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { OURS } from '#tests/web/desk/press';
import { pressYes, readYes } from '#tests/web/desk/say-yes';
import { POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const SECOND = POST.replace('What we learned', 'A second look').replace('2019-09-12T09:00', '2019-09-13T09:00');

async function opened() {
  const newsroom = await sampleNewsroom({
    files: { 'newsroom.yaml': `${RULES}approval: required\n`, 'posts/second-look.md': SECOND },
    people: [{}, { frequency: 'weekly' }],
    at: '2019-09-10T08:00',
  });
  /** Presses the button beneath what a page showed, without the boxes of `unticked`. */
  const press = (html: string, unticked: string[] = [], path = '/desk/yes') => {
    const body = new URLSearchParams();
    for (const [, id = ''] of html.matchAll(/name="yes" type="checkbox" value="([^"]*)" checked/g))
      if (!unticked.includes(id)) body.append('yes', id);
    for (const [, name = '', value = ''] of html.matchAll(/name="(outgoing-[^"]*)" value="([^"]*)"/g)) body.append(name, unescaped(value));
    return newsroom.ask(path, { method: 'POST', headers: OURS, body });
  };
  return { newsroom, press };
}

const SIGNS: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>' };
function unescaped(value: string): string {
  return value.replace(/&(?:#x([0-9a-f]+)|(\w+));/gi, (whole, code?: string, name?: string) =>
    code ? String.fromCodePoint(Number.parseInt(code, 16)) : (SIGNS[name ?? ''] ?? whole),
  );
}

describe('a yes to a week', () => {
  test('one page shows all of the week that needs a yes, and one press approves it', async () => {
    const { newsroom, press } = await opened();
    const html = await newsroom.page('/desk/yes');
    expect([...html.matchAll(/name="yes" type="checkbox" value="([^"]*)"/g)].map(([, id]) => id)).toEqual(
      ['digest-weekly-2019-09-12', 'alert-what-we-learned', 'x-what-we-learned', 'alert-second-look', 'x-second-look'].filter((id) =>
        html.includes(id),
      ),
    );
    const text = plainText(html);
    expect(text).toContain('By email to 1 person, on Thursday 12 September 2019 at 9am.');
    expect(text).toContain('Subject: What we learned');
    expect(html).toContain('src="/desk/publications/alert-what-we-learned/mail.html"');
    expect(html.indexOf('mail.html')).toBeLessThan(html.indexOf('name="yes"'));
    const answer = await press(html);
    expect(answer.headers.get('Location')).toMatch(/^\/desk\/yes\?said=\d$/);
    expect(plainText(await newsroom.page('/desk/yes'))).toContain('Nothing waits for a yes.');
    await newsroom.moveTo('2019-09-12T09:00');
    await newsroom.moveTo('2019-09-13T09:00');
    expect(newsroom.mails.map(({ message }) => /^Subject: (.*)\r$/m.exec(new TextDecoder().decode(message))?.[1])).toEqual(
      expect.arrayContaining(['What we learned', 'A second look']),
    );
  });

  test('what is not ticked still waits', async () => {
    const { newsroom, press } = await opened();
    await press(await newsroom.page('/desk/yes'), ['alert-second-look']);
    const left = await newsroom.page('/desk/yes');
    expect([...left.matchAll(/name="yes" type="checkbox" value="([^"]*)"/g)].map(([, id]) => id)).toEqual(['alert-second-look']);
  });

  test('a yes to something that changed meanwhile does not count, the others do, and the page says which', async () => {
    const { newsroom, press } = await opened();
    const html = await newsroom.page('/desk/yes');
    newsroom.files.set('posts/second-look.md', new TextEncoder().encode(SECOND.replace('A second look', 'A third look')));
    const answer = await press(html);
    expect(answer.status).toBe(409);
    const text = plainText(await answer.text());
    expect(text).toMatch(/New post: A third look: It changed while you were reading: the stories, the subject/);
    expect(text).not.toContain('What we learned: It changed');
    await newsroom.moveTo('2019-09-12T09:00');
    const { length } = newsroom.mails;
    expect(length).toBeGreaterThan(0);
    await newsroom.moveTo('2019-09-13T09:00');
    expect(newsroom.mails.length).toBe(length);
  });

  test('a story is approved with all that follows from it, and nothing else', async () => {
    const { newsroom, press } = await opened();
    const page = '/desk/yes?story=what-we-learned';
    expect(await newsroom.page('/desk/publications/alert-what-we-learned')).toContain(`href="${page}"`);
    const html = await newsroom.page(page);
    expect(plainText(html)).toContain('Say yes to “What we learned”');
    await press(html, [], page);
    const left = await newsroom.page('/desk/yes');
    expect(left).not.toContain('value="alert-what-we-learned"');
    expect(left).toContain('value="alert-second-look"');
  });

  test.each(['on the page of the week', 'on its own page'])(
    'a yes %s is for about as many people: it is asked for again when a list joins',
    async (where) => {
      const { newsroom, press } = await opened();
      const id = 'alert-second-look';
      if (where === 'on its own page') await pressYes(newsroom, id, await readYes(newsroom, id));
      else await press(await newsroom.page('/desk/yes'));
      expect(await newsroom.page('/desk/yes')).not.toContain(`value="${id}"`);
      const { world } = newsroom;
      for (let i = 0; i < 12; i += 1) {
        const address = `member-${i}@devon.example.org`;
        await world.subscribers.save({
          id: world.subscribers.idOf(address),
          address,
          name: 'Bo',
          frequency: 'each',
          topics: [],
          status: 'confirmed',
        });
      }
      expect(await newsroom.page('/desk/yes')).toContain(`value="${id}"`);
      const text = plainText(await newsroom.page(`/desk/publications/${id}`));
      expect(text).toContain('said yes: how many people get it. Please look at it, and say yes again.');
      expect(text).toMatch(/1 person\s.*13 people/s);
    },
  );

  test('a press without a tick, or about nothing that exists, approves nothing', async () => {
    const { newsroom } = await opened();
    const press = (body: Record<string, string>) =>
      newsroom.ask('/desk/yes', { method: 'POST', headers: OURS, body: new URLSearchParams(body) });
    expect((await press({})).headers.get('Location')).toBe('/desk/yes');
    expect((await press({ yes: 'alert-of-nothing' })).status).toBe(409);
    expect((await press({ yes: 'alert-what-we-learned' })).status).toBe(409);
    expect((await newsroom.world.switches.read('alert-what-we-learned' as never)).approved).toBeUndefined();
  });
});

describe('Home', () => {
  test('Home counts what waits for a yes later in the week, and leads to all of it', async () => {
    const { newsroom } = await opened();
    const html = await newsroom.page('/desk/');
    expect(plainText(html)).toMatch(/\d more publications? of these days waits? for you\. There is time yet\./);
    expect(html).toContain('href="/desk/yes"');
  });
});
