// `npm run check:mail`: nightly checks of our emails that are too slow, or need too much, for every run of the tests.
import { checkEmail } from '#core/email-check/check';
import { readOptions } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { rules } from '#tests/core/email-samples';
import { canIEmail } from '#tests/mail/can-i-email';
import { lightAndDark } from '#tests/mail/light-and-dark';
import { type Mail, mails } from '#tests/mail/mails';
import { signed } from '#tests/mail/signed';
import { spam } from '#tests/mail/spam';
import type { Verdict } from '#tests/mail/verdict';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const output = (line: string) => say(`  ${line}`);

function rulesPass(all: readonly Mail[]): Verdict {
  const wrong = all.flatMap(({ name, to, message }) =>
    checkEmail(message, { to, senderProfile: rules }).map(({ rule, sentence }) => `${name}: ${rule}: ${sentence}`),
  );
  return { said: [`${all.length} mails against the rules of docs/email-checklist.md.`], wrong };
}

const checks: [name: string, look: (all: readonly Mail[]) => Verdict | Promise<Verdict>][] = [
  ['the checklist', rulesPass],
  ['what mail programs know (caniemail)', canIEmail],
  ['signatures (mailauth)', signed],
  ['light, dark and small (axe in Chromium)', (all) => lightAndDark(all, output)],
  ['spam (SpamAssassin)', (all) => spam(all, output)],
];

const USAGE = {
  line: 'npm run check:mail',
  about: `Runs the checks of our emails that are too slow for every run of the tests (docs/email-checklist.md):
${checks.map(([name]) => `  ${name}`).join('\n')}
Ends with 0 if all passed, 1 if one failed, and 2 if the command was wrong. What this machine lacks is not run, and named.`,
};

await runCommand(async () => {
  readOptions({}, USAGE);
  const all = mails();
  const summary: string[] = [];
  let passed = true;
  for (const [name, look] of checks) {
    say(`\n== ${name}`);
    const began = performance.now();
    const { said, wrong, notRun } = await look(all);
    for (const line of [...said, ...wrong]) output(line);
    const seconds = Math.round((performance.now() - began) / 1000);
    if (notRun !== undefined) summary.push(`not run  ${name}: ${notRun}`);
    else
      summary.push(
        `${wrong.length === 0 ? 'passed ' : 'FAILED '}  ${name}: ${wrong.length === 0 ? said[0] : `${wrong.length} wrong`} (${seconds} s)`,
      );
    passed &&= wrong.length === 0;
  }
  say(`\n${summary.join('\n')}\n${passed ? 'PASS' : 'FAIL'}`);
  return passed;
});
