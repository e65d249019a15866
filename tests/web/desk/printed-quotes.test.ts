import { expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

test('what is wrong and what waits stands on the pages of the desk with curly quotes', async () => {
  const newsroom = await sampleNewsroom({
    files: {
      'newsroom.yaml': RULES.replace('x:\n', 'brand:\n  colour: "#ffff00"\nx:\n'),
      'posts/what-we-learned.md': POST.replace('We went', 'See [here](https://exa%20mple.org/a) and [here](http://example.org). We went'),
      'posts/with-a-problem.md': POST.replace('author:', 'auhtor:').replace('What we', 'What they'),
      'posts/with-a-note.md': POST.replace('summary: Three', 'summary: <b>Three</b>').replace('What we', 'What you'),
    },
  });
  await newsroom.moveTo('2019-09-12T09:00');
  for (const path of ['/desk/plan', '/desk/publications/alert-what-we-learned', '/desk/publications/x-what-we-learned']) {
    const text = plainText(await newsroom.page(path));
    expect(text, path).toContain('“here”');
    expect(text.match(/.{20}"[^"]+".{20}/g) ?? [], path).toEqual([]);
  }
});
