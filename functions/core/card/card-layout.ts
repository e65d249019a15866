// How an event card looks. It is read on a phone, where a post's picture is 320 pixels wide: no letter of it is smaller than 40 of its
// 1200 pixels, which are 11 there.
import { CARD_STATUS, type EventCard } from '#core/card/event-card';
import { fingerprint } from '#core/text/fingerprint';

/** Pixels. X shows all of it in a post; sites that show 1.91:1 take 23 pixels off its top and its foot, where nothing is written. */
export const CARD_SIZE_PX = { width: 1200, height: 675 };

/** An element as the renderer takes it: a flex box, with its styles. */
export type CardBox = { type: 'div'; props: { style: Record<string, string | number>; children: string | CardBox[] } };

const MARGIN_PX = 64;
const TITLE_SIZES_PX = [92, 82, 74, 66, 58, 52, 46];
/** A wide letter of the bold typeface, as a part of its size. */
const WIDE_CHARACTER_EM = 0.65;
const INK = '#212b32';
const QUIET = '#425563';
/** Stands out from the white of a timeline and from the black of another. */
const SHEET = '#f0f4f5';
/** As NHS pages mark what is important: yellow, which no brand colour of white words can be. */
const NOTICE = '#ffeb3b';
/** Of what is off, in the place of the brand's colour. */
const OFF = '#3f4b54';

/** The card in the ways it may be laid out, the largest first: the first that is no higher than a card is the one. The last always fits. */
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

/** Names the picture: another one has another version. */
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

/** The times of a day are not torn apart where they do not fit on the line of their day. */
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

/** What is longer than `most` lines ends in an ellipsis: the alt text and the page have all of it. Without `most` its lines are of like length. */
function textBox(text: string, style: Record<string, string | number>, maxLines?: number): CardBox {
  // satori balances a text that is clamped by hiding more of it.
  const lines = maxLines === undefined ? { textWrap: 'balance' } : { lineClamp: maxLines };
  return { type: 'div', props: { style: { display: 'block', ...lines, ...style }, children: text } };
}
