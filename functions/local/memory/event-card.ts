import { crc32, deflateSync } from 'node:zlib';
import { CARD_SIZE_PX } from '#core/card/card-layout';
import { storedCard } from '#core/card/stored-card';
import type { Cards } from '#ports';

/** Makes cards without a renderer: a black PNG of the right size, with the facts in a comment, so that other facts give other bytes. */
export function memoryCards(): Cards {
  return {
    event: async (card) => {
      const facts = Buffer.from(`Comment\0\0\0\0\0${JSON.stringify(storedCard(card))}`);
      const chunks = [chunk('IHDR', header()), chunk('iTXt', facts), chunk('IDAT', pixels()), chunk('IEND', Buffer.alloc(0))];
      return { bytes: new Uint8Array(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])), type: 'image/png' };
    },
  };
}

/** Greyscale, one bit per pixel. */
function header(): Buffer {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(CARD_SIZE_PX.width, 0);
  bytes.writeUInt32BE(CARD_SIZE_PX.height, 4);
  bytes[8] = 1;
  return bytes;
}

/** Each line begins with its filter byte: 0, unfiltered. */
function pixels(): Buffer {
  return deflateSync(Buffer.alloc((1 + CARD_SIZE_PX.width / 8) * CARD_SIZE_PX.height));
}

function chunk(name: string, content: Buffer): Buffer {
  const [named, length, sum] = [Buffer.concat([Buffer.from(name, 'latin1'), content]), Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
