import { describe, expect, test } from 'vitest';
import { type LintedPart, lintSocialPost, socialRules } from '#core/social/post-lint';

const LINK = 'https://news.example.org/posts/a';
const IMAGE = { src: 'ward.png', alt: 'Six nurses round a table' };

function lint(text: string, media: LintedPart['media'] = [], said: string[] = []) {
  return lintSocialPost({ parts: [{ text: `${text}\n\n${LINK}`, media }], link: LINK, said: new Set(said) });
}
const broken = (...post: Parameters<typeof lint>) => lint(...post).map(({ rule, level }) => `${rule} ${level}`);

test('the post lint finds nothing in a plain post with link, image, emoji and hashtags at its end', () => {
  const text = 'Four wards changed how they give medicines. Missed doses fell from 12 to 3 a week. 💊';
  const post = { text: `${text}\n\n${LINK}\n\n#QualityImprovement #NHS`, media: [IMAGE] };
  expect(lintSocialPost({ parts: [post], link: LINK, said: new Set() })).toEqual([]);
});

describe('what blocks a post', () => {
  test.each([
    ['reply', '@someone wrote of us.'],
    ['cashtags', 'We saved $AB and $CD.'],
    ['hashtag-case', 'Safer wards. #qualityimprovement'],
    ['hashtag-case', 'Safer wards. #QUALITYIMPROVEMENT'],
    ['styled-letters', 'A 𝗯𝗼𝗹𝗱 claim.'],
    ['styled-letters', 'A Ⓒⓘⓡⓒⓛⓔⓓ claim.'],
    ['styled-letters', 'A Ｗｉｄｅ claim.'],
    ['styled-letters', 'A s\u0336t\u0336r\u0336uck claim.'],
    ['drawn-with-signs', '┌──┐ News'],
    ['drawn-with-signs', 'News ========'],
    ['drawn-with-signs', 'Who knows ¯\\_(ツ)_/¯'],
    ['length', 'word '.repeat(80)],
    ['length', 'A sign that X refuses: \ufffe'],
  ])('the post lint blocks by rule %s: %s', (rule, text) => {
    expect(broken(text)).toContain(`${rule} blocks`);
  });

  test.each([
    ['alt-missing', ''],
    ['alt-missing', '  '],
    ['alt-length', 'x'.repeat(1_001)],
    ['alt-useless', 'IMG_2041.jpg'],
    ['alt-useless', 'ward'],
    ['alt-opening', 'An image of a ward'],
    ['alt-opening', 'Photograph of a ward'],
  ])('the post lint blocks an alt text by rule %s: %s', (rule, alt) => {
    expect(broken('News.', [{ ...IMAGE, alt }])).toEqual([`${rule} blocks`]);
  });

  test('the post lint blocks an alt text that repeats the post (alt-useless)', () => {
    expect(broken('News.', [{ ...IMAGE, alt: `News.\n\n${LINK}` }])).toEqual(['alt-useless blocks']);
  });

  test('the post lint blocks a text that the account has already posted, or that another part has (repeat)', () => {
    expect(broken('News.', [], [`News.\n\n${LINK}`])).toEqual(['repeat blocks']);
    const part = { text: `News. ${LINK}`, media: [] };
    expect(lintSocialPost({ parts: [part, part], link: LINK, said: new Set() })).toMatchObject([{ rule: 'repeat' }]);
  });

  test('the post lint blocks a post without a link (link)', () => {
    expect(lintSocialPost({ parts: [{ text: 'News.', media: [] }], link: LINK, said: new Set() })).toMatchObject([
      { rule: 'link', level: 'blocks' },
    ]);
  });
});

describe('what a post is warned of', () => {
  test.each([
    ['accidental-link', 'We share our care.it works.'],
    ['accidental-link', 'What Canada.ca learned from its wards.'],
    ['mailbox', 'Write to ada@example.org today.'],
    ['shouting', 'COME AND SEE what we do.'],
    ['bare-link', 'See nhs.uk for more.'],
    ['bare-link', 'See www.example.org for more.'],
    ['one-link', 'See https://example.org/b as well.'],
    ['short-link', 'See https://bit.ly/3abc as well.'],
    ['vague-link', 'Click here to read it.'],
    ['mention', 'With thanks to @someone.'],
    ['hashtags', 'News. #OneTag #TwoTags #ThreeTags'],
    ['hashtags', 'Our #PatientSafety work goes on.'],
    ['emoji', 'News. 💊🩺🏥🎉'],
    ['emoji', 'News. 🎉🎉'],
    ['emoji', '🎉 News.'],
    ['emoji', 'News 🎉 of the day.'],
    ['long-sentence', `${'word '.repeat(26)}end.`],
    ['shouting', 'THIS NEWS MATTERS to us.'],
  ])('the post lint warns by rule %s: %s', (rule, text) => {
    const found = lint(text);
    expect(found.map(({ rule: id, level }) => `${id} ${level}`)).toContain(`${rule} warns`);
    expect(found.filter(({ level }) => level === 'blocks')).toEqual([]);
  });
});

test.each([
  ['acronyms', 'CAMHS and NHS England met in Devon. #CAMHS #NHS'],
  ['abbreviations in a row', 'NHS CQC PSIRF guidance, and NICE MHLDA CAMHS as well'],
  ['25 words', `${'word '.repeat(24)}end.`],
  ['a stop before a name', 'Dr. Smith of St. Ann’s, at 9.30am, e.g. on wards 4.5 and 6.'],
  ['digits, signs and prices', '12 of 30 (40%) at £5.50 © 2026 — “quite” good!!!!'],
  ['Welsh and Arabic', 'Gwelliant yng Nghymru: ŵ ŷ. تحسين الجودة'],
  ['a thread’s number', 'News. 🎉 (1/2)'],
  ['an address with dashes', 'See it.'],
])('the post lint finds nothing in %s', (_, text) => {
  expect(lint(text)).toEqual([]);
});

test('each rule of the post lint has a name of its own and a reason, and each finding says what to do', () => {
  expect(new Set(socialRules.map(({ id }) => id)).size).toBe(socialRules.length);
  for (const { why } of socialRules) expect(why).toMatch(/^[A-Z].{20,}\.$/);
  const findings = lint('@a $AB $CD care.it #qualityimprovement 𝗯 ===== CLICK HERE NOW 🎉🎉 nhs.uk', [{ ...IMAGE, alt: '' }]);
  for (const { sentence } of findings) expect(sentence).toMatch(/^.{10,}[.:?].+\.$/s);
  expect(findings.map(({ level }) => level)).toEqual(findings.map(({ level }) => level).toSorted());
});
