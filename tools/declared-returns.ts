// Finds exported functions and methods without a return type, with the compiler's parser: a reader would have to work the type out.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type GetAccessorDeclaration,
  isArrayLiteralExpression,
  isArrowFunction,
  isAsExpression,
  isClassDeclaration,
  isFunctionDeclaration,
  isFunctionExpression,
  isGetAccessorDeclaration,
  isMethodDeclaration,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPrivateIdentifier,
  isPropertyAssignment,
  isPropertyDeclaration,
  isSatisfiesExpression,
  isVariableStatement,
  type MethodDeclaration,
  type Node,
  type PropertyDeclaration,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

const MESSAGE = 'An exported function or method declares no return type. Write it after the parameters.';

/** Returns the exported functions and methods of these files without a return type, with their lines. */
export function returnTypeProblems(folder: string, files: readonly string[]): string[] {
  // A project without libraries and imports: the compiler then only parses the files, which takes a second.
  const project = mkdtempSync(join(tmpdir(), 'return-types-'));
  const compilerOptions = { noLib: true, noResolve: true, types: [] };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: files.map((file) => join(folder, file)) }));
  const api = new API({ cwd: project });
  try {
    const [opened] = api.updateSnapshot({ openProjects: [join(project, 'tsconfig.json')] }).getProjects();
    return files.flatMap((file) => {
      const source = opened?.program.getSourceFile(join(folder, file));
      if (!source) throw new Error(`The compiler has not opened ${file}.`);
      const found = source.statements.filter(isExported).flatMap(withoutReturnType);
      return found.map((node) => `${file}:${source.text.slice(0, node.getStart(source)).split('\n').length}: ${MESSAGE}`);
    });
  } finally {
    api.close();
    rmSync(project, { recursive: true });
  }
}

function isExported(node: Node): boolean {
  return hasModifier(node, SyntaxKind.ExportKeyword);
}

/** Returns the functions without a return type that others can call through a declaration. A type of a constant declares all in it. */
function withoutReturnType(node: Node): Node[] {
  if (isFunctionDeclaration(node) || isFunctionExpression(node) || isArrowFunction(node)) return node.type ? [] : [node];
  if (isMethodDeclaration(node) || isGetAccessorDeclaration(node)) return node.type || isPrivate(node) ? [] : [node];
  if (isClassDeclaration(node)) return node.members.flatMap(withoutReturnType);
  if (isPropertyDeclaration(node)) return node.type || isPrivate(node) || !node.initializer ? [] : withoutReturnType(node.initializer);
  if (isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ type, initializer }) =>
      type || !initializer ? [] : withoutReturnType(initializer),
    );
  if (isObjectLiteralExpression(node)) return node.properties.flatMap(withoutReturnType);
  if (isArrayLiteralExpression(node)) return node.elements.flatMap(withoutReturnType);
  if (isPropertyAssignment(node) && node.initializer) return withoutReturnType(node.initializer);
  if (isAsExpression(node) || isSatisfiesExpression(node) || isParenthesizedExpression(node)) return withoutReturnType(node.expression);
  return [];
}

function isPrivate(node: MethodDeclaration | GetAccessorDeclaration | PropertyDeclaration): boolean {
  return isPrivateIdentifier(node.name) || hasModifier(node, SyntaxKind.PrivateKeyword);
}

function hasModifier(node: Node, kind: SyntaxKind): boolean {
  return 'modifiers' in node && Array.isArray(node.modifiers) && node.modifiers.some((modifier) => modifier.kind === kind);
}
