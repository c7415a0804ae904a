import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import type { DiaryRecord } from '../../../src/core/clock/diary.ts';
import { totalsOf, type LedgerRecord } from '../../../src/core/sending/delivery.ts';
import { foldLedger } from '../../../src/core/sending/ledgerFold.ts';
import { formatRecord } from '../../../src/core/sending/ledgerText.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { diariesFolder } from '../../../src/files/diaries.ts';
import { issuesFolder } from '../../../src/files/issuesFolder.ts';
import { send } from '../../../src/flow/send.ts';
import type { LocalServer, LocalServerOptions } from '../../../src/smtp/localServer.ts';
import { startServer } from '../../feed/feedServer.ts';
import { fillComposedFolder } from '../../support/composedFolder.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { confirmedReader, friday, secret, writeSubscribers } from '../../support/newsletter.ts';
import { mailServer, sendOrder } from '../../support/sending.ts';
import { writeSentLetter } from '../../support/sentLetters.ts';
import { servedSite } from '../serverSupport.ts';
import { recordsOf } from '../../support/ledgerRecords.ts';

const week = parseWeek('2026-W47');
const place = `/letter/${week}/send`;
const people = (count: number): ReturnType<typeof confirmedReader>[] =>
  Array.from({ length: count }, (_, index) => confirmedReader(index + 1));

interface Newsroom {
  readonly folder: string;
  readonly server: LocalServer;
  readonly desk: TestDesk;
}

/** A newsletter with a draft, a mail server and a desk. */
async function newsroom({
  readers = people(3),
  connections = 2,
  server: options,
  isTimePassing = false,
}: {
  readonly readers?: readonly ReturnType<typeof confirmedReader>[];
  readonly connections?: number;
  readonly server?: LocalServerOptions;
  readonly isTimePassing?: boolean;
} = {}): Promise<Newsroom> {
  const folder = await temporaryFolder();
  await fillComposedFolder(folder, readers, connections);
  const server = await mailServer(options);
  await sendTo(folder, server.url);
  return { folder, server, desk: await openTestDesk(folder, { isTimePassing }) };
}

async function sendTo(folder: string, url: string): Promise<void> {
  const lines = [`NEWSLETTER_SECRET=${secret}`, ...(url === '' ? [] : [`SMTP_URL=${url}`])];
  await writeFile(join(folder, '.env'), `${lines.join('\n')}\n`, { mode: 0o600 });
}

async function pageOf(desk: TestDesk, path = place): Promise<string> {
  const answer = await desk.get(path);
  expect(answer.status, path).toBe(200);
  return answer.text();
}

/** The hidden fields of the form that sends, as the page shows them. */
function fieldsIn(html: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
}

const sendAsSeen = async (desk: TestDesk): Promise<Response> =>
  desk.post(`${place}/now`, fieldsIn(await pageOf(desk, `${place}/now`)));

/** Looks at the page until it says so. */
async function untilPage(desk: TestDesk, words: string | RegExp, path = place): Promise<string> {
  for (let tries = 0; tries < 400; tries++) {
    const html = await pageOf(desk, path);
    if (typeof words === 'string' ? html.includes(words) : words.test(html)) return html;
    await new Promise((next) => setTimeout(next, 20));
  }
  throw new Error(`the page never said: ${String(words)}`);
}

/** A mail server that keeps every letter until it is let go. */
function gate(): { readonly onMail: () => Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { onMail: () => opened, open: () => open() };
}

const lettersOf = (server: LocalServer): readonly string[] =>
  server.received.flatMap(({ to }) => to).toSorted();

test('a test letter arrives marked, and its links lead to a page that says what a test does not do', async () => {
  const { server, desk } = await newsroom();
  expect(await pageOf(desk)).toContain('value="brief@example.org"');
  const answer = await desk.post(`${place}/test`, { to: ' johanna@example.org ' });
  expect(answer.status).toBe(303);
  expect(await pageOf(desk)).toContain('Der Mailserver hat den Testbrief an johanna@example.org angenommen');

  expect(server.received.map(({ to }) => to)).toEqual([['johanna@example.org']]);
  const mail = await PostalMime.parse(server.received[0]?.bytes ?? '');
  expect(mail.subject).toMatch(/^\[Test\] /);
  expect(mail.headers.map(({ key }) => key)).not.toContain('list-unsubscribe');
  for (const part of [mail.html, mail.text]) {
    expect(part).toContain('/test#im-test-wird-niemand-abgemeldet');
    expect(part).not.toMatch(/\/(unsubscribe|preferences)\//);
  }
  const site = await servedSite();
  const shown = await fetch(`http://127.0.0.1:${site.port}/test`);
  expect(shown.status).toBe(200);
  expect(await shown.text()).toContain('Hier wird niemand abgemeldet');
});

test('what keeps a test at home is said with what to do, and what was typed stays', async () => {
  const { folder, server, desk } = await newsroom({
    server: { rejects: (address) => address === 'nein@example.org' },
  });
  await desk.post(`${place}/test`, { to: 'keine Adresse' });
  expect(await pageOf(desk)).toMatch(/value="keine Adresse"[\s\S]*ist keine E-Mail-Adresse/);
  await desk.post(`${place}/test`, { to: 'nein@example.org' });
  expect(await pageOf(desk)).toMatch(/nicht angenommen[\s\S]*550 5\.1\.1 no such mailbox here/);
  await sendTo(folder, '');
  await desk.post(`${place}/test`, { to: 'johanna@example.org' });
  expect(await pageOf(desk)).toMatch(/SMTP_URL ist nicht gesetzt[\s\S]*In \.env/);
  expect(server.received).toHaveLength(0);
  await sendTo(folder, server.url);
  expect(await pageOf(desk)).toMatch(/value="johanna@example.org"(?![\s\S]*SMTP_URL ist nicht gesetzt)/);
});

test('the letter is approved, held and cancelled, each after saying what it does', async () => {
  const { desk } = await newsroom();
  const before = await pageOf(desk);
  expect(before).toContain('Geplant ist er für Sonntag');
  expect(before).toContain('Hier läuft gerade kein Zeitplan');
  expect(before).not.toContain('von selbst hinaus, am');
  expect(before).toContain('<code>wochenbrief start --dir mein-brief</code>');
  expect((await desk.post(`${place}/decide`, { decision: 'approve' })).headers.get('location')).toMatch(
    /send\?done=approved$/,
  );
  expect(await pageOf(desk, `${place}?done=approved`)).toMatch(
    /Freigegeben\.[\s\S]*Der Brief ist freigegeben/,
  );
  expect((await desk.post(`${place}/decide`, { decision: 'approve' })).headers.get('location')).toMatch(
    /\?done=alreadySo$/,
  );
  expect((await desk.post(`${place}/decide`, { decision: 'pause' })).headers.get('location')).toMatch(
    /\?refused=notBegun$/,
  );
  expect((await desk.post(`${place}/decide`, { decision: 'resend' })).status).toBe(303);
  await desk.post(`${place}/decide`, { decision: 'hold' });
  expect(await pageOf(desk)).toContain('Der Brief ist angehalten');
  expect(await pageOf(desk, `${place}/now`)).toContain('Mit dem Knopf hier geht er trotzdem hinaus');
  expect(await pageOf(desk, `${place}/cancel`)).toContain('Das lässt sich nicht zurücknehmen');
  await desk.post(`${place}/cancel`, {});
  expect(await pageOf(desk)).toContain('Der Brief ist abgesagt');
  expect((await desk.get(`${place}/now`)).status).toBe(303);
  expect((await desk.get(`${place}/cancel`)).status).toBe(303);
});

test('a letter that send would refuse is approved all the same, and the same notice says what keeps it at home', async () => {
  const { folder, desk, server } = await newsroom();
  await sendTo(folder, '');
  await desk.post(`${place}/decide`, { decision: 'approve' });
  const notice = async (): Promise<string> =>
    (await pageOf(desk, `${place}?done=approved`)).split('id="sending"')[1]?.split('<h1')[0] ?? '';
  const refused = await notice();
  expect(refused).toMatch(/Freigegeben\.[\s\S]*noch nicht hinaus[\s\S]*SMTP_URL ist nicht gesetzt/);
  expect(refused).toContain(`/de${place}/now"`);
  await sendTo(folder, server.url);
  expect(await notice()).not.toContain('noch nicht hinaus');
  await writeFile(join(folder, 'issues', week, 'issue.md'), 'kaputt');
  expect(await notice()).toContain('issue.md');
  expect(await pageOf(desk, `${place}?done=approved`)).not.toContain('box fault');
});

test('the second look names subject, readers, and why others are left out', async () => {
  const readers = [
    ...people(2),
    confirmedReader(3, { status: 'pending' }),
    confirmedReader(4, { rhythm: 'monthly' }),
  ];
  const { desk } = await newsroom({ readers });
  const html = await pageOf(desk, `${place}/now`);
  expect(html).toContain('An 3 Menschen senden');
  expect(html).toContain('davon als Monatsbrief');
  expect(html).toContain('Anmeldung noch nicht bestätigt');
});

test('everything that send would refuse stands in place of the button', async () => {
  const { folder, desk, server } = await newsroom({ readers: [] });
  await sendTo(folder, '');
  const path = join(folder, 'issues', week, 'issue.md');
  await writeFile(path, `${await readFile(path, 'utf8')}\nBITTE EINTRAGEN\n`);
  const html = await pageOf(desk, `${place}/now`);
  for (const words of ['SMTP_URL ist nicht gesetzt', 'noch ein Platzhalter', 'niemand, der bestätigt hat'])
    expect(html).toContain(words);
  expect(html).not.toContain('name="draft"');
  expect(html).not.toContain('issue.md:');
  expect((await desk.post(`${place}/now`, fieldsIn(html))).status).toBe(409);
  expect(server.received).toHaveLength(0);
});

test('errors of the checks stand above the button and hold nothing back', async () => {
  const { folder, server, desk } = await newsroom();
  const blog = await startServer((request, response) =>
    response.writeHead(request.url === '/gone' ? 404 : 200).end(),
  );
  const path = join(folder, 'issues', week, 'issue.md');
  await writeFile(path, `${await readFile(path, 'utf8')}\n[Hier](${blog}/gone)\n`);
  const yaml = join(folder, 'newsletter.yaml');
  await writeFile(
    yaml,
    (await readFile(yaml, 'utf8')).replace(
      /^sources:.*\n/m,
      `sources:\n  - feed: ${blog}/feed\n    allowPrivate: true\n`,
    ),
  );
  const html = await untilPage(desk, 'Ein Link führt ins Leere', `${place}/now`);
  expect(html).toMatch(/Ein Link führt ins Leere[\s\S]*\/checks"[\s\S]*An 3 Menschen senden/);
  expect((await sendAsSeen(desk)).status).toBe(303);
  await untilPage(desk, 'Der Brief ist hinaus');
  expect(server.received).toHaveLength(3);
});

test('a letter that has left shows as it was sent, and nothing of it is checked any more', async () => {
  const { folder, desk } = await newsroom();
  await writeSentLetter(folder, '2026-W46', { sentAt: '2026-11-15T06:00:00Z', accepted: 3 });
  const html = await pageOf(desk, '/letter/2026-W46');
  expect(html).toContain('/letter/2026-W46/sent/frame?');
  expect(html).not.toContain('check-panel');
  const frame = await desk.get('/letter/2026-W46/frame?show=text');
  expect(frame.status).toBe(303);
  expect(frame.headers.get('location')).toMatch(/\/letter\/2026-W46\/sent\/frame\?show=text$/);
  const checks = await pageOf(desk, '/letter/2026-W46/checks');
  expect(checks).toContain('zu prüfen gibt es nichts mehr');
  expect(checks).not.toContain('box fault');
});

test('two windows press send at once: each reader gets one letter', async () => {
  const { server, desk } = await newsroom({ readers: people(12) });
  const fields = fieldsIn(await pageOf(desk, `${place}/now`));
  const answers = await Promise.all([desk.post(`${place}/now`, fields), desk.post(`${place}/now`, fields)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  const html = await untilPage(desk, 'Der Brief ist hinaus');
  expect(lettersOf(server)).toEqual(
    people(12)
      .map(({ address }) => address)
      .toSorted(),
  );
  expect(html).toMatch(/<dd>12<\/dd>/);
  expect(html).toContain('/year/2026');
  // The button of a window that was left open sends nobody a second one.
  expect((await desk.post(`${place}/now`, fields)).status).toBe(303);
  expect(server.received).toHaveLength(12);
  expect(desk.failures).toEqual([]);
});

test('only the letter that was looked at leaves: a change in another window is shown first', async () => {
  const { folder, server, desk } = await newsroom();
  const fields = fieldsIn(await pageOf(desk, `${place}/now`));
  const path = join(folder, 'issues', week, 'issue.md');
  await writeFile(
    path,
    (await readFile(path, 'utf8')).replace(/^subject: .*$/m, 'subject: "Ein anderer Betreff"'),
  );
  const changed = await desk.post(`${place}/now`, fields);
  expect(changed.status).toBe(409);
  const html = await changed.text();
  expect(html).toContain('Der Entwurf ist ein anderer');
  expect(html).toContain('Ein anderer Betreff');

  await writeSubscribers(folder, people(4));
  const more = await desk.post(`${place}/now`, fieldsIn(html));
  expect(more.status).toBe(409);
  const again = await more.text();
  expect(again).toContain('Es waren 3, nun sind es 4 Menschen');

  const yaml = join(folder, 'newsletter.yaml');
  await writeFile(yaml, (await readFile(yaml, 'utf8')).replace(/^title: .*$/m, 'title: Ein anderer Titel'));
  const other = await desk.post(`${place}/now`, fieldsIn(again));
  const looks = await other.text();
  expect(looks).toContain('Der Brief sieht anders aus');

  // As many, but somebody else among them.
  await writeSubscribers(folder, [...people(3), confirmedReader(9)]);
  const others = await desk.post(`${place}/now`, fieldsIn(looks));
  const circle = await others.text();
  expect(circle).toContain('nicht mehr derselbe Kreis');

  await desk.post(`${place}/decide`, { decision: 'hold' });
  const held = await desk.post(`${place}/now`, fieldsIn(circle));
  expect(held.status).toBe(409);
  expect(await held.text()).toContain('inzwischen angehalten');
  expect(server.received).toHaveLength(0);
  expect((await desk.post(`${place}/now`, { rest: 'yes' })).status).toBe(409);
  expect((await sendAsSeen(desk)).status).toBe(303);
  await untilPage(desk, 'Der Brief ist hinaus');
  expect(lettersOf(server)).toHaveLength(4);
});

test('a run is paused, waits, and goes on from the page', async () => {
  const slow = gate();
  const { server, desk } = await newsroom({
    readers: people(6),
    connections: 1,
    server: { onMail: slow.onMail },
    isTimePassing: true,
  });
  await sendAsSeen(desk);
  await untilPage(desk, 'gerade unterwegs');
  await desk.post(`${place}/decide`, { decision: 'pause' });
  // A run hears of it within a second, in which all of them could leave.
  const saidAt = performance.now();
  while (performance.now() - saidAt < 1000) await pageOf(desk);
  slow.open();
  const paused = await untilPage(desk, /Der Versand ist unterbrochen/);
  expect(paused).toContain('Fortsetzen');
  const sent = server.received.length;
  expect(sent).toBeLessThan(6);
  await desk.post(`${place}/decide`, { decision: 'resume' });
  await untilPage(desk, 'Der Brief ist hinaus');
  expect(new Set(lettersOf(server)).size).toBe(6);
  expect(server.received).toHaveLength(6);
});

test('closing the desk finishes what is in flight, and leaves a ledger that send continues (R12)', async () => {
  const slow = gate();
  const { folder, server, desk } = await newsroom({
    readers: people(9),
    server: { onMail: slow.onMail },
  });
  await sendAsSeen(desk);
  await untilPage(desk, 'gerade unterwegs');
  const closing = desk.close();
  slow.open();
  await closing;
  const early = server.received.length;
  expect(early).toBeLessThan(9);
  const records = await recordsOf(issuesFolder(folder), week);
  expect(totalsOf(foldLedger(records))).toMatchObject({ accepted: early, uncertain: 0, waiting: 9 - early });
  expect(await issuesFolder(folder).isClaimed(week)).toBe(false);
  await send(await sendOrder(folder, server.url));
  expect(lettersOf(server)).toEqual(
    people(9)
      .map(({ address }) => address)
      .toSorted(),
  );
});

test('what was left is continued from the page of a later desk', async () => {
  const slow = gate();
  const { folder, server, desk } = await newsroom({
    readers: people(5),
    connections: 1,
    server: { onMail: slow.onMail },
  });
  await sendAsSeen(desk);
  await untilPage(desk, 'gerade unterwegs');
  const closing = desk.close();
  slow.open();
  await closing;
  const later = await openTestDesk(folder);
  expect(await pageOf(later)).toContain('Der Brief ist noch nicht bei allen');
  expect(await pageOf(later, `${place}/now`)).toMatch(/Weiter senden\?[\s\S]*name="rest"/);
  expect((await sendAsSeen(later)).status).toBe(303);
  await untilPage(later, 'Der Brief ist hinaus');
  expect(lettersOf(server)).toHaveLength(5);
});

test('another run is shown as what it is, and the button starts none beside it', async () => {
  const slow = gate();
  const { folder, server, desk } = await newsroom({ readers: people(4), server: { onMail: slow.onMail } });
  const fields = fieldsIn(await pageOf(desk, `${place}/now`));
  const other = send(await sendOrder(folder, server.url));
  const html = await untilPage(desk, 'ein anderer Befehl sendet ihn gerade');
  await untilPage(desk, 'gerade unterwegs');
  const year = await pageOf(desk, '/year');
  expect(year).toContain('wird gesendet');
  expect(year).toMatch(/<dt>ungewiss<\/dt>\s*<dd>0<\/dd>/);
  expect(year).toContain('gerade unterwegs');
  expect(html).toContain('Unterbrechen');
  expect((await desk.post(`${place}/now`, fields)).status).toBe(303);
  slow.open();
  await other;
  await untilPage(desk, 'Der Brief ist hinaus');
  expect(lettersOf(server)).toHaveLength(4);
});

test('whoever works on the issue at this moment is named, and nothing is sent', async () => {
  const { folder, server, desk } = await newsroom();
  const fields = fieldsIn(await pageOf(desk, `${place}/now`));
  const claim = await issuesFolder(folder).lock(week);
  await desk.post(`${place}/now`, fields);
  const html = await untilPage(desk, 'box fault');
  await claim.release();
  expect(html).not.toContain('Der Brief ist unterwegs');
  expect(server.received).toHaveLength(0);
  expect((await sendAsSeen(desk)).status).toBe(303);
  await untilPage(desk, 'Der Brief ist hinaus');
});

test('a mail server that is down leaves the letter where it was, and says why', async () => {
  const { server, desk } = await newsroom();
  await server.stop();
  await sendAsSeen(desk);
  const html = await untilPage(desk, 'box fault');
  expect(html).toMatch(/127\.0\.0\.1:\d+/);
  expect(html).toContain('Jetzt senden');
  expect(desk.failures).toEqual([]);
});

test('refused readers stand with the reason, and without their addresses', async () => {
  const { server, desk } = await newsroom({
    readers: people(40),
    server: { rejects: (address) => address === 'reader2@example.org' },
  });
  await sendAsSeen(desk);
  const html = await untilPage(desk, 'Der Brief ist hinaus');
  expect(html).toMatch(/Warum abgewiesen wurde[\s\S]*550 5\.1\.1 no such mailbox here/);
  expect(html).not.toContain('reader2@');
  expect(server.received).toHaveLength(39);
});

test('what is to be done about uncertain letters stands with them; there is nothing to press', async () => {
  const { folder, desk } = await newsroom();
  await writeSentLetter(folder, '2026-W46', { sentAt: '2026-11-15T06:00:00Z', accepted: 3, uncertain: 2 });
  const html = await pageOf(desk, '/letter/2026-W46/send');
  expect(html).toMatch(/Bei 2 Menschen ist ungewiss[\s\S]*wochenbrief resolve 2026-W46/);
  expect(html).not.toContain('class="deeds"');
  expect((await desk.get('/letter/2026-W46/send/now')).status).toBe(303);
});

test('where all are put off, the next try is named instead of a button', async () => {
  const { folder, desk } = await newsroom();
  await writeSentLetter(folder, '2026-W46', { sentAt: '2026-11-15T06:00:00Z', accepted: 1, waiting: 1 });
  const deferred: LedgerRecord = {
    type: 'outcome',
    at: new Date(Date.parse(friday) - 5000).toISOString(),
    run: 'r',
    id: 'reader000002',
    attempt: 1,
    outcome: 'deferred',
    stage: 'rcpt',
    code: 450,
    enhanced: '4.2.0',
    reply: '450 4.2.0 greylisted',
  };
  await appendFile(join(folder, 'issues', '2026-W46', 'ledger.jsonl'), formatRecord(deferred));
  const html = await pageOf(desk, '/letter/2026-W46/send');
  expect(html).toMatch(
    /1 Person\s+wartet noch[\s\S]*Nächster Versuch frühestens: Freitag, 20\. November 2026, 20:01 Uhr/,
  );
  const look = await pageOf(desk, '/letter/2026-W46/send/now');
  expect(look).toContain('Gerade ist niemand an der Reihe');
  expect(look).not.toContain('name="rest"');
  expect((await desk.post('/letter/2026-W46/send/now', { rest: 'yes' })).status).toBe(409);
});

test('too many refusals pause the letter, and the page says why and how it goes on (R25)', async () => {
  const { server, desk } = await newsroom({ readers: people(60), server: { rejects: () => true } });
  await sendAsSeen(desk);
  const html = await untilPage(desk, 'Der Versand ist unterbrochen');
  expect(html).toContain('Fortsetzen');
  expect(html.split('box fault')).toHaveLength(1);
  expect(server.received).toHaveLength(0);
});

test('a quiet week says so, and that a letter may leave all the same', async () => {
  const { folder, desk } = await newsroom();
  const composed: DiaryRecord = { type: 'composed', at: '2026-11-27T09:00:00Z', outcome: 'quiet', notes: [] };
  await diariesFolder(folder).note(parseWeek('2026-W48'), () => ({ records: [composed], answer: undefined }));
  const html = await pageOf(desk, '/letter/2026-W48/send');
  expect(html).toMatch(/Eine stille Woche[\s\S]*Trotzdem senden/);
  expect(html).not.toContain('Jetzt senden');
});

test('a week without a draft says how to get one', async () => {
  const { desk } = await newsroom();
  expect(await pageOf(desk, '/letter/2026-W48/send')).toContain('/letter/2026-W48/compose"');
});
