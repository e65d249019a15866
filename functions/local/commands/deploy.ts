// `npm run deploy`: from an empty AWS account to a newsroom that sends, and each upgrade after that.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { problemLine } from '#core/parsing/problem';
import { readRules } from '#core/rules/read-rules';
import { BadOptions, chooseSources, readOptions } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { openAws } from '#local/deploy/aws/open-aws';
import { chooseSettings } from '#local/deploy/choose-settings';
import { deploy, summary } from '#local/deploy/deploy';
import { dryRun } from '#local/deploy/dry-run';
import { lookup } from '#local/deploy/lookup';
import { runCdk, runScript } from '#local/deploy/run-script';
import { type CdkFile, cdkText, readSettings, withSettings } from '#local/deploy/settings';
import type { Rules } from '#local/deploy/step';
import { STEPS } from '#local/deploy/steps';
import { openTerminal } from '#local/deploy/terminal';
import { tryX } from '#local/deploy/try-x';

const USAGE = {
  line: 'npm run deploy -- [--stage NAME] [--content DIR] [--dry-run] [--yes]',
  about: `Sets up the newsroom in an AWS account, and upgrades it. It looks first, and asks before it changes anything.
When it ends early, for whatever reason, run it again: it goes on with what is left.
  --content DIR          the folder of stories (content); its own newsroom.yaml, or the one here
  --stage NAME           another newsroom beside the one that readers know, such as staging, with a domain of its own
  --dry-run              says what it would look for and do, with the letter to IT; needs no account and no network
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
      yes: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const { stage, yes } = given;
  if (stage !== undefined && !/^[a-z][a-z0-9-]{1,15}$/.test(stage))
    throw new BadOptions([`--stage "${stage}" is no name. Write small letters, digits and hyphens, such as staging.`]);
  const { content, rules: rulesFile } = chooseSources({ content: given.content });
  const rules = readRulesOf(rulesFile);
  if (given['dry-run']) {
    process.stdout.write(`${dryRun(STEPS, readSettings(readCdkFile(), stage, true), rules)}\n`);
    return true;
  }
  const terminal = openTerminal({ yes });
  const save = (values: object): void => writeFileSync(CDK_FILE, cdkText(withSettings(readCdkFile(), stage, values)));
  const settings = await chooseSettings({ known: readSettings(readCdkFile(), stage), terminal, save, account: () => accountOfKeys() });
  const command = `npm run deploy${stage === undefined ? '' : ` -- --stage ${stage}`}`;
  const all = await deploy(STEPS, {
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
  terminal.say(summary(all, command));
  return all.every(({ outcome }) => outcome.is === 'done');
}

const readCdkFile = (): CdkFile => JSON.parse(readFileSync(CDK_FILE, 'utf8'));

function readRulesOf(file: string): Rules {
  const bytes = readFileSync(file);
  const { rules, problems } = readRules({ file, bytes, sizeBytes: bytes.length });
  if (!rules) throw new BadOptions(problems.map(problemLine));
  return { name: rules.name, sender: rules.sender.address, site: rules.site, handle: rules.x?.handle };
}

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
