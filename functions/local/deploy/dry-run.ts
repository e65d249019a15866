import { dnsRecords } from '#core/dns/dns-records';
import { letterToIt } from '#core/dns/letter-to-it';
import { wrapText } from '#core/text/wrap';
import { heading } from '#local/deploy/deploy';
import { type Known, QUESTIONS, type Settings } from '#local/deploy/settings';
import type { Rules, Step } from '#local/deploy/step';

/** What stands for a value that nobody has chosen yet. */
const BLANK: Settings = {
  account: '<account>',
  region: '<region>',
  domain: '<domain>',
  siteHost: '<host of the pages>',
  alarmEmail: '<address for alarms>',
};

/** The same list stands in docs/running-on-aws.md. */
const BY_HAND: readonly string[] = [
  'Get the project: git clone, npm ci.',
  'Sign in to the AWS account on your computer.',
  'Put your names into newsroom.yaml, and your stories in the place of the sample in content/.',
  'Run npm run deploy, and answer its questions. It ends with the first letter to IT.',
  'Send the letter. Once IT has answered, run npm run deploy again: it deploys, and ends with the second letter.',
  'Send that. Where the zone of the domain is in Route 53, in the same account, there are no letters.',
  'The programme lead follows the links of two emails: that of the alarms, and the invitation to the desk.',
  'Get the four keys of X, and run npm run deploy once more: it takes them, and asks AWS to let you send to everybody.',
  'When AWS has said yes: npm run doctor, one live email, bring in the readers on the desk, and look at its plan.',
];

/**
 * Returns what a deployment would look for and do, and what it would ask of IT, without asking anybody. `chosen`: what is settled; `known`:
 * the same with examples in the place of what is not.
 */
export function dryRun(steps: readonly Step[], chosen: Known, known: Known, rules: Rules): string {
  const settings: Settings = { ...BLANK, ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) };
  const asked = QUESTIONS.filter(({ name }) => chosen[name] === undefined);
  const records = dnsRecords(settings);
  const told = records.map((record) => ({ ...record, known: true }));
  return [
    'This is what npm run deploy would do. Nothing is asked of AWS, and nothing is changed.',
    '',
    `    The choices, from cdk.json${settings.stage === undefined ? '' : `, stage ${settings.stage}`}:`,
    ...QUESTIONS.map(
      ({ name }) =>
        `      ${name.padEnd(11)} ${chosen[name] ?? (known[name] === undefined ? '(will be asked)' : `${known[name]} (an example: will be asked)`)}`,
    ),
    '      cdk.json also has budget, tags and dmarcReports (docs/running-on-aws.md).',
    ...(asked.length > 0 ? ['', '    It would ask:', ...asked.map(({ name, about }) => item(`${name}: `, about))] : []),
    ...steps.flatMap((step, index) => [
      '',
      heading(index, steps.length, step.title),
      item('Looks for: ', step.looks(settings)),
      item('Does:      ', step.does(settings)),
    ]),
    '',
    'What you do yourself, from an empty account to the first digest:',
    ...BY_HAND.map((text, index) => item(`${index + 1}. `, text)),
    '',
    '===== The letter to IT, with the zone file. What AWS has still to tell stands in angle brackets. =====',
    '',
    letterToIt({ ...settings, organisation: rules.name, records: told }),
  ].join('\n');
}

function item(label: string, text: string): string {
  const indent = ' '.repeat(6);
  const below = `\n${indent}${' '.repeat(label.length)}`;
  return `${indent}${label}${wrapText(text, 100 - below.length).replaceAll('\n', below)}`;
}
