// Lines that Markdown keeps to itself: `[label]: address` for links, and `[^1]: words` for footnotes.
import type { MarkdownIt as Parser, StateCore, Token } from 'markdown-it';
import { type BlockWords, blockWords, lineCounter } from '#core/markdown/block-words';
import { type Finding, quoted, say } from '#core/markdown/findings';

/** `address`: what the parser understood. `typed`: the first line of the definition. */
type Definition = { label: string; address: string; typed: string; line: number };

export function definitions(md: Parser): void {
  const found = new WeakMap<StateCore, Definition[]>();
  // Before the parser takes them out.
  md.core.ruler.after('block', 'definitions', (state: StateCore) => {
    found.set(state, definitionsIn(state));
  });
  md.core.ruler.after('inline', 'definitions_used', (state: StateCore) => {
    const footnotes = new Set(state.tokens.filter(({ type }) => type === 'footnote_open').map(({ info }) => info));
    say(
      state.env,
      ...unused(found.get(state) ?? [], state.tokens),
      ...blockWords(state.tokens).flatMap((block) => unknown(block, footnotes)),
    );
  });
}

function definitionsIn({ tokens, src, env }: StateCore): Definition[] {
  const own = tokens.filter(({ type }) => type === 'reference_definition');
  const lines = own.length === 0 ? [] : src.split('\n');
  return own.map(({ map, meta }) => {
    const label = String(meta?.label);
    return { label, address: env.references?.[label]?.href ?? '', typed: (lines[map?.[0] ?? 0] ?? '').trim(), line: (map?.[0] ?? 0) + 1 };
  });
}

function unused(all: readonly Definition[], tokens: readonly Token[]): Finding[] {
  if (all.length === 0) return [];
  const used = new Set(labelsOf(tokens.flatMap(({ children }) => children ?? [])));
  const first = new Map<string, Definition>();
  return all.flatMap((one): Finding[] => {
    const { label, address, typed, line } = one;
    const other = first.get(label);
    if (other === undefined) first.set(label, one);
    if (other && other.typed !== typed)
      return [
        {
          line,
          about: 'definition',
          sentence: `${quoted(typed)} has the name of an address further up, so it is not read. Give it another name.`,
        },
      ];
    if (other || used.has(label)) return [];
    if (/^(?:https?:|mailto:)|\.(?:png|jpe?g|gif|webp)$/iu.test(address))
      return [
        {
          line,
          level: 'note',
          about: 'definition',
          sentence: `Readers do not see ${quoted(typed)}: no link and no picture uses this address.`,
        },
      ];
    return [
      {
        line,
        about: 'definition',
        sentence: `${quoted(typed)} is read as the address of a link, so readers would not see it. Write the words without the square brackets, or put a backslash before the first bracket.`,
      },
    ];
  });
}

function labelsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ meta, children }) => [...(meta?.label === undefined ? [] : [String(meta.label)]), ...labelsOf(children ?? [])]);
}

function unknown({ words, line }: BlockWords, footnotes: ReadonlySet<string>): Finding[] {
  const lineAt = lineCounter(words, line);
  return [...words.matchAll(/\[\^([^\s[\]]{1,60})\]/gu)].flatMap(({ 1: label = '', index }): Finding[] =>
    footnotes.has(label)
      ? []
      : [
          {
            line: lineAt(index),
            about: 'footnote',
            sentence: `There is no footnote for "[^${label}]". Write it on a line of its own, as [^${label}]: words.`,
          },
        ],
  );
}
