import { describe, expect, test } from 'vitest';
import { composeEmail } from '#core/email/compose-email';
import { withFittedStyles } from '#core/email/style-block';
import { event, input, post } from '#tests/core/email-samples';
import { sampleContent } from '#tests/gallery/sample-content';

/** What one email may weigh: it is sent, signed and encrypted once for each reader. */
const DIGEST_MAX_BYTES = 18_000;

test('the HTML of a digest with six posts and three events has at most 18,000 bytes', async () => {
  const { rules, posts, events, images } = await sampleContent();
  expect([posts.length, events.length]).toEqual([6, 3]);
  const { html } = composeEmail(input('digest', [...posts, ...events], { rules, images }));
  expect(html.match(/<h3/g)).toHaveLength(9);
  expect(html.length).toBeLessThanOrEqual(DIGEST_MAX_BYTES);
});

describe('the style block', () => {
  const fitted = (rules: string, body: string) =>
    /<style>\n([\s\S]*)<\/style>/.exec(withFittedStyles(`<head>\n<style>\n${rules}\n</style>\n</head>\n<body>${body}</body>`))?.[1];

  test('the style block of an email lacks the rules that nothing in it can match', () => {
    const rules = '.quote { color: #f0f4f5 !important; }\n.story code { color: #f0f4f5 !important; }\nh2 { color: #212b32; }';
    expect(fitted(rules, '<p class="story">Words</p>')).toBe('');
  });

  test('the style block of an email keeps each selector that something in it can match', () => {
    const rules = '[data-ogsc] .link, [data-ogsc] .quote, .story a:after { margin: 0 auto; color: #212b32 !important; }';
    expect(fitted(rules, '<div class="story wide"><a class="fat link">Words</a></div>')).toBe(
      '[data-ogsc] .link,.story a:after{margin:0 auto;color:#212b32!important}\n',
    );
  });

  test('the style block of an email loses a query that is left without a rule, and no other', () => {
    const rules = '@media print {\n.quote { margin: 0; }\n}\n@media (max-width: 359px) {\n.stack { margin: 0; }\n}';
    expect(fitted(rules, '<p class="stack">Words</p>')).toBe('@media (max-width: 359px) {\n.stack{margin:0}\n}\n');
  });

  test('a word of a story that looks like a style rule stays as it was written', () => {
    const body = '<p>\n.quote { color: red; }\n</p>';
    expect(withFittedStyles(`<head></head><body>${body}</body>`)).toContain(body);
  });

  test('a digest has no styles for the text of a story, a band or a button, and an email that has them does', () => {
    const styled = (html: string) => ['.story', '.band', '.fill', '.cards'].filter((name) => html.split('<body')[0]?.includes(name));
    expect(styled(composeEmail(input('digest', [post(), event()])).html)).toEqual(['.cards']);
    expect(styled(composeEmail(input('alert', [post()])).html)).toEqual(['.story', '.fill']);
    expect(styled(composeEmail(input('change', [event()], { of: { change: 'moved', sequence: 1 } })).html)).toEqual([
      '.story',
      '.band',
      '.fill',
    ]);
  });
});
