import { readNewsroom } from '#core/edition';
import { rulesFile, postFile, eventFile } from '#tests/simulation/stories';
const src=(file:string,bytes:Uint8Array)=>({file,bytes,size:bytes.length});
const r=readNewsroom({rules:src('newsroom.yaml',rulesFile({unknown:'resend',approval:'automatic'})),stories:[src('posts/safer-medicines.md',postFile(0)),src('events/autumn.md',eventFile(0))],images:[]});
console.log(r.problems, r.newsroom?.stories.map(s=>s.slug));
