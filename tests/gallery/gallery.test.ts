// The gallery shows everything that readers get. These tests make it without a browser, and so without pictures of emails.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomUtils, parseDocument } from 'htmlparser2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TRANSACTIONAL_KINDS } from '#core/delivery/transactional-key';
import { EMAIL_KINDS, EVENT_CHANGES } from '#core/publication/publication';
import { sampleContent } from '#tests/gallery/sample-content';
import { shownMails } from '#tests/gallery/shown-mails';
import { shownPosts } from '#tests/gallery/shown-posts';
import { type Gallery, writeGallery } from '#tests/gallery/write-gallery';

const root = join(import.meta.dirname, '..', '..');
let folder: string;
let gallery: Gallery;
let page: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gallery-'));
  const content = await sampleContent();
  gallery = await writeGallery(folder, { mails: shownMails(content), posts: shownPosts(content) }, content);
  page = await readFile(await gallery.writePage(new Map()), 'utf8');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the gallery shows every kind of email, transactional ones too, and every change of an event', async () => {
  const kinds = [...EMAIL_KINDS, ...TRANSACTIONAL_KINDS];
  expect(kinds.toSorted()).toEqual([...new Set(gallery.mails.map(({ kind }) => kind))].toSorted());
  const templates = await readdir(join(root, 'templates', 'social', 'change'));
  expect(templates.map((name) => name.replace('.hbs', '')).toSorted()).toEqual(EVENT_CHANGES.toSorted());
});

test('the gallery shows every template of a social post, and the editor’s own text', async () => {
  const files = await readdir(join(root, 'templates', 'social'), { recursive: true });
  const names = files.filter((file) => file.endsWith('.hbs') && !file.includes('partials')).map((file) => file.replace('.hbs', ''));
  const shown = new Set<string>(gallery.posts.map(({ kind }) => kind));
  expect([...shown].toSorted()).toEqual([...names, 'own words'].toSorted());
});

test('the gallery has a blocking finding exactly where one is expected', () => {
  expect([...gallery.mails, ...gallery.posts].flatMap(({ title, wrong }) => (wrong === undefined ? [] : [`${title}: ${wrong}`]))).toEqual(
    [],
  );
});

test('the gallery links only to what exists', async () => {
  const files = new Set(await readdir(folder, { recursive: true }));
  const elements = DomUtils.getElementsByTagName(() => true, parseDocument(page).children, true);
  const ids = elements.flatMap(({ attribs }) => attribs.id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const led = elements.flatMap(({ name, attribs }) => (name === 'a' ? attribs.href : name === 'img' ? attribs.src : undefined) ?? []);
  expect(led.length).toBeGreaterThan(gallery.mails.length * 3);
  expect(led.filter((to) => !(to.startsWith('#') ? ids.includes(to.slice(1)) : files.has(to)))).toEqual([]);
});
