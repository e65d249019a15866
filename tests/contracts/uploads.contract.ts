import { describe, expect, test } from 'vitest';
import { type UploadId, uploadId } from '#core/image/uploaded-picture';
import type { Uploads } from '#ports';

type Form = Awaited<ReturnType<Uploads['form']>>;

/** The contract of every `Uploads`. `send` does what a browser does with a form and a file, and returns where it is sent then. */
export function uploadsContract(
  name: string,
  open: () => Promise<{ uploads: Uploads; send(form: Form, file: Uint8Array): Promise<string | undefined> }>,
): void {
  const idOf = (text: string): UploadId => uploadId(text.padStart(16, '0')) ?? (expect.unreachable() as never);
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => i % 256);

  describe(`uploads ${name}`, () => {
    test('a file that a browser sends by the form is there, byte for byte, and the browser is sent back to us', async () => {
      const { uploads, send } = await open();
      const form = await uploads.form(idOf('a'), new URL('http://desk.example.org/desk/stories/d/picture/top/a'));
      const back = new URL((await send(form, bytes)) ?? '');
      expect(back.origin + back.pathname).toBe('http://desk.example.org/desk/stories/d/picture/top/a');
      expect(await uploads.read(idOf('a'), 300)).toEqual(bytes);
    });

    test('without a way back the browser stays where it is', async () => {
      const { uploads, send } = await open();
      expect(await send(await uploads.form(idOf('a')), bytes)).toBeUndefined();
      expect(await uploads.read(idOf('a'), 300)).toEqual(bytes);
    });

    test('a file that is larger than may be read gives its size only', async () => {
      const { uploads, send } = await open();
      await send(await uploads.form(idOf('a')), bytes);
      expect(await uploads.read(idOf('a'), 299)).toEqual({ sizeBytes: 300 });
    });

    test('a file that the newsroom puts there is there, byte for byte', async () => {
      const { uploads } = await open();
      await uploads.put(idOf('a'), bytes);
      expect(await uploads.read(idOf('a'), 300)).toEqual(bytes);
    });

    test('an empty file is there, and has no bytes', async () => {
      const { uploads, send } = await open();
      await send(await uploads.form(idOf('a')), new Uint8Array());
      expect(await uploads.read(idOf('a'), 300)).toEqual(new Uint8Array());
    });

    test('an upload that never came, or is removed, is not there; removing it again does nothing', async () => {
      const { uploads, send } = await open();
      expect(await uploads.read(idOf('b'), 300)).toBeUndefined();
      await send(await uploads.form(idOf('a')), bytes);
      await uploads.remove(idOf('a'));
      await uploads.remove(idOf('a'));
      expect(await uploads.read(idOf('a'), 300)).toBeUndefined();
    });
  });
}
