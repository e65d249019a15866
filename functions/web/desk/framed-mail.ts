/**
 * An email's HTML for a frame of ours. Its links and images lead to the site that shows the frame, which on one machine is not the
 * one that is written in the mail, and links open in a window of their own. The mail itself is not touched.
 */
export function framedMail(html: string, site: string): string {
  const near = html.replaceAll(`="${site}/`, '="/').replaceAll(`="${site}"`, '="/"');
  return near.replace('<head>', '<head>\n<base target="_blank">');
}
