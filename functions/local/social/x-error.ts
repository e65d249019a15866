/** A response of X: its status, and its body as JSON. */
export type XAnswer = { status: number; body: object };

/** X's refusals, with the bodies that X has been seen to send. */
export const xErrors = {
  unauthorised: problem(401, 'Unauthorized', 'Unauthorized'),
  noCredit: problem(402, 'CreditsDepleted', 'Your enrolled account does not have any credits to fulfill this request.'),
  duplicate: problem(403, 'Forbidden', 'You are not allowed to create a Tweet with duplicate content.'),
  notPermitted: problem(403, 'Forbidden', 'You are not permitted to perform this action.'),
  suspended: problem(
    403,
    'Forbidden',
    'The user used for authentication is suspended',
    'https://api.twitter.com/2/problems/user-suspended',
  ),
  notVisible: {
    status: 403,
    body: { errors: [{ code: 385, message: 'You attempted to reply to a Tweet that is deleted or not visible to you.' }] },
  },
  notFound: problem(404, 'Not Found', 'Not Found'),
  tooMany: problem(429, 'Too Many Requests', 'Too Many Requests'),
  unavailable: problem(503, 'Service Unavailable', 'Service Unavailable'),
};

export function badRequest(detail: string): XAnswer {
  const body = {
    errors: [{ message: detail }],
    title: 'Invalid Request',
    detail,
    type: 'https://api.twitter.com/2/problems/invalid-request',
  };
  return { status: 400, body };
}

function problem(status: number, title: string, detail: string, type = 'about:blank'): XAnswer {
  return { status, body: { title, detail, type, status } };
}
