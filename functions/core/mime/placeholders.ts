// Placeholders for a reader's own values. All other bytes of a mail are the same for every reader.

/** `unsubscribeToken`: the subject of a mail that unsubscribes. Sealed mails call it `word`, which is older than the name here. */
export type PlaceholderName = 'to' | 'greeting' | 'unsubscribe' | 'unsubscribeToken' | 'preferences';

/** The encoding of a value: each part of a message escapes differently. */
export type PlaceholderForm = 'header' | 'html' | 'html-qp' | 'text-qp';

/** Maximum length of each value in ASCII HTML, so that no line exceeds the 998 octets of RFC 5322. */
export const PLACEHOLDER_MAX_OCTETS = {
  to: 320,
  greeting: 860,
  unsubscribe: 600,
  unsubscribeToken: 600,
  preferences: 600,
} as const satisfies Record<PlaceholderName, number>;

// The ASCII control SUB: `withoutControls` removes it from all text that people write.
const EDGE = '\u001a';

/** Returns a placeholder for a composed mail's HTML or text. */
export function placeholder(name: PlaceholderName, form?: PlaceholderForm): string {
  return `${EDGE}${name === 'unsubscribeToken' ? 'word' : name}${form ? `:${form}` : ''}${EDGE}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: content cannot have a control character.
const PLACEHOLDER = /\u001a(to|greeting|unsubscribe|word|preferences)(?::(header|html|html-qp|text-qp))?\u001a/;

/** Literals and placeholders alternate; a literal, possibly empty, comes first and last. */
export type TextWithPlaceholders = { literals: string[]; placeholders: { name: PlaceholderName; form: PlaceholderForm | undefined }[] };

export function splitAtPlaceholders(text: string): TextWithPlaceholders {
  // Most lines of a part have none, and looking for one character takes a tenth of the time.
  const pieces = text.includes(EDGE) ? text.split(PLACEHOLDER) : [text];
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
  throw new Error(`"${written}" is not the name of a placeholder.`);
}

function placeholderFormOf(written: string | undefined): PlaceholderForm | undefined {
  return written === 'header' || written === 'html' || written === 'html-qp' || written === 'text-qp' ? written : undefined;
}

/** Sets the form of every placeholder in a part. */
export function withForm(text: string, form: PlaceholderForm): string {
  const { literals, placeholders } = splitAtPlaceholders(text);
  return literals.map((literal, i) => literal + (placeholders[i] ? placeholder(placeholders[i].name, form) : '')).join('');
}
