// `npm run deploy`: from an empty AWS account to a newsroom that sends, and each upgrade after that.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { BadOptions, chooseSources, readOptions } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { openAws } from '#local/deploy/aws/open-aws';
import { chooseSettings } from '#local/deploy/choose-settings';
import { summary, takeSteps } from '#local/deploy/deploy';
import { dryRun } from '#local/deploy/dry-run';
import { lookup } from '#local/deploy/lookup';
import { rulesOf } from '#local/deploy/rules-file';
import { runCdk, runScript } from '#local/deploy/run-script';
import { type CdkFile, cdkText, readSettings, withSettings } from '#local/deploy/settings';
import { STEPS } from '#local/deploy/steps';
import { TAKE_DOWN } from '#local/deploy/take-down';
import { openTerminal } from '#local/deploy/terminal';
import { tryX } from '#local/deploy/try-x';

const USAGE = {
  line: 'npm run deploy -- [--stage NAME] [--content DIR] [--dry-run | --take-down] [--yes]',
  about: `Sets up the newsroom in an AWS account, and upgrades it. It looks first, and asks before it changes anything.
When it ends early, for whatever reason, run it again: it goes on with what is left.
  --content DIR          the folder of stories (content); its own newsroom.yaml, or the one here
  --stage NAME           another newsroom beside the one that readers know, such as staging, with a domain of its own
  --dry-run              says what it would look for and do, with the letter to IT; needs no account and no network
  --take-down            deletes the newsroom at AWS; what holds readers, stories and evidence stays
  --yes                  does what is asked for a yes without asking
Ends with 0 if all is done, with 1 if something waits or failed, or with 2 if the command was wrong.`,
};

const CDK_FILE = 'cdk.json';
/** Where texts for people are written. */
const FOLDER = 'deployment';

async function main(): Promise<boolean> {
  const given = readOptions(
    {
      stage: { type: 'string' },
      content: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'take-down': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const { stage, yes } = given;
  if (stage !== undefined && !/^[a-z][a-z0-9]{0,15}$/.test(stage))
    throw new BadOptions([`--stage "${stage}" is no name. Write up to sixteen small letters and digits, such as staging.`]);
  const { content, rules: rulesFile } = chooseSources({ content: given.content });
  const rules = rulesOf(rulesFile, readFileSync(rulesFile));
  if (given['dry-run']) {
    process.stdout.write(`${dryRun(STEPS, readSettings(readCdkFile(), stage), readSettings(readCdkFile(), stage, true), rules)}\n`);
    return true;
  }
  const terminal = openTerminal({ yes });
  const save = (values: object): void => writeFileSync(CDK_FILE, cdkText(withSettings(readCdkFile(), stage, values)));
  const settings = await chooseSettings({ known: readSettings(readCdkFile(), stage), terminal, save, account: () => accountOfKeys() });
  const steps = given['take-down'] ? TAKE_DOWN : STEPS;
  const command = `npm run deploy${stage === undefined ? '' : ` -- --stage ${stage}`}`;
  const all = await takeSteps(steps, {
    settings,
    rules,
    aws: openAws(settings.region),
    cdk: (...options) => runCdk(options, settings),
    content,
    script: (file, ...options) => runScript(file, options, settings),
    terminal,
    yes,
    lookup,
    tryX,
    save,
    keep(name, text) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(join(FOLDER, name), text);
      return join(FOLDER, name);
    },
    now: () => Temporal.Now.instant(),
    wait: (ms) => setTimeout(ms),
  });
  if (steps === STEPS) terminal.say(summary(all, command));
  return all.every(({ outcome }) => outcome.is === 'done');
}

const readCdkFile = (): CdkFile => JSON.parse(readFileSync(CDK_FILE, 'utf8'));

/** The account of the keys of this computer, as a suggestion. */
async function accountOfKeys(): Promise<string | undefined> {
  return openAws('us-east-1')
    .identity()
    .then(
      ({ account }) => account,
      () => undefined,
    );
}

await runCommand(main);
