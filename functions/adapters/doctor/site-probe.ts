const PATIENCE_MS = 8_000;

/** What Node says of a certificate that a browser warns of, and of a name that leads nowhere. */
const FAULTS: [RegExp, string][] = [
  [/CERT_HAS_EXPIRED/, 'Its certificate has run out.'],
  [/ALTNAME_INVALID/, 'Its certificate is for another name.'],
  [/CERT|SELF_SIGNED|UNABLE_TO/, 'Its certificate cannot be checked.'],
  [/ENOTFOUND/, 'Its name leads nowhere.'],
  [/ECONNREFUSED/, 'Nothing answers where its name leads.'],
];

/** Asks for a page and returns the status, or why a browser could not open it. Throws when there was no answer in time. */
export async function siteProbe(url: string): Promise<number | string> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.body?.cancel();
    return answer.status;
  } catch (error) {
    const { cause } = (error ?? {}) as { cause?: { code?: unknown } };
    const code = String(cause?.code ?? '');
    const fault = FAULTS.find(([sign]) => sign.test(code));
    if (!fault) throw error;
    return fault[1];
  }
}
