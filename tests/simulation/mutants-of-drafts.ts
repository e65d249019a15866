// Mistakes in saving and publishing what writers write on the desk.
import { type Mutant, mutant } from '#tests/simulation/mutant';

const byDrafts = (...given: Parameters<typeof mutant>): Mutant => ({ ...mutant(...given), by: 'drafts' });

export const OF_DRAFTS: Mutant[] = [
  byDrafts(
    'a draft is said to be saved before it is',
    'flow',
    "if ((await world.drafts.save(draft)) === 'saved') return { kind: 'saved', draft };",
    "if (world.drafts.save(draft).catch(() => undefined)) return { kind: 'saved', draft };",
  ),
  {
    name: 'a draft is saved over what its writer has not seen',
    by: 'drafts',
    edits: [
      { where: 'flow', find: "if (before.version !== seen) return { kind: 'crossed', theirs: before };", put: '' },
      { where: 'flow', find: "state: 'open', version: seen + 1 }", put: "state: 'open', version: before.version + 1 }" },
    ],
  },
  byDrafts(
    'a save that crossed another one is said to be saved',
    'flow',
    "return isSame(other, draft.text) && other.state === draft.state ? { kind: 'saved', draft: other } : { kind: 'crossed', theirs: other };",
    "return { kind: 'saved', draft: other };",
  ),
  byDrafts(
    'a version of a draft replaces the one that is there',
    'adapters',
    "const put = new PutItemCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' });",
    'const put = new PutItemCommand({ TableName: table, Item: item });',
  ),
  byDrafts('any save of one person counts as the one that is there', 'core', "['by', 'text', 'state',", "['by', 'state',"),
  byDrafts(
    'the list of drafts goes back',
    'adapters',
    "...(begun && { begun: flag.write(true) }) }, ConditionExpression: 'attribute_not_exists(pk) OR version <= :version',",
    '...(begun && { begun: flag.write(true) }) },',
  ),
  byDrafts('a draft is listed after it is saved only', 'adapters', 'await putHead(headOf(version), true);', ''),
  byDrafts(
    'a draft opens with its first version',
    'adapters',
    'draftOf(draft), { ScanIndexForward: false, Limit: 1 }',
    'draftOf(draft), { Limit: 1 }',
  ),
  byDrafts(
    'publishing writes over whatever the file has',
    'flow',
    'const answer = await world.content.save(file, bytes, base);',
    'const answer = await world.content.save(file, bytes, (await world.content.read()).stories.find((one) => one.file === file)?.version); void base;',
  ),
  byDrafts(
    'a story is written whatever version its file has',
    'local',
    "if (now !== expected) return now === saved ? { saved } : 'stale';",
    'void expected; void now;',
  ),
  byDrafts(
    'a file that has changed counts as published',
    'flow',
    "if (version === undefined) return { kind: 'file changed' };",
    "if (version === undefined) return { kind: 'published', draft };",
  ),
  byDrafts(
    'a draft is settled with its file over what was saved meanwhile',
    'flow',
    "if (agreed.kind !== 'saved') return agreed; // Somebody else has settled it. if (agreed.draft.version !== settled.version) return { kind: 'crossed', theirs: agreed.draft };",
    '',
  ),
  byDrafts(
    'an earlier version is said to be back when another one was saved',
    'flow',
    "if (saved.kind !== 'crossed' || tries === MOST_TRIES) return saved;",
    "return saved.kind === 'crossed' ? { kind: 'saved', draft: newest } : saved;",
  ),
  byDrafts('a new story gets its file only once that is written', 'flow', 'if (newest.file === file) return draft;', 'return draft;'),
  {
    name: 'a picture is put into the words that its writer had open',
    by: 'drafts',
    edits: [
      {
        where: 'flow',
        find: 'for (let attempt = 1; ; attempt += 1) { const newest = await world.drafts.newest(draft.draft);',
        put: 'let first: string | undefined; for (let attempt = 1; ; attempt += 1) { const newest = await world.drafts.newest(draft.draft);',
      },
      {
        where: 'flow',
        find: 'const text = withPictureIn(newest, picture);',
        put: 'first ??= withPictureIn(newest, picture); const text = first;',
      },
    ],
  },
  byDrafts(
    'a picture that crossed a save is said to be in the story',
    'flow',
    "if (saved.kind !== 'crossed' || attempt === ATTEMPTS) return saved;",
    "return saved.kind === 'crossed' ? { kind: 'saved', draft: newest } : saved;",
  ),
  byDrafts(
    'a draft that is written is erased like a deleted one',
    'core',
    'return isNothing && draft.file === undefined',
    'return draft.file === undefined',
  ),
  byDrafts(
    'a draft that somebody has written into still counts as an empty form',
    'flow',
    '{ mark: _, ...version }: DraftVersion, mark?',
    'version: DraftVersion, mark?',
  ),
  byDrafts(
    'a draft whose Publish broke off stays among the drafts',
    'flow',
    'return source !== undefined && decodeFile(source) === text;',
    'return source !== undefined && decodeFile(source) === text && false;',
  ),
  byDrafts(
    'changes of a published story stand among no drafts',
    'flow',
    'return source !== undefined && decodeFile(source) === text;',
    'return source !== undefined;',
  ),
  byDrafts('a deleted draft is erased after a fortnight', 'core', "deletedDrafts.total('days') * 24", "deletedDrafts.total('days') * 12"),
  byDrafts('the history of what was published is erased', 'core', 'draft.file === undefined && !isBefore', '!isBefore'),
  byDrafts(
    'a story is deleted before its words are kept',
    'flow',
    'const text = source.version === newest.base ? undefined : decodeFile(source);',
    'const text: string | undefined = undefined;',
  ),
  {
    name: 'a story is deleted whatever was written into its file since it was shown',
    by: 'drafts',
    edits: [
      { where: 'flow', find: "if (source.version !== fileVersion) return 'file changed';", put: '' },
      { where: 'local', find: "if (there && etagOf(there) !== expected) return 'stale';", put: 'void expected; void there;' },
    ],
  },
  byDrafts(
    'where both have changed a paragraph, mine counts',
    'core',
    'return theirs === base ? { settled: all.mine } : { crossing: all };',
    'return { settled: all.mine };',
  ),
];
