// Draws an event card as PNG. satori lays it out as SVG with the characters as paths, and resvg paints the SVG. Both are WebAssembly,
// so every machine makes the same bytes. The first card of a process takes 0.4 s with the loading, each further one 40 to 70 ms, and
// the process holds 95 MB (Node 24.21, 2 busy cores, November 2026). A card has 35 to 90 kB.
import { readFile } from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import satori, { type Font } from 'satori';
import { CARD_FILES } from '#adapters/card/font-files';
import { packageFile } from '#adapters/package-file';
import { CARD_SIZE_PX, type CardBox, cardLayouts } from '#core/card/card-layout';
import type { EventCard } from '#core/card/event-card';

let prepared: Promise<Font[]> | undefined;

/**
 * Returns the PNG of a card.
 * @throws when the typeface lacks a character, which `eventCard` in core/card/event-card.ts prevents, or when no layout fits.
 */
export async function drawCard(card: EventCard): Promise<Uint8Array> {
  prepared ??= prepare();
  const fonts = await prepared;
  for (const layout of cardLayouts(card)) {
    const { svg, heightPx: height } = await draw(layout, fonts);
    if (height <= CARD_SIZE_PX.height) return paint(svg);
  }
  throw new Error(`The card of "${card.title}" does not fit, though its smallest layout should. Fix core/card/card-layout.ts.`);
}

async function prepare(): Promise<Font[]> {
  const { resvg, regular, regularExtended, bold, boldExtended } = CARD_FILES;
  const font = async (file: string, name: string, weight: 400 | 700): Promise<Font> => {
    return { name, weight, style: 'normal', data: await readFile(packageFile(file)) };
  };
  const [fonts] = await Promise.all([
    Promise.all([
      font(regular, 'Card', 400),
      font(regularExtended, 'Card Extended', 400),
      font(bold, 'Card', 700),
      font(boldExtended, 'Card Extended', 700),
    ]),
    initWasm(readFile(packageFile(resvg))),
  ]);
  return fonts;
}

async function draw(layout: CardBox, fonts: Font[]): Promise<{ svg: string; heightPx: number }> {
  // satori's types are React's, but it reads only these parts of a React element.
  const node = layout as unknown as Parameters<typeof satori>[0];
  const svg = await satori(node, { width: CARD_SIZE_PX.width, fonts, loadAdditionalAsset: lacking });
  return { svg, heightPx: Number(/^<svg width="\d+" height="(\d+(?:\.\d+)?)"/.exec(svg)?.[1]) };
}

/** satori calls this for a character that no font has, and would otherwise draw a box. */
async function lacking(_: string, characters: string): Promise<never> {
  throw new Error(`The typeface of event cards lacks "${characters}": core/card/supported-characters.ts should not have let it through.`);
}

function paint(svg: string): Uint8Array {
  const drawing = new Resvg(svg, { font: { loadSystemFonts: false } });
  const picture = drawing.render();
  try {
    return picture.asPng();
  } finally {
    // Their memory is WebAssembly's, which the garbage collector does not free.
    picture.free();
    drawing.free();
  }
}
