// Keys that Jekyll, Hugo, WordPress, Ghost and other programs have, and what they are called here.
import type { ForeignKeys } from '#core/parsing/yaml-form';
import type { Story } from '#core/story/story';

const meant = (key: string) => `Did you mean "${key}"?`;
const ADDRESS = 'A story’s address is the name of its file: rename the file to change it, and delete this line.';
const UNUSED = 'Newsroom does not use it: delete the line.';
const IN_TEXT = 'Say it in the text below the keys, and delete this line.';

const BOTH: [string, string][] = [
  [meant('title'), 'headline heading name subject'],
  [
    meant('published'),
    'publish_date publishdate publish published_at publishedat date_published datepublished pubdate post_date posted release_date created created_at',
  ],
  [meant('topics'), 'tags tag categories category topic subjects keywords labels taxonomy'],
  [
    meant('summary'),
    'excerpt custom_excerpt description meta_description abstract intro introduction lead lede standfirst teaser synopsis blurb og_description',
  ],
  [meant('preheader'), 'preview preview_text previewtext email_preview'],
  [
    meant('image'),
    'images featured_image feature_image featuredimage featured_media thumbnail thumb cover cover_image hero hero_image picture photo banner header_image image_url og_image ogimage',
  ],
  [meant('social'), 'twitter tweet tweets x bluesky post_text share share_text socials'],
  ['Put it into the title, or begin the summary with it.', 'subtitle sub_title subheading subheadline strapline tagline'],
  [ADDRESS, 'permalink slug url_slug alias aliases url_path path redirect_from id'],
  [meant('draft'), 'unpublished wip unfinished private hidden is_draft'],
  [
    UNUSED,
    'layout template type post_type kind format comments comment_status toc weight lang language lastmod modified updated updated_at last_modified markup math mermaid cascade build sitemap menu nav_order parent guid visibility featured pin pinned sticky archived canonical canonical_url canonicalurl',
  ],
];
const IN_POSTS: [string, string][] = [
  [meant('published'), 'date time datetime when'],
  [meant('author'), 'authors by byline writer written_by creator'],
  [meant('role'), 'job job_title jobtitle position author_role author_title'],
  ['Only an event has one. Did you mean "draft: true" (nothing of it goes out yet)?', 'status'],
  [
    'A post has no time or place of its own: write it as an event, in the folder events, or say it in the text.',
    'venue starts ends online registration follow_up location place start start_date end end_date',
  ],
];
const IN_EVENTS: [string, string][] = [
  ['Did you mean "starts" (when the event begins) or "published" (when it is announced)?', 'date time datetime when day'],
  [meant('starts'), 'start start_date startdate start_time starttime begin begins from event_date event_start dtstart'],
  [meant('ends'), 'end end_date enddate end_time endtime until to finish finishes event_end dtend'],
  [meant('venue'), 'location place where address room building site town city'],
  [meant('online'), 'zoom teams meeting meeting_link join join_link webinar link_to_join online_url virtual'],
  [
    meant('registration'),
    'register registration_link registration_url sign_up signup booking book book_link tickets ticket_link eventbrite rsvp link url website',
  ],
  [meant('reason'), 'why cancellation_reason cancel_reason status_reason'],
  [meant('follow_up'), 'followup after afterwards thank_you thanks'],
  ['Did you mean "status: cancelled" or "status: postponed"?', 'cancelled canceled postponed state'],
  [
    IN_TEXT,
    'author authors speaker speakers host organiser organizer contact cost price fee capacity places agenda programme audience duration',
  ],
];

const IN_MESSAGES: [string, string][] = [
  [meant('to'), 'audience recipients who for send_to segment list'],
  [meant('organisations'), 'organisation trust trusts'],
  [meant('event'), 'events about told'],
  [meant('published'), 'date time datetime when send send_at'],
  ['A message goes out by email only. Delete the line.', 'social twitter tweet x bluesky venue starts ends registration online status'],
  [IN_TEXT, 'author authors role'],
];

export const foreignKeys: Record<Story['kind'], ForeignKeys> = {
  post: table([...BOTH, ...IN_POSTS]),
  event: table([...BOTH, ...IN_EVENTS]),
  message: table([...BOTH, ...IN_MESSAGES]),
};

function table(rows: [string, string][]): ForeignKeys {
  return new Map(rows.flatMap(([sentence, keys]) => keys.split(' ').map((key): [string, string] => [key, sentence])));
}
