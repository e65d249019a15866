import type { sampleNewsroom } from '#tests/web/sample-newsroom';

type Newsroom = Pick<Awaited<ReturnType<typeof sampleNewsroom>>, 'ask' | 'page'>;

const SIGNS: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>' };

/** Reads what the form on the page of a publication says yes to. Throws when the page has no such form. */
export async function readYes(newsroom: Newsroom, id: string): Promise<string> {
  const [, value] = /name="outgoing" value="([^"]*)"/.exec(await newsroom.page(`/desk/publications/${id}`)) ?? [];
  if (value === undefined) throw new Error(`The page of ${id} asks for no yes.`);
  return value.replace(/&(?:#x([0-9a-f]+)|(\w+));/gi, (whole, code?: string, name?: string) =>
    code ? String.fromCodePoint(Number.parseInt(code, 16)) : (SIGNS[name ?? ''] ?? whole),
  );
}

/** Presses the button beneath what the page showed. */
export function pressYes(newsroom: Newsroom, id: string, outgoing: string): Promise<Response> | Response {
  const headers = { 'Sec-Fetch-Site': 'same-origin' };
  return newsroom.ask(`/desk/publications/${id}/approve`, { method: 'POST', headers, body: new URLSearchParams({ outgoing }) });
}
