import { createRequire } from 'node:module';

const resolver = createRequire(import.meta.url);

/** Where a file of a package lies. In a Lambda, which has no packages, tools/bundle.ts puts another answer in this place: beside the bundle. */
export function packageFile(name: string): string {
  return resolver.resolve(name);
}
