// What looks like a link, a picture, a table or a list, and would be shown as it was typed. It is never silent: what readers would
// miss is a problem, what they would see differently is a note.
import type { MarkdownIt as Parser, StateCore } from 'markdown-it';
import { type BlockWords, blockWords, LITERAL, lineCounter } from '#core/markdown/block-words';
import { type Finding, onOneLine, quoted, say } from '#core/markdown/findings';
import { foreignCode } from '#core/markdown/foreign-code';
import { isTag } from '#core/markdown/html-elements';

export function misread(md: Parser): void {
  md.core.ruler.after('inline', 'misread', (state: StateCore) => {
    const blocks = blockWords(state.tokens);
    say(state.env, ...foreignCode(blocks), ...blocks.flatMap(misreadIn));
  });
}

type Sign = { find: RegExp; problem(found: RegExpMatchArray): Omit<Finding, 'line'> | undefined };

/** Codes of HTML that people leave in what they paste. */
const ENTITIES = 'amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip';
const ADDRESS = String.raw`(?:https?:|mailto:|www\.)`;
const SIGNS: readonly Sign[] = [
  {
    find: /(!?)(\[[^[\]]{0,200})?\]\((?:[^()\n]|\([^()\n]*\)){0,200}\)?/giu,
    problem: ({ 0: typed, 1: picture, 2: words, index = 0, input = '' }) =>
      // A backslash before the [ says that it is no link.
      words === undefined && /\0[^[\]\n]*$/u.test(input.slice(Math.max(0, index - 200), index))
        ? undefined
        : unread(typed, picture === '!', words ?? ''),
  },
  {
    find: new RegExp(String.raw`\[(?!\^|[\d,\s–-]+\])[^[\]]{1,200}\]\s+\(${ADDRESS}[^()\s]{0,200}\)?`, 'giu'),
    problem: ([typed]) => link(typed, 'has a space between ] and (. Take it away'),
  },
  {
    find: new RegExp(String.raw`\([^()\n]{1,200}\)\s?\[\s*${ADDRESS}[^\]\n]{0,200}\]?`, 'giu'),
    problem: ([typed]) => link(typed, 'has its brackets the wrong way round. Write [words](https://…)'),
  },
  {
    find: /(!?)\[(?!\^|[\d,\s–-]+\]\[[\d,\s–-]*\])([^[\]]{1,200})\]\[(?!\^)([^[\]\n]{0,200})\]/giu,
    problem: ([typed, picture, words = '', ref = '']) => ({
      about: 'reference',
      sentence: `The ${picture === '!' ? 'picture' : 'link'} ${quoted(typed)} has no address, because no line begins with "[${ref || words}]:". Write the address after the words, in round brackets.`,
    }),
  },
  {
    find: /!\[(?!\^|[\d,\s–-]+\])[^[\]\n]{0,200}\]?/giu,
    problem: ([typed]) => ({
      about: 'picture',
      sentence: `The picture ${quoted(typed)} has no file. Write it as ![what it shows](name.png).`,
    }),
  },
  {
    find: new RegExp(String.raw`\[[^[\]()\n]{1,200}\(${ADDRESS}[^\s[\]]{0,300}(?![^[]{0,300}\])`, 'giu'),
    problem: ([typed]) => link(typed, 'has no ] after its words. Write it as [words](https://…)'),
  },
  {
    find: new RegExp(String.raw`(?<=^|\n)\[[^[\]\n^]{1,200}\]:[ \t]*<?${ADDRESS}[^\n]{0,200}`, 'giu'),
    problem: ([typed]) => link(typed, 'is not one address. Write %20 in place of each space'),
  },
  {
    find: new RegExp(`<${ADDRESS}[^<>\\n]{1,300}>`, 'giu'),
    problem: ([typed]) => (/\s/u.test(typed) ? link(typed, 'has a space in its address. Write %20 in place of each space') : undefined),
  },
  {
    find: /<!(?!\[?[a-z][^<>]*>)[^\n]{0,80}/giu,
    problem: ([typed]) => ({
      is: 'typed',
      typed: onOneLine(typed),
      about: 'comment',
      sentence: `${quoted(typed)} looks like a comment, and would be published. Write a comment between <!-- and -->.`,
    }),
  },
  {
    find: /<\/?([a-z][\w-]*)(?:\s[^<>\n]{0,200})?\/?>/giu,
    problem: ([typed, name = '']) =>
      isTag(typed)
        ? undefined
        : {
            level: 'note',
            is: 'typed',
            typed: onOneLine(typed),
            about: `typed ${name}`,
            sentence: `${quoted(typed)} is no HTML, so readers see it as it is typed.`,
          },
  },
  {
    find: /<\/?([a-z][a-z0-9-]*)\s[^<>]{0,500}=[^<>]{0,500}(?=<|$)/giu,
    problem: ([typed]) =>
      isTag(`${typed}>`)
        ? {
            is: 'typed',
            typed: onOneLine(typed),
            about: 'tag',
            sentence: `The HTML tag ${quoted(typed)} has no > in its paragraph, and would be published as it is typed. Close it with >.`,
          }
        : undefined,
  },
  {
    find: new RegExp(`(?:${LITERAL}(?:amp;)*(?:#\\d{1,7}|#x[\\da-f]{1,6}|${ENTITIES});|&(?:${ENTITIES})(?![\\w;]))`, 'giu'),
    problem: ([typed]) => {
      const shown = quoted(typed.replace(LITERAL, '&'));
      return { level: 'note', about: 'entity', sentence: `Readers see ${shown} as it is typed. Write the sign that it stands for.` };
    },
  },
  {
    find: /(?<=^|\s):[a-z][a-z0-9_+-]{1,30}:(?=$|[\s.,!?])/giu,
    problem: ([typed]) => ({
      level: 'note',
      about: 'emoji',
      sentence: `Readers see ${quoted(typed)} as it is typed. For a picture type the emoji itself.`,
    }),
  },
  {
    find: /(?<![*_\\])(?:\*\*|__)(?![*_])[^\n]{0,40}/gu,
    problem: ([typed]) => ({
      level: 'note',
      about: 'asterisks',
      sentence: `Readers see the ${typed.slice(0, 2)} of ${quoted(typed)}. For bold words put it close before the first and close behind the last of them.`,
    }),
  },
];

function misreadIn({ words, line }: BlockWords): Finding[] {
  // Words that a finding names already are not looked at again.
  const taken = new Uint8Array(words.length);
  return SIGNS.flatMap(({ find, problem }) => {
    const lineAt = lineCounter(words, line);
    return [...words.matchAll(find)].flatMap((found): Finding[] => {
      const [start, end] = [found.index, found.index + found[0].length];
      const said = taken.subarray(start, end).includes(1) ? undefined : problem(found);
      if (said === undefined) return [];
      taken.fill(1, start, end);
      return [{ line: lineAt(start), ...said }];
    });
  });
}

function link(typed: string, fault: string): Omit<Finding, 'line'> {
  return { about: 'link', sentence: `The link ${quoted(typed.replaceAll(LITERAL, '…'))} ${fault}.` };
}

/** Says why `[words](address)` was not read. */
function unread(typed: string, picture: boolean, words: string): Omit<Finding, 'line'> {
  const at = typed.indexOf('](') + 2;
  const closed = typed.length > at && typed.endsWith(')');
  const address = (closed ? typed.slice(at, -1) : typed.slice(at)).trim();
  const whole = `${picture ? 'picture' : 'link'} ${quoted(typed.replaceAll(LITERAL, '…'))}`;
  const form = picture ? '![what it shows](name.png)' : '[words](https://…)';
  const fault = () => {
    if (!closed) return `has no ) at its end. Write it as ${form}`;
    if (words === '') return `has no [ before its words. Write it as ${form}`;
    if (/\s/u.test(address) && new RegExp(`^${ADDRESS}`, 'iu').test(address))
      return 'has a space in its address. Write %20 in place of each space';
    if (/\s/u.test(address) && !picture) return 'has no whole address. Write it with https:// or mailto: at its beginning';
    if (/^[a-z][a-z0-9+.-]*:/iu.test(address))
      return picture
        ? 'is no file of the images folder. Put the file there, and write its name'
        : 'does not lead to a page or a mailbox. Only an address that begins with https:// or mailto: does';
    return `is not read as one. Write it as ${form}`;
  };
  return { about: 'link', sentence: `The ${whole} ${fault()}.` };
}
