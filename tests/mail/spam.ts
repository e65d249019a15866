import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Mail } from '#tests/mail/mails';
import type { Verdict } from '#tests/mail/verdict';

/** SpamAssassin takes mail for spam at 5. List headers count towards it, and a newsletter has them: a good one is at -1. */
const MOST = 0.5;

/** SES puts this header in front of a mail. A mail without a Message-ID looks like spam. */
const FROM_SES = Buffer.from('Message-ID: <0102019a-sample@eu-west-2.amazonses.com>\r\n');

/** Scores each mail with SpamAssassin's own rules alone, without the network, as in Debian's package `spamassassin`. */
export async function spam(mails: readonly Mail[], output: (line: string) => void): Promise<Verdict> {
  if ((await assassin(['--version']).catch(() => undefined)) === undefined)
    return { said: [], wrong: [], notRun: 'SpamAssassin is not installed here (on Debian: apt-get install spamassassin).' };
  const wrong: string[] = [];
  const scores: number[] = [];
  for (const { name, message } of mails) {
    const report = await assassin(['--local', '--test-mode'], Buffer.concat([FROM_SES, message]));
    const status = report.replace(/\r?\n[ \t]+/g, ' ');
    const [, score, , tests = ''] =
      /X-Spam-Status: \w+, score=(-?[\d.]+) required=([\d.]+) tests=(.*?) (?:autolearn|version)/.exec(status) ?? [];
    if (score === undefined) {
      wrong.push(`${name}: SpamAssassin gave no score.`);
      continue;
    }
    scores.push(Number(score));
    output(`${score.padStart(5)}  ${name}  (${tests.replaceAll(' ', '')})`);
    if (Number(score) > MOST) wrong.push(`${name}: ${score}, of at most ${MOST}, for ${tests}.`);
  }
  return { said: [`Scores from ${Math.min(...scores)} to ${Math.max(...scores)}, of at most ${MOST}.`], wrong };
}

async function assassin(args: string[], message?: Uint8Array): Promise<string> {
  const child = spawn('spamassassin', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  child.stdin.on('error', () => undefined).end(message);
  const [said, code] = await Promise.all([text(child.stdout), ended]);
  if (code !== 0) throw new Error(`SpamAssassin ended with ${code}.`);
  return said;
}
