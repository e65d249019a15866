import { stackName } from '#cdk/deployment';
import { done, type Step } from '#local/deploy/step';

/** Only now: a stack that failed its creation and is protected can be neither deleted nor made again. */
export const protection: Step<'settings' | 'aws'> = {
  title: 'Nobody can delete it by mistake',
  looks: (settings) => `Whether the stack ${stackName(settings)} is protected against deletion.`,
  does: () => 'Switches its protection on, now that it is there.',
  async run({ settings, aws }) {
    const name = stackName(settings);
    if ((await aws.stack.find(name))?.protected) return done('It is protected.');
    await aws.stack.protect(name, true);
    return done('It is protected now.');
  },
};
