/** Lines on a page of a list. */
const PAGE_SIZE = 20;

export type Paged<T> = { items: T[]; number: number; pages: PageLinks | undefined };
type PageLinks = { number: number; of: number; previous?: string; next?: string };

/** Returns one page of a list, counted from 1; undefined when there is no such page. A list of one page has no links. */
export function paged<T>(all: readonly T[], asked: string | undefined, path: string, size = PAGE_SIZE): Paged<T> | undefined {
  const of = Math.max(1, Math.ceil(all.length / size));
  const number = asked === undefined ? 1 : /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 0;
  if (number < 1 || number > of) return undefined;
  const to = (other: number) => (other === 1 ? path : `${path}${path.includes('?') ? '&' : '?'}page=${other}`);
  const links = { number, of, ...(number > 1 ? { previous: to(number - 1) } : {}), ...(number < of ? { next: to(number + 1) } : {}) };
  return { items: all.slice((number - 1) * size, number * size), number, pages: of === 1 ? undefined : links };
}

/** Returns `Topics`, and from the second page on `Topics (page 2)`. */
export function pageTitle(title: string, { number }: Pick<Paged<unknown>, 'number'>): string {
  return number === 1 ? title : `${title} (page ${number})`;
}
