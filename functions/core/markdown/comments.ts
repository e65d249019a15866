// What a story hides from its readers: HTML comments, and scripts and styles with their content.
import type { MarkdownIt as Parser } from 'markdown-it';
import { type Finding, say } from '#core/markdown/findings';
import { codeSpanEnd, type TextBlock, textBlocks } from '#core/markdown/text-blocks';

/** Stands for a hidden line inside a block, so that no empty line splits the block. Readers never see it. */
export const HIDDEN_LINE = '<!---->';
const HIDDEN = /<!--|<(script|style)(?=[\s/>])/iuy;
const MAY_HIDE = /<!--|<(?:script|style)[\s/>]/iu;
/** What may stand before the hidden words of a line that shows nothing else: indents, quotes and one list marker. */
const NO_WORDS = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?$/u;

/** Hidden words. `closed`: they have an end; without one they reach to the end of the text. */
type Hidden = { at: number; end: number; what: 'comment' | 'script' | 'style'; closed: boolean };

/** Takes hidden words out of a text, and says so. The text keeps its number of lines. Code keeps such words, as text. */
export function withoutHidden(md: Parser, source: string, env: object): string {
  let text = source;
  let from = 0;
  while (MAY_HIDE.test(text.slice(from))) {
    const found = hiddenUntilNewBlocks(md, text, from, env);
    let kept = text.slice(0, from);
    let line = lineBreaks(kept) + 1;
    let last = from;
    for (const hidden of found) {
      const before = text.slice(last, hidden.at);
      const words = text.slice(hidden.at, hidden.end);
      line += lineBreaks(before);
      say(env, findingOf(hidden, words, line));
      kept += before;
      kept += blanks(kept, text, hidden.end, lineBreaks(words) + 1);
      line += lineBreaks(words);
      last = hidden.end;
    }
    const rest = text.slice(last);
    text = kept + rest;
    from = found.length === 0 ? text.length : kept.length;
  }
  return text;
}

function findingOf({ what, closed }: Hidden, words: string, line: number): Finding {
  const close = what === 'comment' ? '-->' : `</${what}>`;
  if (!closed)
    return {
      line,
      is: 'hidden',
      about: what,
      sentence: `This ${what} has no end, so it would hide the rest of the text. Close it with ${close}, or delete its beginning.`,
    };
  // `<!--[if !mso]><!-->` of Word ends with what looks like another beginning.
  const another = words.slice(1, -'-->'.length).search(what === 'comment' ? /<!--/u : new RegExp(`<${what}[\\s/>]`, 'iu'));
  if (another >= 0) {
    const further = lineBreaks(words.slice(0, another + 1));
    const where = further === 0 ? 'on this line' : further === 1 ? 'on the next line' : `${further} lines further down`;
    return {
      line,
      is: 'hidden',
      about: what,
      sentence: `This ${what} has no end before another one begins ${where}, so the words between them would be hidden. Close it with ${close}.`,
    };
  }
  const lines = lineBreaks(words);
  const end = lines === 0 ? '' : ` It ends ${lines === 1 ? 'on the next line' : `${lines} lines further down`}.`;
  return { line, level: 'note', is: 'hidden', about: what, sentence: `This ${what} is not published.${end}` };
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}

/** Returns what takes the place of the hidden words: nothing inside a line, else empty lines or, inside a block, marked lines. */
function blanks(kept: string, text: string, end: number, lines: number): string {
  const lineStart = kept.lastIndexOf('\n') + 1;
  const before = kept.slice(lineStart);
  const lineEnd = text.indexOf('\n', end);
  const after = text.slice(end, lineEnd < 0 ? text.length : lineEnd);
  const above = lineStart === 0 ? '' : kept.slice(kept.lastIndexOf('\n', lineStart - 2) + 1, lineStart - 1);
  const inBlock = above.trim() !== '' || before.trim() !== '';
  const first = inBlock && NO_WORDS.test(before) && (lines > 1 || after.trim() === '') ? HIDDEN_LINE : '';
  const marker = inBlock ? HIDDEN_LINE : '';
  const others = Array.from({ length: lines - 1 }, (_, index) => (index === lines - 2 && after.trim() !== '' ? '' : marker));
  return [first, ...others].join('\n');
}

/**
 * Returns the hidden words from an offset on, as far as the blocks of the text stay what they are: several hidden lines may have
 * held what looked like the fence of a code block.
 */
function hiddenUntilNewBlocks(md: Parser, text: string, from: number, env: object): Hidden[] {
  const found: Hidden[] = [];
  for (const block of textBlocks(md, text, env)) {
    if (block.is !== 'code' && block.end > from) found.push(...hiddenIn(block, text, from));
    const last = found.at(-1);
    if (last && (!last.closed || text.slice(last.at, last.end).includes('\n'))) break;
  }
  return found;
}

/** Returns the hidden words of a block, up to the first ones of several lines. Before `from` only code spans are looked for. */
function hiddenIn({ start, end, is }: TextBlock, text: string, from: number): Hidden[] {
  const found: Hidden[] = [];
  for (let at = start; at < end; ) {
    const hidden = text[at] === '<' && at >= from ? hiddenAt(text, at) : undefined;
    if (hidden) {
      found.push(hidden);
      at = hidden.end;
    } else if (text[at] === '\\') at += 2;
    else if (text[at] === '`') at = codeSpanEnd(text, at, end, is === 'row');
    else at += 1;
    if (hidden && text.slice(hidden.at, hidden.end).includes('\n')) break;
  }
  return found;
}

function hiddenAt(text: string, at: number): Hidden | undefined {
  if (text.startsWith(HIDDEN_LINE, at)) return undefined;
  HIDDEN.lastIndex = at;
  const match = HIDDEN.exec(text);
  if (!match) return undefined;
  const what = match[1] === undefined ? 'comment' : match[1].toLowerCase() === 'script' ? 'script' : 'style';
  const close = what === 'comment' ? /-->/gu : new RegExp(`</${what}\\s*>`, 'giu');
  // `<!-->` is a whole comment, unless an end follows.
  for (const start of [at + match[0].length, at + 2]) {
    close.lastIndex = start;
    const end = close.exec(text);
    if (end) return { at, end: end.index + end[0].length, what, closed: true };
  }
  return { at, end: text.length, what, closed: false };
}
