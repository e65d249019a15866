// The personal places of a mail. All else in a publication's mail is the same bytes for every reader.

/** `word`: the token of the unsubscribe link, for the subject of a mail that says goodbye. */
export type SlotName = 'to' | 'greeting' | 'unsubscribe' | 'word' | 'preferences';

/** How the value must be written at that place: the parts of a message escape differently. */
export type SlotForm = 'header' | 'html' | 'html-qp' | 'text-qp';

/** The longest that a value may become in ASCII HTML, so that no line passes the 998 octets of RFC 5322. */
export const SLOT_RESERVE = { to: 320, greeting: 860, unsubscribe: 600, word: 600, preferences: 600 } as const satisfies Record<
  SlotName,
  number
>;

// SUB, the ASCII "substitute": `withoutControls` takes it out of everything that people write, so it stands for a slot only.
const EDGE = '\u001a';

/** Where a value goes in a composed mail's HTML and text. */
export function slotMark(name: SlotName, form?: SlotForm): string {
  return `${EDGE}${name}${form ? `:${form}` : ''}${EDGE}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the mark is a control character so that content cannot hold it.
const MARK = /\u001a(to|greeting|unsubscribe|word|preferences)(?::(header|html|html-qp|text-qp))?\u001a/;

/** Literal pieces and slots in turn, first and last a literal (possibly empty). */
export type SlottedText = { literals: string[]; slots: { name: SlotName; form: SlotForm | undefined }[] };

export function splitAtSlots(text: string): SlottedText {
  const pieces = text.split(MARK);
  const slotted: SlottedText = { literals: [pieces[0] ?? ''], slots: [] };
  for (let i = 1; i < pieces.length; i += 3) {
    slotted.slots.push({ name: nameOf(pieces[i]), form: formOf(pieces[i + 1]) });
    slotted.literals.push(pieces[i + 2] ?? '');
  }
  return slotted;
}

function nameOf(word: string | undefined): SlotName {
  if (word === 'to' || word === 'greeting' || word === 'unsubscribe' || word === 'word' || word === 'preferences') return word;
  throw new Error(`"${word}" is no slot of a mail.`);
}

function formOf(word: string | undefined): SlotForm | undefined {
  return word === 'header' || word === 'html' || word === 'html-qp' || word === 'text-qp' ? word : undefined;
}

/** Gives each slot of a part the form in which that part is written. */
export function withForm(text: string, form: SlotForm): string {
  const { literals, slots } = splitAtSlots(text);
  return literals.map((literal, i) => literal + (slots[i] ? slotMark(slots[i].name, form) : '')).join('');
}
