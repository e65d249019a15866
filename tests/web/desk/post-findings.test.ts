import { describe, expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { pressYes, readYes } from '#tests/web/desk/say-yes';
import { POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const FAULTY = POST.replace('summary:', 'social: "Better care. Click here. #patientsafety"\nsummary:');

describe('a social post with findings', () => {
  test('a social post with findings is marked on the plan, with what to put right and what to look at', async () => {
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': FAULTY } });
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).toContain('It waits until its text is put right. #patientsafety cannot be read out.');
    expect(plan).toMatch(/Put right/);
    expect(plan).toContain('To look at: “Click here” says nothing to whoever hears it read out.');
  });

  test('a social post with findings has the same findings on its own page, beside the post', async () => {
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': FAULTY } });
    const page = plainText(await newsroom.page('/desk/publications/x-what-we-learned'));
    expect(page).toContain('It waits until this is put right. #patientsafety cannot be read out.');
    expect(page).toContain('Information: “Click here” says nothing');
    expect(page).toContain('Price $0.20');
  });
});

describe('a social post over the month’s budget', () => {
  const dear = { 'newsroom.yaml': RULES.replace('monthly_budget_usd: 10', 'monthly_budget_usd: 0.1') };

  test('a social post over the month’s budget waits for approval on the plan, and goes out once it has it', async () => {
    const newsroom = await sampleNewsroom({ files: dear });
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).toContain('It waits for your yes: the month’s budget of $0.10 is used.');
    const path = '/desk/publications/x-what-we-learned';
    expect(plainText(await newsroom.page(path))).toMatch(/Price \$0\.20\. It waits for your yes.*Yes, let it go out/);
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.posts).toEqual([]);
    const said = await pressYes(newsroom, 'x-what-we-learned', await readYes(newsroom, 'x-what-we-learned'));
    expect(said.status).toBe(303);
    await newsroom.moveTo('2019-09-12T09:10');
    expect(newsroom.posts).toHaveLength(1);
    expect(plainText(await newsroom.page('/desk/plan'))).toContain('Posts on X this month: $0.20 used, $0 still planned, of $0.10.');
  });

  test('a social post within the month’s budget needs no approval', async () => {
    const newsroom = await sampleNewsroom();
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).not.toContain('your yes');
    expect(plan).toContain('Posts on X this month: $0 used, $0.20 still planned, of $10.');
  });
});

test('the plan names X and Bluesky if the rules have both, and each post has a page of its own', async () => {
  const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}bluesky: { handle: sample.bsky.social }\n` } });
  const plan = plainText(await newsroom.page('/desk/plan'));
  expect(plan).toMatch(/Post on Bluesky: What we learned.*On Bluesky as @sample\.bsky\.social/);
  expect(plan).toMatch(/Post on X: What we learned.*On X as @sample/);
  const page = plainText(await newsroom.page('/desk/publications/bsky-what-we-learned'));
  expect(page).toContain('On Bluesky as @sample.bsky.social');
  await newsroom.moveTo('2019-09-12T09:00');
  expect(newsroom.blueskyPosts).toHaveLength(1);
  expect(plainText(await newsroom.page('/desk/publications/bsky-what-we-learned'))).toContain('1 on Bluesky (1 by answer');
});
