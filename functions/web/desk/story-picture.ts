// Adding a picture to a story. The browser sends the file straight to the bucket, because a Lambda takes 4.5 MB at most; back on the desk
// it is checked, and its words are asked for.
import { type Context, Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { withAgreed } from '#core/draft/agreed-key';
import { pictureInText } from '#core/draft/picture-in-text';
import { altFault } from '#core/image/alt-text';
import { MOST_UPLOAD_BYTES, type UploadId, uploadId } from '#core/image/uploaded-picture';
import { oneLine } from '#core/text/lines';
import { keepPicture, type PictureWords, putPicture, readUpload } from '#flow/draft/add-picture';
import type { World } from '#ports';
import { draftDesk, type OpenDraft, type StoriesWorld } from '#web/desk/draft-desk';
import type { Frame } from '#web/desk/needs';
import { newUpload } from '#web/desk/sent-file';
import { formsTo } from '#web/headers';
import type { WebEnv } from '#web/request';

export type PicturesWorld = StoriesWorld & Pick<World, 'uploads' | 'pictures'>;

/** At the top of the story, or at the end of its text. */
const PLACES = ['top', 'text'] as const;
type Place = (typeof PLACES)[number];
const MAX_CAPTION_CHARACTERS = 300;
const GONE =
  'The file is not here, or no more: one that was chosen and not used is deleted after a day. Nothing of the story is lost. Choose the picture again.';
const NO_ROOM = 'The story is too long to take it. Open the story in another window, make it shorter, and then press the button again.';
const NO_DAY =
  'Nothing was added, because this day has no place in the story: the lines at the top of its file cannot be read. Put them right first, and add the picture then. Or leave the day empty here, and note it elsewhere.';

type Typed = { alt: string; caption: string; until: string; shows: 'words' | 'decoration' };
type Wrong = { field: string; sentence: string };
type Asking = { typed: Typed; wrong: readonly Wrong[] };

/** Serves the two pages of a picture, and the same for a script: `…/picture/here` answers in JSON and leaves the draft as it is. */
export function storyPicturePages(world: PicturesWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { open, show, writer } = draftDesk(world, frame);

  const choose = async (c: Context<WebEnv>, one: OpenDraft, place: Place, fault?: string) => {
    const upload = newUpload(world);
    const form = await world.uploads.form(upload, new URL(`${one.url}/picture/${place}/${upload}`, c.req.url));
    const view = { url: one.url, form, fault, megabytes: MOST_UPLOAD_BYTES / 1_000_000, isText: place === 'text' };
    const title = `${fault === undefined ? '' : 'Error: '}Add a picture`;
    const headers = { 'Content-Security-Policy': formsTo(new URL(form.url).origin) };
    return show(c, 'desk/story-picture', view, title, { status: fault === undefined ? 200 : 422, headers });
  };

  const ask = (c: Context<WebEnv>, { url }: OpenDraft, place: Place, upload: UploadId, { typed, wrong }: Asking) => {
    const wrongAt = (field: string) => wrong.find((each) => each.field === field)?.sentence;
    const view = {
      url,
      again: `${url}/picture/${place}`,
      action: `${url}/picture/${place}/${upload}`,
      isText: place === 'text',
      errors: wrong,
      alt: { value: typed.alt, error: wrongAt('alt') },
      caption: { value: typed.caption, error: wrongAt('caption') },
      until: { value: typed.until, error: wrongAt('until') },
      decoration: typed.shows === 'decoration',
    };
    const title = `${wrong.length > 0 ? 'Error: ' : ''}What does the picture show?`;
    return show(c, 'desk/story-picture-words', view, title, { status: wrong.length > 0 ? 422 : 200 });
  };

  for (const place of PLACES) {
    app.get(`/desk/stories/:id/picture/${place}`, async (c) => {
      const one = await open(c);
      return one ? choose(c, one, place) : c.notFound();
    });

    app.get(`/desk/stories/:id/picture/${place}/:upload`, async (c) => {
      const [one, upload] = [await open(c), uploadId(c.req.param('upload'))];
      if (!one || !upload) return c.notFound();
      const picture = await readUpload(world, upload);
      if (!picture || 'fault' in picture) return choose(c, one, place, picture?.fault ?? GONE);
      return ask(c, one, place, upload, { typed: { alt: '', caption: '', until: '', shows: 'words' }, wrong: [] });
    });

    app.post(`/desk/stories/:id/picture/${place}/:upload`, async (c) => {
      const [one, upload] = [await open(c), uploadId(c.req.param('upload'))];
      if (!one || !upload) return c.notFound();
      const picture = await readUpload(world, upload);
      if (!picture || 'fault' in picture) return choose(c, one, place, picture?.fault ?? GONE);
      const typed = await typedIn(c, place);
      const wrong = wrongIn(typed, place);
      if (wrong.length > 0) return ask(c, one, place, upload, { typed, wrong });
      const src = await keepPicture(world, one.draft, upload, picture);
      const saved = await putPicture(world, one.draft, { ...wordsOf(typed), src, place }, writer(c));
      if (saved.kind === 'too long') return ask(c, one, place, upload, { typed, wrong: [{ field: 'alt', sentence: NO_ROOM }] });
      if (saved.kind === 'no place for the day')
        return ask(c, one, place, upload, { typed, wrong: [{ field: 'until', sentence: NO_DAY }] });
      if (saved.kind !== 'saved') throw new Error('The draft is being saved elsewhere all the time. Send the form again.');
      await world.uploads.remove(upload);
      return c.redirect(`${one.url}?told=picture#${place === 'text' ? 'body' : 'imageSrc'}`, 303);
    });
  }

  for (const place of [...PLACES, 'here'])
    app.get(`/desk/stories/:id/picture/${place}/:upload/shown`, async (c) => {
      const [one, upload] = [await open(c), uploadId(c.req.param('upload'))];
      const picture = one && upload && (await readUpload(world, upload));
      if (!picture || 'fault' in picture) return c.notFound();
      return c.body(new Uint8Array(picture.bytes), 200, { 'Content-Type': picture.kind === 'png' ? 'image/png' : 'image/jpeg' });
    });

  app.get('/desk/stories/:id/picture/here', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const upload = newUpload(world);
    return c.json({ post: await world.uploads.form(upload), next: `${one.url}/picture/here/${upload}` });
  });

  app.get('/desk/stories/:id/picture/here/:upload', async (c) => {
    const [one, upload] = [await open(c), uploadId(c.req.param('upload'))];
    const picture = one && upload && (await readUpload(world, upload));
    if (!picture || 'fault' in picture) return c.json({ problem: picture?.fault ?? GONE }, 422);
    const { width, height } = picture;
    return c.json({ shown: `${one.url}/picture/here/${upload}/shown`, width, height });
  });

  app.post('/desk/stories/:id/picture/here/:upload', async (c) => {
    const [one, upload] = [await open(c), uploadId(c.req.param('upload'))];
    const picture = one && upload && (await readUpload(world, upload));
    if (!picture || 'fault' in picture) return c.json({ problem: picture?.fault ?? GONE }, 422);
    const typed = await typedIn(c, 'text');
    const [wrong] = wrongIn(typed, 'text');
    if (wrong) return c.json({ problem: wrong.sentence, field: wrong.field }, 422);
    const src = await keepPicture(world, one.draft, upload, picture);
    await world.uploads.remove(upload);
    // The form of the story keeps the day, because this leaves the draft as it is.
    return c.json({ src, markdown: pictureInText({ src, ...wordsOf(typed) }), agreed: withAgreed('', src, typed.until) });
  });

  return app;
}

/** The origin that browsers send pictures to. */
export async function picturesTo(world: Pick<World, 'machine' | 'uploads'>): Promise<string> {
  return new URL((await world.uploads.form(newUpload(world))).url).origin;
}

async function typedIn(c: Context<WebEnv>, place: Place): Promise<Typed> {
  const body = await c.req.parseBody();
  const text = (name: string) => (typeof body[name] === 'string' ? oneLine(body[name]).trim() : '');
  // Decoration in the text is not offered: Markdown has no sign for it.
  const shows = place === 'top' && body.shows === 'decoration' ? 'decoration' : 'words';
  return { alt: text('alt'), caption: text('caption'), until: text('until'), shows };
}

function wrongIn({ alt, caption, until, shows }: Typed, place: Place): Wrong[] {
  const fault = shows === 'words' ? altFault(alt) : undefined;
  const both =
    shows === 'decoration' && alt !== '' ? 'You wrote what it shows, and chose that it is only decoration. Do one of the two.' : undefined;
  const sentence = both ?? (alt === '' && fault !== undefined && place === 'text' ? 'Say what the picture shows.' : fault);
  const length = [...caption].length;
  return [
    ...(sentence === undefined ? [] : [{ field: 'alt', sentence }]),
    ...(length > MAX_CAPTION_CHARACTERS
      ? [{ field: 'caption', sentence: `The caption has ${length} characters, and may have ${MAX_CAPTION_CHARACTERS}. Shorten it.` }]
      : []),
    ...(until === '' || isDay(until)
      ? []
      : [{ field: 'until', sentence: `“${until}” is not a day. Write it as year-month-day, for example 2027-03-01.` }]),
  ];
}

function isDay(text: string): boolean {
  try {
    return /^\d{4}-\d{2}-\d{2}$/u.test(text) && Temporal.PlainDate.from(text, { overflow: 'reject' }) !== undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}

function wordsOf({ alt, caption, until, shows }: Typed): PictureWords {
  return { alt: shows === 'decoration' ? '' : alt, caption, agreedUntil: until };
}
