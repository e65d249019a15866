// Renders Markdown as plain text that keeps every word and every address.
import type { MarkdownToken } from '#core/markdown/parse-markdown';
import { isReachable } from '#core/markdown/parse-markdown';
import { plainTextOf } from '#core/markdown/tokens';

/** Returns plain text, its lines broken at `widthCharacters` where a space allows it. */
export function plainTokens(tokens: readonly MarkdownToken[], widthCharacters: number): string {
  return plainBlocks(nest(tokens), widthCharacters);
}

/** Underlines a heading as wide as its longest line. */
function underlined(heading: string, underline: '=' | '-' | '~'): string {
  const longestLine = Math.max(...heading.split('\n').map((line) => [...line].length));
  return `${heading}\n${underline.repeat(longestLine)}`;
}

/** A node of the tree that `nest` makes of the flat token list. */
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

function plainBlocks(branches: readonly Branch[], widthCharacters: number, gap = '\n\n'): string {
  return branches
    .map((branch) => plainBlock(branch, widthCharacters))
    .filter((block) => block !== '')
    .join(gap);
}

function plainBlock({ token, inside }: Branch, widthCharacters: number): string {
  switch (token.type) {
    case 'inline':
      return wrapped(plainInline(token.children ?? []), widthCharacters);
    case 'bullet_list_open':
      return plainItems(inside, () => '- ', widthCharacters);
    case 'ordered_list_open': {
      const first = Number(token.attrGet('start') ?? 1);
      return plainItems(inside, (index) => `${first + index}. `, widthCharacters);
    }
    case 'blockquote_open':
      return hung(plainBlocks(inside, widthCharacters - 2), '> ', '> ');
    case 'table_open':
      return plainTable(inside, widthCharacters);
    case 'code_block':
    case 'fence':
      return token.content.replace(/\n+$/u, '');
    case 'hr':
      return '* * *';
    case 'heading_open':
      return underlined(plainBlocks(inside, widthCharacters), token.tag === 'h1' ? '-' : '~');
    case 'figure_open':
      return plainBlocks(inside, widthCharacters, '\n');
    default:
      return plainBlocks(inside, widthCharacters);
  }
}

function plainItems(items: readonly Branch[], markerOf: (index: number) => string, widthCharacters: number): string {
  // The parser hides the paragraphs of a list without empty lines between its items.
  const gap = items.some((item) => item.inside.some(({ token }) => token.type === 'paragraph_open' && !token.hidden)) ? '\n\n' : '\n';
  const texts = items.map((item, index) => {
    const lead = markerOf(index);
    return hung(plainBlocks(item.inside, widthCharacters - lead.length, gap), lead, ' '.repeat(lead.length));
  });
  return texts.join(gap);
}

/** Columns cannot line up in an email's plain text, so each row names its cells. */
function plainTable(parts: readonly Branch[], widthCharacters: number): string {
  const rows = parts
    .flatMap((part) => part.inside)
    .map((row) => row.inside.map((cell) => plainInline(cell.inside[0]?.token.children ?? [])));
  const [names = [], ...others] = rows;
  const lines = others.map((cells) => {
    const named = cells.map((cell, index) => (names[index] ? `${names[index]}: ${cell}` : cell));
    return hung(wrapped(named.join('; '), widthCharacters - 2), '- ', '  ');
  });
  return lines.length > 0 ? lines.join('\n') : wrapped(names.join('; '), widthCharacters);
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
        text += `[Image: ${plainTextOf([token])}]`;
        break;
      case 'link_open':
        address = String(token.attrGet('href') ?? '');
        linkAt = text.length;
        break;
      case 'link_close':
        if (isReachable(address)) text = text.slice(0, linkAt) + withAddress(text.slice(linkAt), address);
        break;
      case 's_open':
      case 's_close':
        // Without a sign, struck-out words would say the opposite.
        text += '~~';
        break;
      default:
        text += token.content;
    }
  }
  return text.trim();
}

/** Returns a link's words and address, or the address once when the words are the address. */
function withAddress(label: string, address: string): string {
  const plain = address.replace(/^mailto:/iu, '');
  return label === '' || label === plain || label === address ? plain : `${label} (${plain})`;
}

function hung(text: string, first: string, others: string): string {
  return text
    .split('\n')
    .map((line, index) => `${index === 0 ? first : others}${line}`.trimEnd())
    .join('\n');
}

function wrapped(text: string, widthCharacters: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = [];
      let last = '';
      for (const word of line.split(' ')) {
        if (last !== '' && last.length + 1 + word.length > widthCharacters) {
          lines.push(last);
          last = word;
        } else last = last === '' ? word : `${last} ${word}`;
      }
      return [...lines, last].join('\n');
    })
    .join('\n');
}
