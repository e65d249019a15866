import sharp from 'sharp';

/** A photograph as a phone makes it: lying on its side, with the place where it was taken. */
export function phonePhotograph(width = 1600, height = 1200): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      data[at] = 200 - (160 * x) / width;
      data[at + 1] = 60 + 50 * Math.sin(x / 47) * Math.cos(y / 61) + ((x * 7 + y * 13) % 5);
      data[at + 2] = 30 + (180 * y) / height;
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .withExif({ IFD0: { Make: 'Phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 27/1 16/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}
