import { openLambda } from './lambda.ts';
import { openSite } from './site.ts';
import { sendDigest } from './newsroom-run.ts';
import { sendNaively } from './naive-run.ts';
const site = await openSite();
try {
  const t = performance.now();
  const readers = await site.grow(200);
  console.log('grown', performance.now() - t);
  const tick = await openLambda(site.bundleOf('tick'), site.environment);
  const send = await openLambda(site.bundleOf('send'), site.environment);
  const naive = await openLambda(site.bundleOf('naive'), site.environment);
  for (let i = 0; i < 3; i++) {
    console.log(JSON.stringify(await sendDigest(site, { tick, send }, readers, i === 0), undefined, 1));
    console.log(JSON.stringify(await sendNaively(site, naive, readers, 10)));
  }
  console.log(await send.memory(), await tick.memory());
  console.log((await site.standIns.ask<string[]>('events')).length);
  await tick.stop(); await send.stop(); await naive.stop();
} finally { await site.close(); }
