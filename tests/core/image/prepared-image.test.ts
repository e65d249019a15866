import { describe, expect, it } from 'vitest';
import { bodyHtml } from '#core/email/story-body';
import { findImage } from '#core/image/image-field';
import { faultIn, imageFault, imageNamed, unpreparedImages } from '#core/image/prepared-image';
import { sampleRules } from '#tests/core/samples';

const image = (src: string, different: object = {}) => ({ src, width: 1200, height: 600, sizeBytes: 90_000, ...different });

describe('an image that became another kind of file', () => {
  const images = [image('team.png.jpg'), image('old.gif.png'), image('chart.png')];

  it('an image that became another kind of file is found by the name that the editor wrote', () => {
    expect(['team.png', 'images/old.gif', 'chart.png'].map((name) => findImage(name, images))).toEqual(images);
    expect(imageNamed('chart', images)).toBeUndefined();
  });

  it('an image that became another kind of file is shown under its present name, with its size', () => {
    const html = bodyHtml('![A team](team.png)', { rules: sampleRules(), images, brand: '#005eb8' });
    expect(html).toMatch(/<img src="[^"]+\/images\/team\.png\.jpg" alt="A team" width="504" height="252"/);
  });

  it('an image that became another kind of file is suggested by its own name when another is misspelt', () => {
    expect(findImage('taem.png', images)).toBe('There is no image "taem.png" in the images folder. Did you mean "team.png"?');
  });
});

it('an image that could not be prepared has a problem where the story names it, with the stored reason', () => {
  const note = imageFault('The image "fun.gif" moves. Save one picture of it as PNG.');
  expect(findImage('fun.gif', [image('fun.gif', { width: 0, height: 0, sizeBytes: note.length, fault: faultIn(note) })])).toBe(
    'The image "fun.gif" moves. Save one picture of it as PNG.',
  );
  expect(faultIn(new TextEncoder().encode('GIF89a'))).toBeUndefined();
});

it('an image uploaded by hand is shown, with a warning when it is too wide or too heavy', () => {
  const images = [
    image('ready.jpg', { sizeBytes: 200_000 }),
    image('wide.jpg', { width: 4032 }),
    image('heavy.png', { sizeBytes: 200_001 }),
  ];
  expect(images.map(({ src }) => findImage(src, images))).toEqual(images);
  expect(unpreparedImages(images).map((sentence) => sentence.split('"')[1])).toEqual(['wide.jpg', 'heavy.png']);
  expect(unpreparedImages(images)[0]).toBe(
    'The image "wide.jpg" is 4032 pixels wide, has 90 KB, and may tell where it was taken. Upload it with npm run upload, which makes it ready.',
  );
});

describe('an image whose name is not written letter by letter', () => {
  const images = [image('Ward Chart.png'), image('caf\u00e9.JPG'), image('2026/team.png'), image('a.png'), image('A.png')];

  it.each([
    ['ward chart.png', 'Ward Chart.png'],
    ['WARD%20CHART.PNG', 'Ward Chart.png'],
    ['../images/Ward  Chart.png', 'Ward Chart.png'],
    ['images\\Ward\u00a0Chart.png', 'Ward Chart.png'],
    ['cafe\u0301.jpg', 'caf\u00e9.JPG'],
    ['a.png', 'a.png'],
  ])('an image is found although its name is written otherwise: %s', (written, src) => {
    expect(findImage(written, images)).toMatchObject({ src });
    expect(bodyHtml(`![x](<${written}>)`, { rules: sampleRules(), images, brand: '#005eb8' })).toContain(`/images/${encodeURI(src)}"`);
  });

  it.each([
    ['team.png', 'Did you mean "2026/team.png"?'],
    ['ward-chart.png', 'Did you mean "Ward Chart.png"?'],
    ['Ward Chart.jpeg', 'Did you mean "Ward Chart.png"?'],
    ['ash.png', 'Put the file there, or correct its name.'],
  ])('an image that is not there is named: %s', (written, words) => {
    expect(findImage(written, images)).toBe(`There is no image "${written}" in the images folder. ${words}`);
  });

  it('an image is not guessed between two names that differ only in case', () => {
    expect(imageNamed('a.PNG', images)).toBeUndefined();
  });
});
