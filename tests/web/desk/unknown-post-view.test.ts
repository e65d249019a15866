import { describe, expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { formsOf, OURS } from '#tests/web/desk/press';
import { unknownOutcomePost, X } from '#tests/web/desk/unknown-outcome-newsroom';

describe('an X post with an unknown outcome', () => {
  const social = `/desk/publications/${X}`;

  const stored = async ({ world }: Awaited<ReturnType<typeof unknownOutcomePost>>) => (await world.socialLedger.parts(X)).get(0);

  test('an X post with an unknown outcome is shown with its text, time and reason, on its page and on the plan', async () => {
    const newsroom = await unknownOutcomePost();
    const html = plainText(await newsroom.page(social));
    expect(html).toContain(
      'It is not known whether this post is on X It was given to X on Thursday 12 September 2019 at 9:02am. X gave no clear answer, and the post was not found on the account.',
    );
    expect(html).toContain('look at @sample on X');
    expect(html).toContain('1 post planned: 0 on X');
    expect(plainText(await newsroom.page('/desk/plan'))).toContain('It is not known whether it is on X. Please decide.');
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
    if (row?.state !== 'held') throw new Error('It is held.');
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
