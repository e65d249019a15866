// Finds with the compiler which methods of ports each handler can call: from the handler's file, through every function that it reaches.
import { join } from 'node:path';
import {
  isIdentifier,
  isImportDeclaration,
  isInterfaceDeclaration,
  isMethodSignatureDeclaration,
  isPropertySignatureDeclaration,
  isTypeAliasDeclaration,
  isTypeNode,
  type Node,
  type Statement,
} from 'typescript/unstable/ast';
import { API, type Project, SymbolFlags } from 'typescript/unstable/sync';

const root = join(import.meta.dirname, '..', '..');
const functions = join(root, 'functions');
const PORTS = join(functions, 'ports.ts');
/** The rings that call ports. The core knows no port, and adapters answer them. */
const READ = ['handlers', 'flow', 'web'].map((folder) => join(functions, folder, '/'));

/** The methods, by their interface in functions/ports.ts. */
export type Reach = Map<string, Set<string>>;
type Found = { methods: { port: string; method: string }[]; next: Statement[] };

/** Returns the reach of each of these handlers. */
export function reachOf(handlers: readonly string[]): Map<string, Reach> {
  const api = new API({ cwd: root });
  try {
    const [project] = api.updateSnapshot({ openProjects: [join(root, 'tsconfig.json')] }).getProjects();
    if (!project) throw new Error('The compiler has not opened tsconfig.json.');
    const seen = new Map<Statement, Found>();
    return new Map(handlers.map((name) => [name, reachFrom(project, join(functions, 'handlers', `${name}.ts`), seen)]));
  } finally {
    api.close();
  }
}

/** Follows whole statements, whichever of their branches run, as a bundler does. */
function reachFrom(project: Project, file: string, seen: Map<Statement, Found>): Reach {
  const handler = project.program.getSourceFile(file);
  if (!handler) throw new Error(`The compiler knows no ${file}.`);
  const reach: Reach = new Map();
  const waiting = [...handler.statements];
  const done = new Set<Statement>();
  for (let statement = waiting.pop(); statement; statement = waiting.pop()) {
    if (done.has(statement)) continue;
    done.add(statement);
    const found = seen.get(statement) ?? lookInto(project, statement);
    seen.set(statement, found);
    for (const { port, method } of found.methods) reach.set(port, (reach.get(port) ?? new Set()).add(method));
    waiting.push(...found.next);
  }
  return reach;
}

function lookInto(project: Project, statement: Statement): Found {
  const found: Found = { methods: [], next: [] };
  const names = namesIn(statement);
  for (const symbol of project.checker.getSymbolAtLocation(names)) {
    if (!symbol) continue;
    const meant = symbol.flags & SymbolFlags.Alias ? project.checker.getAliasedSymbol(symbol) : symbol;
    for (const handle of meant.declarations) {
      if (handle.path !== PORTS && !READ.some((folder) => handle.path.startsWith(folder))) continue;
      const declaration = handle.resolve(project);
      if (!declaration) continue;
      if (handle.path !== PORTS) found.next.push(statementOf(declaration));
      else if (isMethodSignatureDeclaration(declaration) || isPropertySignatureDeclaration(declaration)) {
        const { parent, name } = declaration;
        if (isInterfaceDeclaration(parent) && isIdentifier(name)) found.methods.push({ port: parent.name.text, method: name.text });
      }
    }
  }
  return found;
}

/** Returns all identifiers except those of types, which do not exist at run time. */
function namesIn(statement: Statement): Node[] {
  const names: Node[] = [];
  const visit = (node: Node): void => {
    if (isTypeNode(node) || isImportDeclaration(node) || isTypeAliasDeclaration(node) || isInterfaceDeclaration(node)) return;
    if (isIdentifier(node)) names.push(node);
    node.forEachChild(visit);
  };
  visit(statement);
  return names;
}

function statementOf(node: Node): Statement {
  let at = node;
  while (at.parent.parent) at = at.parent;
  return at as Statement;
}
