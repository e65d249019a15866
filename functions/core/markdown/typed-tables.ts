// Tables that would lose words: a row with more cells than its table has columns, or lines with | that are no table.
import type { MarkdownIt as Parser, StateCore, Token } from 'markdown-it';
import { blockWords, LITERAL } from '#core/markdown/block-words';
import { HIDDEN_LINE } from '#core/markdown/comments';
import { type Finding, quoted, say } from '#core/markdown/findings';

export function typedTables(md: Parser): void {
  md.core.ruler.after('inline', 'typed_tables', (state: StateCore) => {
    if (!/[|\t]/u.test(state.src)) return;
    say(state.env, ...faultyRows(state.tokens, state.src.split('\n')), ...typedRows(state.tokens));
  });
}

function faultyRows(tokens: readonly Token[], lines: readonly string[]): Finding[] {
  let columns = 0;
  let inHead = false;
  return tokens.flatMap(({ type, map }): Finding[] => {
    if (type === 'thead_open') {
      columns = 0;
      inHead = true;
    }
    if (type === 'thead_close') inHead = false;
    if (type === 'th_open') columns += 1;
    if (type !== 'tr_open' || inHead || !map) return [];
    const typed = (lines[map[0]] ?? '').replace(/^[\s>]*/u, '').trim();
    const line = map[0] + 1;
    if (columns > 1 && !typed.includes('|') && typed !== HIDDEN_LINE)
      return [
        {
          line,
          about: 'row',
          sentence: `${quoted(typed)} is right below a table, so it would be a row of it. Put an empty line above it.`,
        },
      ];
    const surplus = cellsOf(typed).slice(columns).join('|').trim();
    if (surplus.replaceAll('|', '').trim() === '') return [];
    return [
      {
        line,
        about: 'cell',
        sentence: `This row has more cells than the table has columns, so ${quoted(surplus)} would be lost. Add a column to the first two rows, or write \\| for a | that belongs to the words.`,
      },
    ];
  });
}

/** Splits a row as the parser does: a | after a backslash is no end of a cell. */
function cellsOf(row: string): string[] {
  const cells = row.split(/(?<!\\)\|/u);
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
  return cells;
}

/** Finds paragraphs that were meant as tables: lines between two |, lines of dashes, or several lines with | or tabs in them. */
function typedRows(tokens: readonly Token[]): Finding[] {
  const tables = new Set(tokens.flatMap(({ type, map }) => (type === 'table_open' && map ? [map[1]] : [])));
  return blockWords(tokens).flatMap(({ words, line, in: block }): Finding[] => {
    if (block !== 'paragraph_open') return [];
    const rows = words.split('\n').map((row) => row.trim());
    const isCell = (row: string) => /[^|]\|[^|]/u.test(row);
    // After two spaces or <br> the next line begins on a line of its own, so that nothing is lost.
    const runsOn = (row: string) => !row.endsWith(LITERAL);
    const at = rows.findIndex(
      (row, i) =>
        /^\|.*\|$/u.test(row) ||
        /^[\s|]*:?-{3,}:?\s*\|[\s|:-]*$/u.test(row) ||
        (isCell(row) && runsOn(row) && isCell(rows[i + 1] ?? '')) ||
        (row.includes('\t') && runsOn(row) && (rows[i + 1] ?? '').includes('\t')) ||
        (isCell(row) && follows(tables, line)),
    );
    if (at < 0) return [];
    const row = rows[at] ?? '';
    if (row.includes('\t'))
      return [
        {
          line: line + at,
          level: 'note',
          about: 'tabs',
          sentence: `${quoted(row)} has a tab, as tables of Word and Excel do, and its columns are lost. For a table write | between its cells.`,
        },
      ];
    const sentence = `${quoted(row)} looks like a row of a table, and would be shown with its |. A table has no empty lines in it, and its second row has --- for each column: | --- | --- |.`;
    return [{ line: line + at, about: 'table', sentence }];
  });
}

function follows(tables: ReadonlySet<number>, line: number): boolean {
  return tables.has(line - 1) || tables.has(line - 2);
}
