const HOME = '/desk/';
const OURS = /^\/desk\/[\w./?=&%~-]*$/;
const MAX_URL_CHARACTERS = 500;
/** The page of a form: `/desk/publications/a` of `/desk/publications/a/approve`, `/desk/people` of `/desk/people/export`. */
const FORMS_PAGE = /^\/desk\/((publications|people|import|stories)\/[^/]+(?=\/)|(people|import|departures|stories)(?=\/|$))/;

/** Returns the desk page to continue to after signing in. Any other address, another site above all, becomes the plan. */
export function wayBack(to: string | undefined): string {
  return to !== undefined && to.length <= MAX_URL_CHARACTERS && OURS.test(to) ? to : HOME;
}

/** Returns the page to come back to from a request: itself, or for a form the page that most likely has it. */
export function pageOf(url: string, isWrite: boolean): string {
  const { pathname, search } = new URL(url);
  if (!isWrite) return wayBack(pathname + search);
  return wayBack(FORMS_PAGE.exec(pathname)?.[0]);
}

export const signInUrl = (to: string): string => `/desk/sign-in?to=${encodeURIComponent(to)}`;
