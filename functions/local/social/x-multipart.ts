/**
 * Returns the parts of a multipart body by name, as bytes. twitter-api-v2 sends an image without a file name, and the platform's
 * `formData()` would decode such a part as UTF-8 text and damage it.
 */
export function multipart(body: Buffer, contentType: string): Map<string, Buffer> {
  const boundary = `--${/boundary="?([^";]+)/.exec(contentType)?.[1] ?? ''}`;
  const parts = new Map<string, Buffer>();
  for (let start = body.indexOf(boundary); start >= 0; ) {
    const end = body.indexOf(boundary, start + boundary.length);
    if (end < 0) break;
    const part = body.subarray(start + boundary.length, end);
    const gap = part.indexOf('\r\n\r\n');
    const name = /name="([^"]*)"/.exec(part.subarray(0, gap).toString('latin1'))?.[1];
    // The line ends around the content are not part of it.
    if (name !== undefined) parts.set(name, part.subarray(gap + 4, -2));
    start = end;
  }
  return parts;
}
