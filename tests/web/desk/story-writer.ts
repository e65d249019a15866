import { OURS } from '#tests/web/desk/press';
import type { sampleNewsroom } from '#tests/web/sample-newsroom';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

export const NEW_POST = {
  title: 'Talking first',
  author: 'Sam Example',
  body: 'We spoke before we acted.\r\n\r\nIt helped.',
  'published-day': '13',
  'published-month': '9',
  'published-year': '2019',
  'published-time': '9am',
};

/** A person at the desk who writes by its forms, and never by files. */
export function writer(newsroom: Newsroom) {
  const press = async (path: string, fields: Record<string, string> = {}) => {
    const answer = await newsroom.ask(path, { method: 'POST', headers: OURS, body: new URLSearchParams(fields) });
    return { status: answer.status, to: answer.headers.get('Location') ?? '', html: await answer.text() };
  };
  const hidden = (html: string, name: string) =>
    (new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&#x3D;', '=');
  const save = async (url: string, fields: Record<string, string>, how = 'save') =>
    press(url, { version: hidden(await newsroom.page(url), 'version'), ...fields, do: how });
  const publish = async (url: string, decided: Record<string, string> = {}) => {
    const html = await newsroom.page(`${url}/check`);
    return press(`${url}/publish`, { version: hidden(html, 'version'), shown: hidden(html, 'shown'), ...decided });
  };
  return {
    press,
    hidden,
    save,
    publish,
    begin: async (kind: 'post' | 'event' | 'message') => (await press('/desk/stories/new', { kind })).to,
    edit: async (file: string) => (await press('/desk/stories/edit', { file })).to,
    fileText: (file: string) => new TextDecoder().decode(newsroom.files.get(file)),
  };
}
