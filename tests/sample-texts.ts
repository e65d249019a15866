// The content that the small newsrooms of the tests share, as their editor writes it. Each test adds its own times of publication.

/** The beginning of `newsroom.yaml`: the sender's profile and the digests. */
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

/** A blog post, published on 9 September 2019 at 09:00 London time. */
export const POST = `---
title: Safer medicines on the ward
author: Ada Example
published: 2019-09-09T09:00
topics: [medication]
summary: What four wards changed.
---

Four wards changed how they give medicines.
`;
