import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readRules } from '#core/rules/read-rules';
import { composeSocialPost } from '#core/social/compose-post';
import { readStories } from '#core/story/read-stories';
import { look, startWalk } from '#tests/core/plan/plan-walk';
import { london } from '#tests/core/samples';

const source = (file: string, path: string) => {
  const bytes = new Uint8Array(readFileSync(path));
  return { file, sizeBytes: bytes.length, bytes };
};

test('the social posts of the sample stories have no blocking finding, and no two are equal', () => {
  const rules = readRules(source('newsroom.yaml', 'newsroom.yaml')).rules!;
  const files = ['posts', 'events'].flatMap((folder) =>
    readdirSync(`content/${folder}`).map((name) => source(`${folder}/${name}`, `content/${folder}/${name}`)),
  );
  const images = readdirSync('content/images').map((src) => ({ src, width: 1200, height: 630, sizeBytes: 1 }));
  const { stories } = readStories(files, images, rules);
  const start = stories.map(({ published }) => published.toString()).toSorted()[0] ?? '';
  const plan = look(startWalk(rules, london(start).subtract({ days: 1 }), stories), london(start), london(start).add({ days: 900 }));
  const posts = plan
    .filter(({ kind }) => kind === 'social')
    .flatMap((publication) => {
      const story = stories.find(({ slug }) => slug === publication.stories[0]);
      return story ? [composeSocialPost({ publication, story, rules, at: publication.due })] : [];
    });
  expect(posts.length).toBeGreaterThan(10);
  expect(posts.flatMap(({ findings }) => findings.filter(({ level }) => level === 'blocks'))).toEqual([]);
  expect(new Set(posts.map(({ parts }) => parts[0]?.text)).size).toBe(posts.length);
});
