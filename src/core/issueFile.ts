import { Document, isMap, isNode, isScalar, isSeq } from 'yaml';
import { z } from 'zod';
import { offeredKeys } from './composing/settled.ts';
import { errorOfFaults, type Fault } from './fault.ts';
import { parseFrontMatter } from './frontMatter.ts';
import type { FeaturedPost, Issue, Question } from './issue.ts';
import { validate } from './validate.ts';
import { isWeekId, type WeekId } from './week.ts';

const line = z
  .string()
  .trim()
  .min(1)
  // oxlint-disable-next-line no-control-regex -- these texts become headers and single lines
  .refine((value) => !/[\u0000-\u001F\u007F\u2028\u2029]/.test(value), { params: { kind: 'singleLine' } });
const httpUrl = z.url({ protocol: /^https?$/, hostname: /./ });
const instant = z
  .string()
  .refine((value) => /^\d{4}-\d\d-\d\d(T|$)/.test(value) && !Number.isNaN(Date.parse(value)), {
    params: { kind: 'instant' },
  })
  // A bare day, as a hand writes it, means its middle, which is the same day in nearly every time zone.
  .transform((value) => (value.includes('T') ? value : `${value}T12:00:00Z`));

const postSchema = z
  .strictObject({
    title: line,
    url: httpUrl,
    date: instant,
    excerpt: z.string().trim().default(''),
    picture: z
      .strictObject({ url: httpUrl, alt: z.string().default('') })
      .nullable()
      .default(null),
    minutes: z.number().int().min(1).nullable().default(null),
    reason: z.string().default(''),
    id: z.string().min(1).optional(),
  })
  .transform((post): FeaturedPost => ({ ...post, id: post.id ?? post.url }));

const emptyList = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);

/** The one definition of the front matter of issue.md. */
const issueFileSchema = z.strictObject({
  week: z.string().refine(isWeekId, { params: { kind: 'week' } }),
  subject: line,
  preheader: z.string().trim().default(''),
  question: z
    .strictObject({ text: line, reason: z.string().default('') })
    .nullish()
    .transform((question) => question ?? null),
  posts: emptyList(postSchema),
  olderPosts: emptyList(postSchema),
  since: instant,
  offered: emptyList(z.string()),
  // Never a reason to refuse a letter.
  waiting: z.array(z.unknown()).nullish().catch(null).transform(waitingOf),
});

function waitingOf(list: readonly unknown[] | null | undefined): readonly string[] {
  return (list ?? []).filter((one): one is string => typeof one === 'string' && one.trim() !== '');
}

/** Reads issue.md of a week; throws `issue.invalid` with every fault, its line and column. */
export function readIssue(text: string, fileName: string, week: WeekId): Issue {
  const reading = parseFrontMatter(text, fileName);
  if (!reading.ok) throw issueError(reading.faults, fileName);
  const result = validate(issueFileSchema, reading.yaml);
  if ('faults' in result) throw issueError(result.faults, fileName);
  if (result.value.week !== week)
    throw issueError([wrongWeek(reading.yaml.locate(['week']), week)], fileName);
  const { waiting, ...issue } = result.value;
  const letter = reading.body.replace(/^\s*\n/, '');
  return { ...issue, week, letter, ...(waiting.length > 0 ? { waiting } : {}) };
}

/** What the subject and the preheader might say instead. */
export interface Proposals {
  readonly subjects: readonly string[];
  readonly preheaders: readonly string[];
}

/** A fresh issue.md; proposals stand as comments below what they could replace. */
export function formatIssue(issue: Issue, comment: string, proposals?: Proposals): string {
  const { letter, posts, olderPosts, ...front } = issue;
  const { since, offered, waiting = [], ...head } = front;
  const document = new Document({
    ...head,
    posts: posts.map(written),
    olderPosts: olderPosts.map(written),
    since,
    offered,
    ...(waiting.length > 0 ? { waiting } : {}),
  });
  if (proposals) {
    propose(document, 'preheader', proposals.subjects);
    propose(document, 'question', proposals.preheaders);
  }
  const yaml = document.toString({ lineWidth: 100 });
  return `---\n${comment.replace(/^(?=.)/gm, '# ')}\n${yaml}---\n\n${letter}`;
}

/** Writes proposals above a key, which is below the one they are for. */
function propose(document: Document, key: string, texts: readonly string[]): void {
  if (!isMap(document.contents) || texts.length === 0) return;
  const pair = document.contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (pair && isScalar(pair.key)) pair.key.commentBefore = texts.map((text) => ` oder: ${text}`).join('\n');
}

/**
 * issue.md with further posts, and with what waits then, where that is given; all that the author wrote stays untouched: her
 * words, her order, her comments.
 */
export function addPosts(
  text: string,
  fileName: string,
  added: readonly FeaturedPost[],
  waiting?: readonly string[],
): string {
  return edited(text, fileName, (document) => {
    for (const post of added) {
      append(document, 'posts', written(post));
      for (const key of offeredKeys(post)) append(document, 'offered', key);
    }
    if (waiting !== undefined && waiting.length > 0) document.set('waiting', document.createNode(waiting));
    else if (waiting !== undefined) document.delete('waiting');
  });
}

/** issue.md with another question, and with another subject where one is given; all else stays as the author wrote it. */
export function replaceQuestion(
  text: string,
  fileName: string,
  { text: words, reason }: Question,
  subject: string | null,
): string {
  return edited(text, fileName, (document) => {
    // Value by value, so that comments beside them stay.
    if (isMap(document.get('question', true))) {
      document.setIn(['question', 'text'], words);
      document.setIn(['question', 'reason'], reason);
    } else {
      document.set('question', document.createNode({ text: words, reason }));
    }
    if (subject !== null) document.set('subject', subject);
  });
}

/** issue.md after an edit of its front matter; what the edit does not touch stays, comments and line ends too. */
export function edited(text: string, fileName: string, edit: (document: Document) => void): string {
  const reading = parseFrontMatter(text, fileName);
  if (!reading.ok) throw issueError(reading.faults, fileName);
  const { start, end } = reading;
  const { document } = reading.yaml;
  edit(document);
  const lineEnd = text.slice(0, start).endsWith('\r\n') ? '\r\n' : '\n';
  const yaml = document.toString({ lineWidth: 100 }).trimEnd().replaceAll('\n', lineEnd);
  return text.slice(0, start) + yaml + lineEnd + text.slice(end);
}

/** A post as it is written: without the lines that would say nothing. */
export function written({ picture, minutes, ...post }: FeaturedPost): object {
  const { title, url, date, excerpt, reason, id } = post;
  const more = { ...(picture ? { picture } : {}), ...(minutes === null ? {} : { minutes }) };
  return { title, url, date, excerpt, ...more, reason, id };
}

/** Adds a value to a list, and begins the list where there is none. */
export function append(document: Document, key: string, value: unknown): void {
  const list = document.get(key, true);
  if (isSeq(list)) {
    // An emptied list stands as `[]`; what is added to it reads like every other list.
    if (list.items.length === 0) list.flow = false;
    list.add(document.createNode(value));
    return;
  }
  const started = document.createNode([value]);
  // Posts that the author took out as comments hang on the empty value.
  const remarks = isNode(list) ? [list.commentBefore, list.comment].filter(Boolean) : [];
  if (remarks.length > 0) started.commentBefore = remarks.join('\n');
  document.set(key, started);
}

function wrongWeek(where: string, week: WeekId): Fault {
  return {
    where,
    what: { de: `Dieser Ordner gehört zur Woche ${week}.`, en: `This folder belongs to the week ${week}.` },
    hint: { de: `week: ${week} eintragen.`, en: `Write week: ${week}.` },
  };
}

/** The complaint about a draft that cannot be read. */
export function issueError(faults: readonly Fault[], fileName: string): Error {
  return errorOfFaults(
    'issue.invalid',
    {
      de: `In ${fileName} stimmt etwas nicht (die Datei bleibt, wie sie ist):`,
      en: `Something is wrong in ${fileName} (the file is left as it is):`,
    },
    faults,
  );
}
