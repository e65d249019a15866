import type { Uploads } from '#ports';

/** Sends a file by a form, as a browser does, and returns where it is sent then. */
export async function sendUpload({ url, fields }: Awaited<ReturnType<Uploads['form']>>, file: Uint8Array): Promise<string | undefined> {
  const body = new FormData();
  for (const { name, value } of fields) body.append(name, value);
  body.append('file', new File([new Uint8Array(file)], 'IMG_2041.jpg', { type: 'image/jpeg' }));
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  if (answer.status >= 400) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.headers.get('location') ?? undefined;
}
