import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import type { Subscriber } from '#core/subscriber/subscriber';
import type { World } from '#ports';
import type { Action, Scenario } from '#tests/simulation/scenario';
import { brokenRules, eventFile, postFile, rulesFile, withDeadLink } from '#tests/simulation/stories';
import { decide, enrol, subscriberOf } from '#tests/simulation/subscribers';

/** The publications that the stories of a world lead to within its hours. */
const EXPECTED = {
  post: ['alert-safer-medicines', 'x-safer-medicines'] as PublicationId[],
  event: ['announcement-autumn', 'x-autumn'] as PublicationId[],
};

/** Returns the publications that must begin in this world. */
export function expected({ stories: { post, event } }: Scenario): PublicationId[] {
  return [...(post ? EXPECTED.post : []), ...(event ? EXPECTED.event : [])];
}

export type Setting = {
  at: Temporal.Instant;
  scenario: Scenario;
  /** All people of the world so far; an import adds to them. */
  people: Subscriber[];
  /** The editor's files. */
  files: Map<string, Uint8Array>;
  setSizes(chunk: number, group: number): void;
  /** Does `work` at the desk: its calls can be struck like all others. */
  press(work: (view: World) => Promise<void>): void;
};

/** Carries out what a person does, or a deploy. */
export function act(action: Action, { at, scenario, people, files, setSizes, press }: Setting): void {
  switch (action.kind) {
    case 'unsubscribe':
    case 'suppress':
    case 'status':
    case 'confirm': {
      const id = people[action.person]?.id;
      if (id) press((view) => decide(view, action.kind, id, at));
      return;
    }
    case 'import': {
      const name = `new-${people.length}`;
      const person = subscriberOf(name, 'confirmed', at);
      people.push(person);
      press((view) => enrol(view, person));
      return;
    }
    case 'edit':
      if (!scenario.stories[action.story]) return;
      write(files, action.story, action.story === 'post' ? postFile(action.edit, scenario.thread) : eventFile(action.edit));
      return;
    case 'break-link':
    case 'mend-link': {
      if (!scenario.stories[action.story]) return;
      const isPost = action.story === 'post';
      const whole = isPost ? postFile(0, scenario.thread) : eventFile(0);
      write(files, action.story, action.kind === 'break-link' ? withDeadLink(whole) : whole);
      return;
    }
    case 'rename':
    case 'delete':
    case 'put-back':
      if (scenario.stories[action.story]) moveFile(files, action.kind, action.story);
      return;
    case 'break-rules':
      files.set('newsroom.yaml', brokenRules());
      return;
    case 'mend-rules':
      files.set('newsroom.yaml', rulesFile({ ...scenario, unknown: scenario.policy }));
      return;
    case 'deploy':
      setSizes(action.chunk, action.group);
      return;
    case 'pause':
    case 'resume': {
      const what = action.what === 'everything' ? action.what : EXPECTED[action.what][0];
      if (!what) return;
      press((view) => (action.kind === 'pause' ? view.switches.pause(what, 'a question of taste') : view.switches.resume(what)));
      return;
    }
    case 'cancel': {
      const what = EXPECTED[action.what][0];
      if (what) press((view) => view.switches.cancel(what, 'the lead', at));
      return;
    }
    default:
      action satisfies never;
  }
}

/** The deleted files of each world, which may be put back. */
const deleted = new WeakMap<Setting['files'], Map<'post' | 'event', { file: string; bytes: Uint8Array }>>();

function deletedOf(files: Setting['files']) {
  const known = deleted.get(files) ?? new Map();
  deleted.set(files, known);
  return known;
}

/** The file of a story, whatever it is called now; undefined while it is deleted. */
function fileOf(files: Setting['files'], story: 'post' | 'event'): string | undefined {
  return [...files.keys()].find((file) => file.startsWith(`${story}s/`));
}

/** Writes a story into its file, or into the deleted one that will be put back. */
function write(files: Setting['files'], story: 'post' | 'event', bytes: Uint8Array): void {
  const file = fileOf(files, story);
  const gone = deletedOf(files).get(story);
  if (file !== undefined) files.set(file, bytes);
  else if (gone) deletedOf(files).set(story, { ...gone, bytes });
}

function moveFile(files: Setting['files'], how: 'rename' | 'delete' | 'put-back', story: 'post' | 'event'): void {
  const file = fileOf(files, story);
  const bytes = files.get(file ?? '');
  const gone = deletedOf(files).get(story);
  if (how === 'put-back' && gone && file === undefined) {
    files.set(gone.file, gone.bytes);
    deletedOf(files).delete(story);
  }
  if (how === 'put-back' || file === undefined || !bytes) return;
  files.delete(file);
  if (how === 'delete') deletedOf(files).set(story, { file, bytes });
  // The second rename makes the name longer, and the third gives the first one back.
  else files.set(file.includes('-again-again') ? file.replace('-again-again', '') : file.replace('.md', '-again.md'), bytes);
}
