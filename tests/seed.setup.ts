// Properties are tried with the same cases each time, so that a red run is about the change; `SEED=7 npm test` tries others.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
