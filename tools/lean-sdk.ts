// Leaves out what the Lambdas do not need. Minified size, and the fastest import of 15 processes (Node 24.21, 2 busy cores, November
// 2026). Every import but those of post and tick also reads a secret from a local server.
//
//               all of it        environment only  + no core-js     + lean schemas   + no X unless used
//   send        540 kB,  89 ms   420 kB,  77 ms    420 kB,  79 ms   416 kB,  76 ms   381 kB,  78 ms
//   ses-events  480 kB,  82 ms   344 kB,  69 ms    344 kB,  71 ms   344 kB,  69 ms   309 kB,  69 ms
//   post        687 kB,  79 ms   575 kB,  58 ms    575 kB,  56 ms   518 kB,  50 ms   518 kB,  53 ms
//   tick       1124 kB, 118 ms  1012 kB,  94 ms    982 kB,  91 ms   921 kB,  88 ms   886 kB,  85 ms
//   public     1018 kB, 117 ms   905 kB, 109 ms    905 kB, 106 ms   848 kB, 102 ms   813 kB,  99 ms
//   desk       1185 kB, 135 ms  1073 kB, 125 ms   1043 kB, 119 ms   986 kB, 116 ms   951 kB, 117 ms
//
// The last three still contain what they use: the SDK with S3 (260 kB), YAML (95), Markdown (95), X's counting (65), time zones (56),
// the templates and the core.
// tests/house/bundle.test.ts makes real calls through such a bundle and checks signature, response and error of each client.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const { resolve } = createRequire(import.meta.url);

/** Lambda and the local runner give credentials and region in the environment: profile, SSO, STS and metadata service are never asked. */
const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'environment',
      namespace: 'credentials',
      pluginData: resolveDir,
    }));
    onLoad({ filter: /.*/, namespace: 'credentials' }, ({ pluginData }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: pluginData,
    }));
    onLoad({ filter: /[\\/]getInstanceMetadataRegion\.js$/ }, () => ({
      contents: 'export const getInstanceMetadataRegion = async () => {};',
    }));
  },
};

/** twitter-text loads core-js 2 for browsers without Array.prototype.includes. Node 24 needs none of it. */
const noPolyfills: Plugin = {
  name: 'no-polyfills',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^core-js\// }, ({ path }) => ({ path, namespace: 'polyfill' }));
    onLoad({ filter: /.*/, namespace: 'polyfill' }, () => ({ contents: '' }));
  },
};

/**
 * The SDK describes each operation by a list with computed keys, which bundlers do not drop: S3 has 66 kB of operations that are never
 * called. Wrapped in a call that is marked as pure, an unused list is dropped and a used one stays the same.
 */
const leanSchemas: Plugin = {
  name: 'lean-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/schemas_\d+\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(
        /^(export )?var (\w+\$) = (\[[\s\S]*?\]);$/gm,
        '$1var $2 = /* @__PURE__ */ (() => $3)();',
      ),
    }));
  },
};

/** The package does not declare that importing it has no side effects, so bundles that import it without posting had 35 kB of it. */
const noXUnlessUsed: Plugin = {
  name: 'no-x-unless-used',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^twitter-api-v2$/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === 'asked') return undefined;
      return { ...(await resolve(path, { kind, resolveDir, pluginData: 'asked' })), sideEffects: false };
    });
  },
};

/** An import of node:http lists all that it exports, for which Node loads its WebSocket: a tenth of the import. `require` lists nothing. */
const requiredHttp: Plugin = {
  name: 'required-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:node:)?http$/ }, ({ kind }) =>
      kind === 'require-call' ? { path: 'node:http', external: true } : { path: 'http', namespace: 'required' },
    );
    onLoad({ filter: /.*/, namespace: 'required' }, () => ({ contents: "module.exports = require('node:http');" }));
  },
};

/**
 * The SDK loads its event streams when an operation has one, as no call of ours has. As the bundle is one file, that kept 20 kB, and kept
 * all that they use from being shaken.
 */
const noEventStreams: Plugin = {
  name: 'no-event-streams',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, namespace: 'event-streams' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'event-streams' }, () => ({
      contents: "throw new Error('Event streams are not in this bundle (tools/lean-sdk.ts).');",
    }));
  },
};

/** For Node, the package names its CommonJS build, which is kept whole and costs 7 ms of each start. The same code as modules is shaken. */
const shakenYaml: Plugin = {
  name: 'shaken-yaml',
  setup({ onResolve }) {
    onResolve({ filter: /^yaml$/ }, () => ({
      path: join(dirname(resolve('yaml')), '..', 'browser', 'dist', 'index.js'),
      sideEffects: false,
    }));
  },
};

export const leanSdk = [environmentCredentials, noPolyfills, leanSchemas, noXUnlessUsed, requiredHttp, noEventStreams, shakenYaml];
