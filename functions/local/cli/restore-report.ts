import { certificateText } from '#core/certificate/certificate-text';
import { count } from '#core/text/wrap';
import type { Restored } from '#flow/restore/restore';

const GOES = 'Mail may go out again. Who subscribed or changed anything in between is not known any more.';

/** Returns what a restore found and did, in plain sentences. `clean`: the last one, when nothing speaks against mailing again. */
export function report({ people, replays, posts, audits, resumed }: Restored, clean: string = GOES): string {
  const lines = [
    `${count(people.gone, 'person who left, bounced or complained since is', 'people who left, bounced or complained since are')} out again.`,
    ...(people.back === 0
      ? []
      : [`${count(people.back, 'person who confirmed again since is', 'people who confirmed again since are')} on the list again.`]),
    ...(people.erased.length === 0
      ? []
      : [`${people.erased.length} of them had asked to be forgotten. Erase them again: ${people.erased.join(', ')}`]),
    ...replays.map((replay) =>
      replay.kind === 'lost'
        ? `${replay.publication}: had begun after that, and ${replay.mails} of its mails ${replay.mails === 1 ? 'was' : 'were'} out. It is closed; see its reason on the desk.`
        : `${replay.publication}: of ${count(replay.mails, 'mail')} that SES tells of, ${replay.learned} had been forgotten${replay.outsiders === 0 ? '' : `, and ${replay.outsiders} went to people who have left its audience`}.`,
    ),
    ...posts.map((post) => `${post}: may be on X already. Look at the account, and resume it on the desk only if it is not.`),
    ...audits.flatMap((audit) => ['', `${audit.publication} (${audit.state})`, certificateText(audit)]),
    '',
    resumed
      ? clean
      : 'Nothing goes out: the ledger does not say of every mail that SES accepted it. Ask a developer before switching anything on.',
  ];
  return lines.join('\n');
}
