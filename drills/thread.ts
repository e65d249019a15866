import type { XPost } from '#local/social/x-posts';
import { contentFolder } from './content.ts';
import { london, openDrill, pass, stateOf } from './opened.ts';
import { command } from './spawned.ts';
import type { Drill, Verdict } from './verdict.ts';

const TEXT = (slug: string) =>
  Array.from(
    { length: 12 },
    (_, i) => `Point ${i + 1} of ${slug}: what we saw on the ward surprised all of us, and we wrote it down.`,
  ).join(' ');
/** In the first thread, X makes the second post without an answer. In the second thread, X does not make it. */
const FAULTS = {
  full: { taken: 'drip', untaken: 'never-answer' },
  short: { taken: 'commit-then-drop', untaken: 'never-answer' },
} as const;
const THREADS = [
  { slug: 'taken', publication: 'x-taken', published: '2027-06-02T09:00', until: '2027-06-02T09:45' },
  { slug: 'untaken', publication: 'x-untaken', published: '2027-06-02T12:00', until: '2027-06-02T17:45' },
] as const;

/** X times out in the second post of a thread. */
export const thread: Drill = async (size, say) => {
  const posts = THREADS.map(({ slug, published }) => ({ slug, published, social: TEXT(slug) }));
  const folder = await contentFolder('thread', posts, 1, 'events');
  let [current, calls]: [(typeof THREADS)[number]['slug'], number] = ['taken', 0];
  try {
    const newsroom = await openDrill(folder, '2027-06-02T08:50', {
      x: ({ route }) => {
        if (route !== 'POST /2/tweets') return 'ok';
        calls += 1;
        return calls === 2 ? FAULTS[size][current] : 'ok';
      },
    });
    const states: (string | undefined)[] = [];
    for (const { slug, publication, until } of THREADS) {
      [current, calls] = [slug, 0];
      // One jump to just before the thread is due, and minute by minute from there.
      await newsroom.moveTo(london(until).subtract({ minutes: 50 }));
      await pass(newsroom, 1, london(until), publication);
      states.push(await stateOf(newsroom, publication));
      say(`${publication}: ${calls} calls, ${states.at(-1)} at ${newsroom.clock.now().toString({ smallestUnit: 'minute' })}`);
    }
    const made = newsroom.x.posts();
    await newsroom.stop();
    const certificates: Awaited<ReturnType<typeof command>>[] = [];
    for (const { publication } of THREADS) certificates.push(await command('certificate.ts', publication, '--data', folder.data));
    return {
      certificate: certificates.map(({ said }) => said).join('\n\n'),
      checks: [
        ...THREADS.map(({ slug }): Verdict['checks'][number] => threadCheck(slug, made)),
        ['No two posts are equal.', new Set(made.map(({ text }) => text)).size === made.length],
        [`Both are done (they are ${states.join(' and ')}).`, states.every((state) => state === 'done')],
        ['Both certificates add up.', certificates.every(({ code }) => code === 0)],
      ],
    };
  } finally {
    await folder.remove();
  }
};

/** Checks that the thread is whole: each post is a reply to the one before. */
function threadCheck(slug: string, made: readonly XPost[]): Verdict['checks'][number] {
  const posts = made.filter(({ text }) => text.includes(`of ${slug}:`) || text.includes(`/posts/${slug}`));
  const linked = posts.every(({ inReplyTo }, i) => inReplyTo === posts[i - 1]?.id);
  return [`The thread "${slug}" stands on the account, ${posts.length} posts, each a reply to the one before.`, posts.length > 2 && linked];
}
