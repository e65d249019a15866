// Run before every script, in JavaScript that any Node understands: an older one does not read TypeScript, and says so badly.
const wanted = 24;
const found = Number(process.versions.node.split('.')[0]);

if (found < wanted) {
  console.error(
    `Newsroom needs Node ${wanted}; this is ${process.versions.node}. "npm ci" brings Node ${wanted} along: run it without --ignore-scripts, then use "npm run".`,
  );
  process.exit(1);
}
