const HOME = '/desk/';
const OURS = /^\/desk\/[\w./?=&%~-]*$/;
const MAX_URL_CHARACTERS = 500;
/** `/desk/publications/a` of `/desk/publications/a/approve`, `/desk/people` of `/desk/people/export`. */
const FORMS_PAGE = /^\/desk\/((publications|people|import)\/[^/]+(?=\/)|(people|import|departures)(?=\/|$))/;

/** A page of the desk to go on to after signing in. Anything else, another site above all, becomes the plan. */
export function wayBack(to: string | undefined): string {
  return to !== undefined && to.length <= MAX_URL_CHARACTERS && OURS.test(to) ? to : HOME;
}

/** The page to come back to from this request: itself, or for a form the page it most likely stood on. */
export function pageOf(url: string, isWrite: boolean): string {
  const { pathname, search } = new URL(url);
  if (!isWrite) return wayBack(pathname + search);
  return wayBack(FORMS_PAGE.exec(pathname)?.[0]);
}

export const signInUrl = (to: string): string => `/desk/sign-in?to=${encodeURIComponent(to)}`;
