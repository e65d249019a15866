import { describe, expect, test } from 'vitest';
import { handleSesEvent } from '#flow/email/handle-ses-events';
import { plainText } from '#tests/web/desk/page-text';
import { ALERT, GROUP, lost, unknownOutcomeNewsroom, unknownOutcomePost, X } from '#tests/web/desk/unknown-outcome-newsroom';
import { POST, sampleNewsroom } from '#tests/web/sample-newsroom';

const OURS = { 'Sec-Fetch-Site': 'same-origin' };

/** Submits the `nth` form of a page whose action ends with `action`, with its hidden fields and what is typed. */
function formsOf(newsroom: Awaited<ReturnType<typeof sampleNewsroom>>) {
  return async (page: string, action: string, { nth = 0, typed = {} }: { nth?: number; typed?: Record<string, string> } = {}) => {
    const html = (await newsroom.page(page)).replaceAll('&#x3D;', '=');
    const forms = [...html.matchAll(/<form method="post" action="([^"]+)">(.*?)<\/form>/gs)].filter(([, to]) => to?.endsWith(action));
    const [, to = '', inside = ''] = forms[nth] ?? [];
    if (to === '') throw new Error(`There is no form to ${action} on ${page}.`);
    const body = new URLSearchParams(typed);
    for (const [, name = '', value = ''] of inside.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g))
      body.append(name, value);
    return newsroom.ask(to, { method: 'POST', headers: OURS, body });
  };
}

const page = `/desk/publications/${ALERT}`;

describe('readers with an unknown outcome', () => {
  test('readers with an unknown outcome are counted, and named when a person must decide, on the publication’s page and the plan', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 2, sought: 3, sent: 4 });
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('It is not known whether 5 people got this');
    expect(html).toContain('Newsroom is finding out about 3 of them.');
    expect(html).toContain(
      'About the other 2, nobody can find out any more. The mail provider did not answer, and has reported nothing of this email since',
    );
    expect(html).toMatch(/Reader \d reader\d@avon\.example\.org Tried on Thursday 12 September 2019 at 9:\d\dam/);
    expect(html).toContain('9 planned: 4 accepted (4 by answer, 0 by event), 0 suppressed, 0 refused, 5 held, 0 twice.');
    const plan = plainText(await newsroom.page('/desk/'));
    expect(plan).toContain('New post: What we learned . It is not known whether 5 people got it. Please decide about 2 people.');
  });

  test('readers with an unknown outcome need no decision while Newsroom is still finding out', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 0, sought: 1 });
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('It is not known whether 1 person got this Newsroom is finding out.');
    expect(html).not.toContain('Send it again');
    expect(plainText(await newsroom.page('/desk/'))).not.toContain('Please decide');
  });

  test('readers with an unknown outcome are not mentioned while the email is only just going out', async () => {
    const newsroom = await sampleNewsroom();
    newsroom.world.mailer = { ...newsroom.world.mailer, send: async () => lost };
    await newsroom.moveTo('2019-09-12T09:00');
    expect(await newsroom.page(page)).not.toContain('It is not known whether 1 person');
  });

  test('readers with an unknown outcome get the email again when the desk decides so, one by one or all together', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 3 });
    const one = await formsOf(newsroom)(page, '/held/again', { nth: 1 });
    expect([one.status, one.headers.get('Location')]).toEqual([303, `${page}?told=again`]);
    await newsroom.moveTo('2019-09-12T09:20');
    expect(newsroom.mails).toHaveLength(1);
    expect(await newsroom.page(`${page}?told=again`)).toContain('It will be sent again in a few minutes.');
    await formsOf(newsroom)(page, '/held/again');
    await newsroom.moveTo('2019-09-12T09:30');
    expect(new Set(newsroom.mails.map(({ to }) => to)).size).toBe(3);
    expect(newsroom.mails).toHaveLength(3);
    expect(await newsroom.page(page)).toContain('Sent</strong>');
  });

  test('readers with an unknown outcome count as sent when the desk decides so, and the totals tell them apart', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 2, sent: 1 });
    await formsOf(newsroom)(page, '/held/sent');
    await newsroom.moveTo('2019-09-12T09:20');
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('3 planned: 3 accepted (1 by answer, 0 by event, 2 by a person’s word)');
    expect(html).not.toContain('It is not known whether 2 people');
    expect(newsroom.mails).toHaveLength(1);
  });

  test('readers with an unknown outcome are unaffected by a decision that an SES event has overtaken, and the page says so', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 1 });
    const row = (await newsroom.world.ledger.group(GROUP)).get(newsroom.ids[0] ?? newsroom.anyone);
    if (row?.state !== 'held') throw new Error('The row is not held.');
    const body = new URLSearchParams({ claim: `${newsroom.ids[0]}.${row.nonce}` });
    const tag = { kind: 'delivery', at: GROUP, subscriber: newsroom.ids[0] ?? newsroom.anyone, attempt: 1, nonce: row.nonce } as const;
    await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'late', at: newsroom.time.now, tag });
    for (const decision of ['again', 'sent']) {
      const answer = await newsroom.ask(`${page}/held/${decision}`, { method: 'POST', headers: OURS, body });
      expect(answer.headers.get('Location')).toBe(`${page}?told=settled`);
    }
    expect(await newsroom.page(`${page}?told=settled`)).toContain('Your decision changed nothing.');
    await newsroom.moveTo('2019-09-12T09:20');
    expect(newsroom.mails).toEqual([]);
    expect(plainText(await newsroom.page(page))).toContain('1 planned: 1 accepted (0 by answer, 1 by event)');
  });

  test('readers with an unknown outcome who have unsubscribed since are marked as such', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 1 });
    await newsroom.world.subscribers.unsubscribe(newsroom.ids[0] ?? newsroom.anyone, newsroom.time.now, 'page');
    expect(plainText(await newsroom.page(page))).toContain('Has left since, so nothing would be sent again.');
  });

  test('readers with an unknown outcome need no decision after the publication was cancelled', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 2 });
    await formsOf(newsroom)(page, '/cancel');
    await newsroom.moveTo('2019-09-12T09:20');
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('It is not known whether 2 people got this It was cancelled before that was found out.');
    expect(html).not.toContain('Send it again');
  });

  test('readers with an unknown outcome are decided about only by the desk’s own forms', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 1 });
    const state = async () => JSON.stringify([...(await newsroom.world.ledger.group(GROUP))]);
    const before = await state();
    const row = (await newsroom.world.ledger.group(GROUP)).get(newsroom.ids[0] ?? newsroom.anyone);
    const body = `claim=${newsroom.ids[0]}.${row?.state === 'held' ? row.nonce : ''}`;
    const headers = { Origin: 'https://evil.example', 'Content-Type': 'application/x-www-form-urlencoded' };
    for (const decision of ['again', 'sent']) {
      expect((await newsroom.ask(`${page}/held/${decision}`, { method: 'POST', headers, body })).status).toBe(403);
      await newsroom.ask(`${page}/held/${decision}?${body}`, { headers: OURS });
    }
    expect(await state()).toBe(before);
  });
});

describe('an X post with an unknown outcome', () => {
  const social = `/desk/publications/${X}`;

  const stored = async ({ world }: Awaited<ReturnType<typeof unknownOutcomePost>>) => (await world.socialLedger.parts(X)).get(0);

  test('an X post with an unknown outcome is shown with its text, time and reason, on its page and on the plan', async () => {
    const newsroom = await unknownOutcomePost();
    const html = plainText(await newsroom.page(social));
    expect(html).toContain(
      'It is not known whether this post is on X It was given to X on Thursday 12 September 2019 at 9:02am. X gave no clear answer, and the post was not to be seen on the account.',
    );
    expect(html).toContain('look at @sample on X');
    expect(html).toContain('1 post planned: 0 on X');
    expect(plainText(await newsroom.page('/desk/'))).toContain('It is not known whether it is on X. Please decide.');
  });

  test.each([
    'https://x.com/sample/status/1234567890123456789',
    ' x.com/Sample/status/1234567890123456789?s=20 ',
    'https://mobile.twitter.com/SAMPLE/status/1234567890123456789/photo/1',
  ])('an X post with an unknown outcome counts as posted when someone gives its link: %s', async (link) => {
    const newsroom = await unknownOutcomePost();
    const answer = await formsOf(newsroom)(social, '/held-post/there', { typed: { link } });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${social}?told=there`]);
    expect(await stored(newsroom)).toEqual({ state: 'posted', attempt: 1, id: '1234567890123456789', by: 'person' });
    await newsroom.moveTo('2019-09-12T09:20');
    expect(plainText(await newsroom.page(social))).toContain('1 on X (0 by answer, 0 found on the timeline, 1 by a person’s word)');
    expect(newsroom.posts).toEqual([]);
  });

  test.each([
    '',
    'It is there',
    '1234567890123456789',
    'https://x.com/somebody-else/status/1234567890123456789',
    'https://x.com/other/status/1234567890123456789',
    'https://x.com/sample',
    'https://x.com/sample/status/12345678901234567890',
    'https://x.com/sample/status/12x',
    'https://evil.example/x.com/sample/status/1234567890123456789',
  ])('an X post with an unknown outcome stays held when the link is no post of the account: %s', async (link) => {
    const newsroom = await unknownOutcomePost();
    const answer = await formsOf(newsroom)(social, '/held-post/there', { typed: { link } });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html.replaceAll('&#x3D;', '=')).toContain(`aria-invalid="true" value="${link}"`);
    expect(plainText(html)).toContain('It begins with https://x.com/sample/status/ and ends with a number.');
    expect(await stored(newsroom)).toMatchObject({ state: 'held' });
  });

  test('an X post with an unknown outcome is posted again when the desk decides so', async () => {
    const newsroom = await unknownOutcomePost();
    expect((await formsOf(newsroom)(social, '/held-post/again')).headers.get('Location')).toBe(`${social}?told=again`);
    await newsroom.moveTo('2019-09-12T09:20');
    expect(newsroom.posts).toHaveLength(1);
    expect(await newsroom.page(social)).toContain('Posted</strong>');
  });

  test('an X post with an unknown outcome is unaffected by a decision that its own late answer has overtaken', async () => {
    const newsroom = await unknownOutcomePost();
    const row = await stored(newsroom);
    if (row?.state !== 'held') throw new Error('The post is not held.');
    const to = { state: 'posted', attempt: 1, id: '99', by: 'answer' } as const;
    await newsroom.world.socialLedger.change(
      { publication: X, part: 0 },
      { expect: { kind: 'claim', nonce: row.nonce, states: ['held'] }, to },
    );
    const body = () => new URLSearchParams({ part: '0', nonce: row.nonce, link: 'https://x.com/sample/status/77' });
    for (const decision of ['again', 'there']) {
      const answer = await newsroom.ask(`${social}/held-post/${decision}`, { method: 'POST', headers: OURS, body: body() });
      expect(answer.headers.get('Location')).toBe(`${social}?told=settled`);
    }
    expect(await stored(newsroom)).toEqual(to);
  });

  test('an X post with an unknown outcome cannot be given the link of another publication’s post', async () => {
    const newsroom = await unknownOutcomePost();
    await newsroom.world.socialLedger.change(
      { publication: X, part: 1 },
      { expect: { kind: 'free', attempt: 0 }, to: { state: 'posted', attempt: 1, id: '77', by: 'answer' } },
    );
    const answer = await formsOf(newsroom)(social, '/held-post/there', { typed: { link: 'https://x.com/sample/status/77' } });
    expect([answer.status, plainText(await answer.text())]).toEqual([422, expect.stringContaining('This is the link of another post')]);
  });
});

describe('cancelling', () => {
  test('cancelling a planned publication keeps it from everyone, and both pages say so at once', async () => {
    const newsroom = await sampleNewsroom();
    expect(plainText(await newsroom.page(page))).toContain('Nobody has it yet. If you cancel it, nobody gets it. This is for good');
    expect((await formsOf(newsroom)(page, '/cancel')).headers.get('Location')).toBe(page);
    expect(plainText(await newsroom.page(page))).toContain(
      'This is cancelled, by the programme lead, on Thursday 12 September 2019 at 8am.',
    );
    expect(plainText(await newsroom.page('/desk/'))).toContain('Cancelled by the programme lead.');
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails).toEqual([]);
    expect(plainText(await newsroom.page('/desk/'))).toContain('Cancelled by the programme lead before anybody got it.');
  });

  test('cancelling a publication that is going out says how many have it, and spares the others', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}, {}] });
    const { mailer } = newsroom.world;
    let calls = 0;
    newsroom.world.mailer = { ...mailer, send: async (mail) => (++calls > 1 ? { kind: 'try-later', why: 'rate' } : mailer.send(mail)) };
    await newsroom.moveTo('2019-09-12T09:00');
    expect(plainText(await newsroom.page(page))).toContain(
      '1 of 3 people already has it, and what has gone out cannot be taken back. If you cancel it, 2 people will not get it. This is for good',
    );
    await formsOf(newsroom)(page, '/cancel');
    await newsroom.moveTo('2019-09-12T09:10');
    expect(newsroom.mails).toHaveLength(1);
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('1 of 3 people had already got it.');
    expect(html).toContain('2 not sent because it was cancelled');
    expect(html).not.toContain('Cancel this');
  });

  test('cancelling comes first on the page while no reader has the publication', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T08:56');
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('Goes out at 9am. You can still stop it. Nobody has it yet');
    expect(html.split('Cancel this')).toHaveLength(2);
    expect(plainText(await newsroom.page('/desk/'))).toContain('Goes out at 9am. You can still stop it.');
    for (const id of [ALERT, X]) await formsOf(newsroom)(`/desk/publications/${id}`, '/cancel');
    await newsroom.moveTo('2019-09-12T09:00');
    expect([newsroom.mails, newsroom.posts]).toEqual([[], []]);
  });
});

describe('a channel that stopped itself', () => {
  test.each([
    {
      channel: 'email' as const,
      title: 'Email has stopped',
      button: 'Resume email',
      what: 'No email goes out until you press Resume.',
      id: ALERT,
    },
    {
      channel: 'x' as const,
      title: 'Posting on X has stopped',
      button: 'Resume posting on X',
      what: 'Nothing goes out on X until you press Resume.',
      id: X,
    },
  ])(
    'a stopped channel is reported once at the top of the plan, and goes on when it is resumed: $channel',
    async ({ channel, title, button, what, id }) => {
      const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': POST } });
      await newsroom.world.switches.pause(channel, 'The account is closed. Ask whoever runs it.');
      await newsroom.moveTo('2019-09-12T09:00');
      const plan = plainText(await newsroom.page('/desk/'));
      for (const said of [title, button, what]) expect(plan).toContain(said);
      expect(plan.split('The account is closed.')).toHaveLength(2);
      expect(plainText(await newsroom.page(`/desk/publications/${id}`))).toContain('The account is closed. Ask whoever runs it.');
      expect(channel === 'email' ? newsroom.mails : newsroom.posts).toEqual([]);
      expect((await formsOf(newsroom)('/desk/', `/resume/${channel}`)).headers.get('Location')).toBe('/desk/');
      expect(plainText(await newsroom.page('/desk/'))).not.toContain(title);
      await newsroom.moveTo('2019-09-12T09:20');
      expect(channel === 'email' ? newsroom.mails : newsroom.posts).toHaveLength(1);
    },
  );

  test('a stopped channel is not mentioned while everything is paused', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.world.switches.pause('email', 'The account is closed.');
    await newsroom.world.switches.pause('everything', 'Bank holiday');
    const plan = plainText(await newsroom.page('/desk/'));
    expect(plan).toContain('Bank holiday');
    expect(plan).not.toContain('The account is closed.');
  });
});
