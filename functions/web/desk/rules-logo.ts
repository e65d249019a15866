// A new logo: the browser sends it straight to the bucket, as with the pictures of stories; then the page shows what the change does.
import { type Context, Hono } from 'hono';
import { MOST_UPLOAD_BYTES, uploadId } from '#core/image/uploaded-picture';
import { keepPicture, readUpload } from '#flow/draft/add-picture';
import type { World } from '#ports';
import { newUpload } from '#web/desk/sent-file';
import { formsTo } from '#web/headers';
import type { WebEnv } from '#web/request';

export type LogoWorld = Pick<World, 'content' | 'uploads' | 'pictures' | 'machine'>;
type Asked = Context<WebEnv>;

export const LOGO = '/desk/rules/logo';

/** `show`: one of the two pages. `use`: goes on with the picture of this name as the logo. */
type Ways = {
  show(c: Asked, view: object, how: { status?: 422; policy?: string }): Promise<Response>;
  use(c: Asked, src: string): Promise<Response>;
};

export function logoPages(world: LogoWorld, { show, use }: Ways): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  const choose = async (c: Asked, fault?: string) => {
    const upload = newUpload(world);
    const form = await world.uploads.form(upload, new URL(`${LOGO}/${upload}`, c.req.url));
    const view = { form, fault, megabytes: MOST_UPLOAD_BYTES / 1_000_000 };
    return show(c, view, { ...(fault !== undefined && { status: 422 }), policy: formsTo(new URL(form.url).origin) });
  };
  app.get(LOGO, (c) => choose(c, c.req.query('told') === 'gone' ? GONE : undefined));

  app.get(`${LOGO}/:upload`, async (c) => {
    const upload = uploadId(c.req.param('upload'));
    const picture = upload && (await readUpload(world, upload));
    if (!picture) return c.redirect(`${LOGO}?told=gone`, 303);
    if ('fault' in picture) return choose(c, picture.fault);
    return show(c, { action: `${LOGO}/${upload}` }, {});
  });

  app.get(`${LOGO}/:upload/shown`, async (c) => {
    const upload = uploadId(c.req.param('upload'));
    const picture = upload && (await readUpload(world, upload));
    if (!picture || 'fault' in picture) return c.notFound();
    return c.body(new Uint8Array(picture.bytes), 200, { 'Content-Type': picture.kind === 'png' ? 'image/png' : 'image/jpeg' });
  });

  // The picture comes into the content, where nothing shows it before the rules are saved.
  app.post(`${LOGO}/:upload`, async (c) => {
    const upload = uploadId(c.req.param('upload'));
    const picture = upload && (await readUpload(world, upload));
    if (!picture || 'fault' in picture) return c.redirect(`${LOGO}?told=gone`, 303);
    const src = await keepPicture(world, { title: 'logo' }, upload, picture);
    await world.uploads.remove(upload);
    return use(c, src);
  });
  return app;
}

const GONE = 'The file is not here, or no more: one that was chosen and not used is deleted after a day. Choose the picture again.';
