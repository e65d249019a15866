import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

export type LocalSecrets = {
  'newsroom/tokens': { pepper: string; keys: Record<string, string>; current: string };
  'newsroom/x': { appKey: string; appSecret: string; accessToken: string; accessSecret: string };
};

/** Reads the secrets of a local newsroom. Makes them at its first start and keeps them in its data folder; they work nowhere else. */
export async function localSecrets(file: string): Promise<LocalSecrets> {
  const randomSecret = () => randomBytes(24).toString('hex');
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const secrets: LocalSecrets = {
    'newsroom/tokens': { pepper: randomSecret(), keys: { '1': randomSecret() }, current: '1' },
    'newsroom/x': { appKey: randomSecret(), appSecret: randomSecret(), accessToken: `1-${randomSecret()}`, accessSecret: randomSecret() },
  };
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
