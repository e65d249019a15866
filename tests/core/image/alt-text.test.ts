import { expect, test } from 'vitest';
import { altFault } from '#core/image/alt-text';

test.each([
  'Twelve people around a table, looking at a chart',
  'Dr Ama Bright',
  'A nurse',
  'The logo of the Avon trust',
  'Photographers at the spring session',
  'Нова лікарня',
])('“%s” says what a picture shows', (alt) => {
  expect(altFault(alt)).toBeUndefined();
});

test.each([
  ...['image1.jpg', 'IMG_2041', 'IMG_2041.HEIC', 'DSC 0012', 'WhatsApp Image 2026-11-26 at 10.04.11', 'Screenshot 2026-11-26', 'team.png'],
  ...['photo', 'Photo', 'a picture', 'the image', 'image 1', 'Picture1', 'alt text', 'n/a', 'xxx', 'TODO', '...', '12', '-'],
  ...['Image of a nurse', 'a photo of twelve people', 'screenshot showing the plan'],
])('“%s” is refused with what to write instead', (alt) => {
  expect(altFault(alt)).toMatch(/Say what the picture shows\.|Name who or what is in it\.|Begin with what it shows\./);
});

test('without words it asks for them, or for saying that it is only decoration', () => {
  expect(altFault('  ')).toBe('Say what the picture shows, or choose “It is only decoration”.');
});

test('a description longer than X takes is too long', () => {
  expect(altFault('word '.repeat(201))).toMatch(/may have 1000\. Shorten it\.$/);
});
