import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { unlogged } from '#adapters/unlogged';

/** Reads a JSON secret by its name and returns what `parse` makes of it. @throws when it cannot be read or parsed. */
export type SecretReader = <T>(name: string, parse: (value: unknown) => T) => Promise<T>;

/** Reads from Secrets Manager and caches each value for `keepForMs`, after which a rotated secret is seen. `elapsedMs` is a stopwatch. */
export function secretReader({ elapsedMs, keepForMs = 300_000 }: { elapsedMs(): number; keepForMs?: number }): SecretReader {
  const client = unlogged(new SecretsManagerClient({}));
  const kept = new Map<string, { value: Promise<unknown>; readAtMs: number }>();
  const fetched = async (name: string): Promise<unknown> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }), { abortSignal: AbortSignal.timeout(5_000) });
    if (SecretString === undefined) throw new Error(`The secret "${name}" has not been filled in yet. "npm run deploy" fills it in.`);
    return parsedJson(name, SecretString);
  };
  return async (name, parse) => {
    const known = kept.get(name);
    if (known && elapsedMs() - known.readAtMs < keepForMs) return parse(await known.value);
    const value = fetched(name);
    kept.set(name, { value, readAtMs: elapsedMs() });
    // A failure is not cached: the next caller asks again.
    value.catch(() => kept.get(name)?.value === value && kept.delete(name));
    return parse(await value);
  };
}

function parsedJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The stack makes a secret with some random letters in it. JSON.parse quotes what it could not read: here that may be a secret.
    throw new Error(`The secret "${name}" has not been filled in yet, or not with JSON. "npm run deploy" fills it in.`);
  }
}
