import { expect, test } from 'vitest';
import { mailboxOf, recipientDomain } from '#core/signup/mailbox';

test.each([
  ['name@example.org', 'name@example.org'],
  ['Name+news+more@Example.org', 'name@example.org'],
  ['n.a.m.e@example.org', 'n.a.m.e@example.org'],
  ['N.a.m.e+x@GoogleMail.com', 'name@gmail.com'],
  ['name@gmail.com', 'name@gmail.com'],
  ['+name@example.org', '+name@example.org'],
])('the mailbox of %s is %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});

test.each([
  ['a@example.org', 'example.org'],
  ['a@x1.mail.example.org', 'example.org'],
  ['a@ward.devon.nhs.uk', 'devon.nhs.uk'],
  ['a@nhs.net', 'nhs.net'],
  ['a@Example.co.uk', 'example.co.uk'],
])('the organisation that takes the emails of %s is %s', (address, domain) => {
  expect(recipientDomain(address)).toBe(domain);
});
