import { expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const MISSES =
  'It misses the weekly digest of Thursday 12 September 2019 by 30 minutes, and is in the next one, on Thursday 19 September 2019. With a time up to 8:30am it is in the first.';

test('a post that misses a digest by minutes says so on the plan and on its page', async () => {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-11T08:00');
  expect(plainText(await newsroom.page('/desk/plan'))).toContain(`New post: What we learned ${MISSES}`);
  expect(plainText(await newsroom.page('/desk/publications/alert-what-we-learned'))).toContain(`Digests ${MISSES}`);
});
