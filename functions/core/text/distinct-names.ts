import { oneLine } from '#core/text/lines';

/**
 * What each is called in links, in order: its name, with its date where two have the same, and a number where that is the same too,
 * since two links with the same words should lead to the same place.
 */
export function distinctNames(all: readonly { name: string; date: string }[]): string[] {
  const plain = all.map(({ name }) => oneLine(name));
  const dated = all.map(({ date }, i) => {
    const name = plain[i] ?? '';
    return plain.filter((other) => other === name).length === 1 ? name : `${name} (${date})`;
  });
  return dated.map((name, i) => {
    const before = dated.slice(0, i).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}
