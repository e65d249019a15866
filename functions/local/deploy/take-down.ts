import { stackName } from '#cdk/deployment';
import { done, type Step, stops } from '#local/deploy/step';
import { credentials } from '#local/deploy/steps/credentials';

/** What AWS keeps when the stack is deleted: what holds readers, stories and evidence. */
const KEPT = /^AWS::(DynamoDB::|S3::Bucket$|SecretsManager::Secret$|Cognito::UserPool$)/;

const confirmation: Step = {
  title: 'You want it gone',
  looks: (settings) => `The stack ${stackName(settings)}.`,
  does: () => 'Asks you to type its name. Nothing else counts as a yes.',
  async run({ settings, aws, terminal }) {
    const name = stackName(settings);
    if (!(await aws.stack.find(name))) return stops(`There is no stack ${name}.`, 'Nothing is to be done.');
    terminal.say(
      '  Links in all emails that were ever sent stop to work, those to unsubscribe too. Readers, stories and the archive stay.',
    );
    const typed = await terminal.ask(`  Type ${name} to take the newsroom down`);
    return typed === name ? done('You do.') : stops('Nothing was changed.', `Run this again and type ${name}.`);
  },
};

const deletion: Step = {
  title: 'The newsroom is taken down',
  looks: (settings) => `The resources of ${stackName(settings)}.`,
  does: () => 'Stops receiving mail, lifts the protection, deletes the stack, and names what stays.',
  async run({ settings, aws, keep, terminal, wait }) {
    const name = stackName(settings);
    const stays = (await aws.stack.resources(name)).filter(({ type }) => KEPT.test(type)).map(({ type, name: one }) => `${type} ${one}`);
    const file = keep('what-stays.txt', `${stays.join('\n')}\n`);
    // SES does not delete a set of rules that is active.
    const ours = (await aws.stack.find(name))?.outputs.UnsubscribeRules;
    if (ours !== undefined && (await aws.mail.activeRules()) === ours) await aws.mail.activateRules(undefined);
    await aws.stack.protect(name, false);
    await aws.stack.delete(name);
    terminal.say('  AWS is deleting it; that takes some minutes …');
    for (;;) {
      const now = await aws.stack.find(name);
      if (!now || now.status === 'DELETE_COMPLETE') break;
      if (now.status === 'DELETE_FAILED')
        return stops(
          ['AWS could not delete all of it.', ...(await aws.stack.faults(name))].join('\n'),
          'Put that right and run this again.',
        );
      await wait(15_000);
    }
    return done(
      `It is gone. ${stays.length} things stay, listed in ${file}: they hold readers, stories and what was sent. Whoever deletes them in the console cannot get them back. The DNS records and the certificate stay too.`,
    );
  },
};

/** Takes the newsroom down, as far as that can be taken back: what holds data stays. */
export const TAKE_DOWN: readonly Step[] = [credentials, confirmation, deletion];
