// The sender's brand in every email: typeface, logo and colour.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { composeEmail } from '#core/email/compose-email';
import { problemLine } from '#core/parsing/problem';
import { brandAdvice, brandColours, contrastOf } from '#core/rules/brand-colours';
import { readRules } from '#core/rules/read-rules';
import type { Brand, Typeface } from '#core/rules/rules';
import { readSnapshot, writeSnapshot } from '#core/story/snapshot';
import { composeTransactional } from '#core/transactional/compose-transactional';
import { senderProfileOf } from '#core/transactional/transactional-email';
import { at } from '#tests/contracts/ids';
import { event, input, messageOf, picture, post, rules } from '#tests/core/email-samples';
import { blocking } from '#tests/email-checklist';

const branded = (brand: Brand) => ({ ...rules, brand });
const alert = (brand: Brand) => composeEmail(input('alert', [post()], { rules: branded(brand) })).html;

describe('the typeface', () => {
  test.each(['Arial', 'Verdana', 'Tahoma', 'Trebuchet MS', 'Georgia', 'Times New Roman'] satisfies Typeface[])(
    'typeface %s is the only one in an email, with fallbacks for other devices',
    (typeface) => {
      const { html } = composeEmail(input('alert', [post({ image: picture })], { rules: branded({ colour: '#005eb8', typeface }) }));
      const stacks = [...html.matchAll(/font-family: ?([^;!"]+)/g)].map(([, stack]) => stack?.trim());
      expect(stacks.length).toBeGreaterThanOrEqual(3);
      for (const stack of stacks) expect(stack).toMatch(new RegExp(`^${typeface},.*serif$|^Consolas,`));
    },
  );

  test('the typeface of an email is Arial if the rules name none', () => {
    expect(alert({ colour: '#005eb8' })).toContain('font-family:Arial,Helvetica,sans-serif');
  });
});

describe('the logo', () => {
  const logo = { src: 'our logo.png', width: 900, height: 300 };

  test('the logo is in the masthead, at most 160 by 48 pixels, with the short name as alt text', () => {
    const html = alert({ colour: '#005eb8', logo });
    expect(html).toMatch(/<img src="https:\/\/news\.example\.org\/images\/our%20logo\.png" alt="MHC" width="144" height="48"/);
    expect(html.match(/MHC<\/strong>/g)).toBeNull();
  });

  test('a small logo is not enlarged', () => {
    expect(alert({ colour: '#005eb8', logo: { ...logo, width: 40, height: 20 } })).toMatch(/alt="MHC" width="40" height="20"/);
  });

  test('a logo of unknown size is left out, and the masthead shows the short name', () => {
    expect(alert({ colour: '#005eb8', logo: { ...logo, width: 0, height: 0 } })).toMatch(/MHC<\/strong>/);
  });

  test('the logo and the typeface are in transactional emails too, which know only the sender profile of the rules', () => {
    const senderProfile = senderProfileOf(branded({ colour: '#005eb8', typeface: 'Georgia', logo }));
    const { html } = composeTransactional('confirm', {
      senderProfile,
      name: '',
      url: 'https://news.example.org/c/x',
      at: at('2026-07-01T09:00:00Z'),
    });
    expect(html).toContain('font-family:Georgia,Times New Roman,serif');
    expect(html).toContain('our%20logo.png');
  });
});

describe('the rules', () => {
  const images = [{ src: 'logo.png', width: 300, height: 100, sizeBytes: 9000 }];
  const source = (brand: string) => {
    const written = readFileSync(new URL('../../../newsroom.yaml', import.meta.url), 'utf8').replace(/^brand:\n(?: .*\n)*/m, `${brand}\n`);
    const bytes = new TextEncoder().encode(written);
    return { file: 'newsroom.yaml', sizeBytes: bytes.length, bytes };
  };
  const read = (brand: string) => readRules(source(brand), images);

  test('the rules name a logo of the images folder, and a typeface that every device has', () => {
    expect(read('brand: { colour: "#005eb8", logo: logo.png, typeface: Georgia }').rules?.brand).toEqual({
      colour: '#005eb8',
      typeface: 'Georgia',
      logo: { src: 'logo.png', width: 300, height: 100 },
    });
  });

  test('the rules’ brand survives a snapshot, with or without a logo', () => {
    for (const brand of ['brand: { logo: logo.png }', 'brand: { colour: "#005eb8" }'])
      expect(readSnapshot(writeSnapshot({ rules: source(brand), stories: [], images }, [])).rules).toEqual(read(brand).rules);
  });

  test.each([
    ['logo: lego.png', 'There is no image "lego.png" in the images folder. Did you mean "logo.png"?'],
    ['typeface: Frutiger', '"Frutiger" is not understood here.'],
  ])('the rules have a problem with %s', (line, sentence) => {
    expect(read(`brand: { ${line} }`).problems.map(problemLine).join()).toContain(sentence);
  });
});

describe('a brand colour', () => {
  test('a readable brand colour needs no advice', () => {
    expect(brandAdvice('#005eb8')).toBeUndefined();
    expect(brandAdvice('#005EB8')).toBeUndefined();
  });

  test('an unreadable brand colour is corrected, and the advice says its contrast and the colour used instead', () => {
    expect(brandAdvice('#ffb81c')).toBe(
      `The brand colour "#ffb81c" is not easy to read: white words on it have a contrast of 1.7 to 1, and need 4.5. Pages and emails use ${brandColours('#ffb81c').colour} in its place. Write that in newsroom.yaml, or a darker colour of your own.`,
    );
  });

  test.each(['#005eb8', '#ffb81c', '#000000', '#ffffff'])(
    'brand colour %s gives readable text in each place, in light and in dark mode',
    (colour) => {
      const { colour: used, onDark } = brandColours(colour);
      expect(contrastOf(used, '#ffffff')).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(onDark, '#1f2a31')).toBeGreaterThanOrEqual(7);
    },
  );
});

const ALL_OF_MARKDOWN = `Asked **again**[^1] and ~~never~~ often. ![A chart](chart.png "Falls")

# What changed

- Families are asked
  1. before
  2. and after

> We were listened to.
>
> > Twice.

| Trust | [Reviews](https://example.org/r) |
|---|--:|
| Devon | 24 |

![A chart](chart.png "Falls on Ash ward")

[![Two nurses](chart.png)](https://youtu.be/abc)

https://vimeo.com/123456

\`\`\`
x = 1
\`\`\`

---

[^1]: A survey, [March](https://example.org/s).
`;

test('an email with a logo and all of Markdown has no blocking finding', () => {
  const logoRules = branded({ colour: '#ffb81c', typeface: 'Trebuchet MS', logo: { src: 'logo.png', width: 300, height: 100 } });
  const images = [{ src: 'chart.png', width: 1200, height: 675, sizeBytes: 9000 }];
  const facts = { body: ALL_OF_MARKDOWN, follow_up: ALL_OF_MARKDOWN, status: 'cancelled' } as const;
  for (const given of [
    input('alert', [post({ body: ALL_OF_MARKDOWN, author: 'نور الهدى' })]),
    input('announcement', [event({ body: ALL_OF_MARKDOWN })]),
    input('follow-up', [event({ follow_up: ALL_OF_MARKDOWN })]),
    input('change', [event(facts)], { of: { change: 'cancelled', sequence: 1 } }),
  ])
    expect(blocking(messageOf({ ...given, rules: logoRules, images }), { senderProfile: logoRules })).toEqual([]);
});
