import { stackName } from '#cdk/deployment';
import { done, type Step, stops } from '#local/deploy/step';
import { isFirst } from '#local/deploy/steps/preview';

export const stack: Step<'settings' | 'aws' | 'cdk'> = {
  title: 'The newsroom is deployed',
  looks: (settings) => `How the last deployment of ${stackName(settings)} ended.`,
  does: (settings) =>
    `Deploys what you have seen (cdk deploy ${stackName(settings)} --app cdk.out): some 20 minutes the first time. If the first deployment fails, what is made stays (--no-rollback), and the next run goes on from there. A failed upgrade is taken back by AWS, and the newsroom goes on as it was.`,
  async run({ settings, aws, cdk }) {
    const name = stackName(settings);
    const before = await aws.stack.find(name);
    // The CDK deletes a stack that failed its creation before it makes it again; protection would forbid that for ever.
    if (before?.protected && before.status.startsWith('ROLLBACK_')) await aws.stack.protect(name, false);
    // An upgrade whose taking back broke off: it has to be finished before anything else is deployed.
    if (before && /^UPDATE_(ROLLBACK_)?FAILED$/.test(before.status) && (await cdk('rollback', name, '--app', 'cdk.out')) !== 0)
      return stops('The last upgrade failed and could not be taken back.', remedyFor(await aws.stack.faults(name)));
    const first = isFirst(before);
    const code = await cdk('deploy', name, '--app', 'cdk.out', '--require-approval', 'never', first ? '--no-rollback' : '--rollback');
    if (code === 0) return done(first ? 'It is there.' : 'It is up to date.');
    const faults = await aws.stack.faults(name);
    // The CDK switches protection off before an upgrade, because the template does not ask for it.
    const after = await aws.stack.find(name);
    if (after && !isFirst(after) && !after.protected) await aws.stack.protect(name, true);
    return stops(['The deployment failed.', ...faults.slice(0, 3)].join('\n     '), remedyFor(faults));
  },
};

/** What is known of failures that others have met, by what AWS says. */
const KNOWN: readonly [RegExp, string][] = [
  [
    /account must be verified/i,
    'Write to AWS Support in the console (a case about "Account and billing" is free): "Please verify this account for CloudFront". It takes about a day. Then run this again: it goes on where it stopped.',
  ],
  [
    /CNAMEAlreadyExists|CNAMEs you provided/i,
    'Another CloudFront distribution has the host of the pages. Remove it there, or choose another "siteHost" in cdk.json; then run this again.',
  ],
  [/already exists/i, 'Something outside of this stack has that name. Delete it if nobody uses it; then run this again.'],
  [/limit exceeded|quota/i, 'Ask for more of it in Service Quotas; it is free. Then run this again: it goes on where it stopped.'],
  [/not authorized|AccessDenied/i, 'Your rights in the account are not enough. Ask its administrator; then run this again.'],
];

function remedyFor(faults: readonly string[]): string {
  const text = faults.join('\n');
  return KNOWN.find(([said]) => said.test(text))?.[1] ?? 'Put right what AWS says, and run this again: it goes on where it stopped.';
}
