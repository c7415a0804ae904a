import type { Text } from '../errors.ts';
import type { Fault } from '../fault.ts';
import type { PostFault } from './post.ts';

/** What keeps a Markdown post from being featured. */
export type MarkdownComplaint = keyof typeof complaints;

const complaints = {
  noTitle: {
    what: { de: 'Der Beitrag hat keinen Titel.', en: 'The post has no title.' },
    hint: {
      de: 'Schreibe „title: …“ an den Anfang der Datei.',
      en: 'Write "title: …" at the top of the file.',
    },
  },
  noLink: {
    what: {
      de: 'Der Beitrag hat keine Adresse: weder er noch die Quelle nennt eine.',
      en: 'The post is without link: neither it nor its source names an address.',
    },
    hint: {
      de: 'Schreibe „url: https://…“ an den Anfang der Datei, oder setze „url“ bei dieser Quelle in newsletter.yaml.',
      en: 'Write "url: https://…" at the top of the file, or set "url" at this source in newsletter.yaml.',
    },
  },
  badLink: {
    what: {
      de: 'Die Adresse des Beitrags ist keine vollständige http(s)-Adresse.',
      en: 'The address of the post is not a full http(s) address.',
    },
    hint: {
      de: 'Schreibe sie ganz aus: https://…; relative Adressen brauchen „url“ bei dieser Quelle in newsletter.yaml.',
      en: 'Write it in full: https://…; relative addresses need "url" at this source in newsletter.yaml.',
    },
  },
  noDate: {
    what: { de: 'Der Beitrag hat kein Datum.', en: 'The post has no date.' },
    hint: {
      de: 'Schreibe „date: 2026-11-20“ an den Anfang der Datei, oder beginne den Dateinamen mit „2026-11-20-“.',
      en: 'Write "date: 2026-11-20" at the top of the file, or begin the file name with "2026-11-20-".',
    },
  },
  badDate: {
    what: {
      de: 'Das Datum ist nicht lesbar, oder es gibt diesen Tag nicht.',
      en: 'The date is not readable, or there is no such day.',
    },
    hint: {
      de: 'Schreibe es wie 2026-11-20 oder 2026-11-20T09:00:00+01:00.',
      en: 'Write it like 2026-11-20 or 2026-11-20T09:00:00+01:00.',
    },
  },
  notUtf8: {
    what: { de: 'Die Datei ist kein UTF-8-Text.', en: 'The file is not UTF-8 text.' },
    hint: { de: 'Speichere sie im Editor als UTF-8.', en: 'Save it as UTF-8 in your editor.' },
  },
  tooLarge: {
    what: {
      de: 'Die Datei ist größer als 5 MB und wird nicht gelesen.',
      en: 'The file is larger than 5 MB and is not read.',
    },
    hint: {
      de: 'Ein Beitrag ist Text; Bilder gehören in eigene Dateien.',
      en: 'A post is text; pictures belong in files of their own.',
    },
  },
  unreadable: {
    what: { de: 'Die Datei lässt sich nicht lesen.', en: 'The file cannot be read.' },
    hint: {
      de: 'Prüfe ihre Leserechte, und wohin sie führt, falls sie ein Verweis ist.',
      en: 'Check its permissions, and where it leads if it is a link.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly what: Text; readonly hint: Text }>>;

/** A complaint about a Markdown post, with its mend. */
export function markdownFault(where: string, complaint: MarkdownComplaint): PostFault {
  return { where, ...complaints[complaint] };
}

/** Two posts at one address: readers could open only one of them. */
export function sameAddressFault(where: string, url: string, other: string): PostFault {
  return {
    where,
    what: {
      de: `Der Beitrag hat dieselbe Adresse wie ${other}: ${url}.`,
      en: `The post has the same address as ${other}: ${url}.`,
    },
    hint: {
      de: 'Gib einem von beiden „slug“ oder „url“, oder setze „permalink“ bei dieser Quelle in newsletter.yaml.',
      en: 'Give one of them a "slug" or "url", or set "permalink" at this source in newsletter.yaml.',
    },
  };
}

/** A fault of the front matter as a fault of the post. */
export function frontMatterFault({ where, what, hint }: Fault): PostFault {
  return {
    where,
    what,
    hint: hint ?? {
      de: 'Berichtige die Stelle; Texte mit Doppelpunkt, „#“ oder nur aus Ziffern brauchen Anführungszeichen.',
      en: 'Correct the place; texts with a colon, "#", or of digits alone need quotation marks.',
    },
  };
}
