// What the Lambdas need not carry. Minified size and median import time of 15 processes, Node 24.21, 2 cores, November 2026:
//
//                                        all of it      environment only   + no core-js     + lean schemas
//   send (SES, DynamoDB, SQS, secrets)   456 kB, 61 ms  336 kB, 40 ms      336 kB, 39 ms    333 kB, 38 ms
//   post (DynamoDB, S3, secrets, X)      640 kB, 71 ms  529 kB, 54 ms      529 kB, 55 ms    469 kB, 53 ms
//   tick (DynamoDB, S3, SQS, the core)   921 kB, 103 ms 809 kB, 81 ms      779 kB, 83 ms    715 kB, 72 ms
//
// tests/house/bundle.test.ts makes real calls through such a bundle and reads the signature, an answer and an error of each client.
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Lambda hands its credentials over in the environment, and so does the local runner: no profile, SSO, STS or metadata service is ever asked. */
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
  },
};

/** twitter-text loads core-js 2 for browsers without Array.prototype.includes. Node 24 has all of it. */
const noPolyfills: Plugin = {
  name: 'no-polyfills',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^core-js\// }, ({ path }) => ({ path, namespace: 'polyfill' }));
    onLoad({ filter: /.*/, namespace: 'polyfill' }, () => ({ contents: '' }));
  },
};

/**
 * The SDK describes each operation of a service by a list with computed keys, which no bundler dares to drop: S3 has 66 kB of
 * operations that nobody calls. Made by a function that is marked as pure, a list nobody names is dropped; a used one is the same.
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

/** The package does not say that it does nothing on import, and so 35 kB of it went to those who name it and never post. */
const noXUnlessUsed: Plugin = {
  name: 'no-x-unless-used',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^twitter-api-v2$/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === 'asked') return undefined;
      return { ...(await resolve(path, { kind, resolveDir, pluginData: 'asked' })), sideEffects: false };
    });
  },
};

export const leanSdk = [environmentCredentials, noPolyfills, leanSchemas, noXUnlessUsed];
