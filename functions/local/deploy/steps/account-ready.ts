import { stackName } from '#cdk/deployment';
import { done, type Step, stops } from '#local/deploy/step';

/** Below this many a busy minute can be refused: twelve functions share it. */
const COMFORTABLE = 100;

export const accountReady: Step = {
  title: 'The account is ready',
  looks: ({ domain }) =>
    `How many functions the account may run at once, whether SES knows ${domain} from elsewhere, and in what state an earlier deployment is.`,
  does: () =>
    'Nothing. One thing cannot be seen before: a very new account may not use CloudFront until AWS Support has verified it. The deployment then says so, and can be repeated.',
  async run({ settings, aws, terminal, wait }) {
    const stack = await aws.stack.find(stackName(settings));
    if (stack === undefined && (await aws.mail.knows(settings.domain)))
      return stops(
        `SES in ${settings.region} knows the domain ${settings.domain} already, from elsewhere. Only one can own it.`,
        'If nobody uses it any more, delete the identity in the SES console. Otherwise choose another domain in cdk.json.',
      );
    if (stack?.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS') {
      terminal.say('  A deployment is under way at AWS. Waiting until it ends …');
      for (;;) {
        await wait(15_000);
        const now = await aws.stack.find(stackName(settings));
        if (!now?.status.endsWith('_IN_PROGRESS')) break;
      }
    }
    const atOnce = await aws.functionsAtOnce();
    const quota =
      atOnce >= COMFORTABLE
        ? ''
        : ' That is enough to begin. Ask for 1,000 before the first large mailing: Service Quotas, AWS Lambda, "Concurrent executions"; it is free.';
    return done(`The account may run ${atOnce.toLocaleString('en-GB')} functions at once.${quota}`);
  },
};
