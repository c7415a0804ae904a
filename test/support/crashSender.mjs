// Sends the letter of 2026-W47 in a folder with the built program, and ends itself by SIGKILL at a named point.
// Arguments: folder, point, how many times the point is passed before, a number from 0 to 1 for torn writes.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

// Named at run time, because the types are checked before anything is built.
/** @param {string} path */
const built = (path) => import(new URL(`../../dist/${path}.js`, import.meta.url).href);
/** @type {typeof import('../../src/core/sending/ledgerText.ts')} */
const { formatRecord } = await built('core/sending/ledgerText');
/** @type {typeof import('../../src/core/week.ts')} */
const { parseWeek } = await built('core/week');
/** @type {typeof import('../../src/files/diaries.ts')} */
const { diariesFolder } = await built('files/diaries');
/** @type {typeof import('../../src/files/issuesFolder.ts')} */
const { issuesFolder } = await built('files/issuesFolder');
/** @type {typeof import('../../src/files/newsletterFolder.ts')} */
const { readConfigFile, readTemplateFiles } = await built('files/newsletterFolder');
/** @type {typeof import('../../src/files/subscribersFile.ts')} */
const { subscribersFile } = await built('files/subscribersFile');
/** @type {typeof import('../../src/flow/send.ts')} */
const { send } = await built('flow/send');
/** @type {typeof import('../../src/smtp/smtpTransport.ts')} */
const { smtpTransport } = await built('smtp/smtpTransport');
/** @type {typeof import('../../src/smtp/smtpUrl.ts')} */
const { parseSmtpUrls } = await built('smtp/smtpUrl');

const [folder = '', point, passes, tornAt] = process.argv.slice(2);
const week = parseWeek('2026-W47');
let passed = 0;

/**
 * Ends this process as a power switch would, once the point was passed often enough.
 * @param {string} name
 * @param {() => void} before
 */
function crashAt(name, before = () => undefined) {
  if (name !== point || passed++ < Number(passes)) return;
  before();
  process.kill(process.pid, 'SIGKILL');
}

/**
 * Leaves a part of a record behind.
 * @param {import('../../src/core/sending/delivery.ts').LedgerRecord} record
 */
function crashHalfWay(record) {
  const line = formatRecord(record);
  crashAt(`${record.type} half written`, () =>
    appendFileSync(ledgerPath, line.slice(0, Math.floor(line.length * Number(tornAt)))),
  );
}

const issues = issuesFolder(folder);
const transport = smtpTransport(parseSmtpUrls(process.env['SMTP_URL']));
const ledgerPath = join(folder, 'issues', week, 'ledger.jsonl');

/** @type {typeof issues} */
const crashingIssues = {
  ...issues,
  async lock(one) {
    const claim = await issues.lock(one);
    crashAt('claimed');
    return {
      ...claim,
      async release() {
        crashAt('before release');
        await claim.release();
      },
    };
  },
  async freeze(one, freeze) {
    crashAt('before freeze');
    await issues.freeze(one, freeze);
    crashAt('frozen');
  },
  async openLedger(one, claim, see) {
    const ledger = await issues.openLedger(one, claim, see);
    crashAt('ledger opened');
    return {
      ...ledger,
      async append(record) {
        crashHalfWay(record);
        await ledger.append(record);
        crashAt(`${record.type} written`);
      },
      note(record, onWritten) {
        crashHalfWay(record);
        ledger.note(record, () => {
          onWritten?.();
          crashAt(`${record.type} written`);
        });
      },
    };
  },
};

/** @type {typeof transport} */
const crashingTransport = {
  ...transport,
  async open(account) {
    const connection = await transport.open(account);
    crashAt('connected');
    return {
      get account() {
        return connection.account;
      },
      get isUsable() {
        return connection.isUsable;
      },
      close: () => connection.close(),
      async send(parcel, beforeContent, next) {
        const begin = async () => {
          await beforeContent();
          crashAt('content about to leave');
          // The content leaves in the next turns; some of it is on its way then.
          if (point === 'content on its way') void wait(1).then(() => crashAt('content on its way'));
        };
        const answer = await connection.send(parcel, begin, next);
        crashAt('answered');
        return answer;
      },
    };
  },
};

await send({
  week,
  config: await readConfigFile(folder),
  issues: crashingIssues,
  diaries: diariesFolder(folder),
  subscribers: subscribersFile(folder),
  templates: () => readTemplateFiles(folder),
  secrets: [process.env['NEWSLETTER_SECRET'] ?? ''],
  run: `crash${process.pid}`,
  transport: crashingTransport,
  clock: { now: () => new Date(), sleep: (ms) => wait(ms, undefined) },
  signal: new AbortController().signal,
  onProgress: () => undefined,
});
