import { createRequire } from 'node:module';

const resolver = createRequire(import.meta.url);

/** Returns the path of a package's file. A Lambda has no packages: there tools/later.ts replaces this with a path beside the bundle. */
export function packageFile(name: string): string {
  return resolver.resolve(name);
}
