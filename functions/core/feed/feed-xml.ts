// XML as a tree, for feeds of other sites. No entity is ever expanded but the five of XML, and a file that declares any is not read.
import { Parser } from 'htmlparser2';

export type XmlElement = { name: string; attributes: Readonly<Record<string, string>>; children: XmlElement[]; text: string };

/** An export of 30 MB has 300,000 elements. */
const MOST_ELEMENTS = 1_000_000;
const DEEPEST = 60;
const PIECE_CHARACTERS = 65_536;

/** Returns the outermost element. `declares`: the file declares entities or a document type, by which a few lines can become gigabytes. */
export function readXml(text: string): XmlElement | 'no XML' | 'declares' | 'too large' {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let [fault, elements, markup]: ['declares' | 'too large' | undefined, number, number] = [undefined, 0, 0];
  const last = () => open.at(-1) ?? root;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        elements += 1;
        if (elements > MOST_ELEMENTS || open.length > DEEPEST) fault = 'too large';
        // Atom has HTML as elements of its own.
        if (markup > 0 || attributes.type === 'xhtml') markup += 1;
        if (markup > 1) last().text += `<${name}${attributesText(attributes)}>`;
        else {
          const element = { name: name.toLowerCase(), attributes, children: [], text: '' };
          last().children.push(element);
          open.push(element);
        }
      },
      onclosetag(name) {
        if (markup > 1) last().text += `</${name}>`;
        else if (open.length > 1) open.pop();
        if (markup > 0) markup -= 1;
      },
      ontext(words) {
        last().text += markup > 0 ? escaped(words) : words;
      },
      onprocessinginstruction(name) {
        if (name.startsWith('!')) fault = 'declares';
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  for (let at = 0; at < text.length && fault === undefined; at += PIECE_CHARACTERS) parser.write(text.slice(at, at + PIECE_CHARACTERS));
  if (fault !== undefined) return fault;
  parser.end();
  return root.children[0] ?? 'no XML';
}

function attributesText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Returns the words of the first of these elements that has any. */
export function wordsAt({ children }: XmlElement, ...names: readonly string[]): string {
  for (const name of names) {
    const found = children.find((one) => one.name === name && one.text.trim() !== '');
    if (found) return found.text.trim();
  }
  return '';
}

export function allAt({ children }: XmlElement, name: string): XmlElement[] {
  return children.filter((one) => one.name === name);
}
