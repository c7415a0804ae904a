import * as z from 'zod';
import {
  baseAddress,
  color,
  count,
  dateRange,
  dnsLabel,
  emailAddress,
  httpUrl,
  ipRange,
  line,
  text,
  timeOfWeek,
  timeZone,
} from './configValues.ts';
import { feedSource, folderSource, wordpressSource } from './sourceSettings.ts';
import { fontNames, lookNames, sectionNames } from './look.ts';

/** The one definition of newsletter.yaml: types, defaults, checks and the JSON Schema all come from here. */
export const configSchema = z.strictObject({
  title: line.describe('Name of the newsletter.'),
  locale: z.enum(['de', 'en']).default('de').describe('Language of the letter.'),
  address: z.enum(['du', 'sie']).default('du').describe('How German letters address the reader.'),
  from: z
    .strictObject({
      name: line.describe('Name of the sender.'),
      address: emailAddress.describe('E-mail address of the sender.'),
    })
    .describe('Who the letter comes from.'),
  replyTo: emailAddress.optional().describe('Where answers go; the sender when left out.'),
  unsubscribeTo: emailAddress
    .optional()
    .describe('Where unsubscribing by e-mail arrives; "replyTo" when left out.'),
  author: emailAddress
    .optional()
    .describe('Where Wochenbrief writes to you: drafts, questions, results; "replyTo" when left out.'),
  baseUrl: baseAddress.describe(
    'Public https address of this newsletter, the start of all links to its pages.',
  ),
  greeting: z
    .strictObject({
      named: line
        .refine((value) => value.includes('{name}'), { params: { kind: 'greetingName' } })
        .describe('With the reader’s name, as "Liebe {name},".'),
      unnamed: line
        .refine((value) => !value.includes('{name}'), { params: { kind: 'greetingNoName' } })
        .describe('Without one, as "Guten Tag,".'),
    })
    .optional()
    .describe('How a letter greets its reader; the usual way when left out.'),
  imprint: z
    .string()
    .trim()
    .default('')
    .describe('Full imprint, shown in each letter (§ 5 DDG). Without it nothing is sent.'),
  sources: z
    .array(z.union([feedSource, wordpressSource, folderSource]))
    .min(1)
    .describe('Where posts come from: feeds, WordPress blogs and folders.'),
  prompts: text.default('prompts.yaml').describe('File of the reflection questions.'),
  issue: z
    .strictObject({
      maxPosts: count.min(1).max(20).default(5).describe('New posts in one letter at most; the others wait.'),
      olderPosts: count.max(10).default(3).describe('Older posts in one letter at most.'),
      order: z
        .enum(['newest', 'lead'])
        .default('newest')
        .describe('Which new post stands first: the newest, or the longest as lead.'),
      cooldown: count
        .max(520)
        .default(52)
        .describe('Weeks until a question may be asked again; sooner once all others had their turn.'),
      restWeeks: count.max(520).default(26).describe('Weeks until an older post may be shown again.'),
      pinned: z
        .array(line)
        .default([])
        .describe('Posts that go into the next letter whatever their date: addresses, or tag:name.'),
      excluded: z
        .array(line)
        .default([])
        .describe('Posts that never go into a letter: addresses, or tag:name.'),
      quietWeek: z
        .enum(['letter', 'skip', 'ask'])
        .default('letter')
        .describe('What to do in a week without new posts.'),
      faultyPosts: z
        .enum(['refuse', 'skip'])
        .default('refuse')
        .describe('Whether a post with faults stops composing or is left out.'),
    })
    .prefault({})
    .describe('What a letter holds.'),
  schedule: z
    .strictObject({
      compose: timeOfWeek.default('friday 09:00').describe('When the draft is written.'),
      send: timeOfWeek.default('sunday 07:00').describe('When the letter leaves.'),
      timeZone: timeZone.default('Europe/Berlin').describe('Time zone of weeks, times and dates.'),
      grace: z
        .string()
        .regex(/^\d+[hm]$/)
        .default('12h')
        .describe('How late a missed letter may still leave.'),
      approval: z
        .enum(['automatic', 'ask'])
        .default('automatic')
        .describe('Whether the author must approve.'),
      pause: z.array(dateRange).default([]).describe('Holidays, as 2026-12-20..2027-01-06.'),
    })
    .prefault({})
    .describe('When things happen.'),
  delivery: z
    .strictObject({
      connections: count.min(1).max(50).default(5).describe('SMTP connections at once.'),
      perSecond: count.default(10).describe('Messages a second at most; 0 = no limit.'),
      perMinute: count.default(0).describe('Messages a minute at most; 0 = no limit.'),
      perHour: count.default(0).describe('Messages an hour at most; 0 = no limit.'),
      perDay: count.default(0).describe('Messages in 24 hours at most; 0 = no limit.'),
      client: z
        .enum(['wochenbrief', 'nodemailer'])
        .default('wochenbrief')
        .describe('Whose SMTP client speaks to the server.'),
    })
    .prefault({})
    .describe('How fast the letter leaves.'),
  smtp: z
    .strictObject({
      ca: text
        .optional()
        .describe('PEM file with certificates of a private authority, trusted besides the known ones.'),
      oauth: z
        .union([z.enum(['google', 'microsoft']), httpUrl])
        .optional()
        .describe('Log in with OAuth2 instead of a password: whose, or the address that issues tokens.'),
      dkim: z
        .strictObject({
          selector: dnsLabel.describe('The name in front of ._domainkey in the DNS.'),
          domain: z.hostname().optional().describe('The domain that signs; the sender’s when left out.'),
          key: text
            .optional()
            .describe('PEM file with the RSA key; DKIM_PRIVATE_KEY in the environment when left out.'),
        })
        .optional()
        .describe('Sign letters ourselves; only for a mail server of your own that does not.'),
    })
    .prefault({})
    .describe('How letters are handed over.'),
  mailbox: z
    .strictObject({
      maildir: text.optional().describe('Maildir that bounces and answers arrive in; else IMAP_URL is read.'),
      folder: text.default('INBOX').describe('The folder of the IMAP account.'),
      verp: z
        .boolean()
        .default(false)
        .describe('Send from "brief+b.…@" addresses of your own; your server must take those in (VERP).'),
    })
    .prefault({})
    .describe('Where bounces, complaints and goodbyes by e-mail are read.'),
  website: z
    .strictObject({
      host: text.default('127.0.0.1').describe('Network address "serve" listens on.'),
      port: count.max(65_535).default(8025).describe('Port "serve" listens on; 0 = any free one.'),
      trustedProxies: z
        .array(ipRange)
        .default([])
        .describe('Reverse proxies whose X-Forwarded-For is believed, as 127.0.0.1 or 10.0.0.0/8.'),
      about: z
        .string()
        .trim()
        .default('')
        .describe('What readers get, above the sign-up form; a general text when empty.'),
      wording: line.optional().describe('The words readers agree to; the usual ones when left out.'),
      privacyUrl: httpUrl.optional().describe('Address of your privacy notice (Art. 13 DSGVO).'),
      archive: z.boolean().default(true).describe('Whether letters that were sent can be read on the web.'),
      signUpsPerHour: count
        .min(1)
        .default(200)
        .describe('Sign-ups accepted in an hour at most, against floods.'),
      embedOn: z
        .array(httpUrl)
        .default([])
        .describe('Sites that may show the page /form in a frame; any site when empty.'),
    })
    .prefault({})
    .describe('The public pages.'),
  readers: z
    .strictObject({
      forgetAfterDays: count
        .default(30)
        .describe('Days after unsubscribing until name and address are forgotten; 0 = at the next chance.'),
      proofYears: count
        .max(30)
        .default(3)
        .describe('Years, to their end, that a proof of consent without name and address is kept.'),
    })
    .prefault({})
    .describe('How long what is kept of readers.'),
  look: z
    .strictObject({
      template: z.enum(lookNames).default('ruhig').describe('The look of the letter.'),
      font: z
        .enum(fontNames)
        .optional()
        .describe('The typeface, from those that readers’ machines have; the look’s own when left out.'),
      sections: z
        .array(z.enum(sectionNames))
        .min(1)
        .refine((names) => new Set(names).size === names.length, { params: { kind: 'eachOnce' } })
        .default([...sectionNames])
        .describe('What the letter shows, in this order; what is left out is not shown.'),
      color: color.default('#8a4b2d').describe('Colour of links, rules and the question.'),
      logo: httpUrl.optional().describe('Address of a logo (PNG, JPEG or GIF), at most 320 pixels wide.'),
      pictures: z.boolean().default(true).describe('Whether posts show their pictures.'),
    })
    .prefault({})
    .describe('How the letter looks.'),
});

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** The settings of newsletter.yaml, complete with defaults. */
export type Config = DeepReadonly<z.output<typeof configSchema>>;
