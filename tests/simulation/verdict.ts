import type { PublicationId } from '#core/publication';
import type { SubscriberId } from '#core/subscriber';
import type { World } from '#ports';
import type { Checker } from '#tests/simulation/checker';
import type { Protocol } from '#tests/simulation/protocol';

type Ended = {
  checker: Checker;
  protocol: Protocol;
  world: World;
  policy: 'resend' | 'hold';
  /** Some events were lost for ever: then a second mail can come to pass, and is counted as the residue. */
  lossy: boolean;
  expected: PublicationId[];
  /** Who had confirmed before the beginning, and has been free to be mailed ever since. */
  faithful: SubscriberId[];
};

/** What must be so once nothing is on its way any more: nobody was forgotten, and the books agree with what the world saw. */
export async function atTheEnd(ended: Ended): Promise<void> {
  for (const id of ended.expected) {
    const record = ended.checker.records.get(id);
    if (record?.state === 'missed' || record?.state === 'dropped') ended.checker.fail(`missed: ${id} never began: ${record.reason}`);
    else if (record?.state === 'cancelled') continue;
    else if (record?.channel === 'x') judgePost(ended, id);
    else await judgeMail(ended, id);
  }
}

async function judgeMail({ checker, protocol, world, policy, lossy, faithful }: Ended, id: PublicationId): Promise<void> {
  const count = { planned: 0, accepted: 0, suppressed: 0, refused: 0, held: 0 };
  for (const head of checker.heads.get(id) ?? []) {
    for (const [i, { subscriber }] of head.members.entries()) {
      const row = checker.delivery(head, i);
      const mails = checker.accepts.get(`${id} ${subscriber}`) ?? [];
      const quiet = lossy && mails.every((mail) => mail.beyond);
      count.planned += 1;
      switch (row?.state) {
        case 'accepted':
          count.accepted += 1;
          break;
        case 'suppressed':
        case 'refused':
          count[row.state] += 1;
          if (mails.length > 0 && !quiet) checker.fail(`denied: ${subscriber} got ${id}, and is recorded as ${row.state}`);
          if (row.state === 'refused' && !checker.refusals.has(`${id} ${subscriber}`))
            checker.fail(`missed: ${subscriber} is recorded as refused, and was not`);
          break;
        case 'held':
          count.held += 1;
          if (mails.length > 0 && !quiet) checker.fail(`denied: ${subscriber} got ${id}, and is held`);
          if (policy === 'resend' && row.attempt < 3) checker.fail(`held too early: ${subscriber} after ${row.attempt} attempts`);
          break;
        default:
          checker.fail(`missed: ${subscriber} of ${id} is ${row?.state ?? 'untouched'} at the end`);
      }
    }
  }
  const planned = new Set(checker.planned(id));
  for (const subscriber of faithful) if (!planned.has(subscriber)) checker.fail(`missed: ${subscriber} was not planned for ${id}`);
  const record = checker.records.get(id);
  if (count.held === 0 && record?.state !== 'done') checker.fail(`no end: ${id} is ${record?.state}`);
  const certificate = await protocol.certificate(world, id);
  for (const [word, number] of Object.entries(count)) {
    const certified = Reflect.get(certificate, word);
    if (certified !== number) checker.fail(`certificate: it says ${word} ${certified} of ${id}, and the world saw ${number}`);
  }
  const seconds = [...planned].reduce(
    (sum, subscriber) => sum + Math.max(0, (checker.accepts.get(`${id} ${subscriber}`)?.length ?? 0) - 1),
    0,
  );
  if (certificate.twice > seconds)
    checker.fail(`certificate: it says ${certificate.twice} were mailed twice, and the world saw ${seconds}`);
}

function judgePost({ checker }: Ended, id: PublicationId): void {
  const parts = [...checker.parts(id).values()];
  const record = checker.records.get(id);
  const held = parts.some((part) => part.state === 'held');
  if (!held && record?.state !== 'done') checker.fail(`no end: ${id} is ${record?.state}`);
  if (parts.some((part) => part.state === 'attempting' || part.state === 'ready'))
    checker.fail(`no end: ${id} has a part that is neither there nor given up`);
  const recorded = new Set(parts.flatMap((part) => (part.state === 'posted' ? [part.id] : [])));
  if (!held)
    for (const post of checker.posts)
      if (!checker.isRecorded(post.id)) checker.fail(`denied: ${post.id} is on the account, and no part of ${id} says so`);
  if (record?.state === 'done' && parts.length === 0) checker.fail(`missed: ${id} is done, and was never posted`);
  if (parts.every((part) => part.state === 'posted') && recorded.size < parts.length)
    checker.fail(`invented: ${id} has two parts with one post`);
}
