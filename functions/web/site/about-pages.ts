import { Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { durationText, RETENTION } from '#core/rules/retention';
import type { Rules } from '#core/rules/rules';
import { links } from '#core/site/links';
import { longDate } from '#core/time/date-parts';
import { FRESH } from '#web/headers';
import { page } from '#web/page';
import type { ContentWorld } from '#web/read-content';
import type { WebEnv } from '#web/request';
import { eventsOf } from '#web/site/stories-view';
import { siteCard, storyLine } from '#web/site/story-view';
import { readingStories } from '#web/with-content';

/** When the text of the accessibility statement was last checked against the pages. */
const PREPARED = Temporal.PlainDateTime.from('2026-11-29T00:00');
/** RFC 9116 recommends less than a year. */
const SECURITY_TEXT_WORKS_FOR = Temporal.Duration.from({ days: 180 });
/** Coming events on the page of the calendar. */
const EVENTS_AHEAD = 20;

/** Serves the pages about the site itself: privacy, accessibility, and how to subscribe to the calendar. */
export function aboutPages(world: ContentWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const read = readingStories(world);

  app.get(
    '/calendar',
    read((c, { rules, stories, now }) => {
      const ahead = eventsOf(stories, rules, now).ahead.slice(0, EVENTS_AHEAD);
      const card = siteCard(rules, links(rules).calendar, `Have every event of the ${rules.name} in your own calendar.`);
      const view = { name: rules.name, ...calendarLinks(rules), ahead: ahead.map((event) => storyLine(event)) };
      return c.html(page('site/calendar', view, { title: 'Calendar', rules, current: '/calendar', card }), 200, FRESH);
    }),
  );

  app.get(
    '/privacy',
    read((c, { rules }) => {
      const keep = Object.fromEntries(Object.entries(RETENTION).map(([what, time]) => [what, durationText(time)]));
      return c.html(page('site/privacy', { ...publisherView(rules), keep }, { title: 'Privacy', rules, current: '/privacy' }), 200, FRESH);
    }),
  );

  app.get(
    '/accessibility',
    read((c, { rules }) => {
      const siteParts = new URL(rules.site).host.split('.');
      const view = { ...publisherView(rules), siteParts, prepared: longDate(PREPARED) };
      return c.html(page('site/accessibility', view, { title: 'Accessibility', rules, current: '/accessibility' }), 200, FRESH);
    }),
  );

  // RFC 9116. Some days old or half a year ahead, it stays valid while a cache keeps it.
  app.get(
    '/.well-known/security.txt',
    read((c, { rules, now }) => {
      const expires = now.toZonedDateTimeISO('UTC').startOfDay().add(SECURITY_TEXT_WORKS_FOR).toInstant();
      const lines = [
        `Contact: mailto:${rules.sender.replyTo}`,
        `Expires: ${expires}`,
        'Preferred-Languages: en',
        `Canonical: ${rules.site}/.well-known/security.txt`,
      ];
      return c.text(`${lines.join('\n')}\n`, 200, FRESH);
    }),
  );

  return app;
}

function publisherView({ name, shortName, sender, host }: Rules) {
  return { name, short: shortName === name ? '' : shortName, sender, host };
}

/** The addresses for calendar programs. They are on the public site, because the program reads them, not this browser. */
function calendarLinks(rules: Rules) {
  const file = links(rules).calendarFeed;
  const webcal = file.replace(/^https:/, 'webcal:');
  return {
    file,
    webcal,
    google: `https://calendar.google.com/calendar/render?cid=${encodeURIComponent(webcal)}`,
    outlook: `https://outlook.office.com/calendar/0/addfromweb?url=${encodeURIComponent(file)}&name=${encodeURIComponent(`${rules.name}: events`)}`,
  };
}
