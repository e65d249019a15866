// The layout of an event card. A phone shows a post's image 320 pixels wide, so no letter is smaller than 40 of the card's
// 1200 pixels, which are 11 there.
import { CARD_STATUS, type EventCard } from '#core/card/event-card';
import { fingerprint } from '#core/text/fingerprint';

/** X shows the whole card; sites that show 1.91:1 cut 23 pixels off the top and the bottom, which have no text. */
export const CARD_SIZE_PX = { width: 1200, height: 675 };

/** An element for the renderer (satori): a box with its styles. */
export type CardBox = { type: 'div'; props: { style: Record<string, string | number>; children: string | CardBox[] } };

const MARGIN_PX = 64;
const TITLE_SIZES_PX = [92, 82, 74, 66, 58, 52, 46];
/** Width of a wide bold character. */
const WIDE_CHARACTER_EM = 0.65;
const INK = '#212b32';
const QUIET = '#425563';
/** Visible on a white timeline and on a black one. */
const SHEET = '#f0f4f5';
/** Yellow, as on NHS pages. No brand colour is yellow, because white text must be legible on it. */
const NOTICE = '#ffeb3b';
/** Replaces the brand colour when an event is cancelled or postponed. */
const OFF = '#3f4b54';

/** Returns possible layouts, the largest title first. The renderer takes the first that fits the card's height; the last always fits. */
export function cardLayouts(card: EventCard): CardBox[] {
  const longest = Math.max(...card.title.split(' ').map((word) => word.length));
  const whole = TITLE_SIZES_PX.filter((size) => size * longest * WIDE_CHARACTER_EM <= CARD_SIZE_PX.width - 2 * MARGIN_PX);
  const smallest = TITLE_SIZES_PX.at(-1) ?? 0;
  return [
    ...whole.map((size) => layOut(card, size, { place: 2 })),
    layOut(card, smallest, { place: 1 }),
    layOut(card, smallest, { place: 1, title: 3 }),
    layOut(card, smallest, { place: 1, title: 2 }),
  ];
}

/** Returns an id of the image for its address: different images have different versions. */
export function cardVersion(card: EventCard): string {
  return fingerprint(JSON.stringify(cardLayouts(card)));
}

function layOut(
  { senderName, colour, title, when, place, eventStatus }: EventCard,
  titleSizePx: number,
  maxLines: { place: number; title?: number },
): CardBox {
  const off = eventStatus !== undefined;
  const above = column({ flexGrow: 1, padding: `48px ${MARGIN_PX}px 36px`, backgroundColor: off ? OFF : colour, color: '#ffffff' }, [
    textBox(senderName, { fontSize: 40, lineHeight: 1.2 }, 1),
    column({ flexGrow: 1, justifyContent: 'center', paddingTop: 24 }, [
      ...(eventStatus ? [tag(CARD_STATUS[eventStatus])] : []),
      textBox(title, { fontSize: titleSizePx, fontWeight: 700, lineHeight: 1.12, wordBreak: 'break-word' }, maxLines.title),
    ]),
  ]);
  const below = column({ padding: `28px ${MARGIN_PX}px 44px`, color: INK }, [
    ...dateLines(when, off).map((line) => textBox(line, { fontSize: 44, fontWeight: 700, lineHeight: 1.2 })),
    ...(place === ''
      ? []
      : [textBox(place, { paddingTop: 6, fontSize: 42, lineHeight: 1.2, color: QUIET, wordBreak: 'break-word' }, maxLines.place)]),
  ]);
  return column(
    { width: '100%', minHeight: CARD_SIZE_PX.height, backgroundColor: SHEET, fontFamily: 'Card, Card Extended', fontWeight: 400 },
    [above, below],
  );
}

/** The times of an event that is off get their own line: beside `It was to be …` they could be split. */
function dateLines(when: string, off: boolean): string[] {
  const [day = '', times] = when.split(', ');
  if (!off) return [when];
  return times === undefined ? [`It was to be ${when}`] : [`It was to be ${day},`, times];
}

function tag(said: string): CardBox {
  const style = { padding: '6px 28px 8px', backgroundColor: NOTICE, color: INK, fontSize: 64, fontWeight: 700, lineHeight: 1.2 };
  return row({ marginBottom: 18 }, [textBox(said, style)]);
}

function column(style: Record<string, string | number>, children: CardBox[]): CardBox {
  return { type: 'div', props: { style: { display: 'flex', flexDirection: 'column', ...style }, children } };
}

function row(style: Record<string, string | number>, children: CardBox[]): CardBox {
  return { type: 'div', props: { style: { display: 'flex', ...style }, children } };
}

/** Text longer than `maxLines` ends in an ellipsis; the alt text and the page have all of it. Without `maxLines` lines are balanced. */
function textBox(text: string, style: Record<string, string | number>, maxLines?: number): CardBox {
  // satori would balance a clamped text by hiding more of it.
  const lines = maxLines === undefined ? { textWrap: 'balance' } : { lineClamp: maxLines };
  return { type: 'div', props: { style: { display: 'block', ...lines, ...style }, children: text } };
}
