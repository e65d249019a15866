// Who got one publication: its audience with names and outcomes, as a page and as a file, and its certificate.
import { type Context, Hono } from 'hono';
import { certificateSentence, erasedSentence } from '#core/certificate/certificate-text';
import { reportsSentence } from '#core/certificate/mail-reports';
import { sentSentence } from '#core/certificate/outcome-sentence';
import { MOST_EXPORTED } from '#core/import/export';
import { people, publicationName, publicationUrl } from '#core/publication/names';
import { type PublicationRecord, wentAt } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { nhsDateTime } from '#core/time/nhs-dates';
import { countsOf } from '#flow/certificate/certificate';
import { peopleOf, type Reached, readerOutcomes } from '#flow/certificate/reader-outcomes';
import { namedStories } from '#flow/publish/shown-stories';
import type { World } from '#ports';
import { recordAudit } from '#web/desk/audit';
import type { Frame } from '#web/desk/needs';
import { findPublication, type PreviewWorld } from '#web/desk/publication-view';
import {
  filterView,
  isOfOrganisation,
  type OutcomeFilter,
  outcomeCounts,
  outcomeLines,
  outcomeQuery,
  reachedLine,
  readOutcomeFilter,
} from '#web/desk/who-got-it-view';
import { csvDownload } from '#web/download';
import { page } from '#web/page';
import { paged } from '#web/paging';
import { nowOf, type WebEnv } from '#web/request';

type WhoGotItWorld = PreviewWorld & Pick<World, 'bounces' | 'audit'>;

const PAGE_SIZE = 50;

export function whoGotItPages(world: WhoGotItWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  /** Undefined when there is no such publication, or when it is none that people get by email. */
  const find = async (c: Context<WebEnv>) => {
    const shown = await findPublication(world, c.req.param('id') ?? '', nowOf(c));
    if (shown?.publication.channel !== 'email') return undefined;
    const { publication, planned, record, rules } = shown;
    const name = publicationName(publication, planned ? namedStories(planned) : new Map());
    return { publication, name, rules, begun: record?.begun ? record : undefined };
  };

  const certificateOf = async (c: Context<WebEnv>) => {
    const found = await find(c);
    if (!found?.begun) return undefined;
    const { id, state, totals, due } = found.begun;
    const counts = await countsOf(world, found.begun);
    return {
      publication: id,
      name: found.name,
      state,
      at: nowOf(c),
      zone: due.timeZoneId,
      sentence: sentSentence(state, counts, wentAt(found.begun)),
      figures: certificateSentence(state, counts),
      reported: await reportedOf(found.begun),
      erased: totals && erasedSentence(totals, due.timeZoneId),
      counts,
    };
  };

  /** What the mail service had reported a day after the publication; undefined before, and of those that have no such certificate. */
  const reportedOf = async ({ id, due }: PublicationRecord) => {
    const written = await world.publications.certificate(id);
    if (!written?.reports) return undefined;
    const by = nhsDateTime(written.at.toZonedDateTimeISO(due.timeZoneId));
    return { ...written.reports, sentence: `What our mail service had reported by ${by}: ${reportsSentence(written.reports)}` };
  };

  app.get('/desk/publications/:id/people', async (c) => {
    const found = await find(c);
    if (!found) return c.notFound();
    const { publication, name, rules, begun } = found;
    const url = publicationUrl(publication.id);
    const path = `${url}/people`;
    const filter = readOutcomeFilter(c.req.query('outcome'), c.req.query('organisation'));
    const outcomes = begun && !begun.totals ? await readerOutcomes(world, begun) : undefined;
    const counts = outcomes?.counts ?? begun?.totals?.counts;
    const chosen = outcomes && (await narrowed(world, outcomes.reached, filter, rules));
    const shownNow = paged(chosen ?? [], c.req.query('page'), `${path}${outcomeQuery(filter)}`, PAGE_SIZE);
    if (!shownNow) return c.notFound();
    const known = await peopleOf(
      world,
      shownNow.items.map(({ subscriber }) => subscriber),
    );
    const view = {
      name,
      url,
      path,
      begun: begun &&
        counts && {
          sentence: sentSentence(begun.state, counts, wentAt(begun)),
          figures: certificateSentence(begun.state, counts),
          reported: (await reportedOf(begun))?.sentence,
          erased: begun.totals && erasedSentence(begun.totals, begun.due.timeZoneId),
        },
      counts: outcomes && outcomeCounts(outcomes.reached, path),
      ...filterView(filter, rules),
      filtered: filter.outcome !== undefined || filter.organisation !== undefined,
      outcome: filter.outcome,
      organisation: filter.organisation,
      chosen: chosen && people(chosen.length),
      rows: shownNow.items.map((one) => reachedLine(one, known.get(one.subscriber), rules)),
      pages: shownNow.pages,
      parts: partsOf(chosen?.length ?? 0),
    };
    const title = `Who got it: ${name}`;
    return c.html(page('desk/who-got-it', view, { title, rules, ...(await frame(c)) }));
  });

  app.post('/desk/publications/:id/people/export', async (c) => {
    const found = await find(c);
    if (!found) return c.notFound();
    const { publication, rules, begun } = found;
    if (!begun || begun.totals) return c.redirect(`${publicationUrl(publication.id)}/people`, 303);
    const { outcome, organisation, part } = await c.req.parseBody();
    const { reached } = await readerOutcomes(world, begun);
    const chosen = await narrowed(world, reached, readOutcomeFilter(outcome, organisation), rules);
    const first = Math.max(0, Number(part) - 1 || 0) * MOST_EXPORTED;
    const rows = chosen.slice(first, first + MOST_EXPORTED);
    await recordAudit(world, c, 'exported-outcomes', { to: publication.id, people: rows.length });
    const known = await peopleOf(
      world,
      rows.map(({ subscriber }) => subscriber),
    );
    return csvDownload(c, outcomeLines(rows, known, rules), `${publication.id}-people.csv`);
  });

  app.get('/desk/publications/:id/certificate.txt', async (c) => {
    const certificate = await certificateOf(c);
    if (!certificate) return c.notFound();
    const { name, publication, sentence, figures, reported, erased, at, zone } = certificate;
    const counted = `Counted from the ledger on ${nhsDateTime(at.toZonedDateTimeISO(zone))}. ${NOT_COMPARED}`;
    const text = [
      name,
      publication,
      '',
      sentence,
      figures,
      ...(reported ? [reported.sentence] : []),
      ...(erased === undefined ? [] : [erased]),
      '',
      counted,
      '',
    ].join('\n');
    return c.body(text, 200, download(`certificate-${publication}.txt`, 'text/plain; charset=utf-8'));
  });

  app.get('/desk/publications/:id/certificate.json', async (c) => {
    const certificate = await certificateOf(c);
    if (!certificate) return c.notFound();
    const text = `${JSON.stringify({ ...certificate, comparedWithEvents: false }, undefined, 2)}\n`;
    return c.body(text, 200, download(`certificate-${certificate.publication}.json`, 'application/json'));
  });
  return app;
}

const NOT_COMPARED = 'It was not compared with the mail service’s own reports.';

function download(name: string, type: string): Record<string, string> {
  return { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` };
}

/** Only a filter by organisation needs to know who the people are. */
async function narrowed(
  world: Pick<World, 'subscribers'>,
  reached: readonly Reached[],
  { outcome, organisation }: OutcomeFilter,
  rules: Rules | undefined,
): Promise<Reached[]> {
  const those = reached.filter((one) => outcome === undefined || one.outcome === outcome);
  if (organisation === undefined) return those;
  const known = await peopleOf(
    world,
    those.map(({ subscriber }) => subscriber),
  );
  return those.filter(({ subscriber }) => isOfOrganisation(known.get(subscriber), organisation, rules));
}

/** A large audience is exported in several files, so that each stays below what a Lambda may answer. */
function partsOf(count: number): { number: number; of: number; several: boolean }[] {
  const of = Math.ceil(count / MOST_EXPORTED);
  return Array.from({ length: of }, (_, i) => ({ number: i + 1, of, several: of > 1 }));
}
