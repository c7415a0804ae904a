import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isUncertain } from '../../src/core/sending/delivery.ts';
import { foldLedger } from '../../src/core/sending/ledgerFold.ts';
import { NewsletterError, reasonOf } from '../../src/core/errors.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import type { Transport } from '../../src/core/ports.ts';
import { parseWeek } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { readTemplateFiles } from '../../src/files/newsletterFolder.ts';
import { send } from '../../src/flow/send.ts';
import { fillComposedFolder } from './composedFolder.ts';
import { confirmedReader } from './newsletter.ts';
import { sendOrder } from './sending.ts';
import { fillingDisk } from './tappedDisk.ts';
import { recordsOf } from './ledgerRecords.ts';

/** What a disk did that was full at one write of a whole letter's way, and was freed after that. */
export interface DiskFullReport {
  readonly fullAt: number;
  /** How many contents had been handed over by then. */
  readonly handedOver: number;
  /** Everything that must not be; empty when all is well. */
  readonly wrong: readonly string[];
}

const week = parseWeek('2026-W47');

/**
 * Takes a letter the whole way (draft, a word of the author, freeze, everybody sent) on a disk that is full at its n-th
 * write, then once more with space again; for each of the given n (R34). Each reader needs one write: her outcome and the next one's attempt share it.
 */
export async function diskFullAt(
  folder: string,
  writes: Iterable<number>,
  readerCount: number,
): Promise<DiskFullReport[]> {
  const readers = Array.from({ length: readerCount }, (_, index) => confirmedReader(index));
  await fillComposedFolder(folder, readers, 1);
  const draft = (await issuesFolder(folder).read(week)) ?? '';
  const templates = await readTemplateFiles(folder);
  const reports: DiskFullReport[] = [];
  for (const fullAt of writes) {
    const root = join(folder, `full at ${fullAt}`);
    await mkdir(root);
    const full = fillingDisk(fullAt);
    const { disk } = full;
    const issues = issuesFolder(root, { disk });
    const diaries = diariesFolder(root, { disk });
    const handed: string[] = [];
    const wholeWay = async (run: string): Promise<NewsletterError | undefined> => {
      if ((await issues.read(week)) === undefined) await issues.write(week, draft, undefined);
      await diaries.note(week, ({ word }) => ({
        records: word ? [] : [{ type: 'approved', at: '2026-11-20T18:00:00Z', by: 'command' }],
        answer: undefined,
      }));
      const transport = handingOver((address) => handed.push(address));
      const changes = { issues, diaries, run, transport, templates: () => Promise.resolve(templates) };
      return (await send(await sendOrder(folder, 'smtp://127.0.0.1:9', changes))).stopped;
    };
    const first = await endOf(wholeWay('full'));
    const handedOver = handed.length;
    full.free();
    const second = await endOf(wholeWay('freed'));
    const wrong = [
      ...(first === 'file.unwritable' ? [] : [`the full disk was answered by: ${first}`]),
      ...(second === 'done' ? [] : [`with space again it could not go on: ${second}`]),
      ...wrongDeliveries(foldLedger(await recordsOf(issues, week)).deliveries, readers, handed),
      ...((await diaries.read(week)).word?.is === 'approved' ? [] : ['the author’s word is lost']),
      ...(await readdir(join(root, 'issues', week))).filter((name) => /tmp|lock/.test(name)),
    ];
    reports.push({ fullAt, handedOver, wrong });
    await rm(root, { recursive: true });
  }
  return reports;
}

async function endOf(way: Promise<NewsletterError | undefined>): Promise<string> {
  try {
    return (await way)?.code ?? 'done';
  } catch (error) {
    return error instanceof NewsletterError ? error.code : reasonOf(error);
  }
}

function* wrongDeliveries(
  deliveries: ReturnType<typeof foldLedger>['deliveries'],
  readers: readonly Subscriber[],
  handed: readonly string[],
): Iterable<string> {
  for (const { id, address } of readers) {
    const count = handed.filter((one) => one === address).length;
    const delivery = deliveries.get(id);
    const isAccepted = delivery?.state === 'answered' && delivery.answer.outcome === 'accepted';
    if (count > 1) yield `${id} has got ${count} letters`;
    if (count === 0) yield `${id} has got none`;
    if (!isAccepted && !(delivery && isUncertain(delivery))) yield `${id} is ${delivery?.state ?? 'missing'}`;
  }
}

/** Takes every message at once, without a network. */
function handingOver(onContent: (address: string) => void): Transport {
  return {
    name: 'memory',
    isLoopback: true,
    open: () =>
      Promise.resolve({
        account: 'memory',
        isUsable: true,
        async send(parcel, beforeContent) {
          await beforeContent();
          onContent(parcel.envelope.to);
          return { stage: 'final', code: 250, reply: '250 2.0.0 taken', isContentEnded: true };
        },
        close: () => undefined,
      }),
  };
}
