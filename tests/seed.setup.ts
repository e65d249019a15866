// Property tests use the same cases in each run, so a failure comes from the change. `SEED=7 npm test` tries other cases.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
