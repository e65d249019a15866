import '#tests/simulation/memory';
import { loadProtocol } from '#tests/simulation/variant';
import { runWorld } from '#tests/simulation/world';
import { calm, hostile } from '#tests/simulation/scenario';
import { chance } from '#tests/simulation/chance';
import { plannedFaults, swarmFaults } from '#tests/simulation/faults';
const p = await loadProtocol('real');
const c = await runWorld(p, calm('resend',{chunk:5,group:3}), 1, plannedFaults(new Map()));
console.log(c);
const n=Number(process.argv[2]??50), from=Number(process.argv[3]??1);
const kinds=new Map(); let steps=0, passed=0, mails=0, held=0; const t0=performance.now();
for (let seed=from; seed<from+n; seed++){ const ch=chance(seed); const s=hostile(ch,{}); const r=await runWorld(p,s,seed,swarmFaults(ch)); steps+=r.steps; passed+=r.passed; mails+=r.mails; held+=r.held;
 for(const v of r.violations){ const k=v.split(':')[0]; const e=kinds.get(k)??[]; e.push(seed+' '+v); kinds.set(k,e);} }
const sec=(performance.now()-t0)/1000;
console.log(n/sec,'seeds/s', steps/n,'steps/seed', passed/n/60000,'min/seed', mails/n, held);
for(const [k,e] of kinds) console.log(k,e.length,e.slice(0,5));
