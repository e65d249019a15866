import { stackOutput } from '#local/deploy/stack-output';
import { done, type Step, waits } from '#local/deploy/step';

export const firstColleague: Step = {
  title: 'Somebody can sign in to the desk',
  looks: () => 'Whether anybody has an account of the desk.',
  does: ({ siteHost, alarmEmail }) =>
    `Invites the first colleague by email (${alarmEmail}, or whom you name), who chooses a password and an authenticator app at https://${siteHost}/desk/ and lets all others in there.`,
  async run(deployment) {
    const { settings, aws, terminal } = deployment;
    const pool = await stackOutput(deployment, 'DeskUsers');
    const people = aws.people(pool);
    const all = await people.all();
    const first = all.find(({ state }) => state !== 'closed');
    if (first)
      return done(first.state === 'invited' ? `${first.address} is invited. The first password works for three days.` : 'Somebody can.');
    const address = (await terminal.ask('  Email address of the first colleague', settings.alarmEmail)) ?? settings.alarmEmail;
    if (!/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(address)) return waits(`"${address}" is no email address.`, 'you', 'Run this again.');
    await people.open(address);
    return done(
      `${address} has been invited by email. The first password works for three days; the desk is at https://${settings.siteHost}/desk/.`,
    );
  },
};
