// A linter that reads no file also finds no problem. So this test breaks each import rule on purpose, one file a rule, in a copy of the
// configuration. The linter must object to each of these files, and to no other.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

const imports = 'lint/style/noRestrictedImports';
const globals = 'lint/style/noRestrictedGlobals';
const properties = 'lint/nursery/noJsRestrictedProperties';

type Plant = { file: string; text: string; rule: string };
const plants: Plant[] = [];
const clean: string[] = [];
const files = new Map<string, string>();

/** Adds a file to `folder` for each text, which breaks `rule` and no other. A number in its name keeps the files apart. */
function plant(folder: string, rule: string, ...texts: string[]): void {
  for (const text of texts) {
    const file = folder.endsWith('.ts') ? folder : `${folder}/plant-${plants.length}.ts`;
    plants.push({ file, text, rule });
    files.set(file, `${text}\n`);
  }
}

function importing(...sources: string[]): string[] {
  return sources.map((source) => `import { thing } from '${source}';\nexport const use = [thing];`);
}

/** Adds one file that imports everything that its folder may import. */
function mayImport(file: string, ...sources: string[]): void {
  clean.push(file);
  const names = sources.map((_, index) => `name${index}`);
  const lines = sources.map((source, index) => `import { thing as ${names[index]} } from '${source}';`);
  files.set(file, `${lines.join('\n')}\nexport const use = [${names.join(', ')}];\n`);
}

plant(
  'functions/core',
  imports,
  ...importing('#flow/x', '#web/x', '#ports', '#config', '#adapters/x', '#handlers/x', '#local/x', '#cdk/x', '#tests/x'),
);
plant(
  'functions/core',
  imports,
  ...importing('node:fs', 'node:fs/promises', 'fs', 'hono', '@aws-sdk/client-ses', 'handlebars', 'zod', './x.ts', '../ports.ts'),
);
plant(
  'functions/core',
  imports,
  "import type { JobQueue } from '#ports';\nexport type Queue = JobQueue;",
  "export const late = () => import('#flow/x');",
);
plant(
  'functions/flow',
  imports,
  ...importing(
    '#web/x',
    '#adapters/x',
    '#handlers/x',
    '#config',
    '#local/x',
    '#tests/x',
    '#templates/email',
    'node:fs',
    'hono',
    'zod',
    '@aws-sdk/client-ses',
  ),
);
plant(
  'functions/web',
  imports,
  ...importing('#adapters/x', '#handlers/x', '#config', '#local/x', '#tests/x', '#templates/email', 'node:fs', '@aws-sdk/client-ses'),
);
plant(
  'functions/editor',
  imports,
  ...importing('#web/x', '#flow/x', '#ports', '#adapters/x', '#local/x', '#templates/pages', 'node:fs', 'hono'),
);
plant(
  'functions/adapters',
  imports,
  ...importing('#flow/x', '#web/x', '#handlers/x', '#local/x', '#cdk/x', '#tests/x', '#templates/email', 'hono', 'dynalite'),
);
plant(
  'functions/handlers',
  imports,
  ...importing('#core/x', '#handlers/x', '#local/x', '#cdk/x', '#tests/x', 'node:fs', '@aws-sdk/client-ses'),
);
// One file breaks two rules: a type from the wrong place, and a value from the right one.
const ports = "import type { thing } from '#flow/x';\nimport { other } from '#core/x';\nexport type Use = [thing, typeof other];";
plant('functions/ports.ts', imports, ports);
plant('functions/ports.ts', 'plugin', ports);
plant('functions/config.ts', imports, ...importing('#core/x'));
plant('functions/adapters/log-lines.ts', imports, ...importing('@aws-sdk/client-sqs', '#core/x', '#adapters/x'));
plant('functions/adapters/queue-figures.ts', imports, ...importing('@aws-sdk/client-sqs', '#core/x', '#adapters/x'));
plant('functions/elsewhere', imports, ...importing('#core/x'));
plant('functions/local', imports, ...importing('#tests/x', '../ports.ts'));
plant('cdk', imports, ...importing('#core/x', '#flow/x', '#adapters/x', '#handlers/x', '#local/x', '#tests/x', '../functions/config.ts'));
plant('cdk', imports, "import { readConfig } from '#config';\nexport const use = readConfig(process.env);");
plant('tools', imports, ...importing('#tests/x', '../functions/config.ts'));
plant('bench', imports, ...importing('#tests/x', '../functions/config.ts'));
plant('tests', imports, ...importing('../functions/config.ts'));

for (const folder of ['functions/core', 'functions/flow', 'functions/web']) {
  plant(folder, globals, 'export const now = Date.now();', 'export const now = new Date();', 'export const took = performance.now();');
  plant(folder, globals, 'export const key = process.pid;', 'export const page = fetch("/");', 'export const id = crypto.randomUUID();');
  plant(
    folder,
    globals,
    'setTimeout(() => 1, 1);',
    'setInterval(() => 1, 1);',
    'setImmediate(() => 1);',
    'export const world = globalThis;',
  );
  plant(folder, properties, 'export const chance = Math.random();', 'export const { random } = Math;');
  plant(folder, properties, "import { Temporal } from 'temporal-polyfill';\nexport const now = Temporal.Now.instant();");
  plant(folder, 'lint/suspicious/noConsole', 'console.log(1);');
  plant(folder, 'lint/style/noProcessEnv', 'export const key = process.env.KEY;');
  plant(folder, 'lint/style/noNonNullAssertion', 'export const first = (all: string[]) => all[0]!;');
  plant(folder, 'lint/suspicious/noExplicitAny', 'export const all: any[] = [];');
  plant(folder, 'plugin', 'export const id = (text: string) => text as "a";');
}

plant('functions/core', 'lint/suspicious/noImportCycles', "import { pong } from '#core/pong';\nexport const ping = (): number => pong();");
files.set(
  'functions/core/pong.ts',
  `import { ping } from '#core/plant-${plants.length - 1}';\nexport const pong = (): number => ping();\n`,
);
plant('functions/core', 'lint/performance/noBarrelFile', "export { pong } from '#core/pong';");
plant('functions/core', 'lint/performance/noReExportAll', "export * from '#core/pong';");
plant('functions/core', 'lint/style/noDefaultExport', 'export default 1;');
plant('functions/core', 'lint/correctness/noUnusedImports', "import { pong } from '#core/pong';\nexport const one = 1;");
plant('functions/core', 'lint/correctness/noUnusedVariables', 'const unused = 1;\nexport const one = 1;');
plant('functions/flow', 'lint/style/useImportType', "import { JobQueue } from '#ports';\nexport type Queue = JobQueue;");
plant(
  'functions/flow',
  'lint/nursery/noFloatingPromises',
  'async function enqueue(): Promise<void> {}\nexport function start(): void {\n  enqueue();\n}',
);
plant('functions/core', 'lint/correctness/noUndeclaredDependencies', "import { thing } from 'left-pad';\nexport const use = [thing];");
plant('functions/core/BadName.ts', 'lint/style/useFilenamingConvention', 'export const one = 1;');

// functions/ports.ts has no clean file: it is planted above.
mayImport(
  'functions/core/clean.ts',
  '#core/a',
  '#templates/email',
  'temporal-polyfill',
  'markdown-it',
  'yaml',
  'zod/mini',
  'twitter-text',
  'htmlparser2',
);
mayImport('functions/flow/clean.ts', '#core/a', '#flow/a', '#ports', 'temporal-polyfill');
mayImport(
  'functions/web/clean.ts',
  '#core/a',
  '#flow/a',
  '#ports',
  '#templates/pages',
  '#templates/site-css',
  '#templates/editor-js',
  '#web/a',
  'hono',
  'hono/csrf',
  'temporal-polyfill',
);
mayImport('functions/editor/clean.ts', '#core/a', '#editor/a', 'idiomorph');
mayImport(
  'functions/adapters/clean.ts',
  'node:crypto',
  'node:fs/promises',
  '#adapters/a',
  '#config',
  '#core/a',
  '#ports',
  '@aws-sdk/client-ses',
  'twitter-api-v2',
  'zod/mini',
);
mayImport('functions/handlers/clean.ts', '#adapters/a', '#config', '#flow/a', '#ports', '#web/a', 'hono/aws-lambda');
mayImport('functions/local/clean.ts', 'node:http', '#handlers/a', '#local/a', 'dynalite', 'fauxqs');
mayImport('tests/clean.ts', 'node:http', '#local/a', '#tests/a', 'fast-check');
mayImport('functions/adapters/grants.ts', '#adapters/stores');
mayImport(
  'cdk/clean-figures.ts',
  '#adapters/grants',
  '#adapters/stores',
  '#adapters/queue-figures',
  '#adapters/log-lines',
  '#cdk/a',
  'aws-cdk-lib',
);
clean.push('functions/adapters/stores.ts');
files.set(
  'functions/adapters/stores.ts',
  "import type { Config } from '#config';\nimport type { World } from '#ports';\nexport type Use = [Config, World];\n",
);
clean.push('cdk/clean.ts');
files.set(
  'cdk/clean.ts',
  "import type { Config } from '#config';\nimport { environmentNames } from '#config';\nexport const use: [Config?, string?] = [undefined, environmentNames.stage];\n",
);

type Report = { diagnostics: { category: string; location: { path: string } }[] };
let folder: string;
let report: Report;

const objections = (file: string) => report.diagnostics.filter(({ location }) => location.path === file).map(({ category }) => category);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsroom-walls-'));
  for (const name of ['biome.json', 'package.json', '.gitignore', 'tools/lint']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  for (const [file, text] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const options = { cwd: folder, maxBuffer: 1e8 };
  // The linter exits with 1, because it finds problems.
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'], options, (_, stdout) => resolve(stdout));
  });
  report = JSON.parse(said);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the linter objects', () => {
  test.each(plants)('the linter objects in $file to: $text', ({ file, rule }) => {
    expect(objections(file)).toContain(rule);
  });
});

describe('the linter lets pass', () => {
  test.each(clean)('the linter lets %s pass, which imports only what it may', (file) => {
    expect(objections(file)).toEqual([]);
  });
});
