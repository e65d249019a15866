// What a deployment asks of the AWS account.
import type { DnsRecord } from '#core/dns/dns-records';
import type { Accounts } from '#ports';

/** `status`: as CloudFormation says it, such as CREATE_COMPLETE. */
export type StackFound = { status: string; protected: boolean; outputs: Record<string, string> };

/** A resource of the stack. `id`: in the template; `name`: at AWS, often an ARN. */
export type StackResource = { id: string; type: string; name: string };

/** `status`: as Certificate Manager says it. `record`: undefined until Certificate Manager knows it, some seconds after the request. */
export type CertificateFound = { arn: string; host: string; status: string; record?: { name: string; value: string } | undefined };

export type Zone = { id: string; name: string };

/** `review`: what became of the request to send to everybody. */
export type SendingAccount = { production: boolean; review: 'none' | 'pending' | 'denied'; perDay: number };

export type Aws = {
  /** Of the credentials with which this is run. @throws when there are none. */
  identity(): Promise<{ account: string; who: string }>;
  /** How many functions may run at once. */
  functionsAtOnce(): Promise<number>;
  stack: {
    find(name: string): Promise<StackFound | undefined>;
    resources(name: string): Promise<StackResource[]>;
    /** Why it failed the last time: what CloudFormation said of each resource, the first cause first. */
    faults(name: string): Promise<string[]>;
    protect(name: string, on: boolean): Promise<void>;
    /** Begins to delete it. */
    delete(name: string): Promise<void>;
  };
  /** In us-east-1, where CloudFront takes them from. */
  certificates: {
    find(arn: string): Promise<CertificateFound | undefined>;
    ofHost(host: string): Promise<CertificateFound[]>;
    /** Requests one and returns its ARN; the same one when it is asked twice within the hour. */
    request(host: string): Promise<string>;
  };
  zones: {
    /** The public zone of the account in which a name would stand; undefined when there is none. */
    of(name: string): Promise<Zone | undefined>;
    values(zone: Zone, record: DnsRecord): Promise<string[]>;
    /** Makes records that are not there. @throws when one is, so that nothing is ever overwritten. */
    create(zone: Zone, records: readonly DnsRecord[]): Promise<void>;
  };
  mail: {
    account(): Promise<SendingAccount>;
    /** Whether SES knows the domain already. */
    knows(domain: string): Promise<boolean>;
    /** Whether anybody can be written to from the domain: it is verified, and the account is out of the sandbox. */
    isReady(domain: string): Promise<boolean>;
    /** Asks AWS for the right to send to everybody. False when that has been asked for already. */
    askForProduction(request: { site: string; text: string; contact: string }): Promise<boolean>;
    activeRules(): Promise<string | undefined>;
    /** Undefined: none is active any more. */
    activateRules(name: string | undefined): Promise<void>;
  };
  secrets: {
    read(id: string): Promise<string>;
    /** Puts the very first value. False when somebody has put one in the meantime: theirs stays. */
    fill(id: string, value: string): Promise<boolean>;
    replace(id: string, value: string): Promise<void>;
  };
  people(pool: string): Accounts;
  /** The addresses that have not confirmed that they want the messages of a topic. */
  unconfirmed(topic: string): Promise<string[]>;
  /** Whether a table can be brought back to each second of the last days. */
  canBeBroughtBack(table: string): Promise<boolean>;
  /** The form of the records in the table of publications (functions/core/publication/stored-form.ts); 0 when no tick has worked on it. */
  storedForm(table: string): Promise<number>;
};
