import { answerFetch } from '#adapters/links/answer-fetch';
import { openOutside } from '#adapters/links/outside';

/**
 * Invoked by the newsroom with the address of a feed, or of a picture in one, and returns what is there. It has no rights and no
 * configuration, because another site chooses what it is asked for.
 */
export const handler = answerFetch(openOutside());
