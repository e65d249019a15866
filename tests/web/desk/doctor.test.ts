import { expect, test } from 'vitest';
import { examine } from '#flow/doctor/examine';
import { localProbes } from '#local/doctor/local-probes';
import { pretend } from '#local/doctor/pretended';
import { plainText } from '#tests/web/desk/page-text';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const PLACE = { domain: 'example.org', siteHost: 'www.news.example.org', region: 'eu-west-2' };

async function examined(...names: string[]) {
  const newsroom = await sampleNewsroom();
  const { now } = newsroom.time;
  await examine(
    newsroom.world,
    localProbes(PLACE),
    now,
    pretend(names, () => now),
  );
  return newsroom;
}

test('the page says what is wrong, what happens if nobody does anything, whom to ask, and the letter', async () => {
  const text = plainText(await (await examined('healthy', 'dkim-2', 'bounce-mx')).page('/desk/doctor'));
  expect(text).toContain('2 things are wrong. 47 are in order.');
  expect(text).toMatch(
    /record 2 of 3 \(DKIM\) Wrong since today at .* No such record is there\. If you do nothing, Amazon does not let us send/,
  );
  expect(text).toContain('Ask whoever looks after the domain (your IT department)');
  expect(text.split('Subject: 2 DNS records')).toHaveLength(2);
  expect(text).toContain('The text above asks for it too.');
});

test('the page of one machine says that nothing is proved about AWS, and colours green only what was seen', async () => {
  const html = await (await examined()).page('/desk/doctor');
  expect(plainText(html)).toContain('nothing here is proved about AWS');
  const green = [...html.matchAll(/<p>([^<]+)<\/p>(?:(?!<li).)*nhsuk-tag--green/gs)].map(([, name]) => name);
  expect(green).toEqual(['The rules can be read', 'Every story can be read', 'The sender is at our domain']);
});

test('before anybody has looked the page calls nothing in order', async () => {
  const text = plainText(await (await sampleNewsroom()).page('/desk/doctor'));
  expect(text).toContain('Nobody has looked yet.');
  expect(text).not.toContain('In order');
});

test('once nobody has looked for a day the page says so, and nothing on it is green', async () => {
  const newsroom = await examined('healthy');
  newsroom.time.now = newsroom.time.now.add({ hours: 24 });
  const html = await newsroom.page('/desk/doctor');
  expect(plainText(html)).toContain('Nobody has looked since then.');
  expect(html).not.toContain('nhsuk-tag--green');
});
