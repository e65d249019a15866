/**
 * Returns an email's HTML for a frame of ours. Its links and images lead to the site that shows the frame, which on one machine is not the
 * site in the mail, and links open in a new window. The mail itself is not changed.
 */
export function framedMail(html: string, site: string): string {
  const near = html.replaceAll(`="${site}/`, '="/').replaceAll(`="${site}"`, '="/"');
  return inFrame(near);
}

/** Returns a page whose links open in a new window, and not in the frame that shows it. */
export function inFrame(html: string): string {
  return html.replace('<head>', '<head>\n<base target="_blank">');
}
