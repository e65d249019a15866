import { describe, expect, test } from 'vitest';
import { decideHeldPost } from '#flow/social/decide-held-post';
import { publicationId, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const X = publicationId('x-safer-medicines');
const lost = { kind: 'unknown', why: 'the wire broke' } as const;

describe('a post that is held', () => {
  const THREAD = POST.replace('summary:', `social: { text: "${'A sentence about safer medicines on four wards. '.repeat(12)}" }\nsummary:`);

  /** Opens a newsroom with a thread in which this part has an unknown outcome and is held. */
  async function withHeldPost(number = 0) {
    const outcome = (_: unknown, n: number) => (n === number + 1 ? lost : ({ kind: 'accepted', receipt: `${1000 + n}` } as const));
    const newsroom = new TestNewsroom({ 'posts/safer-medicines.md': THREAD }, { postOutcome: outcome });
    await newsroom.minute('2019-09-09T09:00');
    const row = await part(newsroom, number);
    if (row?.state !== 'attempting') throw new Error(`expected a claim, found ${row?.state}`);
    const { attempt, nonce, since } = row;
    const to = { state: 'held', attempt, nonce, since, why: 'silence' } as const;
    await newsroom.world.socialLedger.change(
      { publication: X, part: number },
      { expect: { kind: 'claim', nonce, states: ['attempting'] }, to },
    );
    const record = await newsroom.world.publications.find(X);
    if (!record) throw new Error(`${X} has no record.`);
    return { newsroom, held: { part: number, nonce }, record };
  }

  const part = async (newsroom: TestNewsroom, number = 0) => (await newsroom.world.socialLedger.parts(X)).get(number);

  test('a held post is posted again within a minute when a person says so', async () => {
    const { newsroom, held, record } = await withHeldPost();
    expect(await decideHeldPost(newsroom.world, record, held, { kind: 'again' })).toBe('decided');
    await newsroom.minute('2019-09-09T09:30');
    await newsroom.minute('2019-09-09T09:31');
    expect(await part(newsroom)).toMatchObject({ state: 'posted', attempt: 2, by: 'answer' });
    expect(await newsroom.state(X)).toBe('done');
  });

  test('a held post that a person has found on X counts as posted, and the thread goes on beneath it', async () => {
    const { newsroom, held, record } = await withHeldPost();
    expect(await decideHeldPost(newsroom.world, record, held, { kind: 'there', id: '77' })).toBe('decided');
    await newsroom.minute('2019-09-09T09:30');
    await newsroom.minute('2019-09-09T09:31');
    expect(await part(newsroom)).toEqual({ state: 'posted', attempt: 1, id: '77', by: 'person' });
    expect(newsroom.memory.posts.map(({ inReplyTo }) => inReplyTo)).toEqual([
      '77',
      ...newsroom.memory.posts.slice(0, -1).map(({ id }) => id),
    ]);
    expect(newsroom.memory.posts.length).toBeGreaterThan(0);
    expect(await newsroom.state(X)).toBe('done');
  });

  test('a held post cannot be confirmed with the id of another part', async () => {
    const { newsroom, held, record } = await withHeldPost(1);
    expect(await decideHeldPost(newsroom.world, record, held, { kind: 'there', id: '1001' })).toBe('taken');
    expect(await part(newsroom, 1)).toMatchObject({ state: 'held' });
  });

  test('a held post that its own late answer has settled stays as the answer says', async () => {
    const { newsroom, held, record } = await withHeldPost();
    const answer = {
      expect: { kind: 'claim' as const, nonce: held.nonce, states: ['attempting' as const, 'held' as const] },
      to: { state: 'posted' as const, attempt: 1, id: '99', by: 'answer' as const },
    };
    await newsroom.world.socialLedger.change({ publication: X, part: 0 }, answer);
    for (const decision of [{ kind: 'again' }, { kind: 'there', id: '77' }] as const) {
      expect(await decideHeldPost(newsroom.world, record, held, decision)).toBe('settled');
    }
    expect(await part(newsroom)).toMatchObject({ state: 'posted', id: '99' });
  });

  test('a held post is decided even if the answer of the store was lost', async () => {
    const { newsroom, held, record } = await withHeldPost();
    const { socialLedger, publications } = newsroom.world;
    const change: typeof socialLedger.change = async (...given) => {
      await socialLedger.change(...given);
      return 'refused';
    };
    const deaf = { publications, socialLedger: { ...socialLedger, change } };
    expect(await decideHeldPost(deaf, record, held, { kind: 'there', id: '77' })).toBe('decided');
  });
});
