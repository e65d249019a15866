import { stackOutput } from '#local/deploy/stack-output';
import { done, type Step, waits } from '#local/deploy/step';

export const content: Step = {
  title: 'The rules and the stories are there',
  looks: () => 'What differs between this folder and the content bucket.',
  does: () =>
    'Uploads newsroom.yaml, stories and prepared pictures, as npm run upload does: it says first what it would change, and asks. What the desk has saved is left as it is.',
  async run(deployment) {
    const { content: folder, script, yes } = deployment;
    const bucket = await stackOutput(deployment, 'ContentBucket');
    const code = await script('functions/local/commands/upload.ts', '--bucket', bucket, '--content', folder, ...(yes ? ['--yes'] : []));
    if (code === 0) return done('They are.');
    return waits(
      'Not everything was uploaded; why is above.',
      'you',
      `Look at it, and run npm run upload -- --bucket ${bucket} --content ${folder}`,
    );
  },
};
