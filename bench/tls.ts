import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run-command.ts';

/** A key and a certificate for 127.0.0.1, and its file, by which `NODE_EXTRA_CA_CERTS` makes a process trust it. */
export type Certificate = { key: string; cert: string; file: string };

/** Makes a certificate for this run, by the command openssl. */
export async function certificateIn(folder: string): Promise<Certificate> {
  const [key, file] = [join(folder, 'tls-key.pem'), join(folder, 'tls-cert.pem')];
  const wanted =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1';
  await run('openssl', [...wanted.split(' '), '-keyout', key, '-out', file]);
  return { key: await readFile(key, 'utf8'), cert: await readFile(file, 'utf8'), file };
}
