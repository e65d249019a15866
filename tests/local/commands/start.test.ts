import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, listenOnLoopback } from '#local/stand-ins/loopback';
import { contentFolder, openedNewsroom, runStart } from '#tests/local/opened-newsroom';

type Row = { id: string; at: string; to: string; subject: string; publication: string };

describe('a newsroom on this machine, from its start', () => {
  let folder: Awaited<ReturnType<typeof contentFolder>>;
  let newsroom: Awaited<ReturnType<typeof openedNewsroom>>;
  const options = () => ['--content', folder.content, '--data', folder.data];
  const inbox = async (): Promise<Row[]> => newsroom.json('/local/inbox.json');

  beforeAll(async () => {
    folder = await contentFolder();
    newsroom = await openedNewsroom([...options(), '--at', '2019-09-09T08:00']);
  });
  afterAll(async () => {
    await newsroom.stop();
    await folder.remove();
  });

  test('a newsroom says where it is open, what time it is there, and where everything is', async () => {
    expect(newsroom.said()).toMatch(`The newsroom is open: ${newsroom.url}/`);
    const html = await (await newsroom.get('/')).text();
    for (const phrase of [
      'It is Monday 9 September 2019 at 8am',
      'New post: What we learned',
      'href="/desk/"',
      'href="/local/inbox"',
      'href="/local/x"',
      'href="/posts"',
    ])
      expect(html).toMatch(phrase);
    for (const path of ['/desk/', '/local/inbox', '/local/x', '/posts', '/local/plan.json'])
      expect([path, (await newsroom.get(path)).status]).toEqual([path, 200]);
    expect(await newsroom.json('/local/plan.json')).toContainEqual({
      id: 'alert-what-we-learned',
      kind: 'alert',
      channel: 'email',
      due: '2019-09-12T09:00:00+01:00[Europe/London]',
      state: 'planned',
      stories: ['what-we-learned'],
      audience: 1,
    });
  });

  test('a newsroom on this machine lets a browser cache only versioned files, because its clock can jump past an expiry', async () => {
    const page = await newsroom.get('/posts');
    expect(page.headers.get('Cache-Control')).toBe('no-cache');
    const [, styles = ''] = /href="([^"]*site\.css[^"]*)"/.exec(await page.text()) ?? [];
    const kept = await newsroom.get(styles.replaceAll('&#x3D;', '='));
    expect(kept.headers.get('Cache-Control')).toContain('immutable');
    expect((await newsroom.get('/desk/')).headers.get('Cache-Control')).toBe('no-store');
  });

  test('a newsroom refuses to move its clock to a wrong or past time, or for another site', async () => {
    const refused: [unknown, string][] = [
      [{ to: '2019-09-01T09:00' }, 'is past'],
      [{ to: 'tomorrow' }, 'is no time. Write it like'],
      [{ to: '2119-01-01T09:00' }, 'more than 5 years ahead'],
      [{}, 'Say where to'],
      ['{', 'This is no JSON'],
    ];
    for (const [body, sentence] of refused) {
      const answer = await newsroom.clock(body);
      expect([body, answer.status, await answer.json()]).toEqual([body, 400, { error: expect.stringContaining(sentence) }]);
    }
    const broken = await newsroom.clock('%', { 'Content-Type': 'multipart/form-data; boundary=b' });
    expect([broken.status, await broken.text()]).toEqual([400, expect.stringContaining('This form did not arrive whole')]);
    expect((await newsroom.clock({ to: 'next' }, { Origin: 'https://evil.example' })).status).toBe(403);
    expect((await newsroom.clock({ to: 'next' }, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await newsroom.get('/local/clock')).status).toBe(404);
    expect(await inbox()).toEqual([]);
  });

  test('a newsroom that moves to the next publication on the plan really sends it', async () => {
    const answer = await newsroom.clock({ to: 'next' });
    expect(await answer.json()).toMatchObject({ now: expect.stringMatching(/^2019-09-12T09:00:.*\[Europe\/London\]$/), moved: true });
    const [mail, ...others] = await inbox();
    expect(others).toEqual([]);
    expect(mail).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/^2019-09-12T08:00:/),
      to: 'ama@avon.example.org',
      subject: 'What we learned',
      publication: 'alert-what-we-learned',
    });
    const [post] = await newsroom.json('/local/x.json');
    expect(post).toMatchObject({
      publication: 'x-what-we-learned',
      at: expect.stringMatching(/^2019-09-12T09:00/),
      text: expect.stringContaining('https://news.example.org/posts/what-we-learned'),
      media: [],
      id: expect.any(String),
    });
  });

  test('a newsroom shows each email byte for byte, and as its reader sees it', async () => {
    const [mail] = await inbox();
    const file = await newsroom.get(`/local/inbox/${mail?.id}.eml`);
    expect(file.headers.get('Content-Type')).toBe('message/rfc822');
    expect(await file.text()).toMatch(/^From: Sample Collaborative <news@example\.org>\r\nTo: ama@avon\.example\.org\r\n/);
    const page = await (await newsroom.get(`/local/inbox/${mail?.id}`)).text();
    for (const phrase of ['What we learned', 'List-Unsubscribe-Post', 'Hello Ama Bright,', 'sandbox="allow-popups'])
      expect(page).toMatch(phrase);
    const shown = await newsroom.get(`/local/inbox/${mail?.id}/mail.html`);
    expect(shown.headers.get('Content-Security-Policy')).toMatch(/^sandbox /);
    expect(await shown.text()).toMatch('href="/posts/what-we-learned"');
    for (const path of [
      '/local/inbox/none',
      '/local/inbox/none.eml',
      '/local/inbox/..%2F..%2Fsecrets.json',
      '/local/inbox/none/mail.html',
      '/local/x/media/1',
      '/local/none',
    ]) {
      expect([path, (await newsroom.get(path)).status]).toEqual([path, 404]);
    }
  });

  test('a newsroom does not mail a reader who unsubscribed with the link of an email', async () => {
    const [mail] = await inbox();
    const text = await (await newsroom.get(`/local/inbox/${mail?.id}.eml`)).text();
    const [, link = ''] = /List-Unsubscribe: <https:\/\/news\.example\.org([^>]+)>/.exec(text) ?? [];
    const answer = await fetch(`${newsroom.url}${link}`, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect(answer.status).toBe(200);
    await newsroom.clock({ to: '2020-01-14T10:00' });
    expect((await inbox()).filter(({ publication }) => publication === 'announcement-spring').map(({ to }) => to)).toEqual([
      'ben@avon.example.org',
    ]);
  });

  test('a newsroom goes on where it was after a stop and after a kill: no mail is lost or doubled', async () => {
    const before = await inbox();
    expect(await newsroom.stop()).toBe(0);
    newsroom = await openedNewsroom(options());
    expect(newsroom.said()).toMatch('2020-01-14 10:0');
    expect(await inbox()).toEqual(before);
    await newsroom.stop('SIGKILL');
    newsroom = await openedNewsroom(options());
    await newsroom.clock({ to: '2020-01-20T10:00' });
    const after = await inbox();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after.map(({ to, publication }) => `${publication} ${to}`)).size).toBe(after.length);
  });

  test('a newsroom refuses to use the data of another that runs', async () => {
    const second = await runStart(...options(), '--port', String(await freePort()));
    expect(second).toEqual({ code: 2, said: expect.stringContaining('Another newsroom is already using') });
  });
});

describe('a wrong option of npm start', () => {
  test.each([
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--port', 'x'], '--port "x" is no port. Give a number'],
    [['--content', 'no-such-folder'], 'There is no no-such-folder.'],
    [['extra'], 'Unexpected argument'],
  ])('npm start answers wrong options with a plain sentence: %j', async (options, sentence) => {
    const { code, said } = await runStart(...options);
    expect([code, said]).toEqual([2, expect.stringContaining(sentence)]);
    expect(said).not.toMatch('    at ');
  });

  test('npm start reports a wrong time and wrong rules', async () => {
    const folder = await contentFolder();
    const broken = await contentFolder({ 'newsroom.yaml': 'name: Us\nquiet: maybe\n' });
    const time = await runStart('--content', folder.content, '--data', folder.data, '--at', 'soon');
    const rules = await runStart('--content', broken.content, '--data', broken.data);
    expect([time.code, time.said]).toEqual([2, expect.stringContaining('--at "soon" is no time.')]);
    expect([rules.code, rules.said]).toEqual([2, expect.stringMatching(/newsroom\.yaml line \d+: /)]);
    await Promise.all([folder.remove(), broken.remove()]);
  });

  test('npm start reports a port that is in use', async () => {
    const folder = await contentFolder();
    const { port, stop } = await listenOnLoopback(() => undefined);
    const { code, said } = await runStart('--content', folder.content, '--data', folder.data, '--port', String(port));
    expect([code, said]).toEqual([2, `Port ${port} is in use. Stop what uses it, or start with --port and another number.\n`]);
    await stop();
    await folder.remove();
  });
});
