import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

test('the plan warns of images that are not prepared for emails, and of no others', async () => {
  const picture = (width: number) =>
    sharp({ create: { width, height: 10, channels: 3, background: '#005eb8' } })
      .png()
      .toBuffer();
  const newsroom = await sampleNewsroom({ files: { 'images/by-hand.png': await picture(1600), 'images/ready.png': await picture(1200) } });
  const plan = await newsroom.page('/desk/plan');
  expect(plan).toContain('These images are not ready for emails. They are shown all the same:');
  expect(plan).toContain('The image “by-hand.png” is 1600 pixels wide, has 1 KB, and may tell where it was taken.');
  expect(plan).not.toContain('ready.png');
  expect(await (await sampleNewsroom()).page('/desk/plan')).not.toContain('not ready for emails');
});
