import '#tests/simulation/memoise';
import { loadProtocol } from '#tests/simulation/variant';
import { tryFiles } from '#tests/simulation/file-commands';
const [seed, runs] = process.argv.slice(2).map(Number);
const t = Date.now();
const tally = await tryFiles(await loadProtocol('real'), { seed: seed!, runs: runs! });
console.log(JSON.stringify(tally, undefined, 1), Date.now() - t);
