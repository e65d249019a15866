import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openedNewsroom } from '#tests/local/opened-newsroom';
import { plainText } from '#tests/web/desk/page-text';

/** Four days after a post of the sample, and five after an event was announced. */
const AT = '2026-11-30T10:00';

/** Returns the words of the plan page that a newsroom over the sample's files shows first. */
async function firstPlan(whose: 'sample' | 'own folder'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-first-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const content = join(folder, 'content');
  await cp('content', content, { recursive: true });
  const own = whose === 'sample' ? [] : ['--content', content];
  const newsroom = await openedNewsroom(['--data', join(folder, 'data'), '--at', AT, ...own]);
  try {
    const [home, plan] = await Promise.all(['/desk/', '/desk/plan'].map(async (path) => (await newsroom.get(path)).text()));
    return `${plainText(home ?? '')} ${plainText(plan ?? '')}`;
  } finally {
    await newsroom.stop();
  }
}

test('npm start opens the sample with a plan of what comes, and no question about what was published before', async () => {
  const plan = await firstPlan('sample');
  expect(plan).toContain('Nothing needs you.');
  expect(plan).toContain('The next thing goes out on Tuesday 1 December 2026 at 8:30am.');
  expect(plan).toContain('Reminder, 4 weeks before: Online session: measuring without drowning in data');
});

test('the same stories in a folder of one’s own are seen when they are seen, and wait for a yes', async () => {
  const plan = await firstPlan('own folder');
  expect(plan).not.toContain('Nothing needs you.');
  expect(plan).toContain('It waits for someone to say yes, because its story says that it was published on Thursday 26 November 2026');
});
