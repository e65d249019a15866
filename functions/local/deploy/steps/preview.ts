import { stackName } from '#cdk/deployment';
import { done, type Step, stops } from '#local/deploy/step';

export const preview: Step = {
  title: 'You see what would change, and say yes',
  looks: (settings) => `The difference between this release and the stack ${stackName(settings)} at AWS.`,
  does: () => 'Builds the functions, writes and checks the template in cdk.out, shows the difference, and asks. A no changes nothing.',
  async run({ settings, aws, cdk, script, save, terminal }) {
    const name = stackName(settings);
    // Cognito refuses a sender that SES has not verified, so this waits until the first deployment is over.
    if (!settings.invitationsFromDomain && (await aws.mail.isReady(settings.domain))) save({ invitationsFromDomain: true });
    if ((await script('tools/build.ts', '--quiet')) !== 0)
      return stops('The functions cannot be built; why is above.', 'Run npm run check.');
    if ((await cdk('synth', '--quiet', ...(settings.stage === undefined ? [] : ['--context', `stage=${settings.stage}`]))) !== 0)
      return stops('The template cannot be made; why is above.', 'Put that right and run this again.');
    const stack = await aws.stack.find(name);
    if (stack && stack.status !== 'REVIEW_IN_PROGRESS') await cdk('diff', name, '--app', 'cdk.out');
    const what = isFirst(stack) ? 'Create all of it' : 'Deploy these changes';
    if (!(await terminal.agrees(`  ${what} in the account ${settings.account}, ${settings.region}?`)))
      return stops('Nothing was changed.', 'Run this again when you want to deploy, with --yes if nobody is there to answer.');
    return done('You said yes.');
  },
};

/** True until a deployment has succeeded once. */
export const isFirst = (stack: { status: string } | undefined): boolean =>
  stack === undefined || /^(REVIEW_IN_PROGRESS|CREATE_FAILED|ROLLBACK_COMPLETE|ROLLBACK_FAILED)$/.test(stack.status);
