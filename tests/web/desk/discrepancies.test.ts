import { expect, test } from 'vitest';
import { writeCertificates } from '#flow/certificate/write-certificates';
import { eventArchiveOf } from '#tests/flow/archived-mails';
import { at } from '#tests/flow/test-newsroom';
import { plainText } from '#tests/web/desk/page-text';
import { ALERT } from '#tests/web/desk/unknown-outcome-newsroom';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

test.each([
  ['does not add up', 1, true],
  ['adds up', 0, false],
])('a certificate that %s is on the page of its publication, and on Home only if something is wrong', async (says, lost, isTold) => {
  const newsroom = await sampleNewsroom({ people: [{}, {}] });
  await newsroom.moveTo('2019-09-12T09:00');
  await newsroom.moveTo('2019-09-12T09:10');
  expect(newsroom.mails).toHaveLength(2);
  const archived = eventArchiveOf(newsroom.mails.slice(lost), () => at('2019-09-12T09:01'));
  await newsroom.moveTo('2019-09-13T10:00');
  await writeCertificates({ ...newsroom.world, eventArchive: archived }, at('2019-09-13T10:00'));
  const page = plainText(await newsroom.page(`/desk/publications/${ALERT}`));
  expect(page).toContain(`The certificate of Friday 13 September 2019 ${says}`);
  const home = plainText(await newsroom.page('/desk/'));
  const sentence = 'The ledger says that 1 person got it, and the archive of SES events does not hold it.';
  expect([page.includes(sentence), home.includes(sentence)]).toEqual([isTold, isTold]);
  const told = 'The certificate of New post: What we learned does not add up';
  expect(home.includes(told)).toBe(isTold);
  await newsroom.moveTo('2019-09-28T10:00');
  expect(plainText(await newsroom.page('/desk/'))).not.toContain(sentence);
});
