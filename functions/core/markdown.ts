// A story's Markdown as HTML that is safe in a page or an email, and as plain text that keeps every address.
import type { MarkdownToken } from '#core/read-markdown';
import { inlineImageName, isReachable, markdownParser, parseMarkdown, textToken, wordsOf } from '#core/read-markdown';

export type StyledElement =
  | 'p'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'ul'
  | 'ol'
  | 'li'
  | 'blockquote'
  | 'a'
  | 'table'
  | 'th'
  | 'td'
  | 'img'
  | 'hr'
  | 'code'
  | 'pre';

export type MarkdownLook = {
  /** Where an image of this name (`group.png`) is shown from, and how large in CSS pixels; without one its alt text stands there. */
  images: (src: string) => { url: string; width: number; height: number } | undefined;
  /** How many levels the first heading moves down: 1 makes it an `h2`, below a page's one `h1`. No level is skipped after it. */
  headingShift: number;
  /** Inline CSS for each element: most email programs drop style sheets. Without it no element has a style attribute. */
  styles?: Partial<Record<StyledElement, string>>;
};

/** HTML of a story's body: no script, no HTML of the editor's own, links by http, https and mailto only. */
export function renderMarkdown(markdown: string, look: MarkdownLook): string {
  const all = parseMarkdown(markdown);
  for (const token of all) if (token.children) token.children = showable(token.children, look);
  const tokens = withEvenHeadings(all, look.headingShift);
  for (const token of tokens) for (const part of [token, ...(token.children ?? [])]) dress(part, look.styles ?? {});
  return markdownParser.renderer.render(tokens, markdownParser.options, {}).trim();
}

/** Plain text of a story's body. Lines are broken at `width` characters where that is possible; without it, never. */
export function plainMarkdown(markdown: string, { width = Number.POSITIVE_INFINITY }: { width?: number } = {}): string {
  return plainBlocks(nest(parseMarkdown(markdown)), width);
}

function withEvenHeadings(tokens: MarkdownToken[], shift: number): MarkdownToken[] {
  const above: number[] = [];
  return tokens.filter((token, index) => {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') {
      return !(token.type === 'inline' && tokens[index - 1]?.type === 'heading_open' && isBlank(token));
    }
    const words = tokens[token.type === 'heading_open' ? index + 1 : index - 1];
    // A heading of no words is read out as an empty one.
    if (words === undefined || isBlank(words)) return false;
    if (token.type === 'heading_open') {
      const level = Number(token.tag.slice(1));
      while ((above.at(-1) ?? 0) >= level) above.pop();
      above.push(level);
    }
    token.tag = `h${Math.min(6, shift + above.length)}`;
    return true;
  });
}

/** Words, links that lead somewhere and images that there are; anything else becomes its words. */
function showable(tokens: readonly MarkdownToken[], look: MarkdownLook): MarkdownToken[] {
  let leads = true;
  return tokens.flatMap((token, index) => {
    if (token.type === 'image') {
      const name = inlineImageName(token);
      const image = name === undefined ? undefined : look.images(name);
      if (image === undefined) return [textToken(wordsOf([token]))];
      token.attrs = [
        ['src', image.url],
        ['alt', ''],
        ['width', image.width],
        ['height', image.height],
      ];
    }
    if (token.type === 'link_open') {
      const address = String(token.attrGet('href') ?? '');
      leads = isReachable(address);
      // A link without words is one that a screen reader cannot name.
      if (leads && tokens[index + 1]?.type === 'link_close') return [token, textToken(address)];
    }
    return (token.type === 'link_open' || token.type === 'link_close') && !leads ? [] : [token];
  });
}

function dress(token: MarkdownToken, styles: Partial<Record<string, string>>): void {
  // A fence's language would be a class on an element of its own.
  if (token.type === 'fence') token.type = 'code_block';
  if (token.type === 'th_open') token.attrSet('scope', 'col');
  if (token.nesting < 0) return;
  const element = token.type === 'code_block' ? 'pre' : token.tag;
  const css = styles[element] ?? (/^h[56]$/u.test(element) ? styles.h4 : undefined);
  const alignment = token.attrGet('style');
  if (css !== undefined) token.attrSet('style', alignment === null ? css : `${css};${alignment}`);
  // Pages are served with a policy that forbids inline styles.
  else if (alignment !== null) token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style');
}

function isBlank(inline: MarkdownToken): boolean {
  return (inline.children ?? []).every((token) => token.type !== 'image' && token.content.trim() === '');
}

/** The flat list of tokens as a tree: what opens, with what it holds. */
type Branch = { token: MarkdownToken; inside: Branch[] };

function nest(tokens: readonly MarkdownToken[]): Branch[] {
  const top: Branch[] = [];
  const open = [top];
  for (const token of tokens) {
    if (token.nesting < 0) open.pop();
    else {
      const branch: Branch = { token, inside: [] };
      open.at(-1)?.push(branch);
      if (token.nesting > 0) open.push(branch.inside);
    }
  }
  return top;
}

function plainBlocks(branches: readonly Branch[], width: number, gap = '\n\n'): string {
  return branches
    .map((branch) => plainBlock(branch, width))
    .filter((block) => block !== '')
    .join(gap);
}

function plainBlock({ token, inside }: Branch, width: number): string {
  switch (token.type) {
    case 'inline':
      return wrapped(plainInline(token.children ?? []), width);
    case 'bullet_list_open':
      return plainItems(inside, () => '- ', width);
    case 'ordered_list_open': {
      const first = Number(token.attrGet('start') ?? 1);
      return plainItems(inside, (index) => `${first + index}. `, width);
    }
    case 'blockquote_open':
      return hung(plainBlocks(inside, width - 2), '> ', '> ');
    case 'table_open':
      return plainTable(inside, width);
    case 'code_block':
    case 'fence':
      return token.content.replace(/\n+$/u, '');
    case 'hr':
      return '* * *';
    default:
      return plainBlocks(inside, width);
  }
}

function plainItems(items: readonly Branch[], mark: (index: number) => string, width: number): string {
  // Markdown hides the paragraphs of a list whose items have no empty lines between them.
  const gap = items.some((item) => item.inside.some(({ token }) => token.type === 'paragraph_open' && !token.hidden)) ? '\n\n' : '\n';
  const texts = items.map((item, index) => {
    const lead = mark(index);
    return hung(plainBlocks(item.inside, width - lead.length, gap), lead, ' '.repeat(lead.length));
  });
  return texts.join(gap);
}

/** Columns cannot be lined up in an email's plain text, so that each row names what its cells are. */
function plainTable(parts: readonly Branch[], width: number): string {
  const rows = parts
    .flatMap((part) => part.inside)
    .map((row) => row.inside.map((cell) => plainInline(cell.inside[0]?.token.children ?? [])));
  const [names = [], ...others] = rows;
  const lines = others.map((cells) => {
    const named = cells.map((cell, index) => (names[index] ? `${names[index]}: ${cell}` : cell));
    return hung(wrapped(named.join('; '), width - 2), '- ', '  ');
  });
  return lines.length > 0 ? lines.join('\n') : wrapped(names.join('; '), width);
}

function plainInline(tokens: readonly MarkdownToken[]): string {
  let address = '';
  let linkAt = 0;
  let text = '';
  for (const token of tokens) {
    switch (token.type) {
      case 'softbreak':
        text += ' ';
        break;
      case 'hardbreak':
        text += '\n';
        break;
      case 'image':
        text += `[Image: ${wordsOf([token])}]`;
        break;
      case 'link_open':
        address = String(token.attrGet('href') ?? '');
        linkAt = text.length;
        break;
      case 'link_close':
        if (isReachable(address)) text = text.slice(0, linkAt) + withAddress(text.slice(linkAt), address);
        break;
      default:
        text += token.content;
    }
  }
  return text.trim();
}

/** A link's words and its address, which is written once when the words are the address. */
function withAddress(words: string, address: string): string {
  const plain = address.replace(/^mailto:/iu, '');
  return words === '' || words === plain || words === address ? plain : `${words} (${plain})`;
}

function hung(text: string, first: string, others: string): string {
  return text
    .split('\n')
    .map((line, index) => `${index === 0 ? first : others}${line}`.trimEnd())
    .join('\n');
}

function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = [];
      let last = '';
      for (const word of line.split(' ')) {
        if (last !== '' && last.length + 1 + word.length > width) {
          lines.push(last);
          last = word;
        } else last = last === '' ? word : `${last} ${word}`;
      }
      return [...lines, last].join('\n');
    })
    .join('\n');
}
