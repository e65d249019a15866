import { stackName } from '#local/deploy/stack-name';
import { done, type Step, stops, waits } from '#local/deploy/step';

export const content: Step = {
  title: 'The rules and the stories are there',
  looks: () => 'What differs between this folder and the content bucket.',
  does: () =>
    'Uploads newsroom.yaml, stories and prepared pictures, as npm run upload does: it says first what it would change, and asks. What the desk has saved is left as it is.',
  async run({ settings, aws, content: folder, script, yes }) {
    const { ContentBucket: bucket } = (await aws.stack.find(stackName(settings)))?.outputs ?? {};
    if (bucket === undefined) return stops('The stack does not name its content bucket.', 'Deploy this release again: run this again.');
    const code = await script('functions/local/commands/upload.ts', '--bucket', bucket, '--content', folder, ...(yes ? ['--yes'] : []));
    if (code === 0) return done('They are.');
    return waits(
      'Not everything was uploaded; why is above.',
      'you',
      `Look at it, and run npm run upload -- --bucket ${bucket} --content ${folder}`,
    );
  },
};
