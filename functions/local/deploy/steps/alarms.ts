import { stackName } from '#cdk/deployment';
import { done, type Step, waits } from '#local/deploy/step';

export const alarms: Step = {
  title: 'Alarms reach the programme lead',
  looks: ({ alarmEmail }) => `Whether ${alarmEmail} has followed the link in the email "AWS Notification - Subscription Confirmation".`,
  does: () => 'Nothing: only the owner of the mailbox can. Until then no alarm arrives.',
  async run({ settings, aws }) {
    const resources = await aws.stack.resources(stackName(settings));
    const topics = resources.filter(({ type, id }) => type === 'AWS::SNS::Topic' && id.startsWith('Alarms'));
    const waiting = (await Promise.all(topics.map(({ name }) => aws.unconfirmed(name)))).flat();
    if (waiting.length === 0) return done('They do.');
    return waits(
      `${waiting.join(', ')} has not confirmed yet.`,
      waiting.join(', '),
      'Follow the link in the email "AWS Notification - Subscription Confirmation"; look in the junk folder too.',
    );
  },
};
