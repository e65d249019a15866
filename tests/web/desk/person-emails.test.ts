import { describe, expect, test } from 'vitest';
import { ALERT } from '#tests/web/desk/unknown-outcome-newsroom';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const plain = (html: string) =>
  html
    .replaceAll('&#x3D;', '=')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('what was sent to one person', () => {
  test('what was sent to one person is on a page of its own, with when, what became of it, and the email', async () => {
    const newsroom = await sampleNewsroom({ people: [{ name: 'Ama Bright' }] });
    const { anyone, world } = newsroom;
    for (const time of ['2019-09-12T09:00', '2019-09-12T09:10', '2020-01-14T10:00', '2020-01-14T10:10']) await newsroom.moveTo(time);
    await world.bounces.record(anyone, { publication: ALERT, at: newsroom.time.now });
    await newsroom.ask(`/p/${world.tokens.sign('preferences', anyone)}/link`, { method: 'POST' });
    await newsroom.sendAllTransactional();
    expect(await newsroom.page(`/desk/people/${anyone}`)).toContain(`href="/desk/people/${anyone}/emails"`);
    const text = plain(await newsroom.page(`/desk/people/${anyone}/emails`));
    expect(text).toMatch(/Announcement: Spring session Tuesday 14 January 2020 at 10:02am[\s\S]*Sent New post: What we learned/);
    expect(text).toMatch(
      /New post: What we learned Thursday 12 September 2019 at 9:02am[\s\S]*and then reported that the mailbox did not[\s\S]*Came back/,
    );
    expect(text).toContain('A link to their choices (sent)');
  });

  test('what was sent to one person is shown as it was, with their name, and its links to their choices do nothing', async () => {
    const newsroom = await sampleNewsroom({ people: [{ name: 'Ama Bright' }, { name: 'Ben Ali' }] });
    await newsroom.moveTo('2019-09-12T09:00');
    const page = `/desk/people/${newsroom.anyone}/emails/${ALERT}`;
    const html = await newsroom.page(page);
    expect(plain(html)).toMatch(/For Ama Bright[\s\S]*Subject What we learned[\s\S]*Hello Ama Bright/);
    expect(html).toContain(`src="${page}/mail.html"`);
    const mail = await newsroom.page(`${page}/mail.html`);
    expect(mail).toContain('Ama Bright');
    expect([...mail.matchAll(/href="(\/[up]\/[^"]+)"/g)].map(([, href]) => href)).toEqual(
      expect.arrayContaining(['/u/preview', '/p/preview']),
    );
    expect([...mail.matchAll(/\/[up]\/([\w-]+)/g)].every(([, token]) => token === 'preview')).toBe(true);
    const sent = newsroom.mails.find(({ to }) => to === 'person0@avon.example.org');
    expect(sent).toBeDefined();
  });

  test('what was sent to one person has no page for an email that was not for them, or for nobody we know', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, { frequency: 'events' }] });
    await newsroom.moveTo('2019-09-12T09:00');
    const other = newsroom.world.subscribers.idOf('person1@avon.example.org');
    expect(plain(await newsroom.page(`/desk/people/${other}/emails`))).toContain('No email of a story or a digest was made ready');
    for (const path of [`${other}/emails/${ALERT}`, `${other}/emails/${ALERT}/mail.html`, 'nobody/emails', `nobody/emails/${ALERT}`])
      expect([path, (await newsroom.ask(`/desk/people/${path}`)).status]).toEqual([path, 404]);
  });
});
