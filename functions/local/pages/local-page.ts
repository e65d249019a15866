import type { LocalNewsroom } from '#local/newsroom/newsroom';
import { render, type TemplateName } from '#templates/local';
import { framed } from '#web/page';
import { readWritten } from '#web/read-content';

/** What the local pages need of the newsroom on this machine. */
export type Shown = Pick<LocalNewsroom, 'world' | 'clock' | 'ses' | 'x' | 'timezone' | 'moveTo' | 'moveToNext'>;

const MENU = [
  { label: 'Start', url: '/' },
  { label: 'Desk', url: '/desk/' },
  { label: 'The plan', url: '/desk/plan' },
  { label: 'Inbox', url: '/local/inbox' },
  { label: 'X timeline', url: '/local/x' },
  { label: 'Website', url: '/posts' },
];

/** Renders a local page in the frame of all pages. */
export async function localPage(
  newsroom: Pick<Shown, 'world'>,
  template: TemplateName,
  view: object,
  around: { title: string; current?: string; wide?: boolean },
): Promise<string> {
  const { rules } = await readWritten(newsroom.world);
  return framed(render(template, view), { ...around, rules, menu: MENU, noindex: true });
}
