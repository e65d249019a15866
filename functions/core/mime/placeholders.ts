// The personal places of a mail. All else in a publication's mail is the same bytes for every reader.

/** `unsubscribeToken`: the token of the unsubscribe link, for the subject of a mail that unsubscribes. Sealed mails write it as `word`. */
export type PlaceholderName = 'to' | 'greeting' | 'unsubscribe' | 'unsubscribeToken' | 'preferences';

/** How the value must be written at that place: the parts of a message escape differently. */
export type PlaceholderForm = 'header' | 'html' | 'html-qp' | 'text-qp';

/** The longest that a value may become in ASCII HTML, so that no line passes the 998 octets of RFC 5322. */
export const PLACEHOLDER_MAX_OCTETS = {
  to: 320,
  greeting: 860,
  unsubscribe: 600,
  unsubscribeToken: 600,
  preferences: 600,
} as const satisfies Record<PlaceholderName, number>;

// SUB, the ASCII "substitute": `withoutControls` takes it out of everything that people write, so it stands for a slot only.
const EDGE = '\u001a';

/** Where a value goes in a composed mail's HTML and text. */
export function placeholder(name: PlaceholderName, form?: PlaceholderForm): string {
  return `${EDGE}${name === 'unsubscribeToken' ? 'word' : name}${form ? `:${form}` : ''}${EDGE}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the mark is a control character so that content cannot hold it.
const PLACEHOLDER = /\u001a(to|greeting|unsubscribe|word|preferences)(?::(header|html|html-qp|text-qp))?\u001a/;

/** Literal pieces and slots in turn, first and last a literal (possibly empty). */
export type TextWithPlaceholders = { literals: string[]; placeholders: { name: PlaceholderName; form: PlaceholderForm | undefined }[] };

export function splitAtPlaceholders(text: string): TextWithPlaceholders {
  const pieces = text.split(PLACEHOLDER);
  const split: TextWithPlaceholders = { literals: [pieces[0] ?? ''], placeholders: [] };
  for (let i = 1; i < pieces.length; i += 3) {
    split.placeholders.push({ name: placeholderNameOf(pieces[i]), form: placeholderFormOf(pieces[i + 1]) });
    split.literals.push(pieces[i + 2] ?? '');
  }
  return split;
}

function placeholderNameOf(written: string | undefined): PlaceholderName {
  if (written === 'word') return 'unsubscribeToken';
  if (written === 'to' || written === 'greeting' || written === 'unsubscribe' || written === 'preferences') return written;
  throw new Error(`"${written}" is no slot of a mail.`);
}

function placeholderFormOf(written: string | undefined): PlaceholderForm | undefined {
  return written === 'header' || written === 'html' || written === 'html-qp' || written === 'text-qp' ? written : undefined;
}

/** Gives each slot of a part the form in which that part is written. */
export function withForm(text: string, form: PlaceholderForm): string {
  const { literals, placeholders } = splitAtPlaceholders(text);
  return literals.map((literal, i) => literal + (placeholders[i] ? placeholder(placeholders[i].name, form) : '')).join('');
}
