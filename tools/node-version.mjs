// Runs before every script. It is JavaScript for any Node, because an older one fails on TypeScript with an unclear error.
const wanted = 24;
const found = Number(process.versions.node.split('.')[0]);

if (found < wanted) {
  console.error(
    `Newsroom needs Node ${wanted}; this is ${process.versions.node}. "npm ci" brings Node ${wanted} along: run it without --ignore-scripts, then use "npm run".`,
  );
  process.exit(1);
}
