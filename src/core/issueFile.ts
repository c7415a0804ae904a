import { Document, isMap, isScalar } from 'yaml';
import * as z from 'zod';
import { offeredKeys } from './composing/settled.ts';
import { NewsletterError } from './errors.ts';
import { errorOfFaults, type Fault } from './fault.ts';
import { parseFrontMatter, splitFrontMatter } from './frontMatter.ts';
import type { FeaturedPost, Issue, Question } from './issue.ts';
import { nearestName } from './nearestName.ts';
import { readUsualYaml } from './usualYaml.ts';
import { validate } from './validate.ts';
import { isWeekId, type WeekId } from './week.ts';
import { changeYaml } from './yaml/changeYaml.ts';
import { changesOfList, type YamlChange } from './yaml/yamlChange.ts';

const line = z
  .string()
  .trim()
  .min(1)
  // oxlint-disable-next-line no-control-regex -- these texts become headers and single lines
  .refine((value) => !/[\u0000-\u001F\u007F\u2028\u2029]/.test(value), { params: { kind: 'singleLine' } });
/** Inboxes show one line, however many it was written over. */
const foldedLine = z
  .string()
  .transform((value) => value.trim().replaceAll(/\s*[\n\r\u0085\u2028\u2029]\s*/g, ' '));
const httpUrl = z.url({ protocol: /^https?$/, hostname: /./ });
const instant = z
  .string()
  .refine((value) => /^\d{4}-\d\d-\d\d(T|$)/.test(value) && !Number.isNaN(Date.parse(value)), {
    params: { kind: 'instant' },
  })
  // A bare day, as a hand writes it, means its middle, which is the same day in nearly every time zone.
  .transform((value) => (value.includes('T') ? value : `${value}T12:00:00Z`));

const postShape = z.strictObject({
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
});
const postSchema = postShape.transform((post): FeaturedPost => ({ ...post, id: post.id ?? post.url }));

const emptyList = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);

/** The one definition of the front matter of issue.md. */
const issueFileSchema = z.strictObject({
  week: z.string().refine(isWeekId, { params: { kind: 'week' } }),
  subject: line,
  preheader: foldedLine.default(''),
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
  const usual = readUsualIssue(text, week);
  if (usual) return usual;
  const reading = parseFrontMatter(text, fileName);
  if (!reading.ok) throw issueError(reading.faults, fileName);
  const value = withoutNotes(reading.yaml.value);
  const result = validate(issueFileSchema, { ...reading.yaml, value });
  if ('faults' in result) throw issueError(result.faults, fileName);
  if (result.value.week !== week)
    throw issueError([wrongWeek(reading.yaml.locate(['week']), week)], fileName);
  return issueOf(result.value, reading.body, week);
}

/** The same without places, which only faults need; undefined where there is one, or where a draft is written otherwise. */
function readUsualIssue(text: string, week: WeekId): Issue | undefined {
  const split = splitFrontMatter(text);
  const value = typeof split === 'string' ? undefined : readUsualYaml(split.front);
  if (typeof split === 'string' || value === undefined) return undefined;
  const result = issueFileSchema.safeParse(withoutNotes(value));
  return result.success && result.data.week === week ? issueOf(result.data, split.body, week) : undefined;
}

function issueOf({ waiting, ...issue }: z.output<typeof issueFileSchema>, body: string, week: WeekId): Issue {
  const letter = body.replace(/^\s*\n/, '');
  return { ...issue, week, letter, ...(waiting.length > 0 ? { waiting } : {}) };
}

/**
 * Without the keys that an author put beside ours, for notes of her own; they stay in the file. One that looks like a slip of the
 * pen for one of ours (`qestion`) stays, and is a fault: what it was meant for would be missing in the letter.
 */
function withoutNotes(value: unknown): unknown {
  const issue = withKnownKeys(value, Object.keys(issueFileSchema.shape));
  if (!isGroup(issue)) return issue;
  const posts = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((post) => withKnownKeys(post, Object.keys(postShape.shape))) : list;
  return {
    ...issue,
    ...('posts' in issue ? { posts: posts(issue['posts']) } : {}),
    ...('olderPosts' in issue ? { olderPosts: posts(issue['olderPosts']) } : {}),
  };
}

function withKnownKeys(value: unknown, known: readonly string[]): unknown {
  if (!isGroup(value)) return value;
  const isSlip = (key: string): boolean => nearestName(key, known, key.length > 4 ? 2 : 1) !== undefined;
  const isKept = (key: string): boolean => known.includes(key) || isSlip(key);
  return Object.fromEntries(Object.entries(value).filter(([key]) => isKept(key)));
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
  return edited(text, fileName, (front) => [
    { does: 'add', path: ['posts'], items: added.map(written) },
    { does: 'add', path: ['offered'], items: added.flatMap(offeredKeys) },
    ...(waiting === undefined ? [] : waitingChanges(front['waiting'], waiting)),
  ]);
}

function waitingChanges(present: unknown, waiting: readonly string[]): readonly YamlChange[] {
  const path = ['waiting'];
  if (waiting.length === 0) return [{ does: 'remove', path }];
  const texts = Array.isArray(present) ? present.filter((one: unknown) => typeof one === 'string') : [];
  if (Array.isArray(present) && texts.length === present.length) return changesOfList(path, texts, waiting);
  return [
    { does: 'remove', path },
    { does: 'add', path, items: waiting },
  ];
}

/** issue.md with another question, and with another subject where one is given; all else stays as the author wrote it. */
export function replaceQuestion(
  text: string,
  fileName: string,
  question: Question,
  subject: string | null,
): string {
  return edited(text, fileName, (front) => [
    ...questionChanges(front['question'], question),
    ...(subject === null ? [] : [{ does: 'set', path: ['subject'], to: subject, after: 'week' } as const]),
  ]);
}

/**
 * How a question is written; null takes it out and says so, `question: null`: an empty `question:` would draw the comments below
 * it beside it.
 */
export function questionChanges(present: unknown, question: Question | null): readonly YamlChange[] {
  const path = ['question'];
  if (question === null || typeof present !== 'object' || present === null)
    return [
      { does: 'set', path, to: question === null ? null : writtenQuestion(question), after: 'preheader' },
    ];
  // Value by value, so that comments beside them stay.
  return [
    { does: 'set', path: [...path, 'text'], to: question.text },
    { does: 'set', path: [...path, 'reason'], to: question.reason, after: 'text' },
  ];
}

function writtenQuestion({ text, reason }: Question): Question {
  return { text, reason };
}

/** The front matter of issue.md, as its YAML says it. */
export type IssueFront = Readonly<Record<string, unknown>>;

/** issue.md after changes of its front matter; what they do not touch stays, byte for byte. Throws `issue.invalid`, `issue.byHand`. */
export function edited(
  text: string,
  fileName: string,
  changes: (front: IssueFront) => readonly YamlChange[],
): string {
  const reading = parseFrontMatter(text, fileName);
  if (!reading.ok) throw issueError(reading.faults, fileName);
  const { start, end, front } = reading;
  const yaml = changeYaml(text.slice(start, end), changes(front));
  if (yaml === undefined) throw byHand(fileName);
  return text.slice(0, start) + yaml + text.slice(end);
}

function byHand(fileName: string): NewsletterError {
  return new NewsletterError(
    'issue.byHand',
    {
      de: `${fileName} ist so geschrieben, dass sich das nur von Hand ändern lässt, ohne etwas zu verlieren; nichts geändert.`,
      en: `${fileName} is written in a way that only a hand can change without losing anything; nothing was changed.`,
    },
    {
      hint: {
        de: 'In einem Editor ändern, oder dort die Verweise (&name und *name) ausschreiben.',
        en: 'Change it in an editor, or write the references (&name and *name) out there.',
      },
    },
  );
}

/** A post as it is written: without the lines that would say nothing. */
export function written({ picture, minutes, ...post }: FeaturedPost): object {
  const { title, url, date, excerpt, reason, id } = post;
  const more = { ...(picture ? { picture } : {}), ...(minutes === null ? {} : { minutes }) };
  return { title, url, date, excerpt, ...more, reason, id };
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
