import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '../../src/cli/clock.ts';
import type { Config } from '../../src/core/config.ts';
import { formStamp } from '../../src/core/site/formStamp.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import type { Archive, Subscribers } from '../../src/core/ports.ts';
import { publicPages } from '../../src/core/render/pages.ts';
import { readerToken, signToken } from '../../src/core/token.ts';
import { archiveFolder } from '../../src/files/archiveFolder.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { readConfigFile, readPromptFile, readTemplateFiles } from '../../src/files/newsletterFolder.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { authorDesk } from '../../src/flow/authorDesk.ts';
import { readers } from '../../src/flow/readers.ts';
import { startPublicServer, type Patience } from '../../src/http/publicServer.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { confirmedReader, friday, secret } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';

/** What a test wants otherwise. */
export interface SiteWishes {
  readonly readers?: readonly Subscriber[];
  readonly website?: Partial<Config['website']>;
  readonly baseUrl?: string;
  readonly schedule?: Partial<Config['schedule']>;
  readonly archive?: Archive;
  readonly patience?: Partial<Patience>;
  /** Puts something between the site and its list. */
  readonly subscribers?: (file: Subscribers) => Subscribers;
}

/** A newsletter served on a port of its own, with its real list on disk. */
export interface ServedSite {
  readonly port: number;
  readonly config: Config;
  readonly folder: string;
  readonly subscribers: Subscribers;
  /** What was logged, one line per request. */
  readonly log: readonly string[];
  /** Moves the site's clock; timers go by the real one. */
  readonly advance: (ms: number) => void;
  readonly now: () => Date;
  readonly close: () => Promise<void>;
  readonly get: (path: string, headers?: RequestHeaders) => Promise<Reply>;
  readonly post: (path: string, fields?: Fields | string, headers?: RequestHeaders) => Promise<Reply>;
  readonly send: (method: string, path: string, headers?: RequestHeaders, body?: Body) => Promise<Reply>;
  /** A stamp of a form that was shown so long ago. */
  readonly stamp: (ageMs?: number) => string;
  readonly listBytes: () => Promise<string>;
}

export type RequestHeaders = Readonly<Record<string, string>>;
export type Fields = Readonly<Record<string, string>>;
type Body = string | Buffer;

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly text: string;
}

const repository = join(import.meta.dirname, '..', '..');

/** Serves a newsletter until the tests of the file are done. */
export async function servedSite(wishes: SiteWishes = {}): Promise<ServedSite> {
  const folder = await newsletterFolder(wishes.readers ?? [confirmedReader(1)]);
  const read = await readConfigFile(folder);
  const config: Config = {
    ...read,
    baseUrl: wishes.baseUrl ?? read.baseUrl,
    schedule: { ...read.schedule, ...wishes.schedule },
    website: { ...read.website, trustedProxies: ['127.0.0.1'], ...wishes.website },
  };
  let nowMs = Date.parse(friday);
  const now = (): Date => new Date(nowMs);
  const file = subscribersFile(folder);
  const subscribers = wishes.subscribers?.(file) ?? file;
  const log: string[] = [];
  let people = 0;
  const server = await startPublicServer({
    config,
    pages: publicPages(config, await readTemplateFiles(repository)),
    readers: readers({
      config,
      subscribers,
      secrets: [secret],
      clock: { now },
      newId: () => `new${String((people += 1)).padStart(9, '0')}`,
    }),
    desk: authorDesk({
      config,
      issues: issuesFolder(folder),
      diaries: diariesFolder(folder),
      prompts: () => readPromptFile(folder, config),
      templates: () => readTemplateFiles(repository),
      secrets: [secret],
      clock: { ...systemClock, now },
    }),
    subscribers,
    archive: wishes.archive ?? archiveFolder(folder),
    secrets: [secret],
    clock: { now },
    log: (line) => log.push(line),
    host: '127.0.0.1',
    port: 0,
    ...(wishes.patience ? { patience: wishes.patience } : {}),
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const send: ServedSite['send'] = (method, path, headers = {}, body = '') =>
    exchange(agent, server.port, method, path, headers, body);
  cleanUpLater(async () => {
    agent.destroy();
    await server.close();
  });
  return {
    port: server.port,
    config,
    folder,
    subscribers,
    log,
    now,
    advance: (ms) => (nowMs += ms),
    close: () => server.close(),
    send,
    get: (path, headers) => send('GET', path, headers),
    post: (path, fields = {}, headers = {}) =>
      send(
        'POST',
        path,
        { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
      ),
    stamp: (ageMs = 10_000) => formStamp({ shownAt: new Date(nowMs - ageMs), place: null }, secret),
    listBytes: () => readFile(join(folder, 'subscribers.json'), 'utf8'),
  };
}

async function exchange(
  agent: Agent,
  port: number,
  method: string,
  path: string,
  headers: RequestHeaders,
  body: Body,
): Promise<Reply> {
  const sent = httpRequest({ agent, host: '127.0.0.1', port, method, path, headers: { ...headers } });
  const length = Buffer.byteLength(body);
  if (length > 0 && !('transfer-encoding' in headers)) sent.setHeader('content-length', length);
  const answered = new Promise<Reply>((done, fail) => {
    sent.on('error', fail);
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('error', fail);
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          text,
        }),
      );
    });
  });
  sent.end(body);
  return answered;
}

/** The signed path of a reader's own pages. */
export function readerPath(page: 'unsubscribe' | 'preferences', reader: Pick<Subscriber, 'id'>): string {
  return `/${page}/${readerToken(reader.id, secret)}`;
}

/** The signed path that confirms what was asked for at an instant. */
export function confirmPath(id: string, requestedAt: Date): string {
  const issuedAt = Math.floor(requestedAt.getTime() / 1000);
  return `/confirm/${signToken({ purpose: 'confirm', subscriberId: id, issuedAt }, secret)}`;
}

/** A connection on which bytes are sent as they are. */
export async function rawSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Everything a connection brings until it ends. */
export async function everythingOf(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  // Unlike `once`, it also waits for a connection that ends with an error.
  if (!socket.closed) await new Promise((done) => socket.on('close', done));
  return text;
}

/** The heading of a page, in which readers see what happened. */
export function titleOf(html: string): string {
  return /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
}

/** A line of the log as data. */
export function logged(line: string | undefined): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(line ?? '{}');
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
