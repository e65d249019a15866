/** Returns a part of the page that the template has. @throws when it has none of this kind. */
export function part<T extends Element>(selector: string, kind: abstract new () => T, within: ParentNode = document): T {
  const found = within.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}. Put it into templates/pages/desk/story.hbs.`);
}
