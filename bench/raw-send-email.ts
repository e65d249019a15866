import { createServer } from 'node:http';
import { bodyOf, openOnLoopback } from '#local/stand-ins/loopback';

/**
 * Starts a server that takes `SendEmail` of version 2 of SES with a raw message, as nodemailer calls it, and passes it on to the stand-in
 * of version 1 at `url`. Returns its address. It runs until the process ends.
 */
export async function takeSendEmail(url: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const { Content, Destination, ConfigurationSetName } = JSON.parse((await bodyOf(request)).toString('utf8'));
    const form = new URLSearchParams({ Action: 'SendRawEmail', Version: '2010-12-01', 'RawMessage.Data': Content.Raw.Data });
    for (const [i, to] of Destination.ToAddresses.entries()) form.set(`Destinations.member.${i + 1}`, to);
    if (ConfigurationSetName) form.set('ConfigurationSetName', ConfigurationSetName);
    const headers = { authorization: request.headers.authorization ?? '', 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(url, { method: 'POST', headers, body: form.toString() });
    const MessageId = /<MessageId>([^<]+)/.exec(await answer.text())?.[1];
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(MessageId === undefined ? { message: 'SES did not take it.' } : { MessageId }));
  });
  return `http://127.0.0.1:${(await openOnLoopback(server)).port}`;
}
