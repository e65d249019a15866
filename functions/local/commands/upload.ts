// `npm run upload`: uploads the editor's files to the content bucket on AWS, as `npm start` does to the local one.

import { S3Client } from '@aws-sdk/client-s3';
import { count } from '#core/text/wrap';
import { BadOptions, chooseSources, readOptions } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import { syncContent } from '#local/content/sync-content';

const USAGE = {
  line: 'npm run upload -- --bucket BUCKET [--content DIR] [--rules FILE] [--delete]',
  about: `Uploads stories, rules and prepared images to the newsroom on AWS.
  --bucket BUCKET        the content bucket: ContentBucket, as the deployment told it
  --content DIR          the folder of stories (content)
  --rules FILE           the rules (newsroom.yaml in that folder, or here)
  --delete               deletes what is in the bucket and not here
Ends with 0, or with 2 if the command was wrong.`,
};

async function main(): Promise<boolean> {
  const {
    bucket,
    delete: mirror,
    ...given
  } = readOptions(
    { bucket: { type: 'string' }, content: { type: 'string' }, rules: { type: 'string' }, delete: { type: 'boolean', default: false } },
    USAGE,
  );
  if (!bucket)
    throw new BadOptions([
      'Give with --bucket the name of the content bucket: ContentBucket, as the deployment told it.',
      `Use it like this: ${USAGE.line}`,
    ]);
  const { content, rules } = chooseSources(given);
  const { uploaded, deleted, kept } = await syncContent(new S3Client({}), bucket, content, rules, { keep: !mirror });
  const lines = [
    ...uploaded.map((file) => `uploaded ${file}`),
    ...deleted.map((file) => `deleted  ${file}`),
    ...kept.map((file) => `kept     ${file}: it is in the bucket only; with --delete it goes`),
    `${count(uploaded.length, 'file')} uploaded, ${deleted.length} deleted. The plan on the desk says what is wrong with a story.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return true;
}

await runCommand(main);
