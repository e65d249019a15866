import { expect, test } from 'vitest';
import { remotePictures, withOwnPictures } from '#core/feed/remote-pictures';

const TEXT = `---
title: Talking first
image:
  src: https://site.example/top.jpg
  alt: Two nurses
archive: true
---

![A chart \\[of steps\\]](https://site.example/a%281%29.png "Our steps") and [a link](https://site.example/top.jpg).

![Ours](ours.png)
`;

test('pictures on other sites are found at the top and in the text, and only they are replaced, with their words', () => {
  const [top = '', chart = '', ...others] = remotePictures({ text: TEXT, kind: 'post' });
  expect([top, chart, others]).toEqual(['https://site.example/top.jpg', 'https://site.example/a%281%29.png', []]);
  const own = new Map([
    [top, 'talking-1.jpg'],
    [chart, 'talking-2.png'],
  ]);
  const text = withOwnPictures(TEXT, 'post', own);
  expect(text).toBe(TEXT.replace(`src: ${top}`, 'src: talking-1.jpg').replace(chart, 'talking-2.png'));
  expect(remotePictures({ text, kind: 'post' })).toEqual([]);
  expect(withOwnPictures(TEXT, 'post', new Map())).toBe(TEXT);
});
