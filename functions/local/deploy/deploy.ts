import { wrapText } from '#core/text/wrap';
import { NotTold } from '#local/deploy/stack-output';
import { type Deployment, type Outcome, type Step, stops } from '#local/deploy/step';

export type StepDone = { title: string; outcome: Outcome };

/**
 * Takes the steps in their order, and says of each what became of it. A step that waits for somebody does not keep the others; one that
 * stops ends the run. Whatever happens, the next run looks again and goes on.
 */
export async function takeSteps(steps: readonly Step[], deployment: Deployment): Promise<StepDone[]> {
  const all: StepDone[] = [];
  for (const [index, step] of steps.entries()) {
    deployment.terminal.say(`\n${heading(index, steps.length, step.title)}`);
    const outcome = await withPlainFaults(step, deployment);
    all.push({ title: step.title, outcome });
    deployment.terminal.say(marked({ done: '  ✓', waits: '  …', stops: '  ✗' }[outcome.is], outcome.said));
    if (outcome.is === 'stops') {
      deployment.terminal.say(marked('   ', outcome.next));
      break;
    }
  }
  return all;
}

export const heading = (index: number, of: number, title: string): string => `${String(index + 1).padStart(2)} of ${of}  ${title}`;

/** What AWS refuses, or a network that is away, is said in a sentence and ends the run. */
async function withPlainFaults(step: Step, deployment: Deployment): Promise<Outcome> {
  try {
    return await step.run(deployment);
  } catch (error) {
    const said = error instanceof Error ? plainFault(error) : undefined;
    if (said === undefined) throw error;
    return said;
  }
}

function plainFault(error: Error): Outcome | undefined {
  const { name, message } = error;
  if (error instanceof NotTold) return stops(message, 'Run this again, and say yes when it asks whether to deploy.');
  if (/CredentialsProviderError|TokenProviderError|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature/.test(name))
    return stops(
      `AWS does not know who you are: ${message}`,
      'Sign in, for example with "aws sso login" or with the keys that the access portal of your organisation shows (AWS_ACCESS_KEY_ID and so on); then run this again.',
    );
  if (/AccessDenied|NotAuthorized|UnauthorizedOperation|AuthorizationError/.test(name))
    return stops(
      `AWS does not let you do this: ${message}`,
      'Ask the administrator of the account for it. A rule of your organisation may forbid it: of the region us-east-1 only the certificate is needed. Then run this again.',
    );
  if (
    '$metadata' in error ||
    /fetch failed|Cognito answered|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|TimeoutError/.test(`${name}\n${message}`)
  )
    return stops(`AWS answered: ${name}: ${message}`, 'Nothing that was done is lost. Run this again.');
  return undefined;
}

/** Returns what is done, what waits for whom, and the one thing to do next. */
export function summary(all: readonly StepDone[], command: string): string {
  const doneTitles = all.filter(({ outcome }) => outcome.is === 'done').map(({ title }) => `  ✓ ${title}`);
  const open = all.flatMap(({ title, outcome }) => (outcome.is === 'done' ? [] : [{ title, outcome }]));
  const waiting = open.map(({ title, outcome }) =>
    [marked('  …', outcome.is === 'waits' ? `${title}: waits for ${outcome.whom}` : title), marked('   ', outcome.next)].join('\n'),
  );
  const next = open.find(({ outcome }) => outcome.is === 'stops') ?? open[0];
  return [
    '',
    `Done: ${doneTitles.length}`,
    ...doneTitles,
    ...(waiting.length > 0 ? ['', 'Not done yet:', ...waiting] : []),
    '',
    next
      ? `${marked('Next:', next.outcome.next)}\n${command} can be run again at any time: it goes on with what is left.`
      : 'All of it is done. Next: npm run doctor, and one live email (docs/running-on-aws.md).',
  ].join('\n');
}

/** Wraps a text below its mark. */
function marked(mark: string, text: string): string {
  const indent = ' '.repeat(mark.length + 1);
  return `${mark} ${wrapText(text, 100 - indent.length).replaceAll('\n', `\n${indent}`)}`;
}
