// What the small newsrooms of the tests have in common, as their editor writes it. When things go out, each says itself.

/** The beginning of `newsroom.yaml`: who we are, and the digest. */
export const SENDER_YAML = `name: Test Collaborative
short_name: TC
timezone: Europe/London
site: https://news.example.org
sender:
  name: Test Collaborative
  address: news@example.org
  reply_to: team@example.org
  postal_address: Test Collaborative, 1 Example Street, Bristol BS1 1AA
x:
  handle: Test
  hashtags: [Quality]
topics:
  medication: Medication
  leadership: Leadership
organisations:
  devon: Devon
digests:
  weekly: { every: week, on: Thursday, at: "08:30" }
  upcoming_events: 60 days
`;

export const POST = `---
title: Safer medicines on the ward
author: Ada Example
published: 2019-09-09T09:00
topics: [medication]
summary: What four wards changed.
---

Four wards changed how they give medicines.
`;
