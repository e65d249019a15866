import { test } from 'vitest';
import { look, startWalk, tickUntil } from '#tests/core/plan-walk';
import { london, samplePost, sampleEvent, sampleRules, slug } from '#tests/core/samples';
test('perf', () => {
  const s = london('2019-01-01T10:00');
  const stories = [...Array.from({ length: 100 }, (_, i) => samplePost({ slug: slug('p' + i), published: s.add({ days: i * 7 }).toPlainDateTime() })),
    ...Array.from({ length: 30 }, (_, i) => sampleEvent({ slug: slug('e' + i), published: s.add({ days: i * 21 }).toPlainDateTime(), starts: s.add({ days: i * 21 + 60 }).toPlainDateTime(), ends: s.add({ days: i * 21 + 60, hours: 5 }).toPlainDateTime() }))];
  let walk = startWalk(sampleRules(), s, stories);
  const a = performance.now();
  walk = tickUntil(walk, s.add({ days: 700 }), { hours: 24 });
  const b = performance.now();
  console.log('ticks', (b - a) / 700, 'ms each; records', walk.records.length);
  for (let i = 0; i < 5; i++) {
    const now = s.add({ days: 700, minutes: i + 1 });
    const c = performance.now(); look(walk, now, now); console.log('now', performance.now() - c);
    const d = performance.now(); look(walk, now, now.add({ days: 365 })); console.log('year', performance.now() - d);
  }
});
