// Pictures and links that Markdown does not read, although they can only mean one thing: `![chart](ward chart.png)`,
// `![chart] (chart.png)`, and a title in the quotation marks that Word types.
import type { MarkdownIt as Parser, StateInline } from 'markdown-it';

/** Longer brackets hold a sentence, not an address. */
const MAX_CHARACTERS = 400;
const TITLE = /^([\s\S]*?)\s*[“”„"'‘’«]\s*([\s\S]+?)\s*[“”"'‘’»]$/u;
const PICTURE_FILE = /\.(?:png|jpe?g|gif|webp|svg|heic|bmp|tiff?)$/iu;

export function looseLinks(md: Parser): void {
  md.inline.ruler.after('image', 'loose_image', looseImage);
  md.inline.ruler.after('loose_image', 'loose_link', titledLink);
}

function looseImage(state: StateInline, silent: boolean): boolean {
  const { src, pos, md } = state;
  if (src[pos] !== '!' || src[pos + 1] !== '[') return false;
  const labelEnd = md.helpers.parseLinkLabel(state, pos + 1, false);
  if (labelEnd < 0) return false;
  const gap = /^[ \t]*\n?[ \t]*/u.exec(src.slice(labelEnd + 1, labelEnd + 20))?.[0] ?? '';
  const inside = brackets(src, labelEnd + 1 + gap.length, state.posMax);
  if (inside === undefined) return false;
  const { address, title } = apart(inside);
  const url = md.normalizeLink(address);
  if (address === '' || !md.validateLink(url) || (gap !== '' && !PICTURE_FILE.test(address))) return false;
  if (!silent) {
    const token = state.push('image', 'img', 0);
    token.attrs = [
      ['src', url],
      ['alt', ''],
    ];
    if (title !== undefined) token.attrs.push(['title', title]);
    token.content = src.slice(pos + 2, labelEnd);
    token.children = [];
    md.inline.parse(token.content, md, state.env, token.children);
  }
  state.pos = labelEnd + gap.length + inside.length + 3;
  return true;
}

function titledLink(state: StateInline, silent: boolean): boolean {
  const { src, pos, md, posMax } = state;
  if (src[pos] !== '[') return false;
  const labelEnd = md.helpers.parseLinkLabel(state, pos, true);
  const inside = labelEnd < 0 ? undefined : brackets(src, labelEnd + 1, posMax);
  if (inside === undefined) return false;
  const { address, title } = apart(inside);
  const url = md.normalizeLink(address);
  if (title === undefined || /\s/u.test(address) || !md.validateLink(url)) return false;
  if (!silent) {
    const token = state.push('link_open', 'a', 1);
    token.attrs = [
      ['href', url],
      ['title', title],
    ];
    state.pos = pos + 1;
    state.posMax = labelEnd;
    state.linkLevel += 1;
    md.inline.tokenize(state);
    state.linkLevel -= 1;
    state.push('link_close', 'a', -1);
    state.posMax = posMax;
  }
  state.pos = labelEnd + inside.length + 3;
  return true;
}

/** Returns what is between two round brackets, with the pairs of brackets in it; undefined when they do not begin here or do not end. */
function brackets(src: string, at: number, posMax: number): string | undefined {
  if (src[at] !== '(') return undefined;
  let depth = 0;
  const most = Math.min(posMax, at + MAX_CHARACTERS);
  for (let i = at; i < most; i += 1) {
    if (src[i] === '(') depth += 1;
    if (src[i] === ')') depth -= 1;
    if (depth === 0) return src.slice(at + 1, i);
  }
  return undefined;
}

function apart(inside: string): { address: string; title?: string } {
  const line = inside.replaceAll(/\s+/gu, ' ').trim();
  const [, before, title] = TITLE.exec(line) ?? [];
  const address = (before === undefined || before === '' ? line : before).replace(/^<(.*)>$/u, '$1');
  return title === undefined || before === '' ? { address } : { address, title };
}
