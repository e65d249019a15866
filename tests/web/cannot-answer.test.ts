// What people see while AWS throttles our calls, and when our code has a mistake.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const lines: unknown[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, 'error').mockImplementation((...said) => void lines.push(...said));
});
afterEach(() => vi.restoreAllMocks());

/** A newsroom whose calls of one kind fail from now on. */
async function failing(name: string, what: 'tables' | 'everything') {
  const newsroom = await sampleNewsroom({ people: [{}] });
  const { world } = newsroom;
  const fail = async (): Promise<never> => {
    throw Object.assign(new Error('Rate exceeded for table Newsroom-Subscribers'), { name });
  };
  world.subscribers.find = fail;
  world.switches.read = fail;
  world.publications.all = fail;
  if (what === 'everything') world.content.read = fail;
  return newsroom;
}

describe.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'SlowDown', 'TimeoutError'])(
  'while AWS answers %s',
  (name) => {
    test(`the desk says in our words to try again in a minute while AWS answers ${name}, and logs one line`, async () => {
      const { ask } = await failing(name, 'tables');
      const answer = await ask('/desk/plan');
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '30']);
      expect(answer.headers.get('Content-Security-Policy')).toMatch("default-src 'none'");
      expect(plainText(await answer.text())).toMatch(
        /Sample Improvement Collaborative .*Too much is going on just now Please try again in a minute\. What is planned goes out all the same\./,
      );
      expect(lines).toEqual([`AWS is too busy for us: ${name} at GET /desk/plan`]);
    });

    test(`a reader who cannot unsubscribe while AWS answers ${name} learns whom to write to, also when nothing can be read`, async () => {
      const newsroom = await failing(name, 'tables');
      const link = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
      newsroom.world.suppressions.add = newsroom.world.subscribers.find as never;
      newsroom.world.pendingUnsubscribes.record = newsroom.world.subscribers.find as never;
      const press = () => newsroom.ask(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
      const answer = await press();
      expect(answer.status).toBe(503);
      expect(plainText(await answer.text())).toMatch(/Go back and look before you send it again.*write to team@example\.org/);
      newsroom.world.content.read = newsroom.world.subscribers.find as never;
      const bare = await press();
      expect([bare.status, plainText(await bare.text())]).toEqual([503, expect.stringContaining('Please try again in a minute.')]);
      expect(String(lines)).not.toContain(link);
    });
  },
);

test('a mistake of ours is answered with a page too, and the log has the whole error', async () => {
  const { ask } = await failing('TypeError', 'tables');
  const answer = await ask('/desk/plan');
  expect([answer.status, answer.headers.get('Retry-After')]).toEqual([500, null]);
  const text = plainText(await answer.text());
  expect(text).toContain('This did not work The mistake is ours. Please try again; somebody looks into it.');
  expect(text).not.toContain('Rate exceeded');
  expect(lines).toEqual([expect.any(Error)]);
});
