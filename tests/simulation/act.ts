import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import type { Subscriber } from '#core/subscriber/subscriber';
import type { World } from '#ports';
import type { Action, Scenario } from '#tests/simulation/scenario';
import { brokenRules, EVENT_FILE, eventFile, POST_FILE, postFile, rulesFile, withDeadLink } from '#tests/simulation/stories';
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
      if (action.story === 'post') files.set(POST_FILE, postFile(action.edit, scenario.thread));
      else files.set(EVENT_FILE, eventFile(action.edit));
      return;
    case 'break-link':
    case 'mend-link': {
      if (!scenario.stories[action.story]) return;
      const isPost = action.story === 'post';
      const whole = isPost ? postFile(0, scenario.thread) : eventFile(0);
      files.set(isPost ? POST_FILE : EVENT_FILE, action.kind === 'break-link' ? withDeadLink(whole) : whole);
      return;
    }
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
    case 'approve':
      for (const id of expected(scenario)) press((view) => view.switches.approve(id, 'the lead', at));
      return;
    default:
      action satisfies never;
  }
}
