import type { sampleNewsroom } from '#tests/web/sample-newsroom';

export const OURS = { 'Sec-Fetch-Site': 'same-origin' };

/** Presses a button of a page: the form whose address ends so, the nth of them, with what it carries and what is typed. */
export function formsOf(newsroom: Awaited<ReturnType<typeof sampleNewsroom>>) {
  return async (page: string, action: string, { nth = 0, typed = {} }: { nth?: number; typed?: Record<string, string> } = {}) => {
    const html = (await newsroom.page(page)).replaceAll('&#x3D;', '=');
    const forms = [...html.matchAll(/<form method="post" action="([^"]+)">(.*?)<\/form>/gs)].filter(([, to]) => to?.endsWith(action));
    const [, to = '', inside = ''] = forms[nth] ?? [];
    if (to === '') throw new Error(`There is no form to ${action} on ${page}.`);
    const body = new URLSearchParams(typed);
    for (const [, name = '', value = ''] of inside.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g))
      body.append(name, value);
    return newsroom.ask(to, { method: 'POST', headers: OURS, body });
  };
}
