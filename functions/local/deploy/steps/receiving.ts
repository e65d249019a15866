import { stackName } from '#local/deploy/stack-name';
import { done, type Step, stops, waits } from '#local/deploy/step';

export const receiving: Step = {
  title: 'Readers can unsubscribe by email',
  looks: ({ region }) => `Which set of rules for incoming mail is active in ${region}: an account has one.`,
  does: ({ domain }) =>
    `Activates ours, for leave@${domain}. If another one is active, it asks you first: mail of somebody else may depend on it.`,
  async run({ settings, aws, terminal }) {
    const { UnsubscribeRules: ours } = (await aws.stack.find(stackName(settings)))?.outputs ?? {};
    if (ours === undefined)
      return stops('The stack does not name its rules for incoming mail.', 'Deploy this release again: run this again.');
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
