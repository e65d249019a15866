import { answerLinks } from '#adapters/links/answer-links';
import { linkChecker } from '#adapters/links/link-checker';
import { machine } from '#adapters/machine';

/**
 * Invoked by the desk with the addresses that a draft links to. Asks other sites for them, and returns what they said. It has no rights
 * and no configuration, because whoever writes a draft chooses whom it asks.
 */
export const handler = answerLinks(linkChecker({ elapsedMs: machine.elapsedMs }));
