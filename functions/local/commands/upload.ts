// `npm run upload`: uploads the editor's files to the content bucket on AWS, as `npm start` does to the local one.
import { S3Client } from '@aws-sdk/client-s3';
import { isStoryFile, RULES_FILE } from '#core/story/story-files';
import { count } from '#core/text/wrap';
import { agrees } from '#local/cli/agrees';
import { BadOptions, chooseSources, readOptions } from '#local/cli/options';
import { runCommand } from '#local/cli/run-command';
import type { Difference } from '#local/content/compare-content';
import { disagreements } from '#local/content/rules-on-aws';
import { type Action, type FileKind, planSync, type Step } from '#local/content/sync-content';

const USAGE = {
  line: 'npm run upload -- --bucket BUCKET [--content DIR] [--rules FILE] [--delete] [--take-desk | --overwrite-desk] [--yes]',
  about: `Uploads stories, rules and prepared images to the newsroom on AWS. It says first what it would change, and asks.
  --bucket BUCKET        the content bucket: ContentBucket, as the deployment told it
  --content DIR          the folder of stories (content)
  --rules FILE           the rules (newsroom.yaml in that folder, or here)
  --delete               deletes what was uploaded once and is gone here
  --take-desk            writes what the desk has saved since the last upload, stories and pictures, into the folder,
                         and deletes here the stories that the desk has deleted
  --overwrite-desk       uploads (with --delete: deletes) those too, also what the desk has deleted. The bucket keeps what they were
  --yes                  does it without asking
Ends with 0, with 1 if something was left as it is, or with 2 if the command was wrong.`,
};

type Wanted = { delete: boolean; take: boolean; overwrite: boolean };

async function main(): Promise<boolean> {
  const { bucket, yes, ...given } = readOptions(
    {
      bucket: { type: 'string' },
      content: { type: 'string' },
      rules: { type: 'string' },
      delete: { type: 'boolean', default: false },
      'take-desk': { type: 'boolean', default: false },
      'overwrite-desk': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const wanted: Wanted = { delete: given.delete, take: given['take-desk'], overwrite: given['overwrite-desk'] };
  if (!bucket)
    throw new BadOptions([
      'Give with --bucket the name of the content bucket: ContentBucket, as the deployment told it.',
      `Use it like this: ${USAGE.line}`,
    ]);
  if (wanted.take && wanted.overwrite) throw new BadOptions(['Give either --take-desk or --overwrite-desk: one of the two texts counts.']);
  const { content, rules } = chooseSources(given);
  const wrong = disagreements(rules);
  if (wrong.length > 0) throw new BadOptions([...wrong, 'Nothing is changed: with these rules no email would go out.']);
  const plan = await planSync(new S3Client({}), bucket, {
    folder: content,
    rulesFile: rules,
    origin: 'upload',
    choose: (difference, what) => chosen(difference, what, wanted),
    unrecorded: 'unknown',
  });
  const changes = plan.steps.filter(({ action }) => action !== 'keep' && action !== 'leave');
  say(plan.steps.map(lineOf));
  const left = plan.steps.some(({ action }) => action === 'leave');
  if (changes.length > 0 && !yes && !(await agrees(`Change ${count(changes.length, 'file')}?`))) return false;
  const { done, refused, failed } = await plan.apply();
  const doneAs = (action: Action) => done.filter((step) => step.action === action).length;
  const dropped = doneAs('drop') > 0 ? `, ${doneAs('drop')} deleted here` : '';
  say([
    ...refused.map(({ file }) => `${file} was saved on the desk just now, and is left as it is. Run this again.`),
    ...failed.map(({ step, why }) => `${step.file} cannot be written here: ${why}`),
    `${count(doneAs('upload'), 'file')} uploaded, ${doneAs('delete')} deleted${wanted.take ? `, ${doneAs('take')} written here` : ''}${dropped}. The plan on the desk says what is wrong with a story.`,
  ]);
  return !left && refused.length === 0 && failed.length === 0;
}

/**
 * What the desk may have saved, stories and rules, is never overwritten unless that is wanted. Of pictures only those of the desk are
 * written here, because here are the originals of all others.
 */
function chosen(difference: Difference, what: FileKind, wanted: Wanted): Action {
  const counts = wanted.take ? 'take' : 'leave';
  switch (difference) {
    case 'changed here':
      return 'upload';
    case 'removed here':
      return wanted.delete ? 'delete' : 'keep';
    case 'changed there':
      if (what === 'other' || wanted.overwrite) return 'upload';
      return what === 'image' ? 'leave' : counts;
    case 'removed there':
    case 'changed here, removed there':
      return chosenOfDeleted(difference, what, wanted);
    case 'changed in both':
      return (what !== 'story' && what !== 'rules') || wanted.overwrite ? 'upload' : counts;
    case 'removed here, changed there':
    case 'only there':
      if (what === 'other' || (what === 'image' && difference !== 'only there')) return wanted.delete ? 'delete' : 'keep';
      if (wanted.take) return 'take';
      return wanted.delete && wanted.overwrite ? 'delete' : 'keep';
    default:
      return difference satisfies never;
  }
}

/** Of a story that the desk has deleted, what was changed here meanwhile is never deleted. */
function chosenOfDeleted(difference: Difference, what: FileKind, wanted: Wanted): Action {
  if (what !== 'story' || wanted.overwrite) return 'upload';
  return wanted.take && difference === 'removed there' ? 'drop' : 'leave';
}

function lineOf({ file, difference, action }: Step): string {
  return `${action.padEnd(7)} ${file}${reasonOf(file, difference, action)}`;
}

function reasonOf(file: string, difference: Difference, action: Action): string {
  const isStory = isStoryFile(file);
  const isSaved = isStory || file === RULES_FILE;
  switch (action) {
    case 'take':
      return ': as the desk has saved it';
    case 'delete':
      return ': it is not here';
    case 'drop':
      return ': the desk has deleted it';
    case 'keep': {
      const isOfDesk = isStory || (difference === 'only there' && file.startsWith('images/'));
      const remedy = isOfDesk ? '; with --take-desk it is written here' : '';
      return `: it is in the bucket only${difference === 'removed here' ? '; with --delete it goes' : remedy}`;
    }
    case 'leave':
      if (!isSaved) return ': it was replaced in the bucket. With --overwrite-desk the one of this folder goes there';
      if (difference === 'removed there') return ': the desk has deleted it. Choose with --take-desk or --overwrite-desk';
      if (difference === 'changed here, removed there')
        return ': the desk has deleted it, and it was changed here. With --overwrite-desk it goes there again';
      return `: ${difference === 'changed there' ? 'the desk has saved it since the last upload' : 'the bucket has another text, which the desk may have saved'}. Choose with --take-desk or --overwrite-desk`;
    case 'upload':
      return isStory && difference.endsWith('removed there')
        ? ': the desk has deleted it'
        : isSaved && difference !== 'changed here'
          ? ': over what the desk has saved'
          : '';
    default:
      return action satisfies never;
  }
}

function say(lines: string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

await runCommand(main);
