// Who did what on the desk: how it is recorded, and the page that shows it.

import { type Context, Hono } from 'hono';
import type { AuditAction, AuditEntry } from '#core/desk/audit-log';
import { people } from '#core/publication/names';
import { CHANNEL_NAMES, type ChannelName } from '#core/publication/publication';
import { count as counted } from '#core/text/wrap';
import { nhsDateTime } from '#core/time/nhs-dates';
import type { World } from '#ports';
import type { Frame } from '#web/desk/needs';
import { page } from '#web/page';
import { type ContentWorld, readFor } from '#web/read-content';
import { nowOf, signedIn, type WebEnv } from '#web/request';

const PAGE_SIZE = 50;

/** Returns the name of the acting person for records: their email, or "the programme lead" without sign-in. */
export function who(c: Context<WebEnv>): string {
  return signedIn(c) ?? 'the programme lead';
}

/** Records in the audit log what the signed-in person does. */
export function recordAudit(
  world: Pick<World, 'audit'>,
  c: Context<WebEnv>,
  did: AuditAction,
  about: Pick<AuditEntry, 'to' | 'people' | 'why'> = {},
): Promise<void> {
  return world.audit.record({ at: nowOf(c), by: who(c), did, ...about });
}

export function auditPages(world: ContentWorld & Pick<World, 'audit'>, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/desk/audit', async (c) => {
    const { rules } = await readFor(c, world);
    const before = c.req.query('before');
    const { entries, next } = await world.audit.page(before, PAGE_SIZE);
    const view = {
      entries: entries.map((entry) => ({
        when: nhsDateTime(entry.at.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London')),
        by: entry.by,
        why: entry.why,
        ...auditSentence(entry),
      })),
      first: before !== undefined,
      older: next && `/desk/audit?before=${encodeURIComponent(next)}`,
    };
    return c.html(page('desk/audit', view, { title: 'Audit log', rules, ...(await frame(c)), current: '/desk/audit' }));
  });
  return app;
}

const RESUMED: Record<ChannelName, string> = { email: 'email', x: 'posting on X', bluesky: 'posting on Bluesky' };

type AuditSentence = { did: string; link?: { url: string; words: string } };

/** One action in words, without any address of a reader: at most with a link to where it can be seen. */
function auditSentence({ did, to, people: count = 0 }: AuditEntry): AuditSentence {
  const publication = to === undefined ? undefined : { url: `/desk/publications/${encodeURIComponent(to)}`, words: to };
  const person = to === undefined ? undefined : { url: personUrl(to), words: 'this person' };
  const brought = to === undefined ? undefined : { url: `/desk/import/${to}`, words: 'Look at it' };
  const said = (text: string, link?: AuditSentence['link']): AuditSentence => ({ did: text, ...(link ? { link } : {}) });
  switch (did) {
    case 'approved':
      return said('Approved', publication);
    case 'approved-alone':
      return said('Approved alone', publication);
    case 'looked-at-alone':
      return said('Looked at what a colleague had let out alone:', publication);
    case 'cancelled':
      return said('Cancelled', publication);
    case 'changed-rules':
      return said('Changed the rules', { url: '/desk/rules/history', words: 'Earlier rules' });
    case 'uncancelled':
      return said('Took back the cancellation of', publication);
    case 'moved':
      return said('Moved', publication);
    case 'edited-digest':
      return said('Set the words or the order of', publication);
    case 'sent-test':
      return said(`Sent a test to ${people(count)} of the team, of`, publication);
    case 'paused':
      return to === undefined ? said('Paused everything') : said('Paused', publication);
    case 'resumed': {
      const channel = CHANNEL_NAMES.find((name) => name === to);
      if (channel) return said(`Resumed ${RESUMED[channel]}`);
      return to === undefined ? said('Let everything go on') : said('Let go on', publication);
    }
    case 'decided-again':
      return said('Decided that what was held is sent again, of', publication);
    case 'decided-sent':
      return said('Decided that what was held counts as sent, of', publication);
    case 'decided-there':
      return said('Decided that what was held counts as posted, of', publication);
    case 'archived-stories':
      return said('Brought stories of another website into the archive');
    case 'began-watch':
      return said('Had a website looked at every day');
    case 'stopped-watch':
      return said('Had the website not looked at any more');
    case 'published-story':
      return said('Published', to === undefined ? undefined : { url: `/desk/stories?q=${encodeURIComponent(to)}`, words: to });
    case 'deleted-story':
      return said('Deleted', to === undefined ? undefined : { url: '/desk/stories', words: to });
    case 'scanner':
      return said(`Said that a scanner, and no person, had pressed the button to leave for ${people(count)}`);
    case 'stopped-emails':
      return said('Stopped the emails to', person);
    case 'corrected':
      return said('Corrected the details or choices of', person);
    case 'sent-link':
      return said('Sent a link to their choices to', person);
    case 'sent-confirmation':
      return said('Sent the confirmation email again to', person);
    case 'let-ask-again':
      return said('Let the form email a confirmation again to', person);
    case 'let-in':
      return said(`Let in ${to}`);
    case 'changed-rights':
      return said(`Changed what ${to} may do`);
    case 'let-out':
      return said(`Let out ${to}`);
    case 'invited-again':
      return said(`Sent the invitation again to ${to}`);
    case 'erased':
      return said('Erased', person);
    case 'exported':
      return said(`Exported ${people(count)}`);
    case 'exported-outcomes':
      return said(`Exported ${people(count)} and what they got, of`, publication);
    case 'import-brought':
      return said(`Uploaded a list of ${counted(count, 'row')}.`, brought);
    case 'import-began':
      return said(`Began to import ${people(count)}.`, brought);
    case 'import-stopped':
      return said(`Stopped an import, of which ${people(count)} had come.`, brought);
    default:
      return did satisfies never;
  }
}

export function personUrl(id: string): string {
  return `/desk/people/${id}`;
}
