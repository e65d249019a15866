import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { handlerFiles } from '#tools/build';

const root = join(import.meta.dirname, '..', '..');
/** The most that each bundle may have, in kB, beside the files that it loads later. Raise one only for what is worth it. */
const MOST_KB: Record<string, number> = {
  anonymise: 25,
  certify: 495,
  'check-links': 10,
  desk: 2_330,
  doctor: 1_170,
  'fetch-outside': 10,
  post: 680,
  public: 1_180,
  send: 550,
  'ses-events': 370,
  tick: 1_270,
  'unsubscribe-by-mail': 365,
  'watch-feed': 885,
};

test('each bundle is no larger than its budget', async () => {
  const names = Object.keys(await handlerFiles());
  expect(names).toEqual(Object.keys(MOST_KB));
  const tooLarge = names.flatMap((name) => {
    const kB = Math.round(statSync(join(root, 'dist', name, 'index.mjs')).size / 1000);
    const most = MOST_KB[name] ?? 0;
    return kB > most ? [`${name} has ${kB} kB, and ${most} are its budget: load what only some calls need later (tools/later.ts)`] : [];
  });
  expect(tooLarge).toEqual([]);
});

test('the website shows no page that only the desk has, so its bundle is without them', () => {
  const files = globSync('functions/web/{*,{site,readers}/**/*}.ts', { cwd: root });
  expect(files.length).toBeGreaterThan(20);
  const named = files.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/'(?:desk|sign-in)\/[\w-]+'/gu)]);
  expect(named.map(([name]) => name)).toEqual([]);
  const bundled = readFileSync(join(root, 'dist', 'public', 'index.mjs'), 'utf8');
  expect(bundled).toContain('"site/story-line"');
  expect(bundled).not.toContain('"desk/text-field"');
});
