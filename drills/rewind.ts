import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { contentFolder, type Folder } from './content.ts';
import { inbox, mailCounter } from './outside.ts';
import { command, type Spawned, startNewsroom, untilDone } from './spawned.ts';
import type { Drill, Verdict } from './verdict.ts';

const SIZES = { full: 2_000, short: 200 };
const [EARLIER, PUBLICATION] = ['alert-earlier', 'alert-rewind'];
/** A call that began before a reader unsubscribed may end this much later. */
const AFTER_UNSUBSCRIBE_MS = 20_000;

/**
 * The store is lost in the middle of a send, after people have unsubscribed, and only an older copy is left. This happens twice:
 * with a copy from the middle of the send, and with one from before it began.
 */
export const rewind: Drill = async (size, say) => {
  const people = SIZES[size];
  const folder = await contentFolder(
    'rewind',
    [
      { slug: 'earlier', published: '2027-06-02T09:00' },
      { slug: 'rewind', published: '2027-06-02T10:00' },
    ],
    people,
  );
  const [before, middle] = [join(folder.content, 'before'), join(folder.content, 'middle')];
  try {
    let newsroom = await start(folder, '2027-06-02T08:50');
    await newsroom.clock('2027-06-02T09:05');
    await newsroom.stop();
    await cp(folder.data, before, { recursive: true });
    say(`${(await inbox(folder.data)).length} mails of an earlier publication are out`);

    newsroom = await start(folder);
    newsroom.clock('2027-06-02T10:01').catch(() => undefined);
    await untilMails(folder, people + Math.floor(people / 3));
    await newsroom.stop('SIGKILL');
    await cp(folder.data, middle, { recursive: true });
    say(`the copy is made after ${(await inbox(folder.data)).length - people} mails`);

    // The send goes on by itself after the start. Meanwhile the readers who are last in line unsubscribe.
    newsroom = await start(folder);
    const unsubscribed = await unsubscribe(newsroom, folder, Math.ceil(people / 20));
    await untilMails(folder, people + Math.floor((people * 2) / 3));
    await newsroom.stop('SIGKILL');
    const lost = (await inbox(folder.data)).length - people;
    say(`the store is lost after ${lost} mails; ${unsubscribed.size} people have left`);

    const restored = await restore(folder, middle);
    say('restored; the newsroom goes on');
    newsroom = await start(folder);
    const state = await untilDone(newsroom, PUBLICATION, '2027-06-02T10:05');
    await newsroom.stop();
    const certificate = await command('certificate.ts', PUBLICATION, '--data', folder.data);
    const mailed = await mailsOf(folder);

    // tests/local/commands/restore.test.ts does this for the short form.
    const toBefore = size === 'full' ? await restoredToBefore(folder, before, mailed.length) : [];
    return {
      certificate: certificate.said,
      checks: [
        [`Two thirds had gone out when the store was lost, and one third was known to the copy (${lost} of ${people}).`, lost > people / 2],
        ['The restore says that mail may go out again.', restored.code === 0],
        [`The publication is done (it is ${state}).`, state === 'done'],
        ...(await outcome(mailed, unsubscribed, people)),
        ['The certificate adds up.', certificate.code === 0],
        ...toBefore,
      ],
    };
  } finally {
    await folder.remove();
  }
};

/** Restores the copy from before the publication began, and starts the newsroom again. */
async function restoredToBefore(folder: Folder, before: string, mails: number): Promise<Verdict['checks']> {
  const { code } = await restore(folder, before);
  const newsroom = await start(folder);
  await newsroom.clock('2027-06-02T14:00');
  const state = await newsroom.state(PUBLICATION);
  await newsroom.stop();
  const more = (await mailsOf(folder)).length - mails;
  return [
    ['Put back to before the publication began, it is closed and not begun anew.', code === 0 && state === 'cancelled'],
    [`Then nobody is mailed again (${more} mails).`, more === 0],
  ];
}

type Mail = { to: string; at: number };

async function outcome(mailed: Mail[], unsubscribed: ReadonlyMap<string, number>, people: number): Promise<Verdict['checks']> {
  const got = new Set(mailed.map(({ to }) => to));
  const late = mailed.filter(({ to, at }) => at > (unsubscribed.get(to) ?? Number.POSITIVE_INFINITY) + AFTER_UNSUBSCRIBE_MS);
  const spared = [...unsubscribed.keys()].filter((address) => !got.has(address)).length;
  return [
    [`Nobody got it twice (${mailed.length - got.size} did).`, mailed.length === got.size],
    [`Nobody who had left was mailed (${late.length} were; ${spared} who left were still to be mailed).`, late.length === 0 && spared > 0],
    [`Everybody else got it (${got.size} of ${people - spared}).`, got.size === people - spared],
  ];
}

async function start(folder: Folder, at?: string): Promise<Spawned> {
  const newsroom = await startNewsroom(folder, at);
  if (!newsroom) throw new Error('The newsroom did not open.');
  return newsroom;
}

async function untilMails({ data }: Folder, wanted: number): Promise<void> {
  const mails = mailCounter(data);
  for (let waited = 0; (await mails.count()) < wanted && waited < 120_000; waited += 5) await pause(5);
}

async function restore(folder: Folder, from: string): Promise<{ code: number; said: string }> {
  return command('restore.ts', '--data', folder.data, '--from', from, '--content', folder.content);
}

/** Unsubscribes the readers who are mailed last, by the links of their earlier mails. Returns when each did so, by the newsroom's clock. */
async function unsubscribe(newsroom: Spawned, { data }: Folder, count: number): Promise<Map<string, number>> {
  const mails = (await inbox(data))
    .filter(({ publication }) => publication === EARLIER)
    .toSorted((a, b) => ((a.tags.r ?? '') < (b.tags.r ?? '') ? 1 : -1));
  const unsubscribed = new Map<string, number>();
  for (const { id, to } of mails.slice(0, count)) {
    const text = await readFile(join(data, 'ses', `${id}.eml`), 'utf8');
    const [, link = ''] = /List-Unsubscribe: <https:\/\/[^/]+([^>]+)>/.exec(text) ?? [];
    const answer = await fetch(`${newsroom.url}${link}`, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    if (!answer.ok) throw new Error(`A reader could not unsubscribe: ${answer.status}`);
    const { reached }: { reached: string } = JSON.parse(await readFile(join(data, 'clock.json'), 'utf8'));
    unsubscribed.set(to[0] ?? '', Date.parse(reached) + 1_000);
  }
  return unsubscribed;
}

async function mailsOf({ data }: Folder): Promise<Mail[]> {
  const mails = (await inbox(data)).filter(({ publication }) => publication === PUBLICATION);
  return mails.map(({ to, at }) => ({ to: to[0] ?? '', at: Date.parse(at) }));
}
