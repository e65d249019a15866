import { describe, expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { formsOf } from '#tests/web/desk/press';
import { ALERT, X } from '#tests/web/desk/unknown-outcome-newsroom';
import { POST, sampleNewsroom } from '#tests/web/sample-newsroom';

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

test('a note on a story stands in the plan, apart from the problems, and the story goes out without what it names', async () => {
  const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': `${POST}\n\n<!-- ask Ada -->\n` } });
  const line = `${POST}\n\n<!--`.split('\n').length;
  const plan = plainText(await newsroom.page('/desk/'));
  expect(plan).toContain(`posts/what-we-learned.md line ${line}: This comment is not published.`);
  expect(plan).not.toContain('Please put this right');
  await newsroom.moveTo('2019-09-12T09:20');
  expect(newsroom.mails.length).toBeGreaterThan(0);
  for (const mail of newsroom.mails) expect(new TextDecoder().decode(mail.message)).not.toMatch(/ask Ada/);
});
