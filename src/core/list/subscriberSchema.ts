import * as z from 'zod';
import { parseAddress } from '../address.ts';

const instant = z
  .string()
  .refine((value) => /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)), {
    params: { kind: 'instant' },
  });

// oxlint-disable-next-line no-control-regex -- a name becomes part of a header
const line = z.string().refine((value) => !/[\u0000-\u001F\u007F\u2028\u2029]/.test(value), {
  params: { kind: 'singleLine' },
});

const day = z.iso.date();

const maybeInstant = instant.nullable().default(null);

const consentFields = {
  wording: z.string(),
  wordingVersion: z.string(),
  form: z.string().nullable().default(null),
  origin: z.string().nullable().default(null),
  requestedAt: instant,
  mailedAt: maybeInstant,
  remindedAt: maybeInstant,
  confirmedAt: maybeInstant,
  resumedAt: maybeInstant,
  requestIp: z.string().nullable().default(null),
  confirmIp: z.string().nullable().default(null),
};

const consentSchema = z.strictObject(consentFields);

const pastConsentSchema = z.strictObject({ ...consentFields, unsubscribedAt: instant });

/** One person as the file holds her; what is left out has its default. */
export const subscriberSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]{8,40}$/),
    address: z.string().refine((value) => parseAddress(value) !== undefined, { params: { kind: 'address' } }),
    name: line.max(80).nullable().default(null),
    status: z.enum(['pending', 'confirmed', 'unsubscribed']),
    language: z.enum(['de', 'en']).nullable().default(null),
    rhythm: z.enum(['weekly', 'monthly']).default('weekly'),
    pausedUntil: day.nullable().default(null),
    consent: consentSchema,
    unsubscribedAt: maybeInstant,
    askedAt: maybeInstant,
    noticedAt: maybeInstant,
    lastMailAt: maybeInstant,
    mailRefused: z.string().nullable().default(null),
    past: z.array(pastConsentSchema).default([]),
  })
  .refine((subscriber) => subscriber.status !== 'confirmed' || subscriber.consent.confirmedAt !== null, {
    params: { kind: 'consent' },
    path: ['consent'],
  })
  .refine((subscriber) => subscriber.status !== 'confirmed' || subscriber.unsubscribedAt === null, {
    params: { kind: 'hasLeft' },
    path: ['unsubscribedAt'],
  });

/** One suppression as the file holds it. */
export const suppressionSchema = z.strictObject({
  hash: z.string().min(20),
  key: z.string().nullable().default(null),
  reason: z.enum(['hard-bounce', 'soft-bounces', 'complaint', 'erased', 'unsubscribed', 'manual']),
  since: instant,
  askedAt: maybeInstant,
  proof: z
    .strictObject({ consents: z.array(pastConsentSchema), until: day })
    .nullable()
    .default(null),
});

/** The one definition of subscribers.json. */
export const subscriberFileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  revision: z.number().int().min(0),
  subscribers: z.array(subscriberSchema),
  suppressions: z.array(suppressionSchema).default([]),
});
