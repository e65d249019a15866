// Each form of the desk is sent as from a page that was open for too long: somebody has changed since what it is about.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeRuleOrder } from '#core/rules-form/rule-order';
import { NEW_POST, writer } from '#tests/web/desk/story-writer';
import { signedInDesk } from '#tests/web/signed-in-desk';
import { NEEDED_RIGHTS } from '#web/desk/rights';

/** Forms that carry what their page showed: the fields that say so, as they are when it has changed. */
const STALE: Record<string, Record<string, string>> = {
  'POST /desk/stories/:id': { version: '1', title: 'Another title', do: 'save' },
  'POST /desk/stories/:id/merge': { what: 'file', version: '1', 'file-version': 'another' },
  'POST /desk/stories/:id/mend': { version: '1', note: 'any' },
  'POST /desk/stories/:id/publish': { version: '1', shown: '' },
  'POST /desk/stories/:id/delete-story': { version: '1', 'file-version': 'another', shown: '' },
  'POST /desk/yes': { yes: 'alert-what-we-learned', 'outgoing-alert-what-we-learned': '{"subject":"Another"}' },
  'POST /desk/publications/:id/approve': { outgoing: '{"subject":"Another"}' },
  'POST /desk/publications/:id/move/yes': { version: '7', day: '13', month: '9', year: '2019', time: '10am' },
  'POST /desk/publications/:id/digest': { version: '7', subject: 'Another' },
  'POST /desk/people/:id/correct': { version: '99', frequency: 'events', reason: 'They said so' },
  'POST /desk/rules/save': { order: writeRuleOrder({ kind: 'file', was: 'name: Former', text: 'name: Another' }), shown: '' },
  'POST /desk/colleagues/let-in': { version: '99', name: 'Ben', address: 'ben@example.org' },
  'POST /desk/colleagues/:change{rights|let-out|invite}': { version: '99', address: 'jo@example.org' },
};

/** Why a form carries nothing of what its page showed. */
const SAFE: Record<string, readonly string[]> = {
  'it is about who presses it': ['POST /desk/sign-out', 'POST /desk/sign-out/everywhere'],
  'to stop is safe at any time': [
    'POST /desk/pause',
    'POST /desk/publications/:id/pause',
    'POST /desk/people/:id/stop',
    'POST /desk/import/:id/stop',
    'POST /desk/stories/bring-in/every-day/stop',
  ],
  'it begins something new': [
    'POST /desk/stories/new',
    'POST /desk/stories/edit',
    'POST /desk/stories/word/:upload',
    'POST /desk/stories/bring-in',
    'POST /desk/stories/bring-in/:upload',
    'POST /desk/stories/bring-in/:upload/pictures',
    'POST /desk/stories/bring-in/:upload/watch',
    'POST /desk/stories/bring-in/:upload/archive',
    'POST /desk/import/list/:upload',
  ],
  'it adds a version to a draft, and takes none away': [
    'POST /desk/stories/:id/history/:version/restore',
    'POST /desk/stories/:id/:action{delete|undelete}',
    'POST /desk/stories/:id/picture/top/:upload',
    'POST /desk/stories/:id/picture/text/:upload',
    'POST /desk/stories/:id/picture/here/:upload',
  ],
  'it changes nothing, or shows first what it would do': [
    'POST /desk/stories/:id/preview-parts',
    'POST /desk/publications/:id/move',
    'POST /desk/people/find',
    'POST /desk/people/export',
    'POST /desk/publications/:id/people/export',
    'POST /desk/rules/file',
    'POST /desk/rules/logo/:upload',
    'POST /desk/rules/merge/:id',
    'POST /desk/rules/part/:id',
  ],
  'it sends one email to the team or to one person, as things are now': [
    'POST /desk/stories/:id/test',
    'POST /desk/publications/:id/test',
    'POST /desk/people/:id/link',
    'POST /desk/people/:id/confirmation',
    'POST /desk/people/:id/ask-again',
  ],
  'whatever has changed, it comes to the same': [
    'POST /desk/resume',
    'POST /desk/resume/:channel{email|x|bluesky}',
    'POST /desk/publications/:id/:action{resume|cancel}',
    'POST /desk/publications/:id/uncancel',
    'POST /desk/people/:id/erase',
    'POST /desk/import/:id/begin',
  ],
  'it names each claim or press that it decides about, which decides nothing once that is settled': [
    'POST /desk/publications/:id/held/:decision{again|sent}',
    'POST /desk/publications/:id/held-post/:decision{again|there}',
    'POST /desk/publications/:id/looked',
    'POST /desk/departures/:decision{left|keep}',
  ],
};

const opened = await signedInDesk();
afterAll(() => opened.standIn.stop());
const browser = opened.browser();
let draft = '';

beforeAll(async () => {
  await browser.signIn();
  const by = writer({ ...opened, ask: browser.ask, page: async (path: string) => (await browser.ask(path)).text() } as never);
  draft = (await by.edit('posts/what-we-learned.md')).replace('/desk/stories/', '');
  await by.save(`/desk/stories/${draft}`, { ...NEW_POST, title: 'What we learned' });
});

const state = async () => {
  const { world, files } = opened;
  return JSON.stringify([
    await world.switches.read('alert-what-we-learned' as never),
    [...(await world.switches.overrides())],
    await world.drafts.all(),
    [...files.keys()].map((file) => new TextDecoder().decode(files.get(file))),
    await world.subscribers.find(opened.anyone),
    (await world.colleagues.read()) ?? 'none',
    await opened.accounts.all(),
  ]);
};

test('each form of the desk carries what its page showed, or there is a reason why it need not', () => {
  const forms = Object.keys(NEEDED_RIGHTS).filter((route) => route.startsWith('POST '));
  expect([...Object.keys(STALE), ...Object.values(SAFE).flat()].toSorted()).toEqual(forms.toSorted());
});

test.each(Object.entries(STALE))('a form of a page that was open for too long changes nothing: %s', async (route, fields) => {
  const id = /stories/.test(route)
    ? draft
    : /people/.test(route)
      ? opened.anyone
      : /digest/.test(route)
        ? 'digest-weekly-2019-09-19'
        : 'alert-what-we-learned';
  const path = route.replace('POST ', '').replace(':id', id).replace(':change{rights|let-out|invite}', 'let-out');
  const before = await state();
  const answer = await browser.post(path, fields);
  expect([answer.status, /<title>(?!Page not found)/.test(await answer.text())]).toEqual([expect.toBeOneOf([409, 422]), true]);
  expect(await state()).toBe(before);
});
