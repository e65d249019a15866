// What the buttons above the text do to it. Each answers with one piece to replace, so that one Undo takes it back.

/** The text with the part that is selected, from `start` up to `end`. */
export type Selected = { text: string; start: number; end: number };
/** Replace the text from `from` up to `to`; then select from `start` up to `end`. */
export type Edit = { from: number; to: number; insert: string; start: number; end: number };

export type Format = 'heading' | 'bold' | 'italic' | 'list' | 'link' | 'quote' | 'table' | 'video' | 'footnote';

export const FORMATS: Readonly<Record<Format, (selected: Selected) => Edit>> = {
  heading: (selected) => lines(selected, '## ', /^#{1,6} /u),
  bold: (selected) => wrapped(selected, '**', 'bold words'),
  italic: (selected) => wrapped(selected, '*', 'words in italics'),
  list: (selected) => lines(selected, '- ', /^(?:[-*+]|\d+[.)]) /u),
  link,
  quote: (selected) => lines(selected, '> ', /^> ?/u),
  table: (selected) => block(selected, '| First | Second |\n|---|---|\n| One | Two |', 'First'),
  video: (selected) => block(selected, 'https://www.youtube.com/watch?v=', 'https://www.youtube.com/watch?v='),
  footnote,
};

/** Puts signs around the words, or takes them away. Signs across paragraphs would mean nothing, so each paragraph gets its own. */
function wrapped({ text, start, end }: Selected, sign: string, placeholder: string): Edit {
  const words = text.slice(start, end);
  if (words.trim() === '') {
    const insert = `${sign}${placeholder}${sign}`;
    return { from: start, to: start, insert, start: start + sign.length, end: start + sign.length + placeholder.length };
  }
  if (stands(text, start - sign.length, sign) && stands(text, end, sign)) {
    const from = start - sign.length;
    return { from, to: end + sign.length, insert: words, start: from, end: from + words.length };
  }
  if (words.length > 2 * sign.length && stands(words, 0, sign) && stands(words, words.length - sign.length, sign)) {
    const insert = words.slice(sign.length, -sign.length);
    return { from: start, to: end, insert, start, end: start + insert.length };
  }
  const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(words) ?? [];
  const insert = middle.replaceAll(/^([ \t]*(?:(?:[-*+]|\d+[.)]|>|#{1,6}) )?)(.*?)([ \t]*)$/gmu, (line, lead, said, rest) =>
    said === '' ? line : `${lead}${sign}${said}${sign}${rest}`,
  );
  const from = start + before.length;
  const isOneLine = !middle.includes('\n') && insert.startsWith(sign);
  return {
    from,
    to: end - after.length,
    insert,
    start: from + (isOneLine ? sign.length : 0),
    end: from + insert.length - (isOneLine ? sign.length : 0),
  };
}

/** True when exactly this sign stands there: `**` is not twice `*`. */
function stands(text: string, at: number, sign: string): boolean {
  if (at < 0 || text.slice(at, at + sign.length) !== sign) return false;
  const run = /\**$/u.exec(text.slice(0, at))?.[0].length ?? 0;
  const signs = run + (/^\**/u.exec(text.slice(at))?.[0].length ?? 0);
  return signs === sign.length || signs === 3;
}

/** Puts a sign before each line that the selection touches, or takes it away when all have it. `like`: signs that it takes the place of. */
function lines({ text, start, end }: Selected, sign: string, like: RegExp): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const isAtLineStart = end > start && text[end - 1] === '\n';
  const last = isAtLineStart ? end - 1 : end;
  const next = text.indexOf('\n', last);
  const to = next < 0 ? text.length : next;
  const touched = text.slice(from, to).split('\n');
  const said = touched.filter((line) => line.trim() !== '');
  const isOn = said.length > 0 && said.every((line) => line.startsWith(sign));
  const changed = touched.map((line) => {
    if (line.trim() === '' && said.length > 0) return line;
    return isOn ? line.slice(sign.length) : `${sign}${line.replace(like, '')}`;
  });
  // A block needs empty lines around it, or it and the paragraph are read as one.
  const gapBeside = (line: string | undefined) => (isOn || line === undefined || line.trim() === '' || like.test(line) ? '' : '\n');
  const gap = gapBeside(text.slice(0, from).split('\n').at(-2));
  const made = gap + changed.join('\n');
  const madeEnd = from + made.length;
  return {
    from,
    to,
    insert: made + gapBeside(text.slice(to).split('\n').at(1)),
    start: touched.length === 1 ? madeEnd : from + gap.length,
    end: madeEnd,
  };
}

function link({ text, start, end }: Selected): Edit {
  const chosen = text.slice(start, end).trim();
  const isAddress = /^(?:https?:\/\/|mailto:)\S+$/u.test(chosen);
  const [words, address] = isAddress ? ['the words', chosen] : [chosen.replaceAll(/\s+/gu, ' ') || 'the words', 'https://'];
  const insert = `[${words}](${address})`;
  // What is still to be written is selected.
  const at = isAddress || chosen === '' ? start + 1 : start + words.length + 3;
  return { from: start, to: end, insert, start: at, end: at + (isAddress || chosen === '' ? words.length : address.length) };
}

/** Puts a paragraph of its own after the one with the selection, and selects `words` of it. */
function block({ text, end }: Selected, paragraph: string, words: string): Edit {
  const next = text.indexOf('\n\n', end);
  const at = text.slice(0, end).trim() === '' ? end : next < 0 ? text.trimEnd().length : next;
  const from = Math.max(at, end);
  const before = text.slice(0, from);
  const lead = before.trim() === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const start = from + lead.length + paragraph.indexOf(words);
  return { from, to: from, insert: `${lead}${paragraph}${gapAfter(text.slice(from))}`, start, end: start + words.length };
}

/**
 * Puts the Markdown of a picture into a paragraph of its own: before the paragraph that begins at the place, else after the one that the
 * place is in. Nothing of it stays selected, so that the next letter does not replace it.
 */
export function pictureAt(text: string, place: number, markdown: string): Edit {
  const isBetween = text.slice(0, place).trim() === '' || text.slice(0, place).endsWith('\n\n');
  const edit = isBetween ? before(text, place, markdown) : block({ text, start: place, end: place }, markdown, markdown);
  return { ...edit, start: edit.end };
}

function before(text: string, place: number, paragraph: string): Edit {
  const end = place + paragraph.length;
  return { from: place, to: place, insert: `${paragraph}${gapAfter(text.slice(place))}`, start: place, end };
}

/** What keeps a paragraph apart from the text that follows. */
function gapAfter(after: string): string {
  if (after.trim() === '' || after.startsWith('\n\n')) return '';
  return after.startsWith('\n') ? '\n' : '\n\n';
}

/** A mark where the selection ends, and the note at the end of the text. */
function footnote({ text, end }: Selected): Edit {
  const numbers = [...text.matchAll(/\[\^(\d+)\]/gu)].map(([, number]) => Number(number));
  const label = `[^${Math.max(0, ...numbers) + 1}]`;
  const rest = text.slice(end).trimEnd();
  const begun = `${label}${rest}`;
  const isAfterNote = /(?:^|\n)\[\^[^\]]+\]:[^\n]*$/u.test(`${text.slice(0, end)}${begun}`);
  const note = `${isAfterNote ? '\n' : '\n\n'}${label}: `;
  const words = 'the note';
  const start = end + begun.length + note.length;
  return { from: end, to: text.length, insert: `${begun}${note}${words}`, start, end: start + words.length };
}
