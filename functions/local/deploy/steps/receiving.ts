import { stackOutput } from '#local/deploy/stack-output';
import { done, type Step, waits } from '#local/deploy/step';

export const receiving: Step = {
  title: 'Readers can unsubscribe by email',
  looks: ({ region }) => `Which set of rules for incoming mail is active in ${region}: an account has one.`,
  does: ({ domain }) =>
    `Activates ours, for leave@${domain}. If another one is active, it asks you first: mail of somebody else may depend on it.`,
  async run(deployment) {
    const { aws, terminal } = deployment;
    const ours = await stackOutput(deployment, 'UnsubscribeRules');
    const active = await aws.mail.activeRules();
    if (active === ours) return done('Ours is active.');
    if (active !== undefined) {
      terminal.say(`  Another set of rules is active: ${active}. Mail of somebody else may come in by it, and would not any more.`);
      // Not answered by --yes: nobody who wrote that knew of the other set.
      const answer = await terminal.ask('  Type the name of that set to replace it, or nothing to leave it');
      if (answer !== active)
        return waits(
          `The set ${active} stays active, so nobody can unsubscribe by email.`,
          'you',
          `Ask whoever made ${active} whether it is still used. If so, add the rule of ${ours} to it by hand; if not, run this again and type its name.`,
        );
    }
    await aws.mail.activateRules(ours);
    return done(`Ours is active now.${active === undefined ? '' : ` Before it was ${active}.`}`);
  },
};
