import { wrapText } from '#core/text/wrap';
import { BadOptions } from '#local/cli/options';
import { type Known, QUESTIONS, type Question, type Settings } from '#local/deploy/settings';
import type { Terminal } from '#local/deploy/terminal';

export type Choosing = {
  known: Known;
  terminal: Terminal;
  /** Puts an answer into cdk.json at once: after Ctrl+C nothing is asked twice. */
  save(values: Partial<Settings>): void;
  /** The account of the keys of this computer, if there are any. */
  account(): Promise<string | undefined>;
};

/** Asks for what cdk.json does not say yet. @throws BadOptions when something is missing and nobody is there to answer. */
export async function chooseSettings({ known, terminal, save, account }: Choosing): Promise<Settings> {
  const chosen: Known = { ...known };
  for (const question of QUESTIONS) {
    const { name } = question;
    const value = chosen[name];
    if (value !== undefined && question.shape.test(value)) continue;
    if (value !== undefined) terminal.say(`"${name}" in cdk.json is "${value}". It is written like ${question.example}.`);
    chosen[name] = await asked(question, chosen, terminal, name === 'account' ? await account() : undefined);
    save({ [name]: chosen[name] });
  }
  return complete(chosen);
}

async function asked(question: Question, known: Known, terminal: Terminal, account: string | undefined): Promise<string> {
  terminal.say(`\n${wrapText(question.about, 100)}`);
  for (;;) {
    const answer = await terminal.ask(`${question.name}, like ${question.example}`, question.suggest?.(known, account));
    if (answer === undefined)
      throw new BadOptions([
        `cdk.json does not say "${question.name}" in "context", and nobody is there to ask. Write it like "${question.example}".`,
      ]);
    const value = question.name === 'alarmEmail' ? answer : answer.toLowerCase();
    if (question.shape.test(value)) return value;
    terminal.say(`"${answer}" is not written like ${question.example}.`);
  }
}

function complete({ account, region, domain, siteHost, alarmEmail, ...others }: Known): Settings {
  if (account && region && domain && siteHost && alarmEmail) return { account, region, domain, siteHost, alarmEmail, ...others };
  throw new Error('Each setting that is asked for has an answer.');
}
