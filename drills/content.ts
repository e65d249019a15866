// The content and subscribers of a drill's newsroom, in a folder of its own.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RULES = `name: Drill Collaborative
short_name: DC
timezone: Europe/London
site: https://news.example.org
sender:
  name: Drill Collaborative
  address: news@example.org
  reply_to: team@example.org
  postal_address: Drill Collaborative, 1 Example Street, Bristol BS1 1AA
x:
  handle: drill
  hashtags: [QualityImprovement]
topics:
  medication: Medication
organisations:
  avon: Avon
digests:
  weekly: { every: week, on: Sunday, at: "01:30" }
  upcoming_events: 60 days
events:
  reminders: [7 days]
  at: "09:00"
  follow_up: 1 day
social:
  slots: ["09:00", "17:00"]
  monthly_budget_usd: 100
approval: automatic
max_lateness: 24 hours
`;

/** A blog post. `published`: wall-clock time in London. `social`: its text for X. */
export type DrillPost = { slug: string; published: string; social?: string };
/** `content` is the folder that the editor writes, `data` the folder of the newsroom (not there yet). */
export type Folder = { content: string; data: string; remove(): Promise<void> };

/** Writes a content folder with these posts and `people` readers, who want each post at once unless `frequency` names a digest. */
export async function contentFolder(name: string, posts: DrillPost[], people: number, frequency = 'each'): Promise<Folder> {
  const content = await mkdtemp(join(tmpdir(), `newsroom-drill-${name}-`));
  await mkdir(join(content, 'posts'));
  await writeFile(join(content, 'newsroom.yaml'), RULES);
  for (const post of posts) await writeFile(join(content, 'posts', `${post.slug}.md`), textOf(post));
  const rows = Array.from({ length: people }, (_, i) => `${addressOf(i)},Reader ${i},avon,${frequency},,confirmed,2026-01-12T10:00:00Z`);
  await writeFile(
    join(content, 'subscribers.csv'),
    ['email,name,organisation,frequency,topics,status,confirmed_at', ...rows, ''].join('\n'),
  );
  return { content, data: join(content, 'data'), remove: () => rm(content, { recursive: true, force: true }) };
}

const addressOf = (reader: number): string => `reader-${reader}@example.org`;

function textOf({ slug, published, social }: DrillPost): string {
  const own = social === undefined ? '' : `social:\n  text: ${JSON.stringify(social)}\n`;
  return `---
title: What we learned from ${slug}
author: Ama Bright
published: ${published}
topics: [medication]
summary: Three things about ${slug} that surprised us.
${own}---

We went to see **how others do it**, and wrote down what surprised us.
`;
}
