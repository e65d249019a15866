// Tables of a clipboard: which hold data, and their cells in a grid.
import { isUnseen } from '#core/draft/pasted-style';
import type { PastedElement, PastedNode } from '#core/draft/pasted-tree';

/** Wider and longer cells are cut: a hostile page could ask for millions. */
const MOST_SPANNED = 50;

/** Returns children with these names that can be seen. */
export function childrenOf({ children }: PastedElement, ...names: string[]): PastedElement[] {
  return children.flatMap((child) => (typeof child !== 'string' && names.includes(child.name) && !isUnseen(child) ? [child] : []));
}

/**
 * Returns the cells of a table of data, row by row, all of one length; undefined where a cell reaches over from the left or from above. A
 * table that only places things on a page, as in emails, has no grid.
 */
export function gridOf(table: PastedElement): (PastedElement | undefined)[][] | undefined {
  const rows = rowsOf(table);
  if (!isData(table, rows)) return undefined;
  const grid: (PastedElement | undefined)[][] = [];
  const below = new Map<number, number>();
  for (const cells of rows) {
    const row: (PastedElement | undefined)[] = [];
    const skip = () => {
      for (let left = below.get(row.length) ?? 0; left > 0; left = below.get(row.length) ?? 0) {
        below.set(row.length, left - 1);
        row.push(undefined);
      }
    };
    for (const cell of cells) {
      skip();
      for (let column = 0; column < spanOf(cell, 'colspan'); column += 1) {
        below.set(row.length, spanOf(cell, 'rowspan') - 1);
        row.push(column === 0 ? cell : undefined);
      }
    }
    skip();
    grid.push(row);
  }
  const width = Math.max(...grid.map(({ length }) => length));
  return grid.map((row) => [...row, ...new Array(width - row.length).fill(undefined)]);
}

function rowsOf(table: PastedElement): PastedElement[][] {
  const rows = table.children.flatMap((child) => {
    if (typeof child === 'string' || isUnseen(child)) return [];
    if (child.name === 'tr') return [child];
    return ['thead', 'tbody', 'tfoot'].includes(child.name) ? childrenOf(child, 'tr') : [];
  });
  return rows.map((row) => childrenOf(row, 'td', 'th')).filter((cells) => cells.length > 0);
}

function spanOf({ attributes }: PastedElement, name: string): number {
  return Math.min(MOST_SPANNED, Math.max(1, Number.parseInt(attributes[name] ?? '1', 10) || 1));
}

function isData(table: PastedElement, rows: readonly PastedElement[][]): boolean {
  if (/^(?:presentation|none)$/u.test(table.attributes.role ?? '') || rows.length < 2) return false;
  if (Math.max(...rows.map((cells) => cells.length)) < 2) return false;
  return !rows.some((cells) => cells.some((cell) => holdsTable(cell)));
}

function holdsTable(node: PastedNode): boolean {
  return (
    typeof node !== 'string' &&
    (node.children.some((child) => typeof child !== 'string' && child.name === 'table') || node.children.some(holdsTable))
  );
}
