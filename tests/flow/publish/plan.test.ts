import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rememberedPublications } from '#adapters/remembered-publications';
import { readPlan } from '#flow/publish/plan';
import { tick } from '#flow/tick';
import { memoryPublications } from '#local/memory/publications';
import { at, EVENT, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

/** What happens to the files before a minute. */
const turn = fc.record({
  minutes: fc.constantFrom(1, 1, 1, 30, 600, 4_000),
  edit: fc.constantFrom('none', 'none', 'none', 'post', 'rename', 'copy', 'remove', 'break', 'rules', 'event'),
  which: fc.nat(2),
});

test('a plan that uses what the last one worked out is the plan of somebody who works it out anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 4, maxLength: 14 }), async (turns) => {
      const newsroom = new TestNewsroom({ 'posts/a.md': POST, 'events/e.md': EVENT });
      const plain = memoryPublications();
      const remembered = { ...newsroom.world, publications: rememberedPublications(plain, newsroom.world.machine) };
      let now = at('2019-09-11T08:55');
      for (const [i, { minutes, edit, which }] of turns.entries()) {
        const { files } = newsroom.memory;
        const text = POST.replace('published: 2019-09-12', `published: 2019-09-1${2 + which}`);
        if (edit === 'post') newsroom.write(`posts/p${which}.md`, text.replace(/^title: .*/m, `title: Another ${which} of ${i}`));
        if (edit === 'rename' && files.has('posts/a.md')) {
          newsroom.write(`posts/renamed-${which}.md`, new TextDecoder().decode(files.get('posts/a.md')));
          files.delete('posts/a.md');
        }
        if (edit === 'copy') newsroom.write(`posts/copy-${which}.md`, POST);
        if (edit === 'remove') files.delete([...files.keys()].filter((file) => file.endsWith('.md'))[which] ?? '');
        if (edit === 'break') newsroom.write(`posts/p${which}.md`, 'no story');
        if (edit === 'rules') newsroom.write('newsroom.yaml', which === 0 ? 'broken: [' : RULES);
        if (edit === 'event') newsroom.write('events/e.md', EVENT.replace('venue: Taunton', `venue: Hall ${which}`));
        now = now.add({ minutes });
        newsroom.memory.time.elapsedMs += minutes * 60_000;
        await tick(remembered, now);
        const until = now.add({ hours: 24 * 40 });
        // A store of its own, which knows nothing of what was worked out.
        const anew = { ...newsroom.world, publications: { ...plain } };
        expect(await readPlan(remembered, now, until)).toEqual(await readPlan(anew, now, until));
        expect(await readPlan(remembered, now.add({ minutes: 1 }), until)).toEqual(await readPlan(anew, now.add({ minutes: 1 }), until));
      }
    }),
    { numRuns: 25 },
  );
});
