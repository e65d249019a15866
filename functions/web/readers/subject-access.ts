import type { Context } from 'hono';
import { subjectAccessReport } from '#core/privacy/subject-access';
import { publicationName } from '#core/publication/names';
import { readSubjectAccessData, type SubjectAccessWorld } from '#flow/privacy/subject-access';
import { PERSONAL } from '#web/headers';
import type { ContentWorld } from '#web/read-content';
import { readIdentified } from '#web/read-stories';
import { type Reader, show } from '#web/readers/reader-link';
import { subjectAccessView } from '#web/readers/subject-access-view';
import type { WebEnv } from '#web/request';

type SubjectAccessPageWorld = SubjectAccessWorld & ContentWorld;

/** Shows a reader everything that is kept about them. */
export async function subjectAccessPage(world: SubjectAccessPageWorld, c: Context<WebEnv>, reader: Reader): Promise<Response> {
  const { rules, here } = reader;
  return show(c, reader, 'readers/subject-access', 'What we hold about you', {
    ...subjectAccessView(await readReport(world, reader), rules),
    here,
  });
}

/** Answers with the same facts as a JSON file. */
export async function subjectAccessFile(world: SubjectAccessPageWorld, c: Context<WebEnv>, reader: Reader): Promise<Response> {
  const text = `${JSON.stringify(await readReport(world, reader), null, 2)}\n`;
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Disposition': 'attachment; filename="what-we-hold.json"' };
  return c.body(text, 200, { ...PERSONAL, ...headers });
}

async function readReport(world: SubjectAccessPageWorld, { id, rules, now }: Reader) {
  const { stories } = await readIdentified(world, now);
  const known = new Map(stories.map((story) => [story.slug, story]));
  return subjectAccessReport(await readSubjectAccessData(world, id, now), rules.timezone, (record) => publicationName(record, known));
}
