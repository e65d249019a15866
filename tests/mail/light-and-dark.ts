import { openedBrowser, overflow, violations } from '#tests/browser/opened-browser';
import { htmlOf, type Mail } from '#tests/mail/mails';
import type { Verdict } from '#tests/mail/verdict';

/** Mail programs supply the landmarks around a mail, so these rules of axe do not apply. */
const OF_A_PAGE = /^(?:landmark-one-main|region):/;

/** Reports what axe finds in each mail in light and dark mode, and whether any is wider than the smallest phone. */
export async function lightAndDark(mails: readonly Mail[], output: (line: string) => void): Promise<Verdict> {
  const browser = await openedBrowser();
  const found = new Map<string, string[]>();
  const addFinding = (what: string, { name }: Mail) => found.set(what, [...(found.get(what) ?? []), name]);
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await (await browser.newContext({ colorScheme, locale: 'en-GB', viewport: { width: 700, height: 900 } })).newPage();
      // The images of the samples exist on no server.
      await page.route(/^https?:/, (route) => route.abort());
      for (const mail of mails) {
        await page.setViewportSize({ width: 700, height: 900 });
        await page.setContent(htmlOf(mail));
        const violated = (await violations(page)).filter((violation) => !OF_A_PAGE.test(violation));
        for (const violation of violated) addFinding(`${violation.slice(0, 300)} (${colorScheme})`, mail);
        await page.setViewportSize({ width: 320, height: 640 });
        const wider = await overflow(page);
        if (wider > 0) addFinding(`it is ${wider} pixels wider than a window of 320`, mail);
      }
      output(`${mails.length} mails in the ${colorScheme}`);
    }
  } finally {
    await browser.close();
  }
  return {
    said: [`${mails.length} mails, each in the light and in the dark, and at 320 pixels.`],
    wrong: [...found].map(([what, names]) => `${[...new Set(names)].join(', ')}: ${what}`),
  };
}
